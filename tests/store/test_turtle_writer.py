"""Turtle and TriG as a person reads them."""

from __future__ import annotations

from io import BytesIO

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.core.namespaces import BASE, DCTERMS, IRI, POL, RDF, XSD
from policygraph.core.terms import Literal, Quad, Term, Triple, integer, text
from policygraph.store.turtle_writer import write_trig, write_turtle

MEASURE = IRI(f"{BASE}measure/d/1-1")
GRAPH = IRI(f"{BASE}graph/d/stated")
TRIPLES: list[Triple] = [
    (MEASURE, RDF.type, POL.Measure),
    (MEASURE, POL.text, text("大学を\n「支援」する。", "ja")),
    (MEASURE, POL.order, integer(1)),
    (MEASURE, POL.hasTheme, IRI(f"{BASE}concept/theme/funding")),
    (MEASURE, POL.hasTheme, IRI(f"{BASE}concept/theme/ai")),
    (IRI("https://example.org/x y".replace(" ", "%20")), DCTERMS.title, text("x", "en")),
    (IRI("https://example.org/x y".replace(" ", "%20")), DCTERMS.title, text("エックス", "ja")),
]


def _turtle(triples: list[Triple]) -> str:
    out = BytesIO()
    write_turtle(triples, out)
    return out.getvalue().decode()


def test_turtle_is_a_property_a_line_and_a_blank_line_behind_each_subject() -> None:
    assert (
        _turtle(TRIPLES)
        == """\
@base <https://w3id.org/policygraph/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix pol: <https://w3id.org/policygraph/ontology#> .
@prefix theme: <https://w3id.org/policygraph/concept/theme/> .

<measure/d/1-1>
    a pol:Measure ;
    pol:text "大学を\\n「支援」する。"@ja ;
    pol:order 1 ;
    pol:hasTheme theme:ai , theme:funding .

<https://example.org/x%20y>
    dcterms:title "エックス"@ja , "x"@en .

"""
    )


def test_trig_puts_each_graph_into_braces() -> None:
    out = BytesIO()
    write_trig([(*triple, GRAPH) for triple in TRIPLES[:2]], out)
    assert (
        out.getvalue()
        .decode()
        .endswith("""\
<graph/d/stated> {

<measure/d/1-1>
    a pol:Measure ;
    pol:text "大学を\\n「支援」する。"@ja .

}

""")
    )


def test_values_that_do_not_fit_go_on_below() -> None:
    values = [IRI(f"{BASE}concept/theme/a-theme-with-a-long-name-{i}") for i in range(4)]
    lines = _turtle([(MEASURE, POL.hasTheme, value) for value in values]).splitlines()
    assert max(map(len, lines)) <= 100
    assert lines[-2].startswith("        theme:")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (integer(7), "7"),
        (Literal("+07", XSD.integer), "+07"),
        (Literal("x", XSD.integer), '"x"^^xsd:integer'),
        (Literal("0.5", XSD.decimal), "0.5"),
        (Literal("5", XSD.decimal), '"5"^^xsd:decimal'),
        (Literal("true", XSD.boolean), "true"),
        (Literal("1", XSD.boolean), '"1"^^xsd:boolean'),
        (Literal("7", XSD.nonNegativeInteger), '"7"^^xsd:nonNegativeInteger'),
        (text('"\\'), '"\\"\\\\"'),
    ],
)
def test_a_number_stands_bare_where_turtle_reads_the_same_literal(
    value: Literal, written: str
) -> None:
    line = _turtle([(MEASURE, POL.order, value)]).strip().splitlines()[-1]
    assert line == f"    pol:order {written} ."
    (triple,) = ox.parse(_turtle([(MEASURE, POL.order, value)]), format=ox.RdfFormat.TURTLE)
    assert triple.object == ox.Literal(value.value, datatype=ox.NamedNode(value.datatype))


_IRIS = st.sampled_from(
    [MEASURE, POL.Measure, RDF.type, IRI(f"{BASE}doc/d/5#4-7"), IRI(f"{BASE}org/主体"), IRI(BASE),
     IRI(f"{BASE}a:b"), IRI(f"{BASE}a/../b"), IRI(f"{BASE}concept/theme/"), IRI("urn:x:y"),
     IRI(f"{BASE}concept/theme/a.b"), IRI(f"{BASE}//x"), IRI(f"{BASE}?q")]
)  # fmt: skip
_LITERALS = st.builds(
    Literal, st.text(st.characters(exclude_categories=["Cs"])), st.just(XSD.string), st.just("")
) | st.builds(lambda words: text(words, "ja"), st.text(st.characters(exclude_categories=["Cs"])))


@given(st.sets(st.tuples(_IRIS, _IRIS, _IRIS | _LITERALS)))
def test_what_is_written_is_read_back_by_another_parser(
    triples: set[tuple[IRI, IRI, Term]],
) -> None:
    ordered = sorted(triples, key=lambda triple: (triple[0], triple[1], str(triple[2])))
    found = {
        (t.subject.value, t.predicate.value, t.object.value)
        for t in ox.parse(_turtle(ordered), format=ox.RdfFormat.TURTLE)
    }
    assert found == {(s, p, o if isinstance(o, IRI) else o.value) for s, p, o in triples}
    quads: list[Quad] = [(*triple, GRAPH) for triple in ordered]
    out = BytesIO()
    write_trig(quads, out)
    assert len(list(ox.parse(out.getvalue(), format=ox.RdfFormat.TRIG))) == len(triples)
