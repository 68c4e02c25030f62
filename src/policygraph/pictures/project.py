"""Project the graph to a network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from policygraph.core.errors import UsageError
from policygraph.core.namespaces import IRI
from policygraph.pictures.kinds import MEASURES, NODE_QUERIES, STRUCTURE, Kind, find_kind
from policygraph.pictures.model import (
    Edge,
    Node,
    NodeKind,
    Options,
    Progress,
    Projection,
    no_progress,
)
from policygraph.pictures.names import excerpt, short_names
from policygraph.pictures.queries import LAYERS, projection_query, run, run_for
from policygraph.pictures.structure import structure_edges, structure_nodes
from policygraph.pictures.words import say
from policygraph.questions.labels import find_given_labels
from policygraph.store import Store

_HASH_DIGITS = 6  # hexadecimal, of the bound that a sample's hashes stay below
_COMPOUND = ("actor",)


def project(
    store: Store, kind: str, options: Options | None = None, *, progress: Progress = no_progress
) -> Projection:
    """Project the graph to a network by a saved query.

    Args:
        store: any store with a graph of ours.
        kind: of `policygraph.pictures.kinds.KINDS`.
        options: what is counted, and how.
        progress: told the name of each query before it runs.

    Returns:
        Nodes and edges, heaviest first. Nodes without an edge are kept: that nothing joins a body
        to another is an answer too.

    Raises:
        UsageError: no such kind, or options that do not suit it.
        StoreError: the engine does not answer.
    """
    found, chosen = find_kind(kind), options or Options()
    _check(found, chosen)
    progress(kind)
    if kind == STRUCTURE:
        return _structure(store, chosen)
    if kind == MEASURES:
        return _measures(store, chosen, progress)
    return _pairs(store, found, chosen, progress)


def _check(kind: Kind, options: Options) -> None:
    if options.minimum < 1:
        raise UsageError("the least weight of a link is 1")
    if kind.name == MEASURES and options.counting == "printed":
        raise UsageError(
            "a measure is one however often it is printed; measure-measure takes only --reprises once"
        )
    if kind.name == STRUCTURE and (options.layer == "stated" or options.minimum > 1):
        raise UsageError(
            "structure has no weights and nothing inferred but restatements; it takes only --reprises"
        )


def nodes_of(store: Store, kind: NodeKind, options: Options) -> tuple[Node, ...]:
    """The things of a kind that measures are linked to, most measures first."""
    return _nodes(store, kind, options)


def query_name(name: str, options: Options) -> str:
    """The saved query that counts as the options say: ``themes`` or ``themes-printed``."""
    return name if options.counting == "once" else f"{name}-printed"


def _weight(row: Any) -> int:
    """Measures where each counts once, bullets where each counts as printed."""
    return int(row.measures if hasattr(row, "measures") else row.bullets)


def _nodes(store: Store, kind: NodeKind, options: Options) -> tuple[Node, ...]:
    name = query_name(NODE_QUERIES[kind], options)
    answer = run(store, name, options.language, layer=LAYERS[options.layer])
    nodes = []
    for row in answer:
        collective = bool(getattr(row, "collective", False))
        if collective and not options.collective:
            continue
        label = answer.label(row.node)
        if collective:
            label += say("collective-mark", options.language)
        order = getattr(row, "order", None) or 0
        nodes.append(Node(row.node, label, kind, _weight(row), collective, row.example, order))
    return tuple(sorted(nodes, key=lambda node: (-node.weight, node.iri)))


def _pairs(store: Store, kind: Kind, options: Options, progress: Progress) -> Projection:
    layer = LAYERS[options.layer]
    nodes = _nodes(store, kind.source, options)
    if kind.source != kind.target:
        nodes += _nodes(store, kind.target, options)
    known = {node.iri for node in nodes}
    progress(f"{kind.name} links")
    found = (
        Edge(row.source, row.target, _weight(row), row.example)
        for row in run(store, query_name(kind.name, options), options.language, (), layer=layer)
    )
    inner = [edge for edge in found if edge.source in known and edge.target in known]
    edges = [edge for edge in inner if edge.weight >= options.minimum]
    notes = _notes(kind, nodes, options)
    if inner and not edges:
        heaviest = max(edge.weight for edge in inner)
        notes.insert(0, say("note-too-high", options.language, heaviest=heaviest))
    return _projection(kind, nodes, _heaviest_first(edges), notes, options)


def _notes(kind: Kind, nodes: tuple[Node, ...], options: Options) -> list[str]:
    language = options.language
    notes = [
        say(f"note-{options.layer}", language),
        say(f"note-{options.counting}", language),
    ]
    if any(node.collective for node in nodes):
        notes.append(say("note-collective", language))
    if not options.collective and "body" in (kind.source, kind.target):
        notes.append(say("note-no-collective", language))
    if kind.source in _COMPOUND or kind.target in _COMPOUND:
        notes.append(say("note-compound", language))
    if options.minimum > 1:
        notes.append(say("note-minimum", language, minimum=options.minimum))
    return notes


def _projection(
    kind: Kind, nodes: tuple[Node, ...], edges: list[Edge], notes: list[str], options: Options
) -> Projection:
    """Put a network together under the title of the query that counted its edges."""
    name = kind.name if kind.name == MEASURES else query_name(kind.name, options)
    question = projection_query("document-structure" if kind.name == STRUCTURE else name)
    return Projection(
        kind=kind.name,
        source=kind.source,
        target=kind.target,
        title=question.title[options.language],
        question=question.question[options.language],
        nodes=nodes,
        edges=tuple(edges),
        notes=tuple(notes),
        options=options,
    )


def _heaviest_first(edges: list[Edge]) -> list[Edge]:
    return sorted(edges, key=lambda edge: (-edge.weight, edge.source, edge.target))


def hash_bound(total: int, wanted: int) -> str:
    """The bound below which about ``wanted`` of ``total`` MD5 hashes lie, in hexadecimal.

    ``g``, which every hash is below, where all are wanted.
    """
    if total <= wanted:
        return "g"
    return format(wanted * 16**_HASH_DIGITS // total, f"0{_HASH_DIGITS}x")


def count_measures(store: Store) -> int:
    """How many measures there are."""
    counts = {row.key: row.count for row in run(store, "numbers", "ja", ())}
    return int(counts["measures"])


def _measures(store: Store, options: Options, progress: Progress) -> Projection:
    kind = find_kind(MEASURES)
    layer, language = LAYERS[options.layer], options.language
    total = count_measures(store)
    below = hash_bound(total, options.most_measures)
    listed = list(run(store, "measures", language, (), layer=layer, below=below))
    labels = measure_labels(store, [row.node for row in listed], language)
    nodes = tuple(
        Node(row.node, labels[row.node], "measure", row.links, example=row.node) for row in listed
    )
    progress(f"{kind.name} links")
    rows = run(store, kind.name, language, (), layer=layer, below=below, minimum=options.minimum)
    edges = [Edge(row.source, row.target, row.shared, "", row.themes, row.actors) for row in rows]
    notes = [say(f"note-{options.layer}", language), say("note-compound", language)]
    if options.minimum > 1 and not edges:
        notes.insert(0, say("note-none-so-high", language))
    if options.minimum > 1:
        notes.append(say("note-minimum", language, minimum=options.minimum))
    if below != "g":
        notes.insert(0, say("note-sample", language, total=total, taken=len(nodes)))
    return _projection(kind, nodes, _heaviest_first(edges), notes, options)


def measure_labels(store: Store, measures: Sequence[IRI], language: str) -> dict[IRI, str]:
    """The number of each measure and its title, or its first words where it has none."""
    titles = find_given_labels(store, measures, language)
    bare = [measure for measure in measures if measure not in titles]
    for row in run_for(store, "quotations", "measure", bare):
        if row.unit == row.bullet:
            titles.setdefault(row.measure, excerpt(row.text))
    numbers = short_names(measures)
    return {iri: f"{numbers[iri]} {titles.get(iri, '')}".rstrip() for iri in measures}


def _structure(store: Store, options: Options) -> Projection:
    answer = run(store, "document-structure", options.language, ())
    edges = structure_edges(answer, printed=options.counting == "printed")
    nodes = structure_nodes(store, answer, edges, options.language)
    notes = [say(f"note-{options.counting}", options.language)]
    return _projection(find_kind(STRUCTURE), nodes, edges, notes, options)
