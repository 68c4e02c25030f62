"""Which sections the book has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from policygraph.core.messages import Messages
from policygraph.pages.assets import AssetSection
from policygraph.pages.book import Book, NavigationEntry, SectionMaker
from policygraph.pages.document_section import DocumentSection
from policygraph.pages.item_section import ItemSection
from policygraph.pages.screens.about import AboutSection
from policygraph.pages.screens.compare import CompareSection
from policygraph.pages.screens.completeness import CompletenessSection
from policygraph.pages.screens.editor import EditorSection
from policygraph.pages.screens.network import NetworkSection
from policygraph.pages.screens.questions import QuestionSection
from policygraph.pages.search_section import SearchSection
from policygraph.pages.thing_section import ThingSection
from policygraph.store import Store

# In the order in which they are asked; what each adds to the navigation is sorted by its own order.
SECTIONS: Final[tuple[SectionMaker, ...]] = (
    AssetSection,
    SearchSection,
    ItemSection,
    DocumentSection,
    QuestionSection,
    EditorSection,
    NetworkSection,
    CompareSection,
    CompletenessSection,
    AboutSection,
    ThingSection,
)


REVIEW: Final = (NavigationEntry("review", Messages("review").both("nav"), 80),)


def open_book(
    store: Store, *, is_static: bool = False, more: Sequence[NavigationEntry] = ()
) -> Book:
    """The book of a graph, with all its sections.

    Args:
        store: open, and bounded in time where strangers ask; it stays the caller's to close.
        is_static: whether the pages become files.
        more: pages that all pages lead to and that another answers.
    """
    return Book(store, SECTIONS, is_static=is_static, more=more)
