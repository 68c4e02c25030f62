"""Which sections the book has."""

from __future__ import annotations

from typing import Final

from policygraph.pages.assets import AssetSection
from policygraph.pages.book import Book, SectionMaker
from policygraph.pages.search_section import SearchSection
from policygraph.store import Store

# In the order in which they are asked; what each adds to the navigation is sorted by its own order.
SECTIONS: Final[tuple[SectionMaker, ...]] = (AssetSection, SearchSection)


def open_book(store: Store, *, is_static: bool = False) -> Book:
    """The book of a graph, with all its sections.

    Args:
        store: open, and bounded in time where strangers ask; it stays the caller's to close.
        is_static: whether the pages become files.
    """
    return Book(store, SECTIONS, is_static=is_static)
