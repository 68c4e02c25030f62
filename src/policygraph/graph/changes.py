"""What changed between an item and the earlier one that it continues, as data and in words."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from policygraph.core.messages import LANGUAGES, Messages
from policygraph.core.namespaces import IRI, NIF, POL, RDF, RDFS, SKOS
from policygraph.core.prefixes import short_name
from policygraph.core.terms import Literal, Term, Triple, exact_decimal, text
from policygraph.graph.editions import successors_in
from policygraph.graph.layers import Layers

# The links whose change is told, in this order; and what is asked of what they lead to.
PROPERTIES: Final = (
    POL.commitment, POL.responsibleBody, POL.leadBody, POL.cooperatingBody, POL.usesInstrument,
    POL.deadline, POL.amount, POL.addressesActor,
)  # fmt: skip
OF_THINGS: Final = (
    NIF.anchorOf, POL.firstDay, POL.lastDay, POL.unit, POL.order, RDF.value, SKOS.prefLabel, RDFS.label,
)  # fmt: skip
_SAY = Messages("lineage")


def told_of_items(layers: Layers, items: Collection[IRI]) -> Iterator[Triple]:
    """What `Changes` asks of the items of one document: their links, and what phrases that these lead to say."""
    named: set[Term] = set()
    for layer in layers.all.values():
        for triple in layer:
            if triple[1] in PROPERTIES and triple[0] in items:
                named.add(triple[2])
                yield triple
    for triple in layers.stated:
        if triple[1] in OF_THINGS and triple[0] in named:
            yield triple


class Changes:
    """Tells what changed between items.

    Args:
        layers: of the documents.
        vocabulary: what things are called, and which commitment is stronger.
        items: those that are asked about.
    """

    def __init__(
        self, layers: Mapping[str, Layers], vocabulary: set[Triple], items: Collection[IRI]
    ) -> None:
        self._links: dict[tuple[IRI, IRI], set[IRI]] = defaultdict(set)
        self._said: dict[tuple[IRI, IRI], list[Literal | IRI]] = defaultdict(list)
        self._successors = successors_in(vocabulary)
        for own in layers.values():
            for layer in (own.stated, own.inferred, own.curated):
                for subject, predicate, value in layer:
                    if predicate in PROPERTIES and subject in items and isinstance(value, IRI):
                        self._links[subject, predicate].add(value)
        named = {value for values in self._links.values() for value in values}
        for triples in (vocabulary, *(own.stated for own in layers.values())):
            for subject, predicate, value in triples:
                if predicate in OF_THINGS and subject in named and isinstance(value, Literal | IRI):
                    self._said[subject, predicate].append(value)

    def between(self, later: IRI, earlier: IRI, assertion: IRI) -> Iterator[Triple]:
        """The changes between two items, each a node under an IRI."""
        for link in PROPERTIES:
            new, old = self._links[later, link], self._links[earlier, link]
            keys_new = {self._key(link, value): value for value in sorted(new, reverse=True)}
            keys_old = {self._key(link, value): value for value in sorted(old, reverse=True)}
            came = [keys_new[key] for key in keys_new.keys() - keys_old.keys()]
            went = [keys_old[key] for key in keys_old.keys() - keys_new.keys()]
            if came or went:
                change = IRI(f"{assertion}/{link.removeprefix(POL.iri)}")
                yield from self._change(change, link, (later, earlier), (new, old), (came, went))

    def _key(self, link: IRI, value: IRI) -> object:
        """What two values have in common that are the same: a day, an amount, a body's successor."""
        if link == POL.deadline:
            return self._word(value, POL.lastDay) or self._word(value, NIF.anchorOf)
        if link == POL.amount:
            return self._word(value, RDF.value), self._thing(value, POL.unit)
        return self._successors.get(value, value)

    def _change(
        self,
        change: IRI,
        link: IRI,
        items: tuple[IRI, IRI],
        values: tuple[Collection[IRI], Collection[IRI]],
        changed: tuple[list[IRI], list[IRI]],
    ) -> Iterator[Triple]:
        came, went = changed
        yield change, RDF.type, POL.Change
        yield change, POL.laterItem, items[0]
        yield change, POL.earlierItem, items[1]
        yield change, POL.changedProperty, link
        yield from ((change, POL.after, value) for value in came)
        yield from ((change, POL.before, value) for value in went)
        difference = self._difference(link, *values)
        if difference is not None:
            yield change, POL.difference, exact_decimal(difference)
        for language in LANGUAGES:
            yield (
                change,
                RDFS.label,
                text(self._words(link, came, went, difference, language), language),
            )

    def _difference(self, link: IRI, new: Collection[IRI], old: Collection[IRI]) -> Decimal | None:
        """By how much the strongest commitment, the last deadline, the one amount differ."""
        if link == POL.commitment:
            orders = [max(self._numbers(side, POL.order), default=None) for side in (new, old)]
        elif link == POL.deadline:
            orders = [max(self._days(side), default=None) for side in (new, old)]
        elif link == POL.amount and len(new) == len(old) == 1:
            units = {self._thing(value, POL.unit) for value in (*new, *old)}
            if len(units) > 1:
                return None
            orders = [max(self._numbers(side, RDF.value), default=None) for side in (new, old)]
        else:
            return None
        after, before = orders
        return None if after is None or before is None else after - before

    def _numbers(self, values: Iterable[IRI], predicate: IRI) -> list[Decimal]:
        words = (self._word(value, predicate) for value in values)
        return [Decimal(word) for word in words if word.replace(".", "", 1).isdigit()]

    def _days(self, values: Iterable[IRI]) -> list[Decimal]:
        words = (self._word(value, POL.lastDay) for value in values)
        return [Decimal(datetime.date.fromisoformat(word).toordinal()) for word in words if word]

    def _words(
        self, link: IRI, came: list[IRI], went: list[IRI], difference: Decimal | None, language: str
    ) -> str:
        values = {
            key: _SAY("and", language).join(sorted(self._label(value, language) for value in side))
            for key, side in (("before", went), ("after", came))
        }
        key = "changed" if came and went else "added" if came else "removed"
        said = _SAY(key, language, link=_SAY(link.removeprefix(POL.iri), language), **values)
        way = ""
        if difference and link in (POL.commitment, POL.deadline):
            way = f"{link.removeprefix(POL.iri)}-{'more' if difference > 0 else 'less'}"
        return said + (_SAY(way, language, count=abs(difference or 0)) if way else "")

    def _label(self, value: IRI, language: str) -> str:
        for predicate in (NIF.anchorOf, SKOS.prefLabel, RDFS.label):
            said = [t for t in self._said[value, predicate] if isinstance(t, Literal)]
            own = sorted(t.value for t in said if t.language in (language, ""))
            if own or said:
                return own[0] if own else min(t.value for t in said)
        return short_name(value)

    def _word(self, thing: IRI, predicate: IRI) -> str:
        return min(
            (t.value for t in self._said[thing, predicate] if isinstance(t, Literal)), default=""
        )

    def _thing(self, thing: IRI, predicate: IRI) -> Term | None:
        return min((t for t in self._said[thing, predicate] if isinstance(t, IRI)), default=None)
