from __future__ import annotations

import csv
import io

import pytest

from policygraph.core.errors import DataError
from policygraph.core.namespaces import BASE, DCTERMS, IRI, ITSRDF, NIF, ORG, POL, RDF, RDFS, SKOS
from policygraph.core.terms import Quad, integer, text
from policygraph.publish import slices
from policygraph.publish.slices import Slices
from policygraph.publish.tables import write_table
from policygraph.store import Solutions, Store
from policygraph.store.sorted_graph import SortedGraph

ONTOLOGY, VOCABULARY, ENTAILED = (
    IRI(f"{BASE}graph/{name}") for name in ("ontology", "vocabulary", "entailed")
)
MINISTRY, NEWCOMER = IRI(f"{BASE}org/mext"), IRI(f"{BASE}org/newcomer")
MEASURE = IRI(f"{BASE}measure/one/1")


def mention(unit: IRI, meaning: IRI) -> list[tuple[IRI, IRI, object]]:
    phrase = IRI(f"{unit}#0-4")
    return [
        (phrase, RDF.type, POL.ResponsibilityMention),
        (phrase, POL.mentionedIn, unit),
        (phrase, ITSRDF.taIdentRef, meaning),
        (phrase, NIF.anchorOf, text("文科省")),
        (phrase, NIF.beginIndex, integer(0)),
        (phrase, NIF.endIndex, integer(4)),
    ]


@pytest.fixture
def quads() -> list[Quad]:
    """Two documents: the second restates a measure of the first, whose other body it knows as well."""
    document, first, second = (IRI(f"{BASE}doc/{path}") for path in ("one", "one/1", "two/7"))
    shared = [
        (POL.Ministry, RDFS.subClassOf, ORG.Organization, ONTOLOGY),
        (POL.responsibleBody, RDFS.subPropertyOf, POL.links, ONTOLOGY),
        (MINISTRY, RDF.type, POL.Ministry, VOCABULARY),
        (MINISTRY, SKOS.prefLabel, text("文部科学省", "ja"), VOCABULARY),
        (MINISTRY, RDF.type, ORG.Organization, ENTAILED),
        (NEWCOMER, RDF.type, ORG.Organization, ENTAILED),
        (MEASURE, RDF.type, POL.PolicyItem, ENTAILED),
    ]
    one = [
        (document, RDF.type, POL.StrategyDocument),
        (document, DCTERMS.identifier, text("one")),
        (MEASURE, RDF.type, POL.Measure),
        (MEASURE, DCTERMS.identifier, text("1")),
        (MEASURE, DCTERMS.isPartOf, document),
        (MEASURE, POL.responsibleBody, MINISTRY),
        (MEASURE, POL.responsibleBody, NEWCOMER),
        (first, DCTERMS.isPartOf, document),
        (first, POL.occurrenceOf, MEASURE),
        (first, POL.text, text("支援する。", "ja")),
        *mention(first, MINISTRY),
    ]
    two = [
        (second, DCTERMS.isPartOf, IRI(f"{BASE}doc/two")),
        (second, POL.occurrenceOf, MEASURE),
        (second, RDF.type, POL.Reprise),
        (NEWCOMER, RDF.type, POL.Ministry),
        (NEWCOMER, POL.notInVocabulary, text("true")),
        (NEWCOMER, SKOS.prefLabel, text("新省", "ja")),
        *mention(second, MINISTRY),
    ]
    stated = {"one": one, "two": two}
    return shared + [
        (s, p, o, IRI(f"{BASE}graph/{key}/stated")) for key, triples in stated.items() for s, p, o in triples
    ]  # fmt: skip


def rows(quads: list[Quad], table: str) -> list[dict[str, str]]:
    out = io.BytesIO()
    with SortedGraph(quads) as graph:
        write_table(graph, table, out, headings="en")
    return list(csv.DictReader(io.StringIO(out.getvalue().decode(), newline="")))


# A store for each document, and one store for all of them, one after the other.
@pytest.fixture(params=[0, 1_000_000], ids=["a store a document", "one store"])
def fresh(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "_FRESH", request.param)


@pytest.mark.usefixtures("fresh")
def test_a_reprise_in_another_document_counts_as_an_occurrence(quads: list[Quad]) -> None:
    (row,) = rows(quads, "measures")
    assert (row["occurrences"], row["of these reprises"]) == ("2", "1")
    assert row["first occurrence"] == f"{BASE}doc/one/1"


@pytest.mark.usefixtures("fresh")
def test_a_thing_that_only_another_document_describes_goes_by_its_label(quads: list[Quad]) -> None:
    (row,) = rows(quads, "measures")
    assert row["responsible bodies (ja)"] == "文部科学省|新省"


@pytest.mark.usefixtures("fresh")
def test_numbers_are_added_over_the_documents(quads: list[Quad]) -> None:
    bodies = {row["IRI"]: row for row in rows(quads, "bodies")}
    assert list(bodies) == [MINISTRY, NEWCOMER]
    assert bodies[MINISTRY]["times printed in a tag, reprises included"] == "2"
    assert bodies[MINISTRY]["items it answers for"] == "1"
    assert bodies[NEWCOMER]["in the vocabulary"] == "false"


def count(store: Store) -> int:
    answer = store.query("SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?graph { ?s ?p ?o } }")
    assert isinstance(answer, Solutions)
    return int(getattr(answer.rows[0][0], "value", "0"))


def test_what_documents_share_and_the_documents_alone_are_the_whole_graph(
    quads: list[Quad],
) -> None:
    with SortedGraph(quads) as graph:
        taken = Slices(graph)
        stores = [taken.shared(), *taken.documents_alone(), *taken.entailed()]
        assert sum(map(count, stores)) == len(quads)
        assert count(stores[-1]) == 1  # of the measure; the bodies are shared


def test_a_graph_without_documents_is_an_error_that_says_what_to_give(quads: list[Quad]) -> None:
    with SortedGraph(quads[:7]) as graph, pytest.raises(DataError, match=r"give policygraph\.trig"):
        Slices(graph)
