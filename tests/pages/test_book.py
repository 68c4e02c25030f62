"""The book: addresses, links, and what every page has around it."""

from __future__ import annotations

from collections.abc import Iterator

import html5lib
import pytest

from policygraph.core.namespaces import BASE
from policygraph.pages.book import Book, NavigationEntry, PageRequest, PageResponse
from policygraph.store import Store


class Greeting:
    """A section as another package would write it."""

    navigation = (NavigationEntry("greeting/first", {"ja": "挨拶", "en": "Greeting"}),)

    def __init__(self, book: Book) -> None:
        self.book, self.answered = book, 0

    def answer(self, request: PageRequest) -> PageResponse | None:
        if request.path != "greeting/first":
            return None
        self.answered += 1
        return self.book.page(request, "pages/not_found.html")

    def requests(self) -> Iterator[PageRequest]:
        yield PageRequest("greeting/first", "ja")
        yield PageRequest("greeting/first", "en")


@pytest.fixture
def book(store: Store) -> Book:
    return Book(store, [Greeting])


@pytest.mark.parametrize(
    ("address", "query", "request_"),
    [
        ("", "", PageRequest("index", "ja")),
        ("/index.en.html", "", PageRequest("index", "en")),
        ("org/mext.html", "", PageRequest("org/mext", "ja")),
        ("org/mext", "lang=en", PageRequest("org/mext", "en", (("lang", "en"),), "")),
        ("work/%E8%A8%88%E7%94%BB.html", "", PageRequest("work/計画", "ja")),
        ("search.csv", "q=%E4%BA%BA%E6%9D%90&q=", PageRequest("search", "ja", (("q", "人材"), ("q", "")), ".csv")),
        ("org/x.y", "", PageRequest("org/x.y", "ja", (), "")),
    ],
)  # fmt: skip
def test_an_address_says_page_language_and_kind_of_file(
    address: str, query: str, request_: PageRequest
) -> None:
    assert PageRequest.parse(address, query) == request_


@pytest.mark.parametrize("name", ["org/mext.html", "org/mext.en.html", "search.csv"])
def test_the_name_of_a_file_is_its_address(name: str) -> None:
    assert PageRequest.parse(name).name == name


def test_links_between_pages_are_relative_and_stay_in_the_language(book: Book) -> None:
    here = PageRequest("concept/actor/sme", "en")
    assert book.url(here, "index") == "../../index.en.html"
    assert book.url(here, "search", parameters=(("q", "人 材"),)) == (
        "../../search.en.html?q=%E4%BA%BA+%E6%9D%90"
    )
    assert book.link(here, f"{BASE}org/mext") == "../../org/mext.en.html"
    assert book.url(here, "style", suffix=".css") == "../../style.css"
    assert book.other_language(here) == "sme.html"


def test_the_other_language_keeps_what_is_filtered(book: Book) -> None:
    here = PageRequest("search", "ja", (("q", "AI"), ("lang", "ja")))
    assert book.other_language(here) == "search.en.html?q=AI"


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_page_has_search_navigation_and_the_other_language(book: Book, lang: str) -> None:
    page = book.answer(PageRequest.parse(f"greeting/first{'.en' if lang == 'en' else ''}.html"))
    html = page.body.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    assert page.content_type == "text/html; charset=utf-8"
    assert f'<html lang="{lang}">' in html
    assert 'role="search"' in html
    assert 'aria-current="page"' in html
    assert ("挨拶" in html) == (lang == "ja")


def test_what_no_section_knows_is_a_page_that_says_so(book: Book) -> None:
    page = book.answer(PageRequest("no/such", "en"))
    assert page.status == 404
    assert "There is no such page" in page.body.decode()


def test_an_answer_is_held_ready(book: Book) -> None:
    (section,) = book.sections
    assert isinstance(section, Greeting)
    first, second = (book.answer(PageRequest("greeting/first", "ja")) for _ in range(2))
    assert first is second
    assert section.answered == 1


def test_a_filter_changes_one_parameter_and_leaves_the_others() -> None:
    request = PageRequest("search", "ja", (("q", "AI"), ("theme", "a"), ("theme", "b")))
    assert request.replaced(theme=["b"], page="2").parameters == (
        ("q", "AI"), ("theme", "b"), ("page", "2"),
    )  # fmt: skip
    assert request.replaced(q=None).values("theme") == ["a", "b"]
