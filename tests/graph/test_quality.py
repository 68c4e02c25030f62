"""The graph says how well its links are read, and the figures are those that were measured."""

from __future__ import annotations

import tomllib

from policygraph.core.index import Index
from policygraph.core.namespaces import BASE, DQV, IRI, POL, VOID
from policygraph.core.resources import resource
from policygraph.corpus.benchmark_scores import PARTS
from policygraph.corpus.gold import scheme_names
from policygraph.corpus.reading import Reader
from policygraph.graph import BuiltGraph
from policygraph.graph.quality import read_quality
from policygraph.pages.quality import find_quality
from tools import measure_quality

_FILE = tomllib.loads(resource("data", "gold", "quality.toml").read_text(encoding="utf-8"))


def test_the_figures_are_those_of_today_or_still_within_what_was_measured() -> None:
    """Of a program that was changed since, the figures of today lie where those of the file may."""
    today = measure_quality.measure()
    assert len(_FILE["measured_with"]) == 64
    if _FILE["measured_with"] == measure_quality.digest():
        assert today == _FILE
        return
    assert today["link"].keys() == _FILE["link"].keys()
    for link, figures in today["link"].items():
        for name in ("precision", "recall"):
            low, high = _FILE["link"][link][f"{name}_within"]
            assert low <= figures[name] <= high, f"{link}: python -m tools.measure_quality"


def test_every_link_with_a_scheme_of_the_benchmark_or_a_part_is_measured() -> None:
    names = scheme_names(Reader().annotator.lexicon.kinds)
    measured = {measured.link for measured in read_quality().links}
    assert measured == {link for link, name in names.items() if name != "place"} | PARTS.keys()


def test_each_measurement_says_what_it_is_of_and_is_a_share(built: BuiltGraph) -> None:
    metadata = built.dataset.graph(IRI(f"{BASE}graph/metadata"))
    index = Index(metadata)
    found = [s for s in index.subjects() if index.is_a(s, DQV.QualityMeasurement)]
    assert len(found) == 2 * len(_FILE["link"])
    for measurement in found:
        assert index.iri(measurement, DQV.isMeasurementOf) in (POL.linkPrecision, POL.linkRecall)
        partition = index.iri(measurement, DQV.computedOn)
        assert partition is not None
        link = index.iri(partition, VOID.property)
        assert link is not None
        assert 0 <= float(index.words(measurement, DQV.value)) <= 1
        figures = _FILE["link"][link.removeprefix(POL.iri)]
        assert float(index.words(measurement, DQV.value)) in (
            figures["precision"], figures["recall"],
        )  # fmt: skip


def test_pages_read_it_from_the_graph(built: BuiltGraph) -> None:
    quality = find_quality(Index(built.dataset.graph(IRI(f"{BASE}graph/metadata"))))
    assert quality is not None
    assert quality.version == _FILE["version"]
    assert set(quality.note) == {"ja", "en"}
    actor = quality.of(POL.involvesActor)
    assert actor is not None
    assert float(actor.links[0].recall) == _FILE["link"]["involvesActor"]["recall"]
    assert quality.of(POL.takesPlaceIn) is None


def test_a_graph_that_says_nothing_has_no_table() -> None:
    assert find_quality(Index([])) is None
