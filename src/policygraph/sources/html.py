"""Web pages (``.html``): headings, lists, tables and ruby of the words themselves; what frames them apart."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass, replace
from importlib.metadata import version

from selectolax.lexbor import LexborHTMLParser, LexborNode

from policygraph.core.errors import SourceError
from policygraph.core.fold import fold
from policygraph.sources.flow import (
    Assembly,
    Cell,
    Paragraph,
    Piece,
    Run,
    SpannedCell,
    Table,
    placed,
)
from policygraph.sources.html_page import (
    BREAKING,
    HIDDEN,
    LEFT_OUT,
    NAVIGATION,
    OWN_SIGN,
    ListState,
    Page,
    element_children,
    heading_level,
)
from policygraph.sources.html_styles import Looks
from policygraph.sources.plain_text import decode, find_codec
from policygraph.sources.sheets import are_labels
from policygraph.sources.text import Place, SourceText
from policygraph.sources.typed_notes import TypedNotes

_LARGEST = 32 << 20  # bytes; the largest pages of ministries have some 5 MB
_DEEPEST = 60  # tables in tables
_OPEN = 5000  # elements open at once; the parser looks through all of them at every tag
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]*)[^<>]*?(/?)>")
# Elements that end by themselves.
_ENDING = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "rt", "rp",
))  # fmt: skip
_SELECTOR = 40  # steps of a selector; deeper elements are placed at the one above
_PRE = frozenset(("pre", "pre-wrap", "break-spaces", "pre-line"))
_META = re.compile(
    rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.-]+)",
    re.IGNORECASE,
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def page_encoding(data: bytes, encoding: str) -> str:
    """The codec of a page.

    Args:
        data: its bytes.
        encoding: what the user says; where that is not UTF-8 it holds, else what the page says does.
    """
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return codec
    said = _META.search(data, 0, 4096)
    if encoding.lower() not in ("utf-8", "utf8") or said is None:
        return encoding
    label = (said[1] or said[2]).decode("ascii").lower()
    codec = find_codec(label)
    # A page in UTF-16 could not be searched for its label (HTML standard, 13.2.3.2).
    return "utf-8" if codec.startswith("utf-16") else codec


@dataclass(slots=True)
class _Item:
    """An item of a list, and the sign that its first paragraph has yet to get."""

    sign: str
    level: int
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class _Context:
    """What holds within an element.

    Attributes:
        steps: the selector of it, from the nearest element with an id.
    """

    aside: str = ""
    white_space: str = ""
    heading: int = 0
    in_main: bool = False
    list: ListState | None = None
    bullets: int = 0
    item: _Item | None = None
    steps: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        return Place(element=" > ".join(self.steps) or "body")


@dataclass(slots=True)
class _OpenTable:
    """A table that is being read, and where its contents go when it is read."""

    flow: list[Piece]
    rows: list[list[SpannedCell]]
    heading_rows: int = 0
    in_head: bool = False


class _Walk:
    """One way through a page, an explicit stack, since pages may be nested as deep as they like."""

    def __init__(self, tree: LexborHTMLParser, name: str) -> None:
        self.name = name
        self.page = Page(tree)
        self.looks = Looks.read(tree)
        self.has_main = bool(self.page.mains)
        self.flow: list[Piece] = []
        self.open: Paragraph | None = None
        self.open_item: _Item | None = None
        self.tables: list[_OpenTable] = []
        self.notes = TypedNotes()
        self.seen_ids: set[str] = set()
        self.lists: set[int] = set()  # of definitions that are sheets

    def run(self, root: LexborNode) -> list[Piece]:
        """The paragraphs and tables of a page."""
        stack: list[tuple[LexborNode, _Context, str]] = [(root, _Context(), "html")]
        while stack:
            node, context, step = stack.pop()
            if step == "/":
                self._leave(node)
            elif node.is_text_node:
                self._say(node.text_content or "", context)
            elif node.is_element_node and node.tag not in LEFT_OUT:
                inner = self._enter(node, context, step)
                stack.append((node, inner, "/"))
                stack += reversed([(child, inner, of) for child, of in _children(node)])
        self._close()
        return self.flow

    # ---- Elements ----

    def _enter(self, node: LexborNode, context: _Context, step: str) -> _Context:
        tag, attributes = str(node.tag), node.attributes
        if tag == "br":
            self._add(Run("\n", context.aside))
            return context
        look = self.looks.of(node, attributes.get("style"))
        inner = replace(context, steps=self._steps(context, attributes, step))
        if node.mem_id in self.page.mains:
            inner = replace(inner, in_main=True)
        aside = context.aside or self.page.aside(node, attributes, in_main=inner.in_main)
        if look.is_hidden or (look.is_hidden is None and "hidden" in attributes):
            aside = aside or HIDDEN
        if tag == "sup" and not aside:
            aside = self._mark(node)
        inner = replace(inner, aside=aside)
        if tag in BREAKING:
            self._close()
            inner = self._break(node, tag, attributes, inner, look.list_style)
        if look.white_space or tag == "pre":
            inner = replace(inner, white_space=look.white_space or "pre")
        return inner

    def _break(
        self,
        node: LexborNode,
        tag: str,
        attributes: dict[str, str | None],
        inner: _Context,
        style: str,
    ) -> _Context:
        level = heading_level(tag, attributes)
        if level:
            return replace(inner, heading=level)
        if tag in ("ul", "ol", "menu", "dir"):
            depth = inner.list.depth + 1 if inner.list else 1
            items = element_children((child for child, _ in _children(node)), "li")
            opened = ListState.opened(tag, attributes, depth, inner.bullets, style, items)
            return replace(inner, list=opened, bullets=inner.bullets + (tag != "ol"), item=None)
        if tag == "li":
            state = inner.list or ListState(1, "disc")
            item = _Item(state.sign(attributes.get("value"), style), state.depth)
            return replace(inner, item=item)
        if tag == "table":
            if len(self.tables) >= _DEEPEST:
                raise SourceError(self.name, "file-too-deep")
            self.tables.append(_OpenTable(self.flow, []))
        elif tag == "dl" and len(self.tables) < _DEEPEST and _is_sheet(node):
            self.tables.append(_OpenTable(self.flow, []))
            self.lists.add(node.mem_id)
        elif tag in ("dt", "dd") and node.parent is not None and node.parent.mem_id in self.lists:
            cell = Cell([], is_heading=tag == "dt")
            if tag == "dt":
                self.tables[-1].rows.append([])
            self.tables[-1].rows[-1].append(SpannedCell(cell))
            self.flow = cell.flow
        elif self.tables and tag in ("thead", "tbody", "tfoot"):
            self.tables[-1].in_head = tag == "thead"
        elif self.tables and tag == "tr":
            table = self.tables[-1]
            table.heading_rows += table.in_head
            table.rows.append([])
        elif self.tables and tag in ("td", "th"):
            table = self.tables[-1]
            cell = Cell([], is_heading=tag == "th")
            if not table.rows:
                table.rows.append([])
            spans = (
                _span(attributes.get(name), most)
                for name, most in (("colspan", 1000), ("rowspan", 65534))
            )
            table.rows[-1].append(SpannedCell(cell, *spans))
            self.flow = cell.flow
            return replace(inner, list=None, item=None, bullets=0)
        return inner

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag
        if tag not in BREAKING:
            return
        self._close()
        is_of_list = node.parent is not None and node.parent.mem_id in self.lists
        if self.tables and (tag in ("td", "th") or (tag in ("dt", "dd") and is_of_list)):
            # What stands between cells goes before the table, as browsers have it.
            self.flow = self.tables[-1].flow
        elif (tag == "table" or node.mem_id in self.lists) and self.tables:
            table = self.tables.pop()
            self.flow = table.flow
            if any(table.rows):
                self.flow.append(Table(placed(table.rows), table.heading_rows or None))

    def _steps(
        self, context: _Context, attributes: dict[str, str | None], step: str
    ) -> tuple[str, ...]:
        key = attributes.get("id") or ""
        if key and key not in self.seen_ids and not re.search(r"[\s\"'<>]", key):
            self.seen_ids.add(key)
            return (f"#{key}",)
        if step.partition(":")[0] in ("html", "body") or len(context.steps) >= _SELECTOR:
            return context.steps
        return (*(context.steps or ("body",)), step)

    def _mark(self, node: LexborNode) -> str:
        before = self.open.text if self.open else ""
        leads = node.css_first("a[href]") is not None
        is_mark = self.notes.is_mark(node.text(deep=True) or "", before, leads=leads)
        return "note mark" if is_mark else ""

    # ---- Words ----

    def _say(self, words: str, context: _Context) -> None:
        if context.white_space not in _PRE:
            words = re.sub("[ \t\r\n\f]+", " ", words)
            if self.open is None and words == " ":
                return
        elif context.white_space == "pre-line":
            words = re.sub("[ \t]+", " ", words)
        if self.open is None and words.strip():
            self.open = self._opened(context)
        self._add(Run(words, self._aside(context)))

    def _aside(self, context: _Context) -> str:
        """What frames the words of a page is no text, where the page says which these are."""
        outside = self.has_main and not context.in_main
        return context.aside or (NAVIGATION if outside else "")

    def _add(self, run: Run) -> None:
        if self.open is not None:
            self.open.runs.append(run)

    def _opened(self, context: _Context) -> Paragraph:
        paragraph = Paragraph([], context.place)
        if context.heading:
            paragraph.kind, paragraph.level = "heading", context.heading
        elif context.item is not None and context.item.is_new:
            paragraph.kind, paragraph.level = "item", context.item.level
        self.open_item = context.item
        return paragraph

    def _close(self) -> None:
        """End the paragraph that is open."""
        paragraph, item = self.open, self.open_item
        self.open = self.open_item = None
        if paragraph is None:
            return
        paragraph.runs = [run for run in paragraph.runs if run.words]
        while paragraph.runs and not paragraph.runs[-1].words.strip():
            paragraph.runs.pop()
        if not paragraph.runs:
            return
        first = paragraph.runs[0]
        paragraph.runs[0] = Run(first.words.lstrip(" \n"), first.aside)
        if not self.tables and self.notes.is_note(paragraph):
            paragraph.aside = "footnote"
        text = fold(paragraph.text.lstrip()).text
        if item is not None and item.is_new:
            item.is_new = False
            if item.sign and not OWN_SIGN.match(text):
                if text:
                    paragraph.runs.insert(0, Run(item.sign))
                else:
                    paragraph.runs[0] = Run(item.sign + paragraph.runs[0].words, first.aside)
        self.flow.append(paragraph)


def _children(node: LexborNode) -> list[tuple[LexborNode, str]]:
    """The children of an element, each with its step in a selector."""
    found: list[tuple[LexborNode, str]] = []
    counts: Counter[str] = Counter()
    child = node.first_child
    while child is not None:
        tag = str(child.tag)
        if child.is_element_node:
            counts[tag] += 1
            found.append((child, f"{tag}:nth-of-type({counts[tag]})"))
        elif child.is_text_node:
            found.append((child, ""))
        child = child.next
    return found


def _is_sheet(node: LexborNode) -> bool:
    """A list of definitions, one a term, whose terms are labels of a sheet."""
    own = [child for child, _ in _children(node) if child.is_element_node]
    tags = [str(child.tag) for child in own]
    return tags == ["dt", "dd"] * (len(tags) // 2) and are_labels(
        term.text(deep=True).strip() for term in own[::2]
    )


def _span(words: str | None, most: int) -> int:
    return min(int(words), most) or 1 if words and re.fullmatch("[0-9]{1,9}", words.strip()) else 1


def _depth(text: str) -> int:
    """How deep the elements of a page are nested, about."""
    depth = deepest = 0
    for match in _TAG.finditer(text):
        if match[2].lower() not in _ENDING and not match[3]:
            depth = max(0, depth - 1) if match[1] else depth + 1
            deepest = max(deepest, depth)
    return deepest


def read_html(data: bytes, *, name: str, encoding: str) -> SourceText:
    """Read a web page: the `SourceReader` of ``.html``.

    Signs and numbers that a browser prints before the items of lists stand before them, unless the
    items begin with signs of their own. Navigation, hidden words, notes, captions and ruby are asides.

    Raises:
        SourceError: not in the encoding that it says, larger or deeper than any page is, or
            without words.
    """
    if len(data) > _LARGEST:
        raise SourceError(name, "file-too-large", part="HTML", limit=_LARGEST >> 20)
    text = decode(data, name=name, encoding=page_encoding(data, encoding))
    if _depth(text) > _OPEN:
        raise SourceError(name, "file-too-deep")
    tree = LexborHTMLParser(text)
    assembly = Assembly()
    root = tree.root
    if root is not None:
        assembly.write(_Walk(tree, name).run(root))
    return assembly.source_text(data, name=name, extractor=f"selectolax {version('selectolax')}")
