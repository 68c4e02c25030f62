"""What became of the items of earlier editions, as triples in graphs of their own."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from policygraph.core.errors import Errors
from policygraph.core.names import LINEAGE, VOCABULARY_GRAPH, Names
from policygraph.core.namespaces import IRI, POL
from policygraph.core.resources import resource
from policygraph.core.terms import Literal, Term, Triple, decimal, text
from policygraph.corpus.description import DocumentDescription
from policygraph.graph.changes import Changes
from policygraph.graph.curation import Curation, read_curation
from policygraph.graph.dataset import Dataset
from policygraph.graph.elsewhere import CorpusItems
from policygraph.graph.layers import Layers
from policygraph.lineage.memory import Memory
from policygraph.lineage.statements import Edition
from policygraph.lineage.tracing import Judged, Kind, Lineage, Link, trace

LINKS: Final[dict[Kind, IRI]] = {
    "unchanged": POL.restatesUnchanged,
    "revised": POL.revises,
    "split": POL.splitFrom,
    "merged": POL.mergedFrom,
    "report": POL.reportsOn,
}
JUDGED: Final = frozenset((*LINKS.values(), POL.takesUpIssue))
_RULES = {
    "same text": "lineage-same-text",
    "folded text": "lineage-folded-text",
    "likeness": "lineage-likeness",
}
_PLACES = 2  # of a score
_LANGUAGE = "ja"
_NEVER = datetime.date.min


def read_judgements(
    documents: Iterable[DocumentDescription], names: Names, errors: Errors
) -> Iterator[Curation]:
    """What persons judged: ``lineage*.ttl`` of the shipped curation, ``lineage.ttl`` beside documents."""
    beside = {document.lineage for document in documents if document.lineage is not None}
    for path in sorted({*resource("data", "curation").glob("lineage*.ttl"), *beside}):
        with errors.caught():
            yield read_curation(path, names, JUDGED)


def trace_editions(
    editions: Sequence[Edition], curations: Sequence[Curation], memory: Memory | None = None
) -> Lineage | None:
    """Trace the items of a corpus over its editions.

    Args:
        editions: all documents.
        curations: what persons judged of lineage.
        memory: of earlier comparisons.

    Returns:
        What was found; nothing where there is one document.
    """
    if len(editions) < 2:
        return None
    added = {link for curation in curations for link in curation.added}
    withdrawn = {link for curation in curations for link in curation.withdrawn}
    judged = Judged(
        confirmed=frozenset((s, o) for s, p, o in added if p in JUDGED and isinstance(o, IRI)),
        refused=frozenset((s, o) for s, p, o in withdrawn if p in JUDGED and isinstance(o, IRI)),
    )
    return trace(editions, judged=judged, memory=memory)


def add_lineage(
    dataset: Dataset,
    lineage: Lineage,
    editions: Sequence[Edition],
    corpus: CorpusItems,
    layers: Mapping[str, Layers],
    names: Names,
    curations: Sequence[Curation],
) -> None:
    """Write what became of the items of a corpus into graphs of their own.

    Args:
        dataset: with the vocabulary, which tells what things are called.
        lineage: see `trace_editions`.
        editions: all documents.
        corpus: tells which items restate an earlier document.
        layers: of the documents, with all but lineage.
        names: mints the IRIs.
        curations: what persons judged of lineage.
    """
    own = Layers(LINEAGE, names)
    known = {
        statement.iri
        for edition in editions
        for statement in (*edition.statements, *edition.issues)
    }
    for curation in curations:
        own.curated.extend(
            triple
            for triple in curation.triples
            if triple[1] not in JUDGED or {triple[0], triple[2]} <= known
        )
    infer_lineage(lineage, own)
    linked = {(s, o) for s, p, o in (*own.inferred, *own.curated) if p in JUDGED}
    restate(corpus, linked, own)
    for triple in own.curated:
        own.inferred.pop(triple, None)
    added = {link for curation in curations for link in curation.added}
    pairs = changed_pairs(lineage, added)
    if pairs:
        items = {item for pair in pairs for item in pair}
        changes = Changes(layers, dataset.graph(VOCABULARY_GRAPH), items)
        write_changes(changes, pairs, own)
    dataset.add(names.graph(LINEAGE, "inferred"), own.inferred)
    dataset.add(names.graph(LINEAGE, "curated"), own.curated)


def infer_lineage(lineage: Lineage, layers: Layers) -> None:
    """Write the links of a lineage, what was dropped and what is new."""
    names = layers.names
    for step in lineage.steps:
        later, earlier = (names.document(e.key) for e in (step.later, step.earlier[0]))
        link = POL.followsUp if step.is_report else POL.previousEdition
        layers.infer("lineage-order", later, link, earlier)
    for found in lineage.links:
        said = list(_said(found))
        link = LINKS[found.kind]
        layers.infer(_RULES[found.how], found.later.iri, link, found.earlier.iri, said=said)
    for statement, key in lineage.dropped:
        layers.infer("lineage-nothing", statement.iri, POL.droppedIn, names.document(key))
    for statement in lineage.introduced:
        document = names.document(statement.document)
        layers.infer("lineage-nothing", statement.iri, POL.introducedIn, document)
    for each in lineage.taken_up:
        said = [_score(each.score)]
        layers.infer("lineage-issue", each.later.iri, POL.takesUpIssue, each.issue.iri, said=said)


def restate(corpus: CorpusItems, linked: Collection[tuple[IRI, IRI]], layers: Layers) -> None:
    """What a reprise restates in a document of another day its item continues, also where no series was seen.

    Args:
        linked: the items that are linked anyway.
    """
    names = layers.names
    by_first = {first.key: first for first, _ in corpus.items}
    for key, original in sorted(corpus.apart.items()):
        later, earlier = by_first[key].item_iri(names), original.item_iri(names)
        if (later, earlier) not in linked and (original.day or _NEVER) < (
            by_first[key].day or _NEVER
        ):
            said = [_score(1.0)]
            layers.infer("lineage-folded-text", later, POL.restatesUnchanged, earlier, said=said)


def _said(link: Link) -> Iterator[tuple[IRI, Term]]:
    """What the assertion of a link says besides."""
    yield _score(link.score)
    for words in link.only_later:
        yield POL.onlyLater, text(words, _LANGUAGE)
    for words in link.only_earlier:
        yield POL.onlyEarlier, text(words, _LANGUAGE)


def _score(score: float) -> tuple[IRI, Literal]:
    return POL.score, decimal(max(score, 0.01), places=_PLACES)


def changed_pairs(lineage: Lineage, added: Collection[Triple] = ()) -> dict[tuple[IRI, IRI], IRI]:
    """The items of which one continues the other alone, with the link between them.

    Args:
        added: the links that persons added.
    """
    pairs = {
        (link.later.iri, link.earlier.iri): LINKS[link.kind]
        for link in lineage.links
        if link.kind in ("unchanged", "revised")
    }
    return pairs | {
        (subject, value): predicate
        for subject, predicate, value in added
        if predicate in (POL.restatesUnchanged, POL.revises) and isinstance(value, IRI)
    }


def write_changes(changes: Changes, pairs: Mapping[tuple[IRI, IRI], IRI], layers: Layers) -> None:
    """Write what changed between items."""
    names = layers.names
    for (later, earlier), link in sorted(pairs.items()):
        assertion = names.assertion(LINEAGE, "change", later, link, names.local(earlier))
        layers.inferred.extend(changes.between(later, earlier, assertion))
