"""The projections of networks on other engines: the same networks as in memory."""

from __future__ import annotations

from pathlib import Path

import pytest
from questions.reference import RdflibStore
from virtuoso import Virtuoso

from policygraph import pictures
from policygraph.core.resources import resource
from policygraph.pictures.draw.flow import read_flow
from policygraph.pictures.networks import MEASURES, STRUCTURE, Options, Projection, network_kinds
from policygraph.pictures.project import project
from policygraph.pictures.queries import links_of, run, run_for
from policygraph.store import Store
from policygraph.store.remote import RemoteStore

_PRINTED, _STATED = Options(counting="printed"), Options(layer="stated")
_EMPTY = "commitment-commitment"  # a measure binds in one degree


def _projected(kind: str, store: Store) -> list[Projection]:
    wanted = [Options()]
    if kind not in (MEASURES, STRUCTURE):
        wanted += [_PRINTED, _STATED]
    return [project(store, kind, options) for options in wanted]


@pytest.mark.parametrize("kind", network_kinds())
def test_a_network_is_the_same_on_virtuoso(kind: str, shipped: Store, virtuoso: Virtuoso) -> None:
    found = _projected(kind, RemoteStore(virtuoso.endpoint))
    assert found == _projected(kind, shipped)
    assert all(bool(projection.edges) is (kind != _EMPTY) for projection in found)


@pytest.mark.parametrize("kind", ["body-body", "body-theme", "theme-actor", MEASURES, STRUCTURE])
def test_a_network_is_the_same_in_rdflib(kind: str, two: Store) -> None:
    found = _projected(kind, RdflibStore(two.to_rdflib()))  # type: ignore[arg-type]
    assert found == _projected(kind, two)
    assert all(projection.edges for projection in found)


def test_every_engine_knows_the_kinds_of_link(two: Store, virtuoso: Virtuoso) -> None:
    links = links_of(two)
    assert len(links) == 9
    assert links_of(RemoteStore(virtuoso.endpoint)) == links
    assert links_of(RdflibStore(two.to_rdflib())) == links  # type: ignore[arg-type]


def test_the_flow_is_the_same_on_every_engine(
    shipped: Store, two: Store, virtuoso: Virtuoso
) -> None:
    for store, other in (
        (shipped, RemoteStore(virtuoso.endpoint)),
        (two, RdflibStore(two.to_rdflib())),
    ):
        expected, found = read_flow(store, Options()), read_flow(other, Options())  # type: ignore[arg-type]
        assert (found.parts, found.bodies, found.actors) == (
            expected.parts, expected.bodies, expected.actors,
        )  # fmt: skip
        assert found.first == pytest.approx(expected.first)
        assert found.second == pytest.approx(expected.second)


def test_related_issues_are_the_same_on_virtuoso(shipped: Store, virtuoso: Virtuoso) -> None:
    measures = {row.node for row in run(shipped, "measures", "ja", layer="/graph/", below="g")}
    found = list(run_for(RemoteStore(virtuoso.endpoint), "related-issues", "measure", measures))
    assert found == list(run_for(shipped, "related-issues", "measure", measures))
    assert found


def test_every_saved_projection_is_asked_for_somewhere() -> None:
    source = Path(pictures.__file__).parents[1]
    files = [*source.glob("pictures/**/*.py"), *source.glob("pages/**/*.py")]
    program = "".join(path.read_text(encoding="utf-8") for path in sorted(files))
    names = {path.stem for path in resource("queries", "projections").glob("*.rq")}
    assert {name for name in names if f'"{name}"' not in program} == set()
