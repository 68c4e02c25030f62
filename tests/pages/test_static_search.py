"""The search of a site of files, in a browser that opened a file: it finds what the server would find."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from policygraph.pages.book import Book, PageRequest
from policygraph.pages.sections import open_book
from policygraph.pages.site import write_request
from policygraph.store import Store

pytest.importorskip("playwright", reason="make test installs it")
from playwright.sync_api import Page, sync_playwright

_NEEDED = ("search", "assets/static-search", "assets/icon", "assets/screens", "style")


@pytest.fixture(scope="module")
def folder(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages and files of a site that the search needs."""
    out = tmp_path_factory.mktemp("searching")
    book = open_book(store, is_static=True)
    for request in book.requests():
        if request.path.startswith(_NEEDED):
            write_request(book, request, out)
    return out


@pytest.fixture(scope="module")
def browser_page() -> Iterator[Page]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        try:
            yield browser.new_page()
        finally:
            browser.close()


def count(page: Page) -> int:
    page.wait_for_function("document.querySelector('#found .results .count') !== null")
    words = page.inner_text("#found .count strong")
    return int(re.sub(r"\D", "", words))


def opened(page: Page, folder: Path, query: str) -> int:
    page.goto(f"{(folder / 'search.html').as_uri()}?{query}")
    page.wait_for_function(
        "window.policygraphSearch && document.querySelector('#q').value !== null"
    )
    page.wait_for_selector("#found.found")
    return count(page)


@pytest.mark.parametrize(
    "query",
    ["q=中小企業", "q=人材", "q=金", "q=SME", "q=small+med", "q=AI", "q=大学&body=mext", "q=「産学官」+地域",
     "body=csti&role=involved", "theme=startup&theme=talent-mobility", "q=ｵｰﾌﾟﾝｲﾉﾍﾞｰｼｮﾝ", "q=nosuch"],
)  # fmt: skip
def test_it_finds_as_many_as_the_server(
    browser_page: Page, folder: Path, book: Book, query: str
) -> None:
    served = book.answer(PageRequest.parse("search.html", query)).body.decode()
    (expected,) = re.findall(r'<p class="count" role="status"><strong>([\d,]+)', served)
    assert opened(browser_page, folder, query) == int(expected)


def test_what_is_typed_is_found_while_one_types_and_stands_in_the_address(
    browser_page: Page, folder: Path
) -> None:
    everything = opened(browser_page, folder, "")
    browser_page.fill("#q", "人材")
    browser_page.wait_for_function("location.search !== ''")
    assert 0 < count(browser_page) < everything
    assert browser_page.locator("#found mark").first.inner_text() == "人材"


def test_filters_are_kept_over_back_and_forward(browser_page: Page, folder: Path) -> None:
    everything = opened(browser_page, folder, "q=大学")
    browser_page.locator(".filters section:has(h2:text-is('主体')) li a").first.click()
    narrowed = count(browser_page)
    assert narrowed < everything
    browser_page.go_back()
    assert count(browser_page) == everything
    browser_page.go_forward()
    assert count(browser_page) == narrowed
    assert browser_page.locator(".chips li").count() > 0


def test_it_asks_nothing_of_another_host_and_says_no_error(
    browser_page: Page, folder: Path
) -> None:
    asked: list[str] = []
    said: list[str] = []
    browser_page.on("request", lambda request: asked.append(request.url))
    browser_page.on("console", lambda message: said.append(message.text))
    browser_page.on("pageerror", lambda error: said.append(str(error)))
    opened(browser_page, folder, "q=人材")
    assert asked
    assert all(url.startswith("file:") for url in asked)
    assert said == []


def test_its_index_is_small_beside_the_pages_it_indexes(folder: Path, site: Path) -> None:
    index = sum(path.stat().st_size for path in (folder / "search").rglob("*.js"))
    pages = sum(
        path.stat().st_size for path in (site / "measure" / "sti-strategy-2017").rglob("*.html")
    )
    assert index < 0.15 * pages
