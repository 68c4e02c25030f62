"""Word files (``.docx``): paragraphs, generated numbers, tables, notes, ruby, accepted changes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count

from lxml import etree

from policygraph.core.errors import phrase
from policygraph.sources.archive import Element, Package, local_name
from policygraph.sources.flow import (
    Assembly,
    Cell,
    Paragraph,
    Piece,
    Run,
    Slot,
    Table,
    is_table_heading,
)
from policygraph.sources.text import Place, SourceText
from policygraph.sources.typed_notes import TypedNotes
from policygraph.sources.word_elements import (
    RELATION,
    blocks,
    chosen,
    enclosed,
    goes_on,
    is_in_contents,
    is_raised,
    main_part,
    paragraphs,
    symbol,
    text_boxes,
)
from policygraph.sources.word_numbering import Numbering, Style, Styles, W, is_on, value, whole

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_COLUMNS = 1000
# What only encloses words; deleted words and the old place of moved ones stand in `del`, `moveFrom`.
_ENCLOSING = frozenset((
    "ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdtContent", "fldSimple", "dir", "bdo",
    "oMath", "oMathPara", "rubyBase",
))  # fmt: skip
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SIGNS = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "-",
    "softHyphen": "\u00ad",
}
_LIST_STYLE = re.compile(r"(?:list (?:bullet|number)|箇条書き|段落番号) ?([2-9]?)", re.IGNORECASE)
# Fields whose words are no text of the document, by their first word.
_FIELDS = {
    "PAGE": "page number", "NUMPAGES": "page number", "SECTIONPAGES": "page number",
    "TOC": "table of contents", "NOTEREF": "note mark", "PAGEREF": "page number",
}  # fmt: skip
_HIDDEN = "hidden text"


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction, and whether its result has begun."""

    instruction: str = ""
    in_result: bool = False

    @property
    def aside(self) -> str:
        words = self.instruction.split()
        return _FIELDS.get(words[0].upper(), "") if words else ""


@dataclass(slots=True)
class _State:
    """What reading a file keeps as it goes on."""

    paragraphs: Iterator[int] = field(default_factory=lambda: count(1))
    fields: list[_Field] = field(default_factory=list)
    marks: dict[tuple[str, str], int] = field(default_factory=dict)  # numbers of notes
    endnotes: list[Piece] = field(default_factory=list)


class _Reader:
    def __init__(self, package: Package, main: str) -> None:
        self.package, self.main = package, main
        self.relations = self._relations()
        self.styles = Styles(self._related("styles"))
        self.numbering = Numbering(self._related("numbering"), self.styles)
        self.notes = {
            kind: {value(note, "id"): note for note in self._children_of(f"{kind}s", kind)}
            for kind in ("footnote", "endnote")
        }
        self.state = _State()
        self.typed = TypedNotes()
        self.tables = 0  # that are open

    # ---- Parts ----

    def _relations(self) -> dict[str, tuple[str, str]]:
        """Of the main part, by id: what kind of part and where."""
        folder, _, file = self.main.rpartition("/")
        root = self.package.xml_or_none(f"{folder}/_rels/{file}.rels".lstrip("/"))
        return {
            element.get("Id", ""): (
                element.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join(folder, element.get("Target", ""))).lstrip("/"),
            )
            for element in (root.iterfind(RELATION) if root is not None else ())
            if element.get("TargetMode") != "External"
        }

    def _related(self, kind: str) -> Element | None:
        part = next((part for k, part in self.relations.values() if k == kind), None)
        return None if part is None else self.package.xml_or_none(part)

    def _children_of(self, part: str, name: str) -> Iterator[Element]:
        root = self._related(part)
        for element in root.iterfind(W + name) if root is not None else ():
            if not value(element, "type") or value(element, "type") == "normal":
                yield element

    # ---- Flow ----

    def flow(self, parent: Element, aside: str = "") -> list[Piece]:
        """The paragraphs and tables of a body, a cell, a note or a text box."""
        pieces: list[Piece] = []
        held: Paragraph | None = None  # its mark is deleted: the next paragraph goes on with it
        for element in blocks(parent):
            if local_name(element) == "tbl":
                pieces += [piece for piece in (held, self._table(element, aside)) if piece]
                held = None
                continue
            inner = aside or ("table of contents" if is_in_contents(element, parent) else "")
            paragraph = self._paragraph(element, inner, held)
            held = paragraph if goes_on(element) else None
            if held is None:
                pieces.append(paragraph)
        return pieces if held is None else [*pieces, held]

    def _paragraph(self, element: Element, aside: str, before: Paragraph | None) -> Paragraph:
        place = Place(paragraph=next(self.state.paragraphs))
        properties = element.find(W + "pPr")
        key = value(properties.find(W + "pStyle")) if properties is not None else ""
        style = self.styles[key]
        paragraph = Paragraph([], place, aside=aside or style.aside)
        if before is not None:
            paragraph.runs, paragraph.behind = before.runs, before.behind
        self._inline(element, paragraph, "")
        if not goes_on(element):
            self._set_kind(paragraph, properties, style, key or self.styles.default)
        if not paragraph.aside and not self.tables and self.typed.is_note(paragraph):
            paragraph.aside = "footnote"
        return paragraph

    def _set_kind(
        self, paragraph: Paragraph, properties: Element | None, style: Style, key: str
    ) -> None:
        """Heading, item or paragraph, and the number that Word prints before it."""
        heading = style.heading
        number, level = style.number, style.level
        if number:
            linked = self.numbering.level_of_style(number, key)
            level = level if linked is None else linked
        if properties is not None:
            outline = whole(properties.find(W + "outlineLvl"))
            if outline is not None:
                heading = outline + 1 if 0 <= outline < 9 else 0
            own = properties.find(W + "numPr")
            if own is not None:
                own_number = whole(own.find(W + "numId"))
                own_level = whole(own.find(W + "ilvl"))
                number = number if own_number is None else own_number
                level = level if own_level is None else own_level
        listed = _LIST_STYLE.fullmatch(style.name)
        if heading:
            paragraph.kind, paragraph.level = "heading", heading
        elif number:
            paragraph.kind, paragraph.level = "item", (level or 0) + 1
        elif listed:
            paragraph.kind, paragraph.level = "item", int(listed.group(1) or 1)
        if not number or not any(run.words.strip() for run in paragraph.runs):
            return
        printed = self.numbering.count(number, level or 0)
        if printed:
            paragraph.runs.insert(0, Run(printed))

    # ---- Words ----

    def _inline(self, parent: Element, paragraph: Paragraph, aside: str) -> None:
        for element in parent:
            name = local_name(element)
            if name == "AlternateContent":
                self._inline(chosen(element), paragraph, aside)
            elif name == "r" and not element.tag.startswith(_MATHS):
                self._run(element, paragraph, aside)
            elif name == "t":  # of a formula
                self._say(paragraph, element.text or "", aside)
            elif name == "fldSimple":
                kind = _Field(value(element, "instr")).aside
                self._inline(element, paragraph, aside or kind)
            elif (
                name in _ENCLOSING
                or element.tag.startswith(_MATHS)
                or (name == "sdt" and not is_on(element.find(f"{W}sdtPr/{W}showingPlcHdr")))
            ):
                self._inline(element, paragraph, aside)

    def _say(self, paragraph: Paragraph, words: str, aside: str) -> None:
        fields = self.state.fields
        if any(not field.in_result for field in fields):
            return
        aside = aside or next((field.aside for field in fields if field.aside), "")
        paragraph.runs.append(Run(words, aside))

    def _run(self, element: Element, paragraph: Paragraph, aside: str) -> None:
        properties = element.find(W + "rPr")
        if properties is not None and not aside:
            own = properties.find(W + "vanish")
            style = value(properties.find(W + "rStyle"))
            if is_on(own) or (own is None and style and self.styles[style].is_hidden):
                aside = _HIDDEN
            elif is_raised(properties):
                raised = "".join(text.text or "" for text in element.iterfind(W + "t"))
                aside = "note mark" if self.typed.is_mark(raised, paragraph.text) else ""
        for child in element:
            name = local_name(child)
            if name == "t":
                self._say(paragraph, child.text or "", aside)
            elif name in _SIGNS:
                self._say(paragraph, _SIGNS[name], aside)
            elif name == "sym":
                self._say(paragraph, symbol(child), aside)
            elif name == "ruby":
                for part, kind in (("rubyBase", aside), ("rt", aside or "ruby")):
                    for words in child.iterfind(W + part):
                        self._inline(words, paragraph, kind)
            elif name in ("footnoteReference", "endnoteReference"):
                self._note(child, paragraph, name.removesuffix("Reference"))
                aside = "note mark" if value(child, "customMarkFollows") in ("1", "true") else aside
            elif name in ("fldChar", "instrText"):
                self._field(child, name)
            elif name in ("drawing", "pict", "object", "AlternateContent"):
                for box in text_boxes(child):
                    paragraph.behind += self.flow(box, paragraph.aside)

    def _field(self, element: Element, name: str) -> None:
        fields = self.state.fields
        if name == "instrText":
            if fields and not fields[-1].in_result:
                fields[-1].instruction += element.text or ""
            return
        kind = value(element, "fldCharType")
        if kind == "begin":
            fields.append(_Field())
        elif kind == "separate" and fields:
            fields[-1].in_result = True
        elif kind == "end" and fields:
            fields.pop()

    def _note(self, element: Element, paragraph: Paragraph, kind: str) -> None:
        """Put a footnote behind its paragraph, an endnote at the end, each with its number."""
        key = value(element, "id")
        note = self.notes[kind].get(key)
        if note is None or (kind, key) in self.state.marks:
            return
        number = 1 + sum(1 for other, _ in self.state.marks if other == kind)
        self.state.marks[kind, key] = number
        fields, self.state.fields = self.state.fields, []
        pieces = self.flow(note, "footnote")
        self.state.fields = fields
        first = next((piece for piece in pieces if isinstance(piece, Paragraph)), None)
        if first is not None and value(element, "customMarkFollows") not in ("1", "true"):
            text = "".join(run.words for run in first.runs)
            first.runs.insert(0, Run(str(number) if text[:1].isspace() else f"{number} "))
        behind = paragraph.behind if kind == "footnote" else self.state.endnotes
        behind += pieces

    # ---- Tables ----

    def _table(self, element: Element, aside: str) -> Table:
        self.tables += 1
        rows: list[list[Slot]] = []
        above: dict[int, Slot] = {}
        marked = heading_rows = 0
        for row in enclosed(element, "tr"):
            properties = row.find(W + "trPr")
            if properties is not None and properties.find(W + "del") is not None:
                continue
            column = whole(None if properties is None else properties.find(W + "gridBefore")) or 0
            slots: list[Slot] = []
            for cell in enclosed(row, "tc"):
                own = cell.find(W + "tcPr")
                if own is not None and own.find(W + "cellDel") is not None:
                    continue
                width = whole(None if own is None else own.find(W + "gridSpan")) or 1
                width = max(1, min(width, _COLUMNS - column))
                merged = None if own is None else own.find(W + "vMerge")
                goes_on = merged is not None and value(merged) in ("", "continue")
                contents = Cell(self.flow(cell, aside), self._is_heading(cell))
                slot = Slot(column, width, contents)
                if goes_on and column in above:
                    slot = Slot(column, width, above[column].cell)
                above[column] = slot
                slots.append(slot)
                column += width
                if column >= _COLUMNS:
                    break
            if properties is not None and is_on(properties.find(W + "tblHeader")):
                marked += 1
                heading_rows = marked if marked == len(rows) + 1 else heading_rows
            if slots:
                rows.append(slots)
        self.tables -= 1
        return Table(rows, heading_rows or None)

    def _is_heading(self, cell: Element) -> bool:
        """All paragraphs of a cell have the style of table headings."""
        keys = [value(p.find(f"{W}pPr/{W}pStyle")) for p in cell.iterfind(W + "p")]
        return bool(keys) and all(is_table_heading(self.styles[key].name) for key in keys)

    # ---- The whole ----

    def running_heads(self, root: Element) -> Iterator[Paragraph]:
        """Headers and footers, each once."""
        seen: set[str] = set()
        for reference in root.iter(W + "headerReference", W + "footerReference"):
            _, part = self.relations.get(reference.get(_R + "id", ""), ("", ""))
            if not part or part not in self.package:
                continue
            for piece in self.flow(self.package.xml(part), "running head"):
                place = Place(element=posixpath.basename(part))
                for paragraph in paragraphs(piece):
                    words = "".join(run.words for run in paragraph.runs).strip()
                    if words and words not in seen:
                        seen.add(words)
                        yield replace(paragraph, place=place, behind=[])


def read_word(data: bytes, *, name: str, encoding: str) -> SourceText:
    """Read a Word file: the `SourceReader` of ``.docx``.

    The text is the one with all changes accepted. Numbers and bullets that Word generates stand before
    their paragraphs. Footnotes stand behind their paragraph, endnotes, headers and footers at the end.

    Raises:
        SourceError: damaged, encrypted, without a document in it, or without words.
    """
    package = Package(data, name=name, format="Word")
    main = main_part(package)
    root = package.xml(main)
    body = root.find(W + "body")
    if body is None:
        raise package.damaged(phrase("part-missing", part="w:body"))
    reader = _Reader(package, main)
    assembly = Assembly()
    assembly.write(reader.flow(body))
    assembly.write(reader.state.endnotes)
    assembly.write(reader.running_heads(root))
    return assembly.source_text(data, name=name, extractor=f"lxml {etree.__version__}")
