"""The core of a graph: policy items and their links, without the words they stand on.

Measures and targets with their labels, text, links, deadlines, amounts and place, each with ``rdfs:seeAlso`` to the
occurrences, where the words are; documents and parts with their titles; and of all that is named the
labels, the classes and what lies above it. For who wants to count and to draw, and loads a sixth.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from policygraph.core.namespaces import DCTERMS, FOAF, IRI, NIF, ORG, POL, RDF, RDFS, SKOS
from policygraph.core.terms import Described, Term, Triple, describe, triples_of
from policygraph.graph.dataset import in_reading_order

_ITEMS = (POL.Measure, POL.Target, POL.ReportedMeasure)
_LABELS = (SKOS.prefLabel, RDFS.label, DCTERMS.title, FOAF.name)
# What leads up from a thing that is named; what it leads to is named, too.
_ABOVE = (RDF.type, SKOS.broader, ORG.subOrganizationOf, RDFS.subClassOf, RDFS.subPropertyOf)
_UPWARD = frozenset((*_LABELS, *_ABOVE))
_OF_PARTS = frozenset(
    (RDF.type, POL.partType, POL.number, POL.order, DCTERMS.isPartOf, DCTERMS.title)
)
# What is said of an item and not in the core: words, guesses, and what follows from its links.
_LEFT_OUT = frozenset((POL.evidence, POL.relatedIssue, POL.addressesIssue, POL.links))
# The words of a deadline, period or amount are a value, and stay.
_VALUES = (POL.deadline, POL.period, POL.amount)
_OF_VALUES = frozenset(
    (RDF.type, NIF.anchorOf, RDF.value, POL.upperValue, POL.unit, POL.role, POL.qualifier,
     POL.firstDay, POL.lastDay)
)  # fmt: skip
_NOT_NAMED = frozenset((RDFS.seeAlso, DCTERMS.license, DCTERMS.source, DCTERMS.rights))

_KINDS: dict[Term, IRI] = {
    **dict.fromkeys(_ITEMS, POL.PolicyItem),
    POL.DocumentPart: POL.DocumentPart,
    POL.StrategyDocument: POL.StrategyDocument,
}


@dataclass(frozen=True, slots=True)
class CorePart:
    """The core of a part of a graph.

    Attributes:
        said: of its subjects.
        named: what it names and does not describe.
        occurrences: of items that other parts describe; the item, ``rdfs:seeAlso``, the occurrence.
    """

    said: Described
    named: frozenset[IRI] = frozenset()
    occurrences: tuple[Triple, ...] = ()


def core_graph(triples: Callable[[], Iterable[Triple]]) -> Iterator[Triple]:
    """The core of a graph: one graph, in reading order.

    Args:
        triples: gives those of all named graphs; it is called twice.
    """
    core = core_of(lambda: _descriptions(triples()))
    yield from in_order(core.said)


def _descriptions(triples: Iterable[Triple]) -> Iterator[tuple[IRI, Mapping[IRI, list[Term]]]]:
    """What triples say of a subject, as long as they say it one behind the other."""
    for subject, same in groupby(triples, key=itemgetter(0)):
        ((_, said),) = describe(same).items()
        yield subject, said


def in_order(said: Described) -> Iterator[Triple]:
    """What is said of some subjects as triples in reading order."""
    for subject, pairs in in_reading_order(triples_of(said)):
        for predicate, value in pairs:
            yield subject, predicate, value


_Descriptions = Callable[[], Iterable[tuple[IRI, Mapping[IRI, list[Term]]]]]


def core_of(
    descriptions: _Descriptions,
    *,
    without: Collection[IRI] = (),
    occurrences: Iterable[Triple] = (),
    named: Iterable[IRI] = (),
    known: Mapping[IRI, Collection[IRI]] | None = None,
) -> CorePart:
    """The core of a graph or a part of it.

    Args:
        descriptions: gives what named graphs say of subjects, one may come several times; it is called twice.
        without: subjects that another part describes.
        occurrences, named: what other parts leave to this one.
        known: by class, things that another part describes and this one says more of.
    """
    kinds: dict[IRI, set[IRI]] = defaultdict(set)
    seen_at: dict[IRI, list[Term]] = defaultdict(list)
    values: set[Term] = set()
    for kind, things in (known or {}).items():
        kinds[_KINDS[kind]].update(things)
    for item, _, occurrence in occurrences:
        seen_at[item].append(occurrence)
    for subject, said in descriptions():
        for type_ in said.get(RDF.type, ()):
            if type_ in _KINDS and subject not in without:
                kinds[_KINDS[type_]].add(subject)
        for item_ in said.get(POL.occurrenceOf, ()):
            if isinstance(item_, IRI):
                seen_at[item_].append(subject)
        for predicate in _VALUES:
            if predicate in said:
                values.update(said[predicate])
    items, parts = kinds[POL.PolicyItem], kinds[POL.DocumentPart]
    documents = kinds[POL.StrategyDocument]
    core: Described = {}
    above: Described = {}
    for subject, said in descriptions():
        if subject in without:
            continue
        kept: Iterable[IRI]
        own = core
        if subject in items:
            kept = said.keys() - _LEFT_OUT
        elif subject in documents:
            kept = said.keys()
        elif subject in parts:
            kept = said.keys() & _OF_PARTS
        elif subject in values:
            kept = said.keys() & _OF_VALUES
        else:
            if DCTERMS.isReplacedBy in said:
                _add(core, subject, DCTERMS.isReplacedBy, said[DCTERMS.isReplacedBy])
            kept, own = said.keys() & _UPWARD, above
        for predicate in kept:
            _add(own, subject, predicate, said[predicate])
    for part in parts & core.keys():
        types = core[part].get(RDF.type, [])
        core[part][RDF.type] = [kind for kind in types if kind != POL.TextUnit]
    return _complete(core, above, seen_at, items, named)


def _add(said: Described, subject: IRI, predicate: IRI, values: Iterable[Term]) -> None:
    own = said.get(subject)
    if own is None:
        own = said[subject] = {}
    known = own.get(predicate)
    own[predicate] = list(values) if known is None else list(dict.fromkeys([*known, *values]))


def _complete(
    core: Described,
    above: Described,
    seen_at: Mapping[IRI, list[Term]],
    items: Collection[IRI],
    named: Iterable[IRI],
) -> CorePart:
    """The core with where its items stand, and the labels and classes of what it names, and so on."""
    todo = {
        term
        for said in core.values()
        for predicate, values in said.items()
        if predicate not in _NOT_NAMED
        for term in (predicate, *values)
        if isinstance(term, IRI)
    }
    elsewhere: list[Triple] = []
    for item, occurrences in seen_at.items():
        if item in items:
            _add(core, item, RDFS.seeAlso, occurrences)
        else:
            elsewhere += [(item, RDFS.seeAlso, occurrence) for occurrence in occurrences]
    todo.update(named)
    done: set[IRI] = set()
    while todo:
        thing = todo.pop()
        done.add(thing)
        for predicate, values in above.get(thing, {}).items():
            _add(core, thing, predicate, values)
            todo.update(v for v in values if isinstance(v, IRI) and v not in done)
    return CorePart(core, frozenset(done - above.keys() - core.keys()), tuple(elsewhere))
