"""A corpus on its way into its graph, and the layers of each of its documents, kept apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from policygraph.annotation import AnyMention, DateMention, Mention
from policygraph.core.names import Names, rule
from policygraph.core.namespaces import IRI, POL, RDF
from policygraph.core.terms import Term, Triple
from policygraph.corpus.reading import Reading
from policygraph.document import UnitPath
from policygraph.graph.items import Elsewhere, PlacedOccurrence, Resolution, UnitKey


class Withdrawals:
    """The links that curators took out, and which of them were really there.

    Args:
        links: what the curation files withdraw.
    """

    def __init__(self, links: Iterable[Triple] = ()) -> None:
        self.links = frozenset(links)
        self.effective: set[Triple] = set()

    def take(self, links: set[Triple]) -> set[Triple]:
        """The links without those withdrawn."""
        self.effective |= links & self.links
        return links - self.links


class Triples(dict[Triple, None]):
    """Triples, each once, in the order in which they came: those of a subject mostly together."""

    def add(self, triple: Triple) -> None:
        """Add a triple."""
        self[triple] = None

    def extend(self, triples: Iterable[Triple]) -> None:
        """Add triples."""
        self.update(dict.fromkeys(triples))


@dataclass(slots=True)
class Layers:
    """The layers of one document.

    A link that the text states is not inferred or curated as well: a triple stands in one layer.
    """

    key: str
    names: Names
    stated: Triples = field(default_factory=Triples)
    inferred: Triples = field(default_factory=Triples)
    curated: Triples = field(default_factory=Triples)

    @property
    def all(self) -> Mapping[str, Triples]:
        """The layers by name."""
        return {"stated": self.stated, "inferred": self.inferred, "curated": self.curated}

    def infer(
        self,
        rule_key: str,
        subject: IRI,
        predicate: IRI,
        value: IRI,
        *,
        said: Iterable[tuple[IRI, Term]] = (),
    ) -> None:
        """Add what follows by a named rule, with its assertion, unless it is there already.

        Args:
            said: what the assertion says besides: properties and their values.
        """
        triple = (subject, predicate, value)
        if triple in self.stated or triple in self.inferred:
            return
        self.inferred.add(triple)
        assertion = self.names.assertion(
            self.key, rule_key, subject, predicate, self.names.local(value)
        )
        self.inferred.extend(
            (
                (assertion, RDF.type, POL.Assertion),
                (assertion, RDF.subject, subject),
                (assertion, RDF.predicate, predicate),
                (assertion, RDF.object, value),
                (assertion, POL.rule, rule(rule_key)),
                *((assertion, *pair) for pair in said),
            )
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """A corpus and the graph that is being made of it.

    Attributes:
        names: mints the IRIs.
        mentions: by unit; those of names, and of times and amounts that items have.
        layers: by document key.
        withdrawn: links that curators took out; they are neither stated nor inferred.
        titled: the items that have a curated title, with its language.
        links: the properties that link policy items.
        elsewhere: what documents that are not in the draft have to do with it.
        known: the values of an item's link that stand in some layer, by item and link.
    """

    names: Names
    readings: Sequence[Reading]
    resolution: Resolution
    mentions: Mapping[UnitKey, list[AnyMention]]
    layers: Mapping[str, Layers]
    withdrawn: Withdrawals
    titled: frozenset[tuple[IRI, str]]
    links: frozenset[IRI]
    elsewhere: Elsewhere = field(default_factory=Elsewhere)
    known: dict[tuple[IRI, IRI], set[IRI]] = field(default_factory=lambda: defaultdict(set))

    def of(self, reading: Reading) -> Layers:
        """The layers of a reading's document."""
        return self.layers[reading.description.key]

    def unit(self, reading: Reading, path: UnitPath) -> IRI:
        """The IRI of a unit."""
        return self.names.unit(reading.description.key, path)

    def phrases_by_link(self, reading: Reading, path: UnitPath) -> dict[tuple[IRI, IRI], set[IRI]]:
        """The links (property, value) that the mentions of a unit make, and the phrases of each."""
        found: dict[tuple[IRI, IRI], set[IRI]] = defaultdict(set)
        for mention, phrase in self.linking(reading, path):
            for meaning in mention.meanings:
                found[mention.link, meaning].add(phrase)
                if mention.role_link is not None:
                    found[mention.role_link, meaning].add(phrase)
        return found

    def linking(self, reading: Reading, path: UnitPath) -> Iterator[tuple[Mention, IRI]]:
        """The mentions of a unit that make links, each with its phrase, in reading order."""
        unit = self.unit(reading, path)
        for mention in self.mentions.get(UnitKey.of(reading, path), ()):
            if isinstance(mention, Mention) and mention.makes_link:
                first = mention.unit.span.begin
                yield mention, self.names.phrase(unit, mention.begin - first, mention.end - first)

    def values(self, reading: Reading, path: UnitPath) -> Iterator[tuple[IRI, IRI]]:
        """The times and amounts of a unit that its item has: property and phrase."""
        unit = self.unit(reading, path)
        for mention in self.mentions.get(UnitKey.of(reading, path), ()):
            makes_link = isinstance(mention, DateMention) or mention.makes_link
            if not isinstance(mention, Mention) and mention.link is not None and makes_link:
                first = mention.unit.span.begin
                phrase = self.names.phrase(unit, mention.begin - first, mention.end - first)
                yield mention.link, phrase

    def restating(self) -> Iterator[PlacedOccurrence]:
        """The bullets that restate one of a document that is not in the draft."""
        for reading in self.readings if self.elsewhere.originals else ():
            for occurrence in reading.document.occurrences:
                placed = PlacedOccurrence(reading, occurrence)
                if placed.key in self.elsewhere.originals:
                    yield placed

    def items(self) -> Mapping[UnitKey, IRI]:
        """The item of each occurrence."""
        found = {
            placed.key: item.iri(self.names)
            for item in self.resolution.items
            for placed in item.occurrences
        }
        foreign = self.elsewhere.originals
        return found | {key: original.item_iri(self.names) for key, original in foreign.items()}

    def learn(self, links: Iterable[Triple]) -> None:
        """Note links that stand in some layer."""
        for subject, predicate, value in links:
            if isinstance(value, IRI):
                self.known[subject, predicate].add(value)
