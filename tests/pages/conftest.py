"""What the tests of pages share: the site of the shipped chapter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from policygraph.pages import write_site
from policygraph.pages.book import Book
from policygraph.pages.sections import open_book
from policygraph.store import Store, open_store


@pytest.fixture(scope="package", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What can be made anew lies in a folder of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POLICYGRAPH_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def book(store: Store) -> Book:
    """All pages, as they are served."""
    return open_book(store)


@pytest.fixture(scope="session")
def store(trig: Path) -> Store:
    return open_store(trig)


@pytest.fixture(scope="session")
def site(trig: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "site"
    write_site(trig, out)
    return out
