"""The core of a graph: policy items and their links, without the words they stand on.

Measures and targets with their labels, text, links, deadlines, amounts and place, each with ``rdfs:seeAlso`` to the
occurrences, where the words are; documents and parts with their titles; and of all that is named the
labels, the classes and what lies above it. For who wants to count and to draw, and loads a sixth.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from policygraph.core.namespaces import DCTERMS, FOAF, IRI, NIF, ORG, POL, RDF, RDFS, SKOS
from policygraph.core.terms import Term, Triple
from policygraph.graph.dataset import in_reading_order

_ITEMS = (POL.Measure, POL.Target, POL.ReportedMeasure)
_LABELS = (SKOS.prefLabel, RDFS.label, DCTERMS.title, FOAF.name)
# What leads up from a thing that is named; what it leads to is named, too.
_ABOVE = (RDF.type, SKOS.broader, ORG.subOrganizationOf, RDFS.subClassOf, RDFS.subPropertyOf)
_OF_PARTS = (RDF.type, POL.partType, POL.number, POL.order, DCTERMS.isPartOf, DCTERMS.title)
# What is said of an item and not in the core: words, guesses, and what follows from its links.
_LEFT_OUT = frozenset((POL.evidence, POL.relatedIssue, POL.addressesIssue, POL.links))
# The words of a deadline, period or amount are a value, and stay.
_VALUES = (POL.deadline, POL.period, POL.amount)
_OF_VALUES = (
    RDF.type, NIF.anchorOf, RDF.value, POL.upperValue, POL.unit, POL.role, POL.qualifier,
    POL.firstDay, POL.lastDay,
)  # fmt: skip
_NOT_NAMED = frozenset((DCTERMS.license, DCTERMS.source, DCTERMS.rights))

_Said = dict[IRI, list[tuple[IRI, Term]]]


def core_graph(triples: Callable[[], Iterable[Triple]]) -> Iterator[Triple]:
    """The core of a graph: one graph, in reading order.

    Args:
        triples: gives those of all named graphs; it is called twice.
    """
    for subject, pairs in in_reading_order(_core(triples)):
        for predicate, value in pairs:
            yield subject, predicate, value


def _core(triples: Callable[[], Iterable[Triple]]) -> set[Triple]:
    kinds: dict[IRI, set[IRI]] = defaultdict(set)
    occurrences: set[Triple] = set()
    values: set[IRI] = set()
    for subject, predicate, value in triples():
        if predicate == RDF.type and value in _KINDS:
            kinds[_KINDS[IRI(value)]].add(subject)
        elif predicate == POL.occurrenceOf and isinstance(value, IRI):
            occurrences.add((value, RDFS.seeAlso, subject))
        elif predicate in _VALUES and isinstance(value, IRI):
            values.add(value)
    items, parts = kinds[POL.PolicyItem], kinds[POL.DocumentPart]
    documents = kinds[POL.StrategyDocument]
    core: set[Triple] = {triple for triple in occurrences if triple[0] in items}
    above: _Said = defaultdict(list)
    for triple in triples():
        subject, predicate, value = triple
        if subject in items:
            if predicate not in _LEFT_OUT:
                core.add(triple)
        elif subject in documents:
            core.add(triple)
        elif subject in parts:
            if predicate in _OF_PARTS and value != POL.TextUnit:
                core.add(triple)
        elif subject in values:
            if predicate in _OF_VALUES:
                core.add(triple)
        elif predicate == DCTERMS.isReplacedBy:
            core.add(triple)
        elif predicate in _LABELS or predicate in _ABOVE:
            above[subject].append((predicate, value))
    return core | set(_named(core, above))


_KINDS: dict[Term, IRI] = {
    **dict.fromkeys(_ITEMS, POL.PolicyItem),
    POL.DocumentPart: POL.DocumentPart,
    POL.StrategyDocument: POL.StrategyDocument,
}


def _named(core: set[Triple], above: _Said) -> Iterator[Triple]:
    """Labels and classes of what some triples name, of what lies above that, and so on."""
    todo = {
        term
        for _, predicate, value in core
        if predicate not in (RDFS.seeAlso, *_NOT_NAMED)
        for term in (predicate, value)
        if isinstance(term, IRI)
    }
    done: set[IRI] = set()
    while todo:
        thing = todo.pop()
        done.add(thing)
        for predicate, value in above.get(thing, ()):
            yield thing, predicate, value
            if isinstance(value, IRI) and value not in done:
                todo.add(value)
