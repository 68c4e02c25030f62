"""PDF files of a few lines, for tests: every line is put where a test says."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595.0, 842.0
MINCHO, GOTHIC = "HeiseiMin-W3", "HeiseiKakuGo-W5"


class PdfPages:
    """Pages under way; heights are measured from the top.

    Args:
        password: what opens the file, where it is to be encrypted.
    """

    def __init__(self, password: str = "") -> None:
        for font in (MINCHO, GOTHIC):
            pdfmetrics.registerFont(UnicodeCIDFont(font))
        self._bytes = BytesIO()
        options: dict[str, Any] = {"encrypt": password} if password else {}
        self.canvas = Canvas(self._bytes, pagesize=(WIDTH, HEIGHT), invariant=1, **options)

    def line(
        self, text: str, left: float, base: float, size: float = 10.5, font: str = MINCHO
    ) -> float:
        """A line; returns its right edge."""
        self.canvas.setFont(font, size)
        self.canvas.drawString(left, HEIGHT - base, text)
        return left + float(pdfmetrics.stringWidth(text, font, size))

    def line_here(self, text: str, size: float = 10.5) -> None:
        """A line at the origin, wherever the canvas was moved."""
        self.canvas.setFont(MINCHO, size)
        self.canvas.drawString(0, 0, text)

    def lines(
        self, texts: Sequence[str], left: float, base: float, *, pitch: float = 18.0,
        size: float = 10.5, font: str = MINCHO,
    ) -> float:  # fmt: skip
        """Lines below each other; returns the base line of what would follow."""
        for text in texts:
            self.line(text, left, base, size, font)
            base += pitch
        return base

    def rule(self, left: float, top: float, right: float, bottom: float) -> None:
        """A ruling line."""
        self.canvas.setLineWidth(0.5)
        self.canvas.line(left, HEIGHT - top, right, HEIGHT - bottom)

    def picture(self, left: float, top: float, right: float, bottom: float) -> None:
        """A picture of dots."""
        dots = Image.new("L", (4, 4), 200)
        self.canvas.drawInlineImage(dots, left, HEIGHT - bottom, right - left, bottom - top)

    def turn(self) -> None:
        """Begin the next page."""
        self.canvas.showPage()

    def finish(self) -> bytes:
        """The file."""
        self.canvas.save()
        return self._bytes.getvalue()
