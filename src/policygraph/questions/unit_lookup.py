"""Units of a store: which units a node stands in, and all that is said of some units in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from policygraph.core.index import Index
from policygraph.core.namespaces import DCTERMS, FOAF, IRI, ITSRDF, NIF, POL, RDF, RDFS, SKOS
from policygraph.core.places import PLACES
from policygraph.core.terms import Literal, Triple
from policygraph.questions.select import AT_ONCE, select
from policygraph.questions.units import (
    DEPTH,
    LEADING,
    Unit,
    UnitReader,
    is_unit,
    reading_order,
)
from policygraph.store import Store

# What a store is asked for.
_OF_UNIT = (
    RDF.type, POL.text, *PLACES, POL.order, POL.occurrenceOf, POL.reprises, POL.reason,
    NIF.referenceContext, NIF.beginIndex, NIF.endIndex, DCTERMS.isPartOf, DCTERMS.title,
    DCTERMS.identifier, POL.partType, POL.number,
)  # fmt: skip
_OF_MENTION = (
    RDF.type, RDF.value, POL.order, POL.mentionedIn, NIF.beginIndex, NIF.endIndex, ITSRDF.taIdentRef,
    POL.role, POL.unit, POL.upperValue,
)  # fmt: skip
_OF_THING = (RDF.type, SKOS.inScheme, SKOS.prefLabel, DCTERMS.title, RDFS.label, FOAF.name)
_TOLD = (POL.text, POL.partType, DCTERMS.identifier, *LEADING, POL.notInVocabulary)
_UNITS_AT_ONCE = 25  # whose mentions are asked for: endpoints cut answers at some 10,000 rows


def find_units(store: Store, nodes: Collection[IRI]) -> dict[IRI, list[IRI]]:
    """The units that nodes stand in.

    Args:
        store: any store.
        nodes: units themselves, mentions (their unit), assertions and withdrawals (their subject's
            units), policy items (their occurrences), and things that no vocabulary has (where they are named).

    Returns:
        The units of each node in reading order; a node that stands in none is left out.
    """
    found: dict[IRI, list[IRI]] = {}
    leading = {node: [node] for node in nodes}  # to what each node has led so far
    for _ in range(4):  # an assertion, its item, an occurrence; or a thing, its mention, the unit
        iris = {iri for led in leading.values() for iri in led}
        index = Index(_facts(store, iris, _TOLD))
        pointing: dict[IRI, list[IRI]] = defaultdict(list)
        unknown = {iri for iri in iris if index.values(iri, POL.notInVocabulary)}
        items = {iri for iri in iris - unknown if not (is_unit(index, iri) or _leads(iri, index))}
        for left, predicate in (
            (items, POL.occurrenceOf),
            (unknown, ITSRDF.taIdentRef),
        ):
            for subject, _, value in _facts(store, left, (predicate,), variable="o"):
                if isinstance(value, IRI):
                    pointing[value].append(subject)
        for node, led in list(leading.items()):
            if any(is_unit(index, iri) for iri in led):
                found[node] = sorted(led, key=reading_order)
                del leading[node]
            else:
                leading[node] = [other for iri in led for other in _next(iri, index, pointing)]
    return found


def _next(iri: IRI, index: Index, pointing: Mapping[IRI, list[IRI]]) -> list[IRI]:
    """Where a node that is no unit leads; a mention of no unit still has the unit in its IRI."""
    unit, mark, _ = iri.partition("#")
    return _leads(iri, index) or pointing.get(iri) or ([IRI(unit)] if mark else [])


def _leads(iri: IRI, index: Index) -> list[IRI]:
    """The unit of a mention, or the item of a judgement."""
    return next((iris for predicate in LEADING if (iris := index.iris(iri, predicate))), [])


def _places(store: Store, units: Collection[IRI]) -> set[Triple]:
    """What a store says of some units themselves and of the parts around them."""
    triples = set(_facts(store, units, _OF_UNIT))
    parts = set(units)
    for _ in range(DEPTH):
        above = _values(triples, DCTERMS.isPartOf) - parts
        if not above:
            break
        parts = parts | above
        triples |= set(_facts(store, above, _OF_UNIT))
    return triples


def fill_places(store: Store, units: Collection[IRI]) -> Index:
    """What a store says of some units without their mentions: where they stand, and their text.

    Args:
        store, units: see `fill_units`, which takes some times as long.
    """
    return _index(_places(store, units))


def fill_units(store: Store, units: Collection[IRI]) -> Index:
    """What a store says of some units: themselves, the parts around them, their mentions and meanings.

    Args:
        store: any store; it is asked a few queries, however many units there are.
        units: their IRIs, see `find_units`.
    """
    units = set(units)
    triples = _places(store, units)
    contexts = _values((t for t in triples if t[0] in units), NIF.referenceContext)
    triples |= set(_facts(store, contexts, (NIF.isString,)))
    mentions = set(_facts(store, units, _OF_MENTION, variable="unit", at_once=_UNITS_AT_ONCE,
                          pattern=f"?s <{POL.mentionedIn}> ?unit . ?s ?p ?o ."))  # fmt: skip
    named = _values(mentions, ITSRDF.taIdentRef)
    said = _values(mentions, POL.role, POL.unit)
    things = set(_facts(store, named | said, (*_OF_THING, POL.denotes)))
    things |= set(_facts(store, _values(things, POL.denotes), _OF_THING))
    wholes = _values(things, SKOS.inScheme, RDF.type)
    return _index(triples | mentions | things | set(_facts(store, wholes, (POL.linkedBy,))))


def _index(triples: Iterable[Triple]) -> Index:
    return Index(sorted(triples, key=lambda t: (t[0], t[1], isinstance(t[2], Literal), t[2])))


def read_units(store: Store, units: Collection[IRI], language: str) -> dict[IRI, Unit]:
    """Units of a store, in the order given; what has no words is left out.

    Args:
        store: any store.
        units: their IRIs, see `find_units`.
        language: of labels, ``ja`` or ``en``.
    """
    index = fill_units(store, units)
    reader = UnitReader(index, language)
    found = {iri: reader.read(iri) for iri in units if is_unit(index, iri)}
    return {iri: unit for iri, unit in found.items() if unit.words}


def _values(triples: Iterable[Triple], *predicates: IRI) -> set[IRI]:
    return {v for _, p, v in triples if p in predicates and isinstance(v, IRI)}


def _facts(
    store: Store,
    given: Collection[IRI],
    predicates: Collection[IRI],
    *,
    variable: str = "s",
    pattern: str = "?s ?p ?o .",
    at_once: int = AT_ONCE,
) -> Iterator[Triple]:
    """The triples of a pattern with some predicates, where one variable of it is one of those given."""
    listed = ", ".join(f"<{predicate}>" for predicate in predicates)
    sparql = (
        f"SELECT DISTINCT ?s ?p ?o WHERE {{ VALUES ?{variable} {{ }} {pattern}"
        f" FILTER(?p IN ({listed})) }}"
    )
    for subject, predicate, value in select(
        store, sparql, given, variable=variable, at_once=at_once
    ):
        if (
            isinstance(subject, IRI)
            and isinstance(predicate, IRI)
            and isinstance(value, IRI | Literal)
        ):
            yield subject, predicate, value
