"""Where words stand in their file, said as a person looks it up there: "lines 312-316", "p. 12"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from policygraph.core.messages import Messages
from policygraph.core.namespaces import POL

# What a graph says of a place.
PLACES: Final = (
    POL.firstLine, POL.lastLine, POL.page, POL.lastPage, POL.paragraph, POL.element,
)  # fmt: skip
_say = Messages("places")


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """Where words stand in the source file; what it does not have is 0 or empty.

    Attributes:
        first_line: counted from 1.
        last_line: the same for words on one line.
        page: of the file, counted from 1.
        last_page: the same for words on one page.
        paragraph: of a word processor's file, counted from 1.
        element: of a marked-up file: a fragment or a CSS selector.
    """

    first_line: int = 0
    last_line: int = 0
    page: int = 0
    last_page: int = 0
    paragraph: int = 0
    element: str = ""

    def __bool__(self) -> bool:
        return bool(self.first_line or self.page or self.paragraph or self.element)

    @property
    def lines(self) -> str:
        """As ``312`` or ``312-316``; empty where the file has no lines."""
        return _span(self.first_line, self.last_line) if self.first_line else ""

    @property
    def pages(self) -> str:
        """As ``12`` or ``12-13``; empty where the file has no pages."""
        return _span(self.page, self.last_page) if self.page else ""

    def words(self, language: str) -> str:
        """In words: ``lines 312-316``, ``p. 12``, ``paragraph 7``; empty where nothing is known."""
        if self.page:
            key = "page" if self.page == self.last_page else "pages"
            return _say(key, language, first=self.page, last=self.last_page)
        if self.paragraph:
            return _say("paragraph", language, first=self.paragraph)
        if self.element:
            return _say("element", language, element=self.element)
        if not self.first_line:
            return ""
        key = "line" if self.first_line == self.last_line else "lines"
        return _say(key, language, first=self.first_line, last=self.last_line)
