from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from publish.triples import as_lines
from pyld import jsonld as pyld

from policygraph.core.errors import DataError
from policygraph.core.index import Index
from policygraph.core.namespaces import DCTERMS, IRI, POL, RDF, SKOS, XSD
from policygraph.core.terms import Literal, Term, Triple, boolean, encode_triple, integer, text
from policygraph.publish.framing import our_context
from policygraph.store.jsonld import Context

_S = IRI("http://x/s")


def node(*triples: tuple[IRI, Term]) -> dict[str, Any]:
    index = Index((_S, predicate, value) for predicate, value in triples)
    return our_context().node(_S, index.about(_S))


def test_labels_are_a_map_by_language() -> None:
    found = node((SKOS.prefLabel, text("取組", "ja")), (SKOS.prefLabel, text("measure", "en")))
    assert found["prefLabel"] == {"ja": "取組", "en": "measure"}


def test_two_labels_in_one_language_are_a_list() -> None:
    found = node((SKOS.definition, text("a", "en")), (SKOS.definition, text("b", "en")))
    assert found["definition"] == {"en": ["a", "b"]}


def test_a_link_is_always_a_list_and_its_values_are_iris() -> None:
    assert node((POL.hasTheme, IRI("http://x/t")))["hasTheme"] == ["http://x/t"]


def test_numbers_and_booleans_are_those_of_json() -> None:
    found = node((POL.order, integer(3)), (POL.membershipStated, boolean(False)))
    assert (found["order"], found["membershipStated"]) == (3, False)


def test_a_date_is_a_string_where_the_term_says_date() -> None:
    assert node((DCTERMS.issued, Literal("2017-06-02", XSD.date)))["issued"] == "2017-06-02"


def test_what_no_term_fits_is_written_in_full() -> None:
    found = node((DCTERMS.issued, text("soon")), (IRI("http://y/p"), integer(10**20)))
    assert found["dcterms:issued"] == ["soon"]
    big = {"@value": str(10**20), "@type": "xsd:integer"}
    assert found["http://y/p"] == [big]


def test_a_context_with_what_is_not_understood_is_refused() -> None:
    with pytest.raises(DataError, match="@context"):
        Context({"x": {"@id": "http://x/x", "@context": {}}})


_VALUES: st.SearchStrategy[Term] = st.one_of(
    st.sampled_from([IRI("http://x/a"), IRI("http://x/b"), POL.hasTheme]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=5).map(text),
    st.text("ab", min_size=1, max_size=3).map(lambda words: text(words, "ja")),
    st.integers(-(2**60), 2**60).map(integer),
    st.booleans().map(boolean),
    st.sampled_from(
        [
            Literal("2017-06-02", XSD.date),
            Literal("1", XSD.nonNegativeInteger),
            Literal("x", POL.Pattern),
        ]
    ),
)
_PREDICATES = st.sampled_from(
    [SKOS.prefLabel, SKOS.altLabel, POL.hasTheme, POL.order, DCTERMS.issued, RDF.object, RDF.predicate,
     RDF.value, POL.notWithin, POL.text, IRI("http://y/p")]
)  # fmt: skip


@given(st.lists(st.tuples(_PREDICATES, _VALUES), min_size=1, max_size=8, unique=True))
def test_any_node_expands_to_the_triples_it_was_made_of(facts: list[tuple[IRI, Term]]) -> None:
    triples: list[Triple] = [(_S, predicate, value) for predicate, value in facts]
    document = {"@context": our_context().entries, **node(*facts)}
    expanded = pyld.to_rdf(document, {"format": "application/n-quads"})
    wanted = "".join(map(encode_triple, triples))
    assert as_lines(expanded.encode()) == as_lines(wanted.encode())
