"""The model answers the plain query rightly: of the shipped chapter, read in the text, and of a synthetic corpus."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pytest
from questions.reference import RdflibStore

from benchmarks.generator import generate
from policygraph.api import build
from policygraph.core.links import link_kinds
from policygraph.core.namespaces import (
    BASE,
    DCTERMS,
    IRI,
    ITSRDF,
    NIF,
    ORG,
    POL,
    RDF,
    RDFS,
    XSD,
)
from policygraph.core.prefixes import PROLOGUE
from policygraph.core.terms import Literal, Triple
from policygraph.graph import BuiltGraph, Names
from policygraph.store import OxigraphStore, Row, Solutions, Store
from policygraph.store.remote import RemoteStore

LINKS = frozenset(kind.predicate for kind in link_kinds())
_CONTENT_LINKS = LINKS - {POL.responsibleBody}
CORPORA = ["chapter", "synthetic"]


@pytest.fixture(scope="module")
def synthetic(tmp_path_factory: pytest.TempPathFactory) -> BuiltGraph:
    folder = tmp_path_factory.mktemp("synthetic")
    generate(folder, 120)
    return build(folder)


@pytest.fixture(params=CORPORA)
def corpus(request: pytest.FixtureRequest, built: BuiltGraph, synthetic: BuiltGraph) -> BuiltGraph:
    return built if request.param == "chapter" else synthetic


def _triples(built: BuiltGraph) -> set[Triple]:
    return {quad[:3] for quad in built.dataset.quads()}


def _by_subject(triples: Iterable[Triple], predicate: IRI) -> dict[IRI, set[object]]:
    found: dict[IRI, set[object]] = defaultdict(set)
    for subject, p, value in triples:
        if p == predicate:
            found[subject].add(value)
    return found


# -- the plain queries of a new user ----------------------------------------------------------------

# What a reading of the chapter gives: bodies by their tags, actors by the bullets that name them.
PLAIN = {
    "cabinet-office": ("?m pol:responsibleBody <org/cao>", 16),
    "relevant-ministries": ("?m pol:responsibleBody <org/kankei-fusho>", 13),
    "universities": ("?m pol:involvesActor actor:university", 16),
    "smes": ("?m pol:involvesActor actor:sme", 5),
    "policy-items": ("?m a pol:PolicyItem", 54),
    "occurrences": ("?m a pol:Occurrence", 57),
    "units": ("?m a pol:TextUnit", 54 + 3 + 3 + 71 + 32),  # bullets, 再掲, －, sentences, titles
    "measures-of-a-section": (
        "?m a pol:Measure ; dcterms:isPartOf <doc/sti-strategy-2017/5/1>",
        16,
    ),
    "measure-by-number": ('?m dcterms:identifier "5-1-C-2-1" ; a pol:Measure', 1),
}


@pytest.fixture(scope="module")
def oxigraph(built: BuiltGraph) -> Store:
    store = OxigraphStore()
    store.load(built.dataset.quads())
    return store


@pytest.fixture(scope="module", params=["pyoxigraph", "rdflib", "virtuoso"])
def store(request: pytest.FixtureRequest, oxigraph: Store) -> Store:
    if request.param == "virtuoso":
        return RemoteStore(request.getfixturevalue("virtuoso").endpoint)
    return oxigraph if request.param == "pyoxigraph" else RdflibStore(oxigraph.to_rdflib())


def _ask(store: Store, pattern: str, variables: str = "*") -> list[Row]:
    answer = store.query(f"{PROLOGUE}SELECT {variables} WHERE {{ {pattern} }}")
    assert isinstance(answer, Solutions)
    return answer.rows


@pytest.mark.parametrize(("pattern", "count"), PLAIN.values(), ids=PLAIN)
def test_the_plain_query_is_the_right_one(store: Store, pattern: str, count: int) -> None:
    assert len(_ask(store, pattern)) == count


def test_which_words_support_a_link_is_one_pattern(store: Store) -> None:
    pattern = (
        "<measure/sti-strategy-2017/5-3-C-3-3> pol:takesPlaceIn ?place ; pol:evidence ?p ."
        " ?p itsrdf:taIdentRef ?place ; nif:anchorOf ?words"
    )
    found = {row[0].value for row in _ask(store, pattern, "?words") if isinstance(row[0], Literal)}
    assert found == {"東京都", "秋田県仙北市", "千葉県千葉市"}


def test_the_bodies_of_a_tag_come_in_printed_order(store: Store) -> None:
    pattern = (
        "?p pol:mentionedIn <doc/sti-strategy-2017/5/2/C/1/3> ; pol:order ?order ;"
        " itsrdf:taIdentRef ?body . ?m pol:evidence ?p ; pol:responsibleBody ?body"
    )
    rows = _ask(store, pattern, "?order ?body")
    bodies = [body for _, body in sorted(rows, key=str)]
    assert [str(body).rpartition("/")[2] for body in bodies] == [
        "cao", "mic", "meti", "kankei-fusho",
    ]  # fmt: skip


# -- one property, one kind of subject ----------------------------------------------------------------


def test_links_are_said_of_policy_items_alone(corpus: BuiltGraph) -> None:
    triples = _triples(corpus)
    items = {s for s, p, o in triples if (p, o) == (RDF.type, POL.PolicyItem)}
    assert {s for s, p, _ in triples if p in {POL.links, *LINKS}} == items
    guesses = {s for s, p, o in triples if (p, o) == (RDF.type, POL.Assertion)}
    assert {s for s, p, _ in triples if p == POL.evidence} - guesses == items


def test_mentions_are_of_units_and_say_what_their_phrases_mean(corpus: BuiltGraph) -> None:
    triples = _triples(corpus)
    units = {s for s, p, o in triples if (p, o) == (RDF.type, POL.TextUnit)}
    mentions = _by_subject(triples, POL.mentions)
    assert set(mentions) <= units
    denotes = _by_subject(triples, POL.denotes)
    meant = _by_subject(triples, ITSRDF.taIdentRef)
    named: dict[object, set[object]] = defaultdict(set)
    for phrase, (unit,) in _by_subject(triples, POL.mentionedIn).items():
        for thing in meant[phrase]:
            named[unit] |= denotes.get(thing, {thing})  # type: ignore[arg-type]
    assert mentions == {unit: things for unit, things in named.items() if things}


@pytest.mark.parametrize("property_", ["identifier", "label", "text", "order", "first", "last"])
def test_every_measure_can_be_met_by_its_own_properties(corpus: BuiltGraph, property_: str) -> None:
    names = {
        "identifier": DCTERMS.identifier, "label": RDFS.label, "text": POL.text,
        "order": POL.order, "first": POL.firstLine, "last": POL.lastLine,
    }  # fmt: skip
    values = _by_subject(_triples(corpus), names[property_])
    for item in corpus.resolution.items:
        found = values[item.iri(Names())]
        languages = [o.language for o in found if isinstance(o, Literal)]
        assert found
        assert len(set(languages)) == len(languages)
        if property_ in ("order", "first", "last"):
            (number,) = found
            assert isinstance(number, Literal)
            assert number.datatype == XSD.integer


# -- evidence, both ways --------------------------------------------------------------------------------


def _is_tag(triples: set[Triple]) -> set[IRI]:
    return {s for s, p, o in triples if (p, o) == (RDF.type, POL.ResponsibilityMention)}


def test_every_link_that_a_text_makes_has_a_phrase_and_every_phrase_such_a_link(
    corpus: BuiltGraph,
) -> None:
    triples = _triples(corpus)
    denotes, meant = _by_subject(triples, POL.denotes), _by_subject(triples, ITSRDF.taIdentRef)
    tags = _is_tag(triples)
    for layer in ("stated", "inferred"):
        own = {
            triple
            for name, held in corpus.dataset.graphs.items()
            if name.endswith(f"/{layer}")
            for triple in held
        }
        links = {(s, p == POL.responsibleBody, o) for s, p, o in own if p in LINKS}
        values = {(s, o) for s, p, o in own if p in (POL.deadline, POL.period, POL.amount)}
        supported, bare = set(), set()
        items = {item.iri(Names()) for item in corpus.resolution.items}
        for item, phrases in _by_subject(own, POL.evidence).items():
            for phrase in phrases if item in items else ():
                assert isinstance(phrase, IRI)
                things = {t for m in meant[phrase] for t in denotes.get(m, {m})}  # type: ignore[arg-type]
                made = {(item, phrase in tags, thing) for thing in things} & links
                supported |= made
                # A deadline, period or amount is its own evidence.
                bare |= set() if made or (item, phrase) in values else {(item, phrase)}
        assert values <= {(s, o) for s, p, o in own if p == POL.evidence}
        assert links
        assert links - supported == set()
        assert bare == set()


def test_no_phrase_under_a_negating_or_foreign_cue_is_evidence(corpus: BuiltGraph) -> None:
    triples = _triples(corpus)
    blocking = {IRI(f"{BASE}concept/cue/{key}") for key in ("negated", "foreign")}
    blocked = {s for s, p, o in triples if p == POL.cue and o in blocking}
    assert blocked
    assert blocked & {o for _, p, o in triples if p == POL.evidence} == set()


def test_words_under_a_negating_cue_of_the_chapter_make_no_instrument(built: BuiltGraph) -> None:
    triples = _triples(built)
    (phrase,) = {
        s for s, p, o in triples
        if p == NIF.anchorOf and isinstance(o, Literal) and o.value == "ルールの整備"
        and s.startswith(f"{BASE}doc/sti-strategy-2017/5/1/A/s6#")
    }  # fmt: skip
    cues = {o for s, p, o in triples if s == phrase and p == POL.cue}
    assert IRI(f"{BASE}concept/cue/negated") in cues


# -- closure ----------------------------------------------------------------------------------------------


def test_superclasses_and_super_properties_answer_without_a_reasoner(corpus: BuiltGraph) -> None:
    triples = _triples(corpus)
    wider = _by_subject(triples, RDFS.subClassOf)
    types = _by_subject(triples, RDF.type)
    told = (POL.iri, ORG.Organization)
    for subject, classes in types.items():
        for rdf_class in classes:
            for above in wider.get(rdf_class, ()):  # type: ignore[call-overload]
                if str(above).startswith(told):
                    assert above in classes, (subject, above)
    links = {(s, o) for s, p, o in triples if p in LINKS}
    assert {(s, o) for s, p, o in triples if p == POL.links} == links


def test_what_is_entailed_stands_in_no_other_graph_and_is_of_our_own_terms(
    corpus: BuiltGraph,
) -> None:
    entailed = corpus.dataset.graphs[IRI(f"{BASE}graph/entailed")]
    corpus.dataset.check_disjoint()
    assert {p for _, p, _ in entailed} == {RDF.type, POL.links}
    classes = {str(o) for _, p, o in entailed if p == RDF.type}
    assert {c for c in classes if not c.startswith(POL.iri)} == {ORG.Organization}
