"""A small graph in memory, indexed by subject and, for the properties that hold it together, by object."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from policygraph.core.namespaces import DCTERMS, IRI, NIF, POL, RDF, SKOS
from policygraph.core.terms import Literal, Term, Triple

# The properties that are followed against their direction, from a whole to its parts.
HOLDING = frozenset(
    (POL.occurrenceOf, POL.mentionedIn, DCTERMS.isPartOf, RDF.subject, POL.withdrawnSubject)
)


class Index:
    """Triples by subject and predicate, in the order in which they were added."""

    def __init__(self, triples: Iterable[Triple] = ()) -> None:
        self._about: dict[IRI, dict[IRI, list[Term]]] = {}
        self._held: dict[tuple[IRI, IRI], list[IRI]] = defaultdict(list)
        for triple in triples:
            self.add(triple)

    def add(self, triple: Triple) -> None:
        """Add a triple; one that is there already is not added twice by a caller who sorted."""
        subject, predicate, value = triple
        self._about.setdefault(subject, {}).setdefault(predicate, []).append(value)
        if predicate in HOLDING and isinstance(value, IRI):
            self._held[predicate, value].append(subject)

    def __contains__(self, subject: object) -> bool:
        return subject in self._about

    def subjects(self) -> Iterator[IRI]:
        """All subjects, in the order in which they came."""
        return iter(self._about)

    def about(self, subject: IRI) -> dict[IRI, list[Term]]:
        """What is said of a subject, by predicate."""
        return self._about.get(subject, {})

    def values(self, subject: IRI, predicate: IRI) -> list[Term]:
        """The values of a property."""
        return self._about.get(subject, {}).get(predicate, [])

    def iris(self, subject: IRI, predicate: IRI) -> list[IRI]:
        """The values of a property that are things."""
        return [value for value in self.values(subject, predicate) if isinstance(value, IRI)]

    def literals(self, subject: IRI, predicate: IRI) -> list[Literal]:
        """The values of a property that are literals."""
        return [value for value in self.values(subject, predicate) if isinstance(value, Literal)]

    def iri(self, subject: IRI, predicate: IRI) -> IRI | None:
        """The first thing that a property leads to."""
        found = self.iris(subject, predicate)
        return found[0] if found else None

    def words(self, subject: IRI, predicate: IRI, language: str | None = None) -> str:
        """The first literal of a property, or that in a language; empty where there is none."""
        for value in self.values(subject, predicate):
            if isinstance(value, Literal) and language in (None, value.language):
                return value.value
        return ""

    def words_in(self, subject: IRI, predicate: IRI, language: str) -> str:
        """The literal of a property in a language, else the first; empty where there is none."""
        return self.words(subject, predicate, language) or self.words(subject, predicate)

    def number(self, subject: IRI, predicate: IRI) -> int:
        """The integer of a property; 0 where there is none."""
        words = self.words(subject, predicate)
        return int(words) if words.lstrip("-").isdigit() else 0

    def is_a(self, subject: IRI, kind: IRI) -> bool:
        """Whether a subject is stated to be of a class."""
        return kind in self.values(subject, RDF.type)

    def held(self, thing: IRI, predicate: IRI) -> list[IRI]:
        """What points to a thing by one of the `HOLDING` properties, in reading order."""
        found = self._held.get((predicate, thing), [])
        return sorted(found, key=lambda subject: (*self.place(subject), subject))

    def place(self, subject: IRI) -> tuple[int, int]:
        """Where something stands: among its siblings, or in the text."""
        begin = self.words(subject, NIF.beginIndex)
        if begin.isdigit() and not self.values(subject, DCTERMS.isPartOf):
            return int(begin), -self.number(subject, NIF.endIndex)
        return self.number(subject, POL.order), 0

    def label(self, thing: IRI, language: str) -> str:
        """The preferred label in a language, else in the other one; empty where there is none."""
        others = [found for found in ("ja", "en") if found != language]
        for wanted in (language, *others):
            words = self.words(thing, SKOS.prefLabel, wanted)
            if words:
                return words
        return ""


class AskedIndex(Index):
    """The same triples as another index, and a note of which were asked for.

    Attributes:
        asked: subjects and properties that have values.
    """

    def __init__(self, index: Index) -> None:
        super().__init__()
        self._about, self._held = index._about, index._held
        self.asked: set[tuple[IRI, IRI]] = set()

    def values(self, subject: IRI, predicate: IRI) -> list[Term]:
        """See `Index.values`."""
        found = super().values(subject, predicate)
        if found:
            self.asked.add((subject, predicate))
        return found
