"""What the tests of pages share: the book of the shipped chapter, and a site of it and of a few editions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from made_once import MadeOnce

from policygraph.api import build
from policygraph.core.namespaces import BASE, IRI
from policygraph.core.terms import Quad, encode_quad
from policygraph.graph import BuiltGraph
from policygraph.pages import write_site
from policygraph.pages.book import Book
from policygraph.pages.sections import open_book
from policygraph.questions.documents import layer_of
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
def three_editions() -> BuiltGraph:
    """A corpus of three editions."""
    return build(Path(__file__).parents[1] / "fixtures" / "lineage")


# Things that many texts share; a site has pages of those its own texts lead to, and of some others.
_SHARED = re.compile(f"{BASE}(?:org|work|programme|place|concept)/.")
_EACH = 12
_NOBODYS = f"{BASE}concept/actor/agricultural-cooperative"


@pytest.fixture(scope="session")
def site_graph(request: pytest.FixtureRequest, made_once: MadeOnce) -> Path:
    """The chapter beside three editions of a plan, with a vocabulary that is written in a few seconds."""

    def write(place: Path) -> None:
        built, editions = map(request.getfixturevalue, ("built", "three_editions"))
        with place.open("w", encoding="utf-8") as out:
            out.writelines(map(encode_quad, _for_a_site(built, editions)))

    return made_once("site.nq", write)


def _for_a_site(built: BuiltGraph, three_editions: BuiltGraph) -> Iterator[Quad]:
    quads = list(built.dataset.quads())
    known = {quad[0] for quad in quads}
    quads += [
        quad for quad in three_editions.dataset.quads() if layer_of(quad[3]) or _is_new(quad, known)
    ]
    leads: dict[str, set[str]] = defaultdict(set)
    reached = {_NOBODYS}
    for subject, _, value, graph in quads:
        if graph.endswith(("/graph/vocabulary", "/graph/entailed")) and _SHARED.match(subject):
            leads[subject].update((value,) if isinstance(value, IRI) else ())
        elif isinstance(value, IRI):
            reached.add(value)
    waiting = [*reached, *sorted(set(leads) - reached)[::_EACH]]
    reached.update(waiting)
    while waiting:
        found = leads.get(waiting.pop(), set()) - reached
        # A scheme leads to all that are in it; they are reached by themselves.
        reached |= found
        waiting.extend(one for one in found if not one.endswith("/"))
    left = set(leads) - reached
    return (quad for quad in quads if quad[0] not in left and quad[2] not in left)


def _is_new(quad: Quad, known: set[IRI]) -> bool:
    """Whether metadata are of what the chapter's say nothing of."""
    return quad[3].endswith("/graph/metadata") and quad[0] not in known


@pytest.fixture(scope="session")
def site_store(site_graph: Path) -> Store:
    return open_store(site_graph)


@pytest.fixture(scope="session")
def site(site_graph: Path, made_once: MadeOnce) -> Path:
    return made_once("site", partial(write_site, site_graph))
