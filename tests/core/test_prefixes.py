"""An IRI in short can be put into a query behind our prologue, and names the same thing again."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from policygraph.core.namespaces import BASE
from policygraph.core.prefixes import PREFIXES, PROLOGUE, expand, short_name, shorten

# Characters that RFC 3987 allows in a path, a query or a fragment.
_PLAIN = st.text("abcXYZ019-._~/?&=:@!$'()*+,;%E3%81", max_size=12)
_JAPANESE = st.text(st.characters(min_codepoint=0x3041, max_codepoint=0x9FFF), max_size=4)
_IRIS = st.builds(
    lambda base, *parts: base + "".join(parts).replace("%", "%25"),
    st.sampled_from([*PREFIXES.values(), BASE, f"{BASE}doc/", "https://example.org/"]),
    _PLAIN,
    _JAPANESE,
    _PLAIN,
)


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        (f"{BASE}concept/actor/sme", "actor:sme"),
        (f"{BASE}ontology#Measure", "pol:Measure"),
        (f"{BASE}org/mext", "<org/mext>"),
        (f"{BASE}org/宇宙省", "<org/宇宙省>"),
        (f"{BASE}doc/sti-strategy-2017/5/1/C/2/1#12-16", "<doc/sti-strategy-2017/5/1/C/2/1#12-16>"),
        ("http://www.w3.org/ns/org#Organization", "org:Organization"),
        ("https://example.org/x", "<https://example.org/x>"),
        (f"{BASE}../x", f"<{BASE}../x>"),
        (BASE, f"<{BASE}>"),
    ],
)
def test_an_iri_is_shortened_as_people_write_it(iri: str, short: str) -> None:
    assert shorten(iri) == short
    assert expand(short) == iri


def test_a_short_name_is_the_short_form_without_brackets() -> None:
    assert short_name(f"{BASE}org/mext") == "org/mext"
    assert short_name(f"{BASE}concept/actor/sme") == "actor:sme"


@settings(max_examples=300)
@given(_IRIS)
def test_what_is_printed_is_read_back(iri: str) -> None:
    assert expand(shorten(iri)) == iri


@settings(max_examples=150, deadline=None)
@given(_IRIS)
def test_two_engines_read_in_a_query_what_is_printed(iri: str) -> None:
    query = f"{PROLOGUE}SELECT ?same WHERE {{ BIND({shorten(iri)} AS ?same) }}"
    (solution,) = ox.Store().query(query)  # type: ignore[union-attr]
    assert solution["same"] == ox.NamedNode(iri)
    ((same,),) = rdflib.Graph().query(query)
    assert str(same) == iri


@pytest.mark.parametrize("name", ["sme", "nosuch:thing", "取組", "", "a b"])
def test_words_that_are_no_short_form_are_left_to_be_looked_up(name: str) -> None:
    assert expand(name) is None
