"""What changed between two graphs: units, items, links, mentions and things, in words.

Offsets and source lines move with every character of a new text, so a unit counts as altered only
where its words, class, place or heading are others. What no heading of the report covers is counted
by predicate: nothing that differs is left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from policygraph.core.namespaces import DCTERMS, IRI, ITSRDF, NIF, POL, RDF, SKOS
from policygraph.core.terms import Literal, Quad, Term

_LINKS = frozenset(
    (
        POL.responsibleBody, POL.involvesOrganization, POL.involvesActor, POL.hasTheme,
        POL.usesInstrument, POL.commitment, POL.refersTo, POL.underProgramme, POL.takesPlaceIn,
        POL.addressesIssue, POL.occurrenceOf, POL.reprises,
    )
)  # fmt: skip
_UNIT_FACTS = (
    POL.text,
    RDF.type,
    DCTERMS.isPartOf,
    POL.order,
    POL.partType,
    POL.number,
    DCTERMS.title,
)
_THING_FACTS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.definition, SKOS.broader,
                POL.tagLabel, POL.notWithin, POL.onlyWithin, POL.denotes)  # fmt: skip
_MOVES_WITH_THE_TEXT = frozenset((NIF.beginIndex, NIF.endIndex, POL.sourceLines))
_ITEMS = frozenset((POL.Measure, POL.Target))
Facts = dict[IRI, tuple[str, ...]]
Link = tuple[IRI, IRI, IRI]


@dataclass(frozen=True, slots=True)
class Change:
    """Something that differs.

    Attributes:
        subject: the unit, item or thing, or where a link starts.
        label: what it is called, or its words.
        before, after: its facts that differ, by predicate.
        link: predicate and value of a link; their label.
    """

    subject: IRI
    label: str
    before: Mapping[IRI, tuple[str, ...]]
    after: Mapping[IRI, tuple[str, ...]]
    link: tuple[IRI, IRI, str] | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What was added, removed and altered of one kind."""

    added: tuple[Change, ...]
    removed: tuple[Change, ...]
    altered: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.altered)


@dataclass(frozen=True, slots=True)
class Difference:
    """The difference of two graphs.

    Attributes:
        kinds: by ``units``, ``items``, ``links``, ``mentions`` and ``things``.
        others: triples added and removed that none of those covers, by predicate.
    """

    kinds: dict[str, Changes]
    others: dict[IRI, tuple[int, int]]

    def __bool__(self) -> bool:
        return any(self.kinds.values()) or bool(self.others)


class _Graph:
    """A graph taken apart."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.facts: dict[IRI, dict[IRI, set[Term]]] = defaultdict(lambda: defaultdict(set))
        self.layers: dict[Link, str] = {}
        self.triples: set[tuple[IRI, IRI, Term]] = set()
        for subject, predicate, value, graph in quads:
            self.facts[subject][predicate].add(value)
            self.triples.add((subject, predicate, value))
            if predicate in _LINKS and isinstance(value, IRI):
                self.layers[subject, predicate, value] = graph.rpartition("/")[2]
        self.units = {s for s, f in self.facts.items() if POL.text in f or POL.partType in f}
        self.items = {s for s, f in self.facts.items() if f.get(RDF.type, set()) & _ITEMS}
        self.things = {
            s for s, f in self.facts.items() if SKOS.prefLabel in f and s not in self.items
        }

    def of(self, subject: IRI, predicates: Iterable[IRI]) -> Facts:
        """Some facts of a subject, as sorted texts."""
        known = self.facts.get(subject, {})
        return {p: _texts(known[p]) for p in predicates if p in known}

    def label(self, subject: IRI, language: str) -> str:
        """What a thing is called, or the words of a unit."""
        known = self.facts.get(subject, {})
        for predicate in (SKOS.prefLabel, POL.text, DCTERMS.title):
            literals = [v for v in known.get(predicate, ()) if isinstance(v, Literal)]
            literals.sort(key=lambda v: (v.language != language, v))
            if literals:
                return literals[0].value
        return ""

    def mentions(self) -> Counter[tuple[IRI, str, IRI]]:
        """Unit, words and meaning of every mention; the same words may stand in a unit twice."""
        found: Counter[tuple[IRI, str, IRI]] = Counter()
        for known in self.facts.values():
            for unit in known.get(POL.mentionedIn, ()):
                words = next(iter(_texts(known.get(NIF.anchorOf, set()))), "")
                for meaning in known.get(ITSRDF.taIdentRef, ()):
                    if isinstance(unit, IRI) and isinstance(meaning, IRI):
                        found[unit, words, meaning] += 1
        return found


def _texts(values: Iterable[Term]) -> tuple[str, ...]:
    return tuple(
        sorted(f"{v.value}@{v.language}" if isinstance(v, Literal) and v.language
               else v.value if isinstance(v, Literal) else str(v) for v in values)
    )  # fmt: skip


def compare(old: Iterable[Quad], new: Iterable[Quad], language: str = "ja") -> Difference:
    """Compare two graphs.

    Args:
        old, new: their quads.
        language: of the labels in the changes.
    """
    before, after = _Graph(old), _Graph(new)
    kinds = {
        "units": _nodes(before, after, before.units, after.units, _UNIT_FACTS, language),
        "items": _nodes(
            before, after, before.items, after.items, (RDF.type, SKOS.prefLabel), language
        ),
        "links": _links(before, after, language),
        "mentions": _mentions(before, after, language),
        "things": _nodes(
            before, after, before.things, after.things, (RDF.type, *_THING_FACTS), language
        ),
    }
    return Difference(kinds, _others(before, after))


def _nodes(
    before: _Graph, after: _Graph, old: set[IRI], new: set[IRI],
    predicates: tuple[IRI, ...], language: str,
) -> Changes:  # fmt: skip
    altered = []
    for node in sorted(old & new):
        was, is_ = before.of(node, predicates), after.of(node, predicates)
        if was != is_:
            different = {p for p in (*was, *is_) if was.get(p) != is_.get(p)}
            altered.append(
                Change(
                    node,
                    after.label(node, language),
                    {p: was.get(p, ()) for p in sorted(different)},
                    {p: is_.get(p, ()) for p in sorted(different)},
                )
            )
    return Changes(
        tuple(Change(n, after.label(n, language), {}, {}) for n in sorted(new - old)),
        tuple(Change(n, before.label(n, language), {}, {}) for n in sorted(old - new)),
        tuple(altered),
    )


def _links(before: _Graph, after: _Graph, language: str) -> Changes:
    def change(graph: _Graph, link: Link, was: str = "", is_: str = "") -> Change:
        subject, predicate, value = link
        return Change(
            subject,
            graph.label(subject, language),
            {predicate: (was,)} if was else {},
            {predicate: (is_,)} if is_ else {},
            (predicate, value, graph.label(value, language)),
        )

    old, new = before.layers, after.layers
    return Changes(
        tuple(change(after, link) for link in sorted(new.keys() - old.keys())),
        tuple(change(before, link) for link in sorted(old.keys() - new.keys())),
        tuple(
            change(after, link, old[link], new[link])
            for link in sorted(old.keys() & new.keys())
            if old[link] != new[link]
        ),
    )


def _mentions(before: _Graph, after: _Graph, language: str) -> Changes:
    old, new = before.mentions(), after.mentions()

    def changes(graph: _Graph, found: Counter[tuple[IRI, str, IRI]]) -> tuple[Change, ...]:
        return tuple(
            Change(
                unit, words, {}, {}, (ITSRDF.taIdentRef, meaning, graph.label(meaning, language))
            )
            for unit, words, meaning in sorted(found.elements())
        )

    return Changes(changes(after, new - old), changes(before, old - new), ())


def _others(before: _Graph, after: _Graph) -> dict[IRI, tuple[int, int]]:
    """Triples that differ and are not of a unit, item, link, mention or thing as compared above."""
    counts: dict[IRI, list[int]] = defaultdict(lambda: [0, 0])
    for index, (one, other) in enumerate(((after, before), (before, after))):
        for subject, predicate, value in one.triples - other.triples:
            if not _covered(one, subject, predicate, value):
                counts[predicate][index] += 1
    return {predicate: (added, removed) for predicate, (added, removed) in sorted(counts.items())}


def _covered(graph: _Graph, subject: IRI, predicate: IRI, value: Term) -> bool:
    if predicate in _LINKS and isinstance(value, IRI):
        return True
    known = graph.facts[subject]
    if POL.mentionedIn in known and ITSRDF.taIdentRef in known:
        return True  # a mention is told by unit, words and meaning; its IRI and offsets follow
    if subject in graph.units and predicate in (*_UNIT_FACTS, *_MOVES_WITH_THE_TEXT):
        return True
    if subject in graph.items and predicate in (RDF.type, SKOS.prefLabel):
        return True
    return subject in graph.things and predicate in (RDF.type, *_THING_FACTS)
