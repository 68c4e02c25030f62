"""OpenDocument texts (``.odt``): paragraphs, generated numbers, tables, notes, ruby, accepted changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

from lxml import etree

from policygraph.core.errors import SourceError, phrase
from policygraph.sources.archive import Element, Package, local_name
from policygraph.sources.flow import (
    Assembly,
    Cell,
    Paragraph,
    Piece,
    Run,
    SpannedCell,
    Table,
    is_table_heading,
    placed,
)  # fmt: skip
from policygraph.sources.open_document_styles import (
    NAMESPACE,
    OFFICE,
    STYLE,
    TABLE,
    TEXT,
    Counter,
    Styles,
    whole,
)
from policygraph.sources.text import Place, SourceText
from policygraph.sources.typed_notes import TypedNotes

_MANIFEST = NAMESPACE % "manifest"
_REPEATED = 200  # times that a cell or row is repeated at most
_ENCLOSING = frozenset((
    "span", "a", "meta", "meta-field", "ruby-base", "bookmark-ref", "reference-ref",
))  # fmt: skip
_PARTS = frozenset((
    "section", "index-body", "index-title", "numbered-paragraph", "list-header", "text-box",
    "frame", "g",
))  # fmt: skip
_SHAPES = frozenset((
    "frame", "text-box", "g", "custom-shape", "rect", "ellipse", "circle", "polygon", "path", "line", "caption",
))  # fmt: skip
_CONTENTS = frozenset((
    "table-of-content", "illustration-index", "table-index", "object-index", "user-index",
    "alphabetical-index",
))  # fmt: skip
_PAGES = frozenset(("page-number", "page-count", "page-continuation"))
# Not of the text: comments, changes (deleted words are kept there), what fields are declared with.
_LEFT_OUT = frozenset((
    "annotation", "tracked-changes", "note-citation", "ruby-text", "number", "variable-decls",
    "sequence-decls", "user-field-decls", "title", "desc", "forms", "event-listeners",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Item:
    """Where in a list a paragraph stands; only the first of an item is counted."""

    counter: Counter
    level: int
    is_first: bool
    start: int | None
    counts: bool = True


class _Reader:
    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.headings = Counter(styles.outline)
        self.numbers = count(1)
        self.typed = TypedNotes()
        self.tables = 0  # that are open
        self.endnotes: list[Piece] = []
        self._by_style: dict[str, Counter] = {}
        self._by_id: dict[str, Counter] = {}

    # ---- Flow ----

    def flow(self, parent: Element, aside: str = "", item: _Item | None = None) -> list[Piece]:
        """The paragraphs and tables of a body, a cell, a note or an item of a list."""
        pieces: list[Piece] = []
        for element in parent:
            name = local_name(element)
            if name in ("p", "h"):
                pieces.append(self._paragraph(element, aside, item))
                item = replace(item, is_first=False) if item else None
            elif name == "list":
                pieces += self._list(element, aside, item)
            elif name == "table":
                pieces.append(self._table(element, aside))
            elif name in _CONTENTS:
                pieces += self.flow(element, aside or "table of contents")
            elif name in _PARTS:
                pieces += self.flow(element, aside, item)
        return pieces

    def _list(self, element: Element, aside: str, outer: _Item | None) -> list[Piece]:
        style = element.get(TEXT + "style-name", "")
        if outer is not None:
            counter, level = outer.counter, outer.level + 1
            if style and style in self.styles.lists and not outer.counter.levels:
                counter = Counter(self.styles.lists[style])
        else:
            counter, level = self._counter(element, style), 1
        pieces: list[Piece] = []
        for child in element:
            name = local_name(child)
            start = child.get(TEXT + "start-value")
            if name in ("list-item", "list-header"):
                own = _Item(
                    counter, level, True, whole(start, 1) if start else None,
                    counts=name == "list-item",
                )  # fmt: skip
                pieces += self.flow(child, aside, own)
        return pieces

    def _counter(self, element: Element, style: str) -> Counter:
        """That of the list which this one continues, or a new one."""
        levels = self.styles.lists.get(style, {})
        continued = element.get(TEXT + "continue-list", "")
        if continued in self._by_id:
            counter = self._by_id[continued]
        elif element.get(TEXT + "continue-numbering") == "true" and style in self._by_style:
            counter = self._by_style[style]
        else:
            counter = Counter(levels)
        self._by_style[style] = counter
        key = element.get("{http://www.w3.org/XML/1998/namespace}id", "")
        if key:
            self._by_id[key] = counter
        return counter

    def _paragraph(self, element: Element, aside: str, item: _Item | None) -> Paragraph:
        style = self.styles.find("paragraph", element.get(TEXT + "style-name", ""))
        paragraph = Paragraph([], Place(paragraph=next(self.numbers)), aside=aside)
        if not aside and style.name.replace("_20_", " ").lower() in ("caption", "図表番号"):
            paragraph.aside = "caption"
        self._inline(element, paragraph, "hidden text" if style.is_hidden else "")
        level = whole(element.get(TEXT + "outline-level"), style.heading)
        if not level and style.name.lower() in ("title", "表題"):
            level = 1
        printed = ""
        if item is not None and style.list_style and not item.counter.levels:
            item.counter.levels = self.styles.lists.get(style.list_style, {})
        filled = any(run.words.strip() for run in paragraph.runs)
        if item is not None and item.is_first and item.counts and filled:
            printed = item.counter.count(item.level, item.start)
        if local_name(element) == "h" or level:
            paragraph.kind, paragraph.level = "heading", level or 1
            is_listed = printed or element.get(TEXT + "is-list-header") == "true"
            if not is_listed and filled and local_name(element) == "h":
                start = element.get(TEXT + "start-value")
                printed = self.headings.count(level or 1, whole(start, 1) if start else None)
        elif item is not None and item.is_first:
            paragraph.kind, paragraph.level = "item", item.level
        if printed:
            paragraph.runs.insert(0, Run(printed))
        if not paragraph.aside and not self.tables and self.typed.is_note(paragraph):
            paragraph.aside = "footnote"
        return paragraph

    # ---- Words ----

    def _inline(self, parent: Element, paragraph: Paragraph, aside: str) -> None:
        runs = paragraph.runs
        # White space is set by elements; in the text it collapses.
        runs.append(Run(_collapsed(parent.text), aside))
        for element in parent:
            self._element(element, paragraph, aside)
            runs.append(Run(_collapsed(element.tail), aside))

    def _element(self, element: Element, paragraph: Paragraph, aside: str) -> None:
        name = local_name(element)
        if name == "s":
            spaces = min(whole(element.get(TEXT + "c"), 1), 1000)
            paragraph.runs.append(Run(" " * spaces))
        elif name == "tab":
            paragraph.runs.append(Run("\t"))
        elif name == "line-break":
            paragraph.runs.append(Run("\n"))
        elif name == "note":
            self._note(element, paragraph)
        elif name == "ruby":
            for part in element:
                kind = aside or ("ruby" if local_name(part) == "ruby-text" else "")
                self._inline(part, paragraph, kind)
        elif name in _SHAPES:
            paragraph.behind += self.flow(element, paragraph.aside)
            for part in element if name == "g" else ():
                self._element(part, paragraph, aside)
        elif name in ("hidden-text", "hidden-paragraph"):
            self._inline(element, paragraph, "hidden text")
        elif name in _PAGES:
            self._inline(element, paragraph, aside or "page number")
        elif name not in _LEFT_OUT:
            if name == "span":
                style = self.styles.find("text", element.get(TEXT + "style-name", ""))
                aside = aside or ("hidden text" if style.is_hidden else "")
                raised = "".join(element.itertext())
                if style.is_raised and not aside and self.typed.is_mark(raised, paragraph.text):
                    aside = "note mark"
            self._inline(element, paragraph, aside)

    def _note(self, element: Element, paragraph: Paragraph) -> None:
        body = element.find(TEXT + "note-body")
        if body is None:
            return
        pieces = self.flow(body, "footnote")
        citation = element.find(TEXT + "note-citation")
        number = (citation.text or "").strip() if citation is not None else ""
        if number and pieces and isinstance(pieces[0], Paragraph):
            pieces[0].runs.insert(0, Run(f"{number} "))
        is_endnote = element.get(TEXT + "note-class") == "endnote"
        target = self.endnotes if is_endnote else paragraph.behind
        target += pieces

    # ---- Tables ----

    def _table(self, element: Element, aside: str) -> Table:
        self.tables += 1
        rows = list(_rows(element))
        heading_rows = sum(1 for _, is_heading in rows if is_heading)
        slots = placed([list(self._cells(row, aside)) for row, _ in rows])
        self.tables -= 1
        return Table(slots, heading_rows or None)

    def _cells(self, row: Element, aside: str) -> Iterator[SpannedCell]:
        for cell in row:
            if local_name(cell) != "table-cell":  # a covered one has the words of another
                continue
            columns = whole(cell.get(TABLE + "number-columns-spanned"), 1)
            lasting = whole(cell.get(TABLE + "number-rows-spanned"), 1)
            times = whole(cell.get(TABLE + "number-columns-repeated"), 1)
            names = [
                self.styles.find("paragraph", p.get(TEXT + "style-name", "")).name
                for p in cell.iterfind(TEXT + "p")
            ]
            is_heading = bool(names) and all(map(is_table_heading, names))
            for _ in range(min(times, _REPEATED)):
                yield SpannedCell(Cell(self.flow(cell, aside), is_heading), columns, lasting)


def _rows(parent: Element, is_heading: bool = False) -> Iterator[tuple[Element, bool]]:
    for element in parent:
        name = local_name(element)
        if name == "table-row":
            for _ in range(min(whole(element.get(TABLE + "number-rows-repeated"), 1), _REPEATED)):
                yield element, is_heading
        elif name in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(element, is_heading or name == "table-header-rows")


def _collapsed(words: str | None) -> str:
    return re.sub("[ \t\r\n]+", " ", words or "")


def _running_heads(reader: _Reader, styles: Element | None) -> Iterator[Piece]:
    """Headers and footers, each once."""
    seen: set[str] = set()
    names = ("header", "footer", "header-left", "footer-left", "header-first", "footer-first")
    for element in styles.iter() if styles is not None else ():
        name = local_name(element)
        if name not in names or not str(element.tag).startswith(STYLE):
            continue
        for piece in reader.flow(element, "running head"):
            if isinstance(piece, Paragraph):
                words = "".join(run.words for run in piece.runs).strip()
                if words and words not in seen:
                    seen.add(words)
                    piece.place = Place(element=name)
                    yield piece


def _check_open(package: Package) -> None:
    """Refuse what a password protects; its parts are there, but no XML."""
    manifest = package.xml_or_none("META-INF/manifest.xml")
    if manifest is not None and any(True for _ in manifest.iter(_MANIFEST + "encryption-data")):
        raise SourceError(package.name, "file-encrypted")


def read_open_document(data: bytes, *, name: str, encoding: str) -> SourceText:
    """Read an OpenDocument text: the `SourceReader` of ``.odt``.

    The text is the one with all changes accepted. Numbers and bullets that the program generates stand
    before their paragraphs. Footnotes stand behind their paragraph, endnotes, headers and footers at
    the end.

    Raises:
        SourceError: damaged, encrypted, another kind of document, or without words.
    """
    package = Package(data, name=name, format="OpenDocument")
    _check_open(package)
    content = package.xml("content.xml")
    styles = package.xml_or_none("styles.xml")
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise package.damaged(phrase("part-missing", part="office:text"))
    reader = _Reader(Styles([root for root in (styles, content) if root is not None]))
    assembly = Assembly()
    assembly.write(reader.flow(body))
    assembly.write(reader.endnotes)
    assembly.write(_running_heads(reader, styles))
    return assembly.source_text(data, name=name, extractor=f"lxml {etree.__version__}")
