"""Build the graph of a corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from policygraph.annotation import DiscoveredThing
from policygraph.core.errors import DataError
from policygraph.core.names import ONTOLOGY_GRAPH, VOCABULARY_GRAPH, Names, organization
from policygraph.core.namespaces import DCTERMS, IRI, POL, RDF, XSD
from policygraph.core.resources import ontology_files, resource, vocabulary_files
from policygraph.core.terms import Literal, Triple, read_turtle
from policygraph.corpus.description import TextFile
from policygraph.corpus.read import Progress, read_corpus
from policygraph.corpus.reading import Reading
from policygraph.document import Document
from policygraph.graph.collector import collection_paused
from policygraph.graph.curation import Curation, read_curation
from policygraph.graph.dataset import Dataset
from policygraph.graph.inference import infer
from policygraph.graph.items import item_iri, mentions_by_unit, state_items, state_passages
from policygraph.graph.layers import Layers, Withdrawals
from policygraph.graph.metadata import describe_build
from policygraph.graph.phrases import describe_discovered, phrases
from policygraph.graph.reprises import Resolution, resolve
from policygraph.graph.structure import Structure, describe_document
from policygraph.version import VERSION

_NUMBERED = ("chapter", "section", "subsection", "subsubsection", "group")


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build made, in numbers.

    Attributes:
        parts: by part type.
        unknown: things named in the texts that no vocabulary knows.
        warnings: what a steward should look at, one line each.
    """

    documents: tuple[str, ...]
    parts: Counter[str]
    sentences: int
    occurrences: int
    components: int
    reprises: int
    unresolved_reprises: int
    measures: int
    targets: int
    triples: dict[str, int]
    unknown: tuple[DiscoveredThing, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BuiltGraph:
    """The named graphs of a corpus and what they were made of."""

    dataset: Dataset
    readings: tuple[Reading, ...]
    resolution: Resolution
    summary: BuildSummary


def _quiet(_: str) -> None:
    """Report no progress."""


@collection_paused()
def build_graph(
    texts: list[TextFile],
    *,
    base_iri: str | None = None,
    encoding: str = "utf-8",
    jobs: int = 1,
    progress: Progress = _quiet,
    curate: bool = True,
) -> BuiltGraph:
    """Build the named graphs of a corpus.

    Args:
        texts: what `document.corpus.find_texts` found.
        base_iri: where documents and measures are published; our own where it is missing.
        encoding: of the texts.
        jobs: processes that read; the result is the same for any number.
        progress: told of each text that has been read.
        curate: add the curated layer, from ``curation.ttl`` beside a document or as shipped.

    Raises:
        PolicygraphError: see `read_corpus`; wrong Turtle in vocabulary or curation.
    """
    names = Names.under(base_iri)
    readings = read_corpus(texts, encoding=encoding, jobs=jobs, progress=progress)
    resolution = resolve(readings)
    dataset = Dataset()
    for path in ontology_files():
        dataset.add(ONTOLOGY_GRAPH, read_turtle(path))
    for path in vocabulary_files():
        dataset.add(VOCABULARY_GRAPH, read_turtle(path))
    vocabulary = dataset.graph(VOCABULARY_GRAPH)
    keys = list(dict.fromkeys(reading.description.key for reading in readings))
    curations = _curations(readings, names) if curate else {}
    layers = {key: Layers(key, names) for key in keys}
    withdrawn = _withdrawals(curations)
    _check_organizations(readings, names, vocabulary)
    _state(readings, resolution, layers, withdrawn, names, vocabulary)
    warnings = _curate(layers, curations, resolution, names)
    mentions = {id(reading): mentions_by_unit(reading) for reading in readings}
    infer(readings, resolution, mentions, layers, withdrawn, names)
    warnings += _without_effect(curations, withdrawn, dataset, layers)
    for key, own in layers.items():
        dataset.graphs |= {  # not copied: they are most of what a build holds
            names.graph(key, "stated"): own.stated,
            names.graph(key, "inferred"): own.inferred,
            names.graph(key, "curated"): own.curated,
        }
    for name in [name for name, triples in dataset.graphs.items() if not triples]:
        del dataset.graphs[name]
    dataset.add(names.metadata_graph, list(describe_build(dataset, readings, names, VERSION)))
    dataset.check_disjoint()
    return BuiltGraph(
        dataset,
        tuple(readings),
        resolution,
        _summary(readings, resolution, dataset, warnings),
    )


def _curations(readings: list[Reading], names: Names) -> dict[str, Curation]:
    """The curation of each document: ``curation.ttl`` beside it, or else the shipped one."""
    folder = resource("data", "curation")
    curations = {}
    for description in {r.description.key: r.description for r in readings}.values():
        path = description.curation or folder / f"{description.key}.ttl"
        if path.exists():
            curations[description.key] = read_curation(path, names)
    return curations


def _withdrawals(curations: dict[str, Curation]) -> Withdrawals:
    return Withdrawals(link for curation in curations.values() for link in curation.withdrawn)


def _state(
    readings: list[Reading],
    resolution: Resolution,
    layers: dict[str, Layers],
    withdrawn: Withdrawals,
    names: Names,
    vocabulary: set[Triple],
) -> None:
    mentions = {id(reading): mentions_by_unit(reading) for reading in readings}
    shared: set[Triple] = set()  # what is said of things that several documents may name
    for reading in readings:
        own = layers[reading.description.key]
        own.stated.update(describe_document(reading.description, names))
        own.stated.update(Structure(reading, names).triples())
        own.stated.update(phrases(reading, names))
        said = _said_of_things(reading) - shared - vocabulary
        shared |= said
        own.stated |= said
        state_passages(reading, mentions[id(reading)], own, withdrawn, names)
    state_items(resolution, mentions, layers, withdrawn, names)


def _check_organizations(readings: list[Reading], names: Names, vocabulary: set[Triple]) -> None:
    """Who decided and published a document must be in the vocabulary.

    Raises:
        DataError: it is not.
    """
    known = {subject for subject, predicate, _ in vocabulary if predicate == RDF.type}
    for description in {r.description.key: r.description for r in readings}.values():
        for key in (description.decided_by, description.publisher):
            if key is not None and organization(key) not in known:
                raise DataError(
                    f'the document {description.key} names "{key}", which is no key of'
                    " ontology/vocabulary/organizations.ttl"
                )


def _without_effect(
    curations: dict[str, Curation],
    withdrawn: Withdrawals,
    dataset: Dataset,
    layers: dict[str, Layers],
) -> list[str]:
    """Warnings: links withdrawn that nothing made, links added to or of what does not exist."""
    known = {subject for triples in dataset.graphs.values() for subject, _, _ in triples}
    known |= {subject for own in layers.values() for subject, _, _ in own.stated}
    warnings = []
    for _, curation in sorted(curations.items()):
        for link in sorted(curation.withdrawn - withdrawn.effective):
            words = " ".join(map(str, link))
            warnings.append(f"{curation.path}: withdraws a link that nothing made: {words}")
        for link in sorted(curation.added):
            for thing in (link[0], link[2]):
                if isinstance(thing, IRI) and thing not in known:
                    warnings.append(f"{curation.path}: adds a link of {thing}, which is unknown")
    return warnings


def _said_of_things(reading: Reading) -> set[Triple]:
    """What a text says of bodies, works and programmes; the first document to say it states it."""
    said: set[Triple] = set()
    for thing in reading.annotations.discovered:
        said.update(describe_discovered(thing))
    for fact in reading.annotations.facts:
        if fact.issued is not None:
            said.add((fact.work, DCTERMS.issued, Literal(fact.issued.isoformat(), XSD.date)))
        if fact.decided_by is not None:
            said.add((fact.work, POL.decidedBy, fact.decided_by))
    return said


def _curate(
    layers: dict[str, Layers],
    curations: dict[str, Curation],
    resolution: Resolution,
    names: Names,
) -> list[str]:
    """Write the curated layers.

    Returns:
        Warnings: titles for what is no item, additions that the text states anyway.
    """
    items = {item_iri(item, names) for item in resolution.items}
    warnings = []
    claimed: set[Triple] = set()
    for key, curation in sorted(curations.items()):
        own = layers[key]
        for orphan in sorted(curation.titled - items):
            warnings.append(f"{curation.path}: a title for {orphan}, which is no measure or target")
        for link in sorted(curation.added & own.stated):
            warnings.append(
                f"{curation.path}: adds a link that the text states: {' '.join(map(str, link))}"
            )
        own.curated |= curation.triples - own.stated - claimed
        claimed |= own.curated
    return warnings


def _oddities(document: Document) -> Iterator[str]:
    """What a text has twice or lacks, and the reading keeps as it is."""
    source = document.source
    for part in document.walk():
        if part.kind in _NUMBERED and part.path[-1] != part.number:
            yield (
                f"{source.where(part.span.begin)}: {part.kind} {part.number} stands"
                f" here once more and is called {'/'.join(part.path)}; is it in the text twice?"
            )
    empty = ["-".join(item.path) for item in document.occurrences if not item.segments]
    if empty:
        yield (
            f"{source.name}: {len(empty)} bullet(s) without words, the first is {empty[0]};"
            " look in the text for what became of them"
        )


def _summary(
    readings: list[Reading], resolution: Resolution, dataset: Dataset, warnings: list[str]
) -> BuildSummary:
    documents = [reading.document for reading in readings]
    occurrences = [o for document in documents for o in document.occurrences]
    kinds = Counter(item.first.occurrence.kind for item in resolution.items)
    unknown = {thing.iri: thing for reading in readings for thing in reading.annotations.discovered}
    unnamed = [
        f"{document.source.where(leaf.begin)}: unexplained text"
        f" {document.source.text[leaf.begin : leaf.end][:30]!r}; see policygraph coverage"
        for document in documents
        for leaf in document.leaves
        if leaf.kind == "unexplained"
    ]
    unnamed += [warning for document in documents for warning in _oddities(document)]
    return BuildSummary(
        documents=tuple(dict.fromkeys(reading.description.key for reading in readings)),
        parts=Counter(part.kind for document in documents for part in document.walk()),
        sentences=sum(len(document.sentences) for document in documents),
        occurrences=len(occurrences),
        components=sum(len(o.components) for o in occurrences),
        reprises=sum(o.is_reprise for o in occurrences),
        unresolved_reprises=len(resolution.unresolved),
        measures=kinds["measure"],
        targets=kinds["target"],
        triples={name: len(dataset.graphs[name]) for name in sorted(dataset.graphs)},
        unknown=tuple(unknown[iri] for iri in sorted(unknown)),
        warnings=(*warnings, *unnamed),
    )
