"""What stands where in the XML of a Word file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policygraph.sources.archive import Element, Package, local_name
from policygraph.sources.counters import font_sign
from policygraph.sources.flow import Paragraph, Piece
from policygraph.sources.word_numbering import W, value, whole

RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def goes_on(paragraph: Element) -> bool:
    """The mark of a paragraph is deleted or moved away: the next one goes on with its words."""
    return any(
        paragraph.find(f"{W}pPr/{W}rPr/{W}{name}") is not None for name in ("del", "moveFrom")
    )


def chosen(element: Element) -> Element:
    """What stands in one of several ways for programs of several ages: the first, for new ones."""
    return next(iter(element), element)


def is_raised(properties: Element) -> bool:
    """Whether the words of a run stand above the line."""
    raised = whole(properties.find(W + "position")) or 0
    return value(properties.find(W + "vertAlign")) == "superscript" or raised > 0


def blocks(parent: Element) -> Iterator[Element]:
    """Paragraphs and tables, also within what only encloses them."""
    for element in parent:
        name = local_name(element)
        if name in ("p", "tbl"):
            yield element
        elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from blocks(element)
        elif name == "AlternateContent":
            yield from blocks(chosen(element))


def enclosed(parent: Element, wanted: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also within what only encloses them."""
    for element in parent:
        name = local_name(element)
        if name == wanted:
            yield element
        elif name in ("sdt", "sdtContent", "customXml", "ins"):
            yield from enclosed(element, wanted)


def is_in_contents(element: Element, top: Element) -> bool:
    """The paragraph stands in the gallery of tables of contents."""
    for above in element.iterancestors(W + "sdt"):
        if above is top:
            break
        gallery = value(above.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery"))
        if gallery == "Table of Contents":
            return True
    return False


def text_boxes(element: Element) -> Iterator[Element]:
    """The outermost text boxes of a drawing; the fallback for old programs repeats them."""
    for child in element:
        name = local_name(child)
        if name == "txbxContent":
            yield child
        elif name != "Fallback" or child.getprevious() is None:
            yield from text_boxes(child)


def symbol(element: Element) -> str:
    """A sign that is given by its code in a font."""
    code = value(element, "char")
    sign = chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{1,4}", code) else ""
    return font_sign(sign, value(element, "font")) if sign else ""


def paragraphs(piece: Piece) -> Iterator[Paragraph]:
    """The paragraphs of a piece, those of text boxes and cells included."""
    if isinstance(piece, Paragraph):
        yield piece
        for behind in piece.behind:
            yield from paragraphs(behind)
        return
    for cell in dict.fromkeys(slot.cell for row in piece.rows for slot in row):
        for inner in cell.flow:
            yield from paragraphs(inner)


def main_part(package: Package) -> str:
    """Where the document itself is."""
    root = package.xml_or_none("_rels/.rels")
    for element in root.iterfind(RELATION) if root is not None else ():
        if element.get("Type", "").endswith("/officeDocument"):
            return str(element.get("Target", "")).lstrip("/")
    return "word/document.xml"
