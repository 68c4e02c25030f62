"""The tree of a document: which part belongs to which, and what stands in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from policygraph.namespaces import BASE, IRI, POL
from policygraph.network.model import Edge, Node, NodeKind
from policygraph.network.queries import run
from policygraph.query.answer import Answer
from policygraph.query.labels import find_labels
from policygraph.store import Store

_PART_TYPE = f"{BASE}concept/part-type/"
_LETTERS = ("recognition", "issues", "measures", "targets")
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


def structure_edges(answer: Answer, *, printed: bool) -> list[Edge]:
    """Edges from each part to what belongs to it.

    Args:
        answer: of ``document-structure``.
        printed: whether restated bullets are kept.
    """
    return [Edge(row.source, row.target, 1) for row in answer if printed or row.original is None]


def structure_nodes(
    store: Store, answer: Answer, edges: Sequence[Edge], language: str
) -> tuple[Node, ...]:
    """The nodes of those edges; the weight of each is how many bullets stand under it."""
    kinds = {row.target: row.kind for row in answer}
    kept = {iri for edge in edges for iri in (edge.source, edge.target)}
    parents = {edge.target: edge.source for edge in edges}
    below: dict[IRI, int] = defaultdict(int)
    for iri in kept:
        if kinds.get(iri) in (POL.MeasureOccurrence, POL.TargetOccurrence):
            while (iri := parents.get(iri, IRI(""))) != "":
                below[iri] += 1
    labels = {part.iri: part.label for part in read_parts(store, language)}
    missing = find_labels(store, kept - labels.keys(), language)
    return tuple(
        Node(
            iri,
            labels.get(iri) or missing[iri].removeprefix("doc/"),
            _node_kind(kinds.get(iri)),
            below[iri],
        )
        for iri in sorted(kept)
    )


def _node_kind(kind: IRI | None) -> NodeKind:
    if kind in (POL.MeasureOccurrence, POL.TargetOccurrence):
        return "bullet"
    return "component" if kind == POL.MeasureComponent else "part"
