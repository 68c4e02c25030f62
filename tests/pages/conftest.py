"""What the tests of pages share: the site of the shipped chapter."""

from __future__ import annotations

from pathlib import Path

import pytest

from policygraph.pages import write_site
from policygraph.store import Store, open_store


@pytest.fixture(scope="session")
def store(trig: Path) -> Store:
    return open_store(trig)


@pytest.fixture(scope="session")
def site(trig: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "site"
    write_site(trig, out)
    return out
