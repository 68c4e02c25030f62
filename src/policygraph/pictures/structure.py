"""The tree of a document: which part belongs to which, and what stands in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from policygraph.core.namespaces import BASE, IRI, POL
from policygraph.pictures.model import Edge, Node, NodeKind
from policygraph.pictures.names import short_names
from policygraph.pictures.queries import run
from policygraph.pictures.words import say
from policygraph.questions.answer import Answer
from policygraph.questions.labels import find_given_labels, find_labels
from policygraph.store import Store

Level = Literal["section", "chapter", "document", "all"]
_PART_TYPE = f"{BASE}concept/part-type/"
_LETTERS = ("recognition", "issues", "measures", "targets")
ALL = IRI("urn:all")
# What stands for the parts in it, from the finest to the coarsest; an introduction is a section.
_WHOLE: dict[Level, frozenset[str]] = {
    "section": frozenset({"document", "chapter", "section", "introduction"}),
    "chapter": frozenset({"document", "chapter"}),
    "document": frozenset({"document"}),
}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a document.

    Attributes:
        iri: of the part, or of a document, which has neither type nor number.
        parent: that it belongs to; none for a document.
        type: the last step of its type's IRI, as ``section``.
        label: its number and title as the series prints them.
        depth: steps below the document.
        sentences, bullets, restated: that stand directly in it; the restated ones are among the
            bullets.
    """

    iri: IRI
    parent: IRI | None
    type: str
    label: str
    depth: int
    sentences: int = 0
    bullets: int = 0
    restated: int = 0


def numbered(type_: str, number: str | None, title: str) -> str:
    """A title with its number in the form of the series: ``［A］基本的認識``."""
    if not number:
        return title
    if type_ in _LETTERS:
        return f"［{number}］{title}"
    if type_ == "group" and number.isdigit() and 1 <= int(number) <= len(_CIRCLED):
        return f"{_CIRCLED[int(number) - 1]} {title}"
    if type_ == "section":
        return f"（{number}）{title}"
    if type_ == "chapter":
        return f"第{number}章 {title}"
    return f"{number} {title}"


def read_parts(store: Store, language: str) -> list[Part]:
    """All parts in reading order, each document before its parts."""
    answer = run(store, "document-parts", language, ("type",))
    rows = {row.part: row for row in answer}
    children: dict[IRI, list[IRI]] = defaultdict(list)
    for row in rows.values():
        children[row.parent].append(row.part)
    parts: list[Part] = []
    # Depth first without recursion: what is last on the stack is read next.
    roots = sorted(set(children) - set(rows), reverse=True)
    documents = find_labels(store, roots, language)
    stack = [(iri, 0) for iri in roots]
    while stack:
        iri, depth = stack.pop()
        if iri in rows:
            row = rows[iri]
            type_ = row.type.removeprefix(_PART_TYPE)
            label = numbered(type_, row.number, row.title or answer.label(row.type))
            parts.append(
                Part(iri, row.parent, type_, label, depth, row.sentences, row.bullets, row.restated)
            )
        else:
            parts.append(Part(iri, None, "document", documents[iri], depth))
        inner = sorted(children[iri], key=lambda child: (rows[child].order, child), reverse=True)
        stack += [(child, depth + 1) for child in inner]
    return parts


def roll_up(
    parts: Sequence[Part], held: Collection[IRI], most: int, language: str
) -> tuple[Level, dict[IRI, Part]]:
    """Find few parts that stand for many.

    Args:
        parts: in reading order.
        held: those that something stands in.
        most: how many may stand for them.
        language: ``ja`` or ``en``.

    Returns:
        The finest level on which so few do: sections, chapters, documents, or all as one; and for
        each part the one that stands for it. Of several documents, each label says of which.
    """
    documents = [part for part in parts if part.type == "document"]
    for level, whole in _WHOLE.items():
        home: dict[IRI, Part] = {}
        document = ""
        for part in parts:
            document = part.label if part.type == "document" else document
            upper = home.get(part.parent) if part.parent else None
            if upper is None or part.type in whole:
                several = len(documents) > 1 and part.type != "document"
                upper = replace(part, label=f"{document} {part.label}") if several else part
            home[part.iri] = upper
        if len({home[iri].iri for iri in held}) <= most:
            return level, home
    everything = Part(ALL, None, "all", say("all-documents", language, count=len(documents)), 0)
    return "all", dict.fromkeys((part.iri for part in parts), everything)


def structure_edges(answer: Answer, *, printed: bool) -> list[Edge]:
    """Edges from each part to what belongs to it, in reading order.

    Args:
        answer: of ``document-structure``.
        printed: whether restated bullets are kept.
    """
    kept = [row for row in answer if printed or row.original is None]
    children: dict[IRI, list[tuple[int, IRI]]] = defaultdict(list)
    for row in kept:
        children[row.source].append((row.order, row.target))
    # A restated bullet that is left out takes its components with it.
    roots = sorted(set(children) - {row.target for row in answer}, reverse=True)
    edges: list[Edge] = []
    # Depth first without recursion: what is last on the stack is read next.
    stack: list[tuple[IRI | None, IRI]] = [(None, root) for root in roots]
    while stack:
        parent, iri = stack.pop()
        if parent is not None:
            edges.append(Edge(parent, iri, 1))
        stack += [(iri, child) for _, child in sorted(children[iri], reverse=True)]
    return edges


def structure_nodes(
    store: Store, answer: Answer, edges: Sequence[Edge], language: str
) -> tuple[Node, ...]:
    """The nodes of those edges, in reading order; the weight of each is the bullets under it."""
    kinds = {row.target: row.kind for row in answer}
    kept = list(dict.fromkeys(iri for edge in edges for iri in (edge.source, edge.target)))
    parents = {edge.target: edge.source for edge in edges}
    below: dict[IRI, int] = defaultdict(int)
    for iri in kept:
        if kinds.get(iri) in (POL.MeasureOccurrence, POL.TargetOccurrence):
            while (iri := parents.get(iri, IRI(""))) != "":
                below[iri] += 1
    labels = {part.iri: part.label for part in read_parts(store, language)}
    labels |= _unit_labels(store, answer, [iri for iri in kept if iri not in labels], language)
    return tuple(Node(iri, labels[iri], _node_kind(kinds.get(iri)), below[iri]) for iri in kept)


def _unit_labels(
    store: Store, answer: Answer, units: Sequence[IRI], language: str
) -> dict[IRI, str]:
    """The numbers of bullets and components, and the titles of what the bullets commit to."""
    items = {row.target: row.item for row in answer if row.item is not None}
    titles = find_given_labels(store, [items[unit] for unit in units if unit in items], language)
    numbers = short_names(units)
    return {
        unit: f"{numbers[unit]} {titles.get(items.get(unit, IRI('')), '')}".strip()
        for unit in units
    }


def _node_kind(kind: IRI | None) -> NodeKind:
    if kind in (POL.MeasureOccurrence, POL.TargetOccurrence):
        return "bullet"
    return "component" if kind == POL.MeasureComponent else "part"
