"""The documents of a graph: their source and date, the tree of their parts, and short numbers."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

from policygraph.core.errors import UsageError
from policygraph.core.messages import Messages
from policygraph.core.namespaces import IRI, POL
from policygraph.pictures.networks import Edge, Node
from policygraph.pictures.networks import say as say_of_networks
from policygraph.pictures.queries import run
from policygraph.questions.answer import Answer
from policygraph.questions.labels import find_given_labels, find_labels
from policygraph.store import PATIENCE, Store, open_store
from policygraph.version import VERSION

Level = Literal["section", "chapter", "document", "all"]
ALL: Final = IRI("urn:all")
# What stands for the parts in it, from the finest to the coarsest; an introduction is a section.
_WHOLE: dict[Level, frozenset[str]] = {
    "section": frozenset({"document", "chapter", "section", "introduction"}),
    "chapter": frozenset({"document", "chapter"}),
    "document": frozenset({"document"}),
}
_LETTERS: Final = ("recognition", "issues", "measures", "targets")
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_FOLDERS: Final = ("/measure/", "/target/", "/doc/")
_NAMED: Final = 2  # documents of several that are named in a notice
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_say = Messages("pictures")


def short_numbers(iris: Iterable[str]) -> dict[str, str]:
    """The numbers by which people cite measures, parts and units, whatever base their IRIs have.

    Args:
        iris: all that are named in one place.

    Returns:
        ``5-1-C-2-1``, ``5/1/C/2/1``; with the document before it, as in
        ``sti-strategy-2017/5-1-C-2-1``, where they are of several documents.
    """
    paths: dict[str, list[str]] = {}
    for iri in iris:
        local = next((iri.rpartition(f)[2] for f in _FOLDERS if f in iri), iri)
        paths[iri] = local.split("/", 1)
    if len({key for key, *_ in paths.values()}) > 1:
        return {iri: "/".join(path) for iri, path in paths.items()}
    return {iri: path[-1] for iri, path in paths.items()}


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """A part of a document with what stands in it.

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


def printed_title(type_: str, number: str | None, title: str) -> str:
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


def _depth_first(
    roots: Iterable[IRI], inner: Callable[[IRI], Iterable[IRI]]
) -> Iterator[tuple[IRI, IRI | None, int]]:
    """A tree from above, in the order of its children: each node, its parent and its depth."""
    # Without recursion: what is last on the stack is read next.
    stack: list[tuple[IRI, IRI | None, int]] = [(root, None, 0) for root in reversed(list(roots))]
    while stack:
        iri, parent, depth = stack.pop()
        yield iri, parent, depth
        stack += [(child, iri, depth + 1) for child in reversed(list(inner(iri)))]


def read_parts(store: Store, language: str) -> list[DocumentPart]:
    """All parts in reading order, each document before its parts."""
    answer = run(store, "document-parts", language, ("type",))
    rows = {row.part: row for row in answer}
    children: dict[IRI, list[IRI]] = defaultdict(list)
    for row in sorted(rows.values(), key=lambda row: (row.order, row.part)):
        children[row.parent].append(row.part)
    roots = sorted(set(children) - set(rows))
    documents = find_labels(store, roots, language)
    titles = find_given_labels(store, rows, language)
    parts = []
    for iri, parent, depth in _depth_first(roots, lambda iri: children.get(iri, ())):
        if parent is None:
            parts.append(DocumentPart(iri, None, "document", documents[iri], depth))
            continue
        row = rows[iri]
        type_ = row.type.rpartition("/")[2]
        label = printed_title(type_, row.number, titles.get(iri) or answer.label(row.type))
        parts.append(
            DocumentPart(iri, parent, type_, label, depth, row.sentences, row.bullets, row.restated)
        )
    return parts


def roll_up(
    parts: Sequence[DocumentPart], held: Collection[IRI], most: int, language: str
) -> tuple[Level, dict[IRI, DocumentPart]]:
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
    documents = sum(part.type == "document" for part in parts)
    for level, whole in _WHOLE.items():
        home: dict[IRI, DocumentPart] = {}
        document = ""
        for part in parts:
            document = part.label if part.type == "document" else document
            upper = home.get(part.parent) if part.parent else None
            if upper is None or part.type in whole:
                several = documents > 1 and part.type != "document"
                upper = replace(part, label=f"{document} {part.label}") if several else part
            home[part.iri] = upper
        if len({home[iri].iri for iri in held}) <= most:
            return level, home
    everything = DocumentPart(ALL, None, "all", _say("all-documents", language, count=documents), 0)
    return "all", dict.fromkeys((part.iri for part in parts), everything)


def structure_edges(answer: Answer, *, printed: bool) -> list[Edge]:
    """Edges from each part to what belongs to it, in reading order.

    Args:
        answer: of ``document-structure``.
        printed: whether restated bullets are kept; one that is left out takes its components with it.
    """
    children: dict[IRI, list[IRI]] = defaultdict(list)
    items = {row.target: row.item for row in answer}
    for row in sorted(answer, key=lambda row: (row.order, row.target)):
        # What restates a bullet of another edition is the first occurrence of an item of its own.
        if printed or row.original is None or items.get(row.original) != row.item:
            children[row.source].append(row.target)
    roots = sorted(set(children) - {row.target for row in answer})
    walked = _depth_first(roots, lambda iri: children.get(iri, ()))
    return [Edge(parent, iri, 1) for iri, parent, _ in walked if parent is not None]


def structure_nodes(
    store: Store, answer: Answer, edges: Sequence[Edge], language: str
) -> tuple[Node, ...]:
    """The nodes of those edges, in reading order; the weight of each is the bullets under it."""
    kinds = {row.target: _node_kind(row.kind) for row in answer}
    kept = list(dict.fromkeys(iri for edge in edges for iri in (edge.source, edge.target)))
    parents = {edge.target: edge.source for edge in edges}
    below: dict[IRI, int] = defaultdict(int)
    for iri in kept:
        if kinds.get(iri) == "bullet":
            while iri in parents:
                iri = parents[iri]
                below[iri] += 1
    labels = {part.iri: part.label for part in read_parts(store, language)}
    labels |= _unit_labels(store, answer, [iri for iri in kept if iri not in labels], language)
    return tuple(Node(iri, labels[iri], kinds.get(iri, "part"), below[iri]) for iri in kept)


def _unit_labels(
    store: Store, answer: Answer, units: Sequence[IRI], language: str
) -> Mapping[IRI, str]:
    """The numbers of bullets and components, and the titles of what the bullets commit to."""
    items = {row.target: row.item for row in answer if row.item is not None}
    titles = find_given_labels(store, [items[unit] for unit in units if unit in items], language)
    numbers = short_numbers(units)
    return {
        unit: f"{numbers[unit]} {titles.get(items.get(unit, IRI('')), '')}".strip()
        for unit in units
    }


def _node_kind(kind: IRI) -> str:
    if kind in (POL.MeasureOccurrence, POL.TargetOccurrence, POL.ReportedMeasureOccurrence):
        return "bullet"
    return "component" if kind == POL.MeasureComponent else "part"


@dataclass(frozen=True, slots=True)
class SourceNotice:
    """Where the text is from.

    Attributes:
        documents: titles, in the order of their dates.
        lines: the notice that the terms ask for, and the date.
        characters: of all texts, layout apart.
    """

    documents: tuple[str, ...]
    lines: tuple[str, ...]
    characters: int = 0


def read_notice(store: Store, language: str) -> SourceNotice:
    """Read the documents' titles, dates and notices."""
    answer = run(store, "documents", language)
    rows = sorted(answer, key=lambda r: (r.issued is None, str(r.issued or ""), r.document))
    titles = tuple(answer.label(row.document) for row in rows)
    return SourceNotice(
        documents=titles,
        lines=(_notice(rows, titles, language), _dates([row.issued for row in rows], language)),
        characters=sum(row.characters or 0 for row in rows),
    )


def _notice(rows: Sequence[Any], titles: Sequence[str], language: str) -> str:
    if len(rows) == 1:
        notice = rows[0].noticeEn if language == "en" else rows[0].noticeJa
        if notice:
            return str(notice)
    named = say_of_networks("and", language).join(titles[:_NAMED])
    if len(titles) > _NAMED:
        named += _say("source-more", language)
    return _say("source-several", language, titles=named, count=len(titles))


def _dates(issued: Sequence[datetime.date | None], language: str) -> str:
    """The dates of the documents, in their order; those without one come last."""
    dates = [date for date in issued if date is not None]
    if not dates:
        return _say("undated", language, version=VERSION)
    undated = len(issued) - len(dates)
    return _say(
        "date" if dates[0] == dates[-1] else "dates",
        language,
        first=write_date(dates[0], language),
        last=write_date(dates[-1], language),
        undated=_say("undated-some", language, count=undated) if undated else "",
        version=VERSION,
    )


def open_documents(location: str | Path | None) -> Store:
    """Open a graph that is to be drawn or counted.

    Args:
        location: as `policygraph.store.open_store` takes it.

    Raises:
        UsageError: there is no policy document in it.
    """
    store = open_store(location, patience=PATIENCE)
    if not run(store, "documents", "ja", ()):
        raise UsageError("no-policy-document", location=location)
    return store


def write_date(date: datetime.date, language: str) -> str:
    """A date for people: ``2017年6月2日``, ``2 June 2017``."""
    if language == "ja":
        return f"{date.year}年{date.month}月{date.day}日"
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"
