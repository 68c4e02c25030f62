"""What holds of the networks of any graph: made-up measures, tags and restatements."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st
from pictures.recount import Recount

from policygraph.core.namespaces import BASE, IRI, ITSRDF, POL, RDF
from policygraph.core.terms import Term, Triple
from policygraph.pictures.networks import Options, Projection
from policygraph.pictures.project import project
from policygraph.store import OxigraphStore

BODIES = [IRI(f"{BASE}org/b{n}") for n in range(4)]
THEMES = [IRI(f"{BASE}concept/theme/t{n}") for n in range(4)]
STATED, INFERRED = IRI(f"{BASE}graph/x/stated"), IRI(f"{BASE}graph/x/inferred")


@dataclass(frozen=True)
class Made:
    """A measure: its bodies, the themes it states and inherits, and in how many bullets it is."""

    bodies: frozenset[IRI]
    themes: frozenset[IRI]
    inherited: frozenset[IRI]
    bullets: int


def _some(things: list[IRI]) -> st.SearchStrategy[frozenset[IRI]]:
    return st.frozensets(st.sampled_from(things), max_size=3)


CORPORA = st.lists(
    st.builds(Made, _some(BODIES), _some(THEMES), _some(THEMES), st.integers(1, 3)), max_size=6
)


def _graphs(corpus: list[Made]) -> dict[IRI, list[Triple]]:
    stated: list[Triple] = [(BODIES[0], RDF.type, POL.MinistryGroup)]
    inferred: list[Triple] = []
    for number, made in enumerate(corpus):
        measure = IRI(f"{BASE}measure/x/{number}")
        stated.append((measure, RDF.type, POL.Measure))
        stated += [(measure, POL.responsibleBody, body) for body in sorted(made.bodies)]
        stated += [(measure, POL.hasTheme, theme) for theme in sorted(made.themes)]
        inferred += [
            (measure, POL.hasTheme, theme) for theme in sorted(made.inherited - made.themes)
        ]
        for place in range(made.bullets):
            bullet = IRI(f"{BASE}doc/x/{number}/{place}")
            stated.append((bullet, POL.occurrenceOf, measure))
            for body in sorted(made.bodies):
                tag = IRI(f"{bullet}#{body.rpartition('/')[2]}")
                values: list[tuple[IRI, Term]] = [
                    (RDF.type, POL.ResponsibilityMention), (ITSRDF.taIdentRef, body),
                    (POL.mentionedIn, bullet),
                ]  # fmt: skip
                stated += [(tag, predicate, value) for predicate, value in values]
    return {STATED: stated, INFERRED: inferred}


def _store(graphs: dict[IRI, list[Triple]]) -> OxigraphStore:
    store = OxigraphStore()
    store.load((*triple, name) for name, triples in graphs.items() for triple in triples)
    return store


def _weights(projection: Projection) -> dict[tuple[str, str], int]:
    return {(edge.source, edge.target): edge.weight for edge in projection.edges}


@settings(max_examples=40, deadline=None)
@given(CORPORA, st.sampled_from(["body-body", "body-theme", "theme-theme"]), st.integers(1, 4))
def test_weights_are_bounded_by_measures_and_grow_with_what_is_counted(
    corpus: list[Made], kind: str, minimum: int
) -> None:
    graphs = _graphs(corpus)
    store = _store(graphs)
    once = project(store, kind)
    printed, stated = (
        project(store, kind, Options(counting="printed")),
        project(store, kind, Options(layer="stated")),
    )
    of = {node.iri: node.weight for node in once.nodes}
    for edge in once.edges:
        assert 1 <= edge.weight <= min(of[edge.source], of[edge.target]) <= len(corpus)
        assert printed_at_least(printed, edge.source, edge.target, edge.weight)
        if not once.bipartite:
            assert edge.source < edge.target  # each pair once, whichever way it is read
    assert _weights(once).keys() == _weights(printed).keys() >= _weights(stated).keys()
    assert all(weight <= _weights(once)[pair] for pair, weight in _weights(stated).items())
    heavy = project(store, kind, Options(minimum=minimum))
    assert _weights(heavy) == {p: n for p, n in _weights(once).items() if n >= minimum}
    assert heavy.nodes == once.nodes
    named = project(store, kind, Options(collective=False))
    assert _weights(named) == {p: n for p, n in _weights(once).items() if BODIES[0] not in p}
    recount, ends = Recount(graphs, "all"), (once.kind.source.key, once.kind.target.key)
    assert _weights(once) == recount.pairs(*ends, "once")
    assert _weights(printed) == recount.pairs(*ends, "printed")


def printed_at_least(printed: Projection, source: str, target: str, weight: int) -> bool:
    """Whether a pair is printed as often as measures join it, or more."""
    return _weights(printed)[source, target] >= weight


@settings(max_examples=40, deadline=None)
@given(CORPORA)
def test_what_two_measures_share_is_what_both_have(corpus: list[Made]) -> None:
    projection = project(_store(_graphs(corpus)), "measure-measure")
    things = {
        f"{BASE}measure/x/{number}": made.themes | made.inherited
        for number, made in enumerate(corpus)
    }
    assert _weights(projection) == {
        (one, other): len(things[one] & things[other])
        for one in things for other in things
        if one < other and things[one] & things[other]
    }  # fmt: skip
    assert {node.iri: node.weight for node in projection.nodes} == {
        iri: len(themes) for iri, themes in things.items()
    }
