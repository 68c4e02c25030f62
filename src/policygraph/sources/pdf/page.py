"""A page taken apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from policygraph.sources.pdf import engine
from policygraph.sources.pdf.drawings import DrawingReader, Drawings
from policygraph.sources.pdf.geometry import Frame
from policygraph.sources.pdf.glyphs import Glyphs, Run


@dataclass(slots=True)
class Page:
    """A page.

    Attributes:
        number: from 1.
        width, height: as it is shown.
        runs: in the order of the file.
        drawings: rules, boxes, pictures.
        counts: of characters that are damaged or turned, by kind, and of all (``all``).
    """

    number: int
    width: float
    height: float
    runs: list[Run]
    drawings: Drawings
    counts: Counter[str]


def read_page(page: Any, number: int) -> Page:
    """Take a page of pypdfium2 apart.

    It is turned so that it stands upright where most of its text is turned by a right angle.
    """
    frame = _frame(page)
    text_page = page.get_textpage()
    try:
        glyphs = Glyphs(engine.address(text_page.raw))
        frame = glyphs.upright_frame(frame)
        runs = list(glyphs.runs(frame))
    finally:
        text_page.close()
    drawings = DrawingReader(engine.address(page.raw), frame).read()
    return Page(number, *frame.size, runs, drawings, glyphs.counts)


def _frame(page: Any) -> Frame:
    left, bottom, right, top = page.get_bbox()
    return Frame(left, bottom, right, top, page.get_rotation())
