"""Project the graph to a network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policygraph.core.errors import UsageError
from policygraph.core.namespaces import IRI, POL
from policygraph.pictures.document_parts import short_numbers, structure_edges, structure_nodes
from policygraph.pictures.networks import (
    BODY,
    MEASURES,
    STRUCTURE,
    Edge,
    NetworkKind,
    Node,
    NodeKind,
    Options,
    Progress,
    Projection,
    find_network,
    no_progress,
    say,
)
from policygraph.pictures.queries import (
    LAYERS,
    hash_bound,
    links_of,
    projection_query,
    read_numbers,
    run,
)
from policygraph.questions.labels import find_given_labels, find_labels
from policygraph.store import Store

_COMPOUND = "actor"  # the kind of which one word can mean several (産学官)


def project(
    store: Store,
    kind: str | NetworkKind,
    options: Options | None = None,
    *,
    progress: Progress = no_progress,
) -> Projection:
    """Project the graph to a network by a saved query.

    Args:
        store: any store with a graph of ours.
        kind: or its name; of those that the links of the graph's ontology make.
        options: what is counted, and how.
        progress: told the name of each query before it runs.

    Returns:
        Nodes and edges, heaviest first. Nodes without an edge are kept: that nothing joins a body
        to another is an answer too.

    Raises:
        UsageError: no such kind, or options that do not suit it.
        StoreError: the engine does not answer.
    """
    chosen = options or Options()
    found = find_network(kind, links_of(store)) if isinstance(kind, str) else kind
    _check(found.name, chosen)
    progress(found.name)
    if found.name == STRUCTURE:
        return _structure(store, found, chosen)
    if found.name == MEASURES:
        return _measures(store, found, chosen, progress)
    return _pairs(store, found, chosen, progress)


def _check(kind: str, options: Options) -> None:
    if options.minimum < 1:
        raise UsageError("least-weight")
    if kind == MEASURES and options.counting == "printed":
        raise UsageError("measures-once")
    if kind == STRUCTURE and (options.layer == "stated" or options.minimum > 1):
        raise UsageError("structure-without-weights")


def nodes_of(store: Store, kind: NodeKind, options: Options) -> tuple[Node, ...]:
    """The things of a kind that measures are linked to, most measures first."""
    name = "things" if options.counting == "once" else "things-printed"
    answer = run(store, name, options.language, link=kind.link, layer=LAYERS[options.layer])
    nodes = [
        Node(
            row.node,
            answer.label(row.node) + collective_mark(row.collective, options.language),
            kind.key,
            row.weight,
            row.collective,
            row.example,
            row.order or 0,
        )
        for row in answer
        if options.collective or not row.collective
    ]
    return tuple(sorted(nodes, key=lambda node: (-node.weight, node.iri)))


def body_nodes(store: Store, counts: Mapping[IRI, int], language: str) -> list[Node]:
    """Bodies by what was counted of each, the most first."""
    labels = find_labels(store, list(counts), language)
    groups = {body for body in counts if any(store.match(body, None, POL.MinistryGroup))}
    nodes = [
        Node(
            body,
            labels[body] + collective_mark(body in groups, language),
            BODY,
            count,
            body in groups,
        )
        for body, count in counts.items()
    ]
    return sorted(nodes, key=lambda node: (-node.weight, node.iri))


def collective_mark(collective: bool, language: str) -> str:
    """What stands behind a collective name; nothing behind any other."""
    return say("collective-mark", language) if collective else ""


def _pairs(store: Store, kind: NetworkKind, options: Options, progress: Progress) -> Projection:
    nodes = tuple(node for end in kind.ends for node in nodes_of(store, end, options))
    known = {node.iri for node in nodes}
    progress(f"{kind.name} links")
    rows = run(
        store,
        "pairs" if options.counting == "once" else "pairs-printed",
        options.language,
        (),
        sourceLink=kind.source.link,
        targetLink=kind.target.link,
        layer=LAYERS[options.layer],
    )
    inner = [
        Edge(row.source, row.target, row.weight, row.example)
        for row in rows
        if row.source in known and row.target in known
    ]
    edges = [edge for edge in inner if edge.weight >= options.minimum]
    notes = _notes(kind, nodes, options)
    if inner and not edges:
        heaviest = max(edge.weight for edge in inner)
        notes.insert(0, say("note-too-high", options.language, heaviest=heaviest))
    title, question = _titles(kind, options)
    return Projection(kind, title, question, nodes, _sorted(edges), tuple(notes), options)


def _titles(kind: NetworkKind, options: Options) -> tuple[str, str]:
    """Title and question of a network of pairs: its own, or those that suit any."""
    language, (source, target) = options.language, (kind.source, kind.target)
    names = {
        "source": source.name(language), "target": target.name(language),
        "sources": source.plural(language), "targets": target.plural(language),
    }  # fmt: skip
    texts = []
    for part in ("title", "question"):
        own, any_ = f"{part}-{kind.name}", f"{part}-{'same' if len(kind.ends) == 1 else 'pair'}"
        words = say(own if own in say else any_, language, **names)
        if options.counting == "printed":
            words = say(f"{part}-printed", language, words=words)
        texts.append(words[:1].upper() + words[1:])
    return texts[0], texts[1]


def _notes(kind: NetworkKind, nodes: tuple[Node, ...], options: Options) -> list[str]:
    keys = [f"note-{options.layer}", f"note-{options.counting}"]
    if any(node.collective for node in nodes):
        keys.append("note-collective")
    if not options.collective and kind.joins(BODY):
        keys.append("note-no-collective")
    if kind.joins(_COMPOUND):
        keys.append("note-compound")
    if options.minimum > 1:
        keys.append("note-minimum")
    return [say(key, options.language, minimum=options.minimum) for key in keys]


def _sorted(edges: list[Edge]) -> tuple[Edge, ...]:
    return tuple(sorted(edges, key=lambda edge: (-edge.weight, edge.source, edge.target)))


def _measures(store: Store, kind: NetworkKind, options: Options, progress: Progress) -> Projection:
    layer, language = LAYERS[options.layer], options.language
    total = read_numbers(store)["measures"]
    below = hash_bound(total, options.most_measures)
    listed = list(run(store, "measures", language, (), layer=layer, below=below))
    labels = measure_labels(store, [row.node for row in listed], language)
    nodes = tuple(
        Node(row.node, labels[row.node], kind.source.key, row.links, example=row.node)
        for row in listed
    )
    progress(f"{kind.name} links")
    rows = run(store, MEASURES, language, (), layer=layer, below=below, minimum=options.minimum)
    edges = [Edge(row.source, row.target, row.shared, "", row.themes, row.actors) for row in rows]
    notes = [say(f"note-{options.layer}", language), say("note-compound", language)]
    if options.minimum > 1 and not edges:
        notes.insert(0, say("note-none-so-high", language))
    if options.minimum > 1:
        notes.append(say("note-minimum", language, minimum=options.minimum))
    if below != "g":
        notes.insert(0, say("note-sample", language, total=total, taken=len(nodes)))
    asked = projection_query(MEASURES)
    return Projection(
        kind, asked.title[language], asked.question[language], nodes, _sorted(edges),
        tuple(notes), options,
    )  # fmt: skip


def measure_labels(store: Store, measures: Sequence[IRI], language: str) -> dict[IRI, str]:
    """The number of each measure and its title, or how its text begins where it has none."""
    titles = find_given_labels(store, measures, language)
    numbers = short_numbers(measures)
    return {iri: f"{numbers[iri]} {titles.get(iri, '')}".rstrip() for iri in measures}


def _structure(store: Store, kind: NetworkKind, options: Options) -> Projection:
    answer = run(store, "document-structure", options.language, ())
    edges = structure_edges(answer, printed=options.counting == "printed")
    nodes = structure_nodes(store, answer, edges, options.language)
    asked, language = projection_query("document-structure"), options.language
    notes = (say(f"note-{options.counting}", language),)
    return Projection(
        kind, asked.title[language], asked.question[language], nodes, tuple(edges), notes, options
    )
