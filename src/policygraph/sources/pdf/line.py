"""A printed line."""

from __future__ import annotations

from dataclasses import dataclass, field

from policygraph.sources.pdf.geometry import ASCENT, DESCENT, NOWHERE, Box


@dataclass(slots=True, eq=False)
class Line:
    """A printed line, or a piece of one.

    Attributes:
        chars, lefts, rights: each character and its edges.
        base: the base line, from the top of the page.
        size: of most of its characters.
        font, is_bold: of most of its characters.
        inserts: words beside the text: before which character, the words, their class.
        is_vertical: set from top to bottom; the characters' edges are tops and bottoms.
        role: the class of layout that it belongs to; empty of text.
        box: around the characters.
        text: the words.
    """

    chars: list[str]
    lefts: list[float]
    rights: list[float]
    base: float
    size: float
    font: str
    is_bold: bool
    inserts: list[tuple[int, str, str]] = field(default_factory=list)
    is_vertical: bool = False
    role: str = ""
    box: Box = NOWHERE
    text: str = ""

    @property
    def printed(self) -> str:
        """The words with what stands beside them, in the order of printing."""
        words, position, text = "", 0, self.text
        for at, beside, _ in self.inserts:
            words += text[position:at] + beside
            position = max(at, position)
        return words + text[position:]

    @property
    def left(self) -> float:
        """Left edge."""
        return self.box.left

    @property
    def right(self) -> float:
        """Right edge."""
        return self.box.right

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.box.top

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.box.bottom


def measure(line: Line) -> None:
    """Set the box of a line."""
    while line.chars and line.chars[-1] == " ":
        line.chars.pop()
        line.lefts.pop()
        line.rights.pop()
    if line.inserts:
        length = len(line.chars)
        line.inserts = [(min(at, length), words, kind) for at, words, kind in line.inserts]
    line.text = "".join(line.chars)
    if not line.chars:
        return
    low, high = min(line.lefts), max(line.rights)
    if line.is_vertical:
        line.box = Box(line.base - line.size / 2, low, line.base + line.size / 2, high)
    else:
        line.box = Box(low, line.base - ASCENT * line.size, high, line.base + DESCENT * line.size)


def seal(line: Line) -> None:
    """Let go of the places of the characters, which only the page itself needs."""
    line.chars = []
    line.lefts = line.rights = []


def join(pieces: list[Line]) -> Line:
    """Sealed pieces of one printed line, from the left, as one; a space stands between them."""
    main = max(pieces, key=lambda piece: len(piece.text))
    whole = Line([], [], [], main.base, main.size, main.font, main.is_bold, role=main.role)
    words = ""
    whole.box = pieces[0].box
    for piece in pieces:
        words += " " if words else ""
        shift = len(words)
        whole.inserts += [(at + shift, mark, kind) for at, mark, kind in piece.inserts]
        words += piece.text
        whole.box = whole.box.joined(piece.box)
    whole.text = words
    return whole
