"""A thing is found by whatever a user calls it."""

from __future__ import annotations

import pytest

from policygraph.core.errors import UsageError
from policygraph.core.namespaces import (
    BASE,
    IRI,
)
from policygraph.core.prefixes import PREFIXES, short_name
from policygraph.core.terms import is_iri
from policygraph.questions.lookup import comparable_name, find_thing
from policygraph.store import OxigraphStore, Store
from policygraph.store.remote import RemoteStore

ACTORS = (IRI(PREFIXES["actor"]),)
BODIES = (IRI(PREFIXES["org"] + "Organization"),)
SME = f"{BASE}concept/actor/sme"
MEXT = f"{BASE}org/mext"
WAYS = [
    (f"<{SME}>", ACTORS, SME),
    (SME, ACTORS, SME),
    ("actor:sme", ACTORS, SME),
    ("concept/actor/sme", ACTORS, SME),
    ("sme", ACTORS, SME),
    ("中小企業", ACTORS, SME),
    ("ちゅうしょうきぎょう", ACTORS, SME),
    ("ＳＭＥ", ACTORS, SME),
    ("町工場", ACTORS, SME),
    (" sme ", ACTORS, SME),
    ("mext", BODIES, MEXT),
    ("文科省", BODIES, MEXT),
    ("org/mext", (), MEXT),
    ("5-1-C-2-1", (), f"{BASE}measure/sti-strategy-2017/5-1-C-2-1"),
    ("5/1/A/s2", (), f"{BASE}doc/sti-strategy-2017/5/1/A/s2"),
]


@pytest.mark.parametrize(("words", "of", "iri"), WAYS)
def test_a_thing_is_found_by_any_of_its_names(
    words: str, of: tuple[IRI, ...], iri: str, oxigraph: Store
) -> None:
    assert find_thing(oxigraph, words, of) == iri


@pytest.mark.parametrize(("words", "of", "iri"), WAYS)
def test_a_thing_is_found_in_a_remote_store_too(
    words: str, of: tuple[IRI, ...], iri: str, virtuoso_store: RemoteStore
) -> None:
    assert find_thing(virtuoso_store, words, of) == iri


def refusal(store: Store, words: str, of: tuple[IRI, ...] = ()) -> str:
    with pytest.raises(UsageError) as raised:
        find_thing(store, words, of)
    assert "\n" not in str(raised.value)
    return str(raised.value)


def test_an_unknown_name_is_told_what_is_near(oxigraph: Store) -> None:
    assert "near: 中小企業 (actor:sme)" in refusal(oxigraph, "中小", ACTORS)
    assert "university (actor:university)" in refusal(oxigraph, "universty", ACTORS)


def test_a_name_of_two_things_lists_both(oxigraph: Store) -> None:
    said = refusal(oxigraph, "クロス・アポイントメント")
    assert "can be 2 things: instrument:cross-appointment, theme:cross-appointment" in said


def test_a_compound_term_lists_what_it_stands_for(oxigraph: Store) -> None:
    said = refusal(oxigraph, "産学官", ACTORS)
    assert "can be 3 things: actor:academia, actor:industry, actor:state" in said


def test_a_thing_outside_the_scope_is_not_found(oxigraph: Store) -> None:
    assert "nothing is called" in refusal(oxigraph, "theme:cross-appointment", ACTORS)
    assert "nothing is called" in refusal(oxigraph, MEXT, ACTORS)


@pytest.mark.parametrize(
    "words", ["", "  ", "<urn:a b>", 'x" . ?s ?p ?o . #', r"x\u0022 } #", "urn:unknown:thing"]
)
def test_what_is_no_name_is_refused(words: str, oxigraph: Store) -> None:
    refusal(oxigraph, words)


def test_a_label_of_another_vocabulary_leads_to_the_concept_of_ours_that_matches_it(
    oxigraph: Store,
) -> None:
    for name in ("SMEs", "smes", "中小企業（STIP）", "small and medium enterprises"):
        assert find_thing(oxigraph, name) == SME
        assert find_thing(oxigraph, name, ACTORS) == SME
    for name in ("TG31", "stip2021:TG31"):
        assert find_thing(oxigraph, name) == f"{PREFIXES['stip2021']}TG31"


def test_a_notation_goes_before_a_label() -> None:
    store = OxigraphStore()
    store.update(
        f"""INSERT DATA {{ GRAPH <urn:g> {{
        <urn:a> <{PREFIXES["skos"]}altLabel> "sme" .
        <urn:b> <{PREFIXES["skos"]}notation> "sme" . }} }}"""
    )
    assert find_thing(store, "sme") == "urn:b"


@pytest.mark.parametrize(
    ("iri", "shown"),
    [
        (SME, "actor:sme"),
        (MEXT, "org/mext"),
        (f"{PREFIXES['pol']}Measure", "pol:Measure"),
        (f"{BASE}doc/a/5/1#2-4", "doc/a/5/1#2-4"),
        ("https://example.org/x", "https://example.org/x"),
    ],
)
def test_an_iri_is_shown_as_it_can_be_typed(iri: str, shown: str) -> None:
    assert short_name(iri) == shown


@pytest.mark.parametrize("words", ["urn:a", "https://example.org/日本#1-2", "mailto:a@b"])
def test_an_iri_is_one(words: str) -> None:
    assert is_iri(words)


@pytest.mark.parametrize(
    "words", ["a", ":a", "urn:a>b", "urn:a\nb", "urn:a\\u003Eb", "urn:", "urn:\ud800"]
)
def test_what_could_end_an_iri_is_none(words: str) -> None:
    assert not is_iri(words)


def test_width_case_and_white_space_do_not_matter() -> None:
    assert comparable_name("Ｓｏｃｉｅｔｙ　5.0") == comparable_name("society5.0")
