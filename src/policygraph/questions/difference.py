"""What changed between two graphs: units, items, links, mentions and things, in words.

Offsets and source lines move with every character of a new text, so a unit counts as altered only
where its words, class, place or heading are others. What no heading of the report covers is counted
by predicate: nothing that differs is left out.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policygraph.core.index import Index
from policygraph.core.links import link_properties
from policygraph.core.messages import Messages, check_language
from policygraph.core.namespaces import DCTERMS, IRI, ITSRDF, NIF, POL, RDF, SKOS
from policygraph.core.prefixes import short_name, shorten
from policygraph.core.terms import Literal, Term, Triple
from policygraph.questions.asking import opened
from policygraph.questions.labels import find_given_labels
from policygraph.store import Store

_UNIT_FACTS = (
    POL.text, RDF.type, DCTERMS.isPartOf, POL.order, POL.partType, POL.number, DCTERMS.title,
)  # fmt: skip
_ITEM_FACTS = (RDF.type, SKOS.prefLabel)
_THING_FACTS = (
    RDF.type, SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.definition, SKOS.broader,
    POL.tagLabel, POL.notWithin, POL.onlyWithin, POL.denotes,
)  # fmt: skip
_MOVES_WITH_THE_TEXT = (NIF.beginIndex, NIF.endIndex, POL.sourceLines)
_SIGNS = {"added": "+", "removed": "-", "altered": "~"}
_LENGTH = 60  # characters of a text that are shown
_say = Messages("difference")


@dataclass(frozen=True, slots=True)
class Change:
    """Something that differs.

    Attributes:
        subject: the unit, item or thing, or where a link starts.
        label: what it is called, or its words.
        before, after: its facts that differ, by predicate.
        link: predicate and value of a link; what the value is called.
    """

    subject: IRI
    label: str
    before: Mapping[IRI, tuple[str, ...]]
    after: Mapping[IRI, tuple[str, ...]]
    link: tuple[IRI, IRI, str] | None = None

    def to_json(self) -> dict[str, Any]:
        """What JSON can hold of it."""
        written: dict[str, Any] = {"iri": self.subject, "label": self.label or None}
        if self.link is not None:
            predicate, value, name = self.link
            written |= {"predicate": predicate, "value": value, "valueLabel": name or None}
        if self.before or self.after:
            written |= {"before": dict(self.before), "after": dict(self.after)}
        return written


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What was added, removed and altered of one kind."""

    added: tuple[Change, ...] = ()
    removed: tuple[Change, ...] = ()
    altered: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.altered)

    def by_state(self) -> dict[str, tuple[Change, ...]]:
        """The changes by ``added``, ``removed`` and ``altered``."""
        return {state: getattr(self, state) for state in _SIGNS}


@dataclass(frozen=True, slots=True)
class Difference:
    """The difference of two graphs. It is true where there is one.

    Attributes:
        kinds: by ``units``, ``items``, ``links``, ``mentions`` and ``things``.
        others: triples added and removed that none of those covers, by predicate.
        language: of the labels, ``ja`` or ``en``.
    """

    kinds: Mapping[str, ChangeSet]
    others: Mapping[IRI, tuple[int, int]]
    language: str = "ja"

    def __bool__(self) -> bool:
        return any(self.kinds.values()) or bool(self.others)

    def to_text(self) -> str:
        """The difference in words, a line a change."""
        return "\n".join(_lines(self) if self else [_say("same", self.language)]) + "\n"

    def to_json(self) -> str:
        """The difference as JSON."""
        content: dict[str, Any] = {
            kind: {
                state: [change.to_json() for change in changed]
                for state, changed in changes.by_state().items()
            }
            for kind, changes in self.kinds.items()
        }
        content["otherTriples"] = {
            predicate: {"added": added, "removed": removed}
            for predicate, (added, removed) in self.others.items()
        }
        content["different"] = bool(self)
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def compare(
    old: str | Path | Store, new: str | Path | Store, *, language: str = "ja"
) -> Difference:
    """Compare two graphs.

    >>> with policygraph.open_store() as old, policygraph.open_store() as new:
    ...     bool(policygraph.compare(old, new))
    False

    Args:
        old, new: files, folders, URLs of endpoints, or open stores.
        language: of the labels in the changes, ``ja`` or ``en``.

    Raises:
        UsageError: a language that there is not.
        StoreError: a graph cannot be opened.
        DataError: a file that is not RDF.
    """
    check_language(language)
    before, after = _Side.read(old), _Side.read(new)
    kinds = {
        "units": _nodes(before, after, _Side.is_unit, _UNIT_FACTS, language),
        "items": _nodes(before, after, _Side.is_item, _ITEM_FACTS, language),
        "links": _links(before, after, language),
        "mentions": _mentions(before, after, language),
        "things": _nodes(before, after, _Side.is_thing, _THING_FACTS, language),
    }
    return Difference(kinds, _others(before, after), language)


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the graphs.

    Attributes:
        layers: of each triple, the last step of its graph.
        links: the predicates that count as links.
    """

    index: Index
    layers: Mapping[Triple, str]
    links: frozenset[IRI]

    @classmethod
    def read(cls, graph: str | Path | Store) -> _Side:
        with opened(graph, may_be_empty=True) as store:
            layers = {(s, p, o): name.rpartition("/")[2] for s, p, o, name in store.dump()}
        links = link_properties() | {POL.addressesIssue, POL.occurrenceOf, POL.reprises}
        return cls(Index(layers), layers, links)

    def is_unit(self, subject: IRI) -> bool:
        return not self.index.about(subject).keys().isdisjoint((POL.text, POL.partType))

    def is_item(self, subject: IRI) -> bool:
        return self.index.is_a(subject, POL.Measure) or self.index.is_a(subject, POL.Target)

    def is_thing(self, subject: IRI) -> bool:
        return SKOS.prefLabel in self.index.about(subject) and not self.is_item(subject)

    def is_link(self, triple: Triple) -> bool:
        return triple[1] in self.links and isinstance(triple[2], IRI)

    def facts(self, subject: IRI, predicates: Iterable[IRI]) -> dict[IRI, tuple[str, ...]]:
        """Some facts of a subject, as sorted texts."""
        said = self.index.about(subject)
        return {p: tuple(sorted(map(_text, said[p]))) for p in predicates if p in said}

    def label(self, subject: IRI, language: str) -> str:
        """What somebody called a thing, or the words of a unit; empty where it has neither."""
        words = self.index.words(subject, POL.text)
        return words or find_given_labels(self.index, [subject], language).get(subject, "")

    def mentions(self) -> Counter[tuple[IRI, str, IRI]]:
        """Unit, words and meaning of every mention; the same words may stand in a unit twice."""
        return Counter(
            (unit, min(self.facts(mention, [NIF.anchorOf]).get(NIF.anchorOf, ("",))), meaning)
            for mention in self.index.subjects()
            for unit in self.index.iris(mention, POL.mentionedIn)
            for meaning in self.index.iris(mention, ITSRDF.taIdentRef)
        )

    def is_covered(self, triple: Triple) -> bool:
        """Whether a triple belongs to a unit, item, link, mention or thing as they are compared."""
        subject, predicate, _ = triple
        said = self.index.about(subject)
        # A mention is known by unit, words and meaning; its IRI and offsets follow.
        is_mention = POL.mentionedIn in said and ITSRDF.taIdentRef in said
        return (
            self.is_link(triple)
            or is_mention
            or (self.is_unit(subject) and predicate in (*_UNIT_FACTS, *_MOVES_WITH_THE_TEXT))
            or (self.is_item(subject) and predicate in _ITEM_FACTS)
            or (self.is_thing(subject) and predicate in _THING_FACTS)
        )


def _text(value: Term) -> str:
    if isinstance(value, Literal):
        return f"{value.value}@{value.language}" if value.language else value.value
    return str(value)


def _nodes(
    before: _Side,
    after: _Side,
    is_kind: Callable[[_Side, IRI], bool],
    predicates: Iterable[IRI],
    language: str,
) -> ChangeSet:
    old = {node for node in before.index.subjects() if is_kind(before, node)}
    new = {node for node in after.index.subjects() if is_kind(after, node)}
    altered = []
    for node in sorted(old & new):
        was, becomes = before.facts(node, predicates), after.facts(node, predicates)
        differing = sorted(p for p in was | becomes if was.get(p) != becomes.get(p))
        if differing:
            altered.append(
                Change(
                    node,
                    after.label(node, language),
                    {p: was.get(p, ()) for p in differing},
                    {p: becomes.get(p, ()) for p in differing},
                )
            )
    return ChangeSet(
        tuple(Change(node, after.label(node, language), {}, {}) for node in sorted(new - old)),
        tuple(Change(node, before.label(node, language), {}, {}) for node in sorted(old - new)),
        tuple(altered),
    )


def _links(before: _Side, after: _Side, language: str) -> ChangeSet:
    def change(side: _Side, triple: Triple, layers: tuple[str, ...] = ()) -> Change:
        subject, predicate, value = triple
        assert isinstance(value, IRI)
        was, becomes = ({predicate: (layer,)} for layer in layers) if layers else ({}, {})
        link = (predicate, value, side.label(value, language))
        return Change(subject, side.label(subject, language), was, becomes, link)

    old, new = before.layers, after.layers
    links = sorted(triple for triple in {*old, *new} if before.is_link(triple))
    return ChangeSet(
        tuple(change(after, triple) for triple in links if triple not in old),
        tuple(change(before, triple) for triple in links if triple not in new),
        tuple(
            change(after, triple, (old[triple], new[triple]))
            for triple in links
            if triple in old and triple in new and old[triple] != new[triple]
        ),
    )


def _mentions(before: _Side, after: _Side, language: str) -> ChangeSet:
    old, new = before.mentions(), after.mentions()

    def changes(side: _Side, mentions: Counter[tuple[IRI, str, IRI]]) -> tuple[Change, ...]:
        return tuple(
            Change(unit, words, {}, {}, (ITSRDF.taIdentRef, meaning, side.label(meaning, language)))
            for unit, words, meaning in sorted(mentions.elements())
        )

    return ChangeSet(changes(after, new - old), changes(before, old - new))


def _others(before: _Side, after: _Side) -> dict[IRI, tuple[int, int]]:
    """Triples that differ and belong to nothing that is compared above."""
    counts: dict[IRI, Counter[str]] = {}
    for state, side, other in (("added", after, before), ("removed", before, after)):
        for triple in side.layers.keys() - other.layers.keys():
            if not side.is_covered(triple):
                counts.setdefault(triple[1], Counter())[state] += 1
    return {p: (count["added"], count["removed"]) for p, count in sorted(counts.items())}


def _lines(difference: Difference) -> Iterator[str]:
    language = difference.language
    for kind, changes in difference.kinds.items():
        if changes:
            counts = ", ".join(
                f"{_say(state, language)} {len(changed)}"
                for state, changed in changes.by_state().items()
                if changed
            )
            yield f"{_say(kind, language)}: {counts}"
        for state, changed in changes.by_state().items():
            for change in changed:
                yield from _change_lines(change, _SIGNS[state])
    if difference.others:
        yield f"{_say('others', language)}:"
        for predicate, (added, removed) in difference.others.items():
            yield f"  {shorten(predicate)}  +{added} -{removed}"


def _change_lines(change: Change, sign: str) -> Iterator[str]:
    label = f"  「{_cut(change.label)}」" if change.label else ""
    if change.link is None:
        yield f"  {sign} {short_name(change.subject)}{label}"
        for predicate in change.after:
            was, becomes = (
                ", ".join(f"“{_cut(value)}”" for value in side.get(predicate, ())) or "∅"
                for side in (change.before, change.after)
            )
            yield f"      {shorten(predicate)}: {was} -> {becomes}"
        return
    predicate, value, name = change.link
    layers = ""
    if change.before:
        layers = f"  ({' '.join(change.before[predicate])} -> {' '.join(change.after[predicate])})"
    named = f" ({name})" if name else ""
    link = f"{shorten(predicate)} {short_name(value)}{named}"
    yield f"  {sign} {short_name(change.subject)} {link}{layers}{label}"


def _cut(text: str) -> str:
    return text if len(text) <= _LENGTH else f"{text[: _LENGTH - 1]}…"
