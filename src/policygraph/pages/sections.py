"""Which sections the book has."""

from __future__ import annotations

from typing import Final

from policygraph.pages.assets import AssetSection
from policygraph.pages.book import Book, SectionMaker
from policygraph.pages.screens.about import AboutSection
from policygraph.pages.screens.compare import CompareSection
from policygraph.pages.screens.completeness import CompletenessSection
from policygraph.pages.screens.editor import EditorSection
from policygraph.pages.screens.network import NetworkSection
from policygraph.pages.screens.questions import QuestionSection
from policygraph.pages.search_section import SearchSection
from policygraph.store import Store

# In the order in which they are asked; what each adds to the navigation is sorted by its own order.
SECTIONS: Final[tuple[SectionMaker, ...]] = (
    AssetSection,
    SearchSection,
    QuestionSection,
    EditorSection,
    NetworkSection,
    CompareSection,
    CompletenessSection,
    AboutSection,
)


def open_book(store: Store, *, is_static: bool = False) -> Book:
    """The book of a graph, with all its sections.

    Args:
        store: open, and bounded in time where strangers ask; it stays the caller's to close.
        is_static: whether the pages become files.
    """
    return Book(store, SECTIONS, is_static=is_static)
