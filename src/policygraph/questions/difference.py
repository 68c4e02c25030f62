"""What changed between two graphs: units, items, links, mentions and things, in words.

Offsets and source lines move with every character of a new text, so a unit counts as altered only
where its words, class, place or heading are others. What no heading of the report covers is counted
by predicate: nothing that differs is left out.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from policygraph.core.links import link_properties
from policygraph.core.messages import Messages, find_language
from policygraph.core.namespaces import DCTERMS, IRI, ITSRDF, NIF, POL, PROV, RDF, RDFS, SKOS
from policygraph.core.places import PLACES
from policygraph.core.prefixes import short_name, shorten
from policygraph.core.terms import Literal, Term, Triple
from policygraph.questions.asking import opened
from policygraph.questions.labels import find_given_labels, find_texts
from policygraph.store import Store
from policygraph.store.compare import ChangedSubject, changed_quads, changed_subjects
from policygraph.store.sorted_graph import SortedGraph

# What is compared of a unit, an item or another thing.
_FACTS: Final[Mapping[str, tuple[IRI, ...]]] = {
    "units": (
        POL.text, RDF.type, DCTERMS.isPartOf, POL.order, POL.partType, POL.number, DCTERMS.title,
    ),
    "items": (RDF.type, RDFS.label, SKOS.prefLabel, DCTERMS.identifier, DCTERMS.isPartOf, POL.text),
    "things": (
        RDF.type, SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.definition, SKOS.broader,
        POL.tagLabel, POL.notWithin, POL.onlyWithin, POL.denotes,
    ),
}  # fmt: skip
_MOVES_WITH_THE_TEXT: Final = {
    "units": (NIF.beginIndex, NIF.endIndex, *PLACES, PROV.wasQuotedFrom),
    "items": (POL.order, *PLACES),
}
# What follows from other triples that are compared: of a link, of a mention.
_FOLLOWS: Final = (POL.links, POL.mentions, POL.evidence)
_KINDS: Final = ("units", "items", "links", "mentions", "things")
_SIGNS: Final = {"added": "+", "removed": "-", "altered": "~"}
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
    label: str = ""
    before: Mapping[IRI, tuple[str, ...]] | None = None
    after: Mapping[IRI, tuple[str, ...]] | None = None
    link: tuple[IRI, IRI, str] | None = None

    def to_json(self) -> dict[str, Any]:
        """What JSON can hold of it."""
        written: dict[str, Any] = {"iri": self.subject, "label": self.label or None}
        if self.link is not None:
            predicate, value, name = self.link
            written |= {"predicate": predicate, "value": value, "valueLabel": name or None}
        if self.before is not None:
            written |= {"before": self.before, "after": self.after}
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
    language: str

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
    old: str | Path | Store, new: str | Path | Store, *, language: str | None = None
) -> Difference:
    """Compare two graphs.

    >>> with policygraph.open_store() as old, policygraph.open_store() as new:
    ...     bool(policygraph.compare(old, new))
    False

    Args:
        old, new: files, folders, URLs of endpoints, or open stores.
        language: of the labels in the changes, ``ja`` or ``en``; see `find_language`.

    Raises:
        UsageError: a language that there is not.
        StoreError: a graph cannot be opened.
        DataError: a file that is not RDF.
    """
    language = find_language(language)
    changes = _Changes()
    with opened(old, may_be_empty=True) as before, opened(new, may_be_empty=True) as after:
        with SortedGraph(before.dump()) as was, SortedGraph(after.dump()) as becomes:
            for changed in changed_subjects(was, becomes):
                changes.note(changed)
            changes.note_layers(was, becomes)
        return Difference(
            changes.named(before, after, language),
            {p: (n["added"], n["removed"]) for p, n in sorted(changes.others.items())},
            language,
        )


class _Changes:
    """Changes as they are found, without labels yet."""

    def __init__(self) -> None:
        self.links = link_properties() | {
            POL.addressesIssue,
            POL.relatedIssue,
            POL.occurrenceOf,
            POL.reprises,
        }
        self.found: dict[tuple[str, str], list[Change]] = defaultdict(list)  # by kind and state
        self.others: dict[IRI, Counter[str]] = defaultdict(Counter)
        # The mentions that one side has and the other has not: unit, words, meaning.
        self.mentions: Counter[tuple[IRI, str, IRI]] = Counter()

    def note(self, changed: ChangedSubject) -> None:
        """Note what differs of a subject."""
        old, new = _kinds(changed.before), _kinds(changed.after)
        for kind in _FACTS.keys() & (old | new):
            was, becomes = _facts(changed.before, kind), _facts(changed.after, kind)
            differing = sorted(p for p in was | becomes if was.get(p) != becomes.get(p))
            if kind not in old or kind not in new:
                state = "removed" if kind in old else "added"
                self.found[kind, state].append(Change(changed.subject))
            elif differing:
                change = Change(
                    changed.subject,
                    before={p: was.get(p, ()) for p in differing},
                    after={p: becomes.get(p, ()) for p in differing},
                )
                self.found[kind, "altered"].append(change)
        for state, kinds, triples, others in (
            ("added", new, changed.after, changed.before),
            ("removed", old, changed.before, changed.after),
        ):
            for triple in sorted(set(triples) - set(others)):
                self._note_triple(state, kinds, triple)
        self.mentions.update(_mentions(changed.after))
        self.mentions.subtract(_mentions(changed.before))

    def _note_triple(self, state: str, kinds: set[str], triple: Triple) -> None:
        subject, predicate, value = triple
        if predicate in self.links and isinstance(value, IRI):
            self.found["links", state].append(Change(subject, link=(predicate, value, "")))
        elif not (
            "mentions" in kinds  # known by unit, words and meaning; its IRI and offsets follow
            or predicate in _FOLLOWS
            or any(predicate in _FACTS[kind] for kind in _FACTS.keys() & kinds)
            or any(predicate in _MOVES_WITH_THE_TEXT.get(kind, ()) for kind in kinds)
        ):
            self.others[predicate][state] += 1

    def note_layers(self, old: SortedGraph, new: SortedGraph) -> None:
        """Note the links that another layer says now."""
        layers: tuple[dict[Triple, str], dict[Triple, str]] = ({}, {})
        for changed in changed_quads(old, new):
            subject, predicate, value, graph = changed.quad
            if predicate in self.links and isinstance(value, IRI):
                layers[changed.is_new][subject, predicate, value] = graph.rpartition("/")[2]
        for triple in sorted(layers[False].keys() & layers[True].keys()):
            subject, predicate, value = triple
            was, becomes = ({predicate: (side[triple],)} for side in layers)
            if was != becomes:
                assert isinstance(value, IRI)
                change = Change(subject, "", was, becomes, (predicate, value, ""))
                self.found["links", "altered"].append(change)

    def named(self, before: Store, after: Store, language: str) -> dict[str, ChangeSet]:
        """The changes with labels: those of the new graph, of the old one for what was removed."""
        for (unit, words, meaning), count in sorted(self.mentions.items()):
            change = Change(unit, words, link=(ITSRDF.taIdentRef, meaning, ""))
            state = "added" if count > 0 else "removed"
            self.found["mentions", state] += [change] * abs(count)
        sides = {"added": after, "altered": after, "removed": before}
        named = {
            state: _named(store, [self.found[kind, state] for kind in _KINDS], language)
            for state, store in sides.items()
        }
        return {
            kind: ChangeSet(**{state: tuple(named[state][number]) for state in _SIGNS})
            for number, kind in enumerate(_KINDS)
        }


def _kinds(triples: Iterable[Triple]) -> set[str]:
    """What a subject is, by what is said of it: one of `_FACTS`, and a mention."""
    said: dict[IRI, set[Term]] = defaultdict(set)
    for _, predicate, value in triples:
        said[predicate].add(value)
    is_item = not said.get(RDF.type, set()).isdisjoint(
        (POL.Measure, POL.Target, POL.ReportedMeasure)
    )
    is_kind = {
        "units": not is_item and (POL.text in said or POL.partType in said),
        "items": is_item,
        "things": SKOS.prefLabel in said and not is_item,
        "mentions": POL.mentionedIn in said and ITSRDF.taIdentRef in said,
    }
    return {kind for kind, holds in is_kind.items() if holds}


def _facts(triples: Iterable[Triple], kind: str) -> dict[IRI, tuple[str, ...]]:
    """What is compared of a subject of a kind, as sorted texts."""
    facts: dict[IRI, list[str]] = defaultdict(list)
    for _, predicate, value in triples:
        if predicate in _FACTS[kind]:
            facts[predicate].append(_text(value))
    return {predicate: tuple(sorted(texts)) for predicate, texts in facts.items()}


def _text(value: Term) -> str:
    if isinstance(value, Literal):
        return f"{value.value}@{value.language}" if value.language else value.value
    return value


def _mentions(triples: Iterable[Triple]) -> Counter[tuple[IRI, str, IRI]]:
    """Unit, words and meaning of a mention; the same words may stand in a unit twice."""
    values: dict[IRI, list[Term]] = defaultdict(list)
    for _, predicate, value in triples:
        values[predicate].append(value)
    words = min(map(_text, values[NIF.anchorOf]), default="")
    return Counter(
        (unit, words, meaning)
        for unit in values[POL.mentionedIn]
        for meaning in values[ITSRDF.taIdentRef]
        if isinstance(unit, IRI) and isinstance(meaning, IRI)
    )


def _named(store: Store, kinds: list[list[Change]], language: str) -> list[list[Change]]:
    """Changes with what their subjects and values are called, or the words of units."""
    changes = [change for changed in kinds for change in changed]
    iris = {change.subject for change in changes if not change.label}
    iris |= {change.link[1] for change in changes if change.link}
    labels = find_given_labels(store, iris, language) | find_texts(store, iris)

    def name(change: Change) -> Change:
        link = change.link and (*change.link[:2], labels.get(change.link[1], ""))
        return replace(change, label=change.label or labels.get(change.subject, ""), link=link)

    return [list(map(name, changed)) for changed in kinds]


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
    before, after = change.before or {}, change.after or {}
    label = f"  「{_cut(change.label)}」" if change.label else ""
    if change.link is None:
        yield f"  {sign} {short_name(change.subject)}{label}"
        for predicate in after:
            was, becomes = (
                ", ".join(f"“{_cut(value)}”" for value in side.get(predicate, ())) or "∅"
                for side in (before, after)
            )
            yield f"      {shorten(predicate)}: {was} -> {becomes}"
        return
    predicate, value, name = change.link
    layers = f"  ({' '.join(before[predicate])} -> {' '.join(after[predicate])})" if before else ""
    named = f" ({name})" if name else ""
    link = f"{shorten(predicate)} {short_name(value)}{named}"
    yield f"  {sign} {short_name(change.subject)} {link}{layers}{label}"


def _cut(text: str) -> str:
    return text if len(text) <= _LENGTH else f"{text[: _LENGTH - 1]}…"
