"""Build the graph of a corpus."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from policygraph.annotation import DiscoveredThing, Mention
from policygraph.core.errors import DataError
from policygraph.core.links import link_kinds, link_properties
from policygraph.core.names import ONTOLOGY_GRAPH, VOCABULARY_GRAPH, Names, organization
from policygraph.core.namespaces import IRI, RDF
from policygraph.core.resources import find_vocabulary, resource
from policygraph.core.terms import Triple, read_turtle
from policygraph.corpus.description import DocumentDescription, TextFile
from policygraph.corpus.reading import Progress, Reader, Reading, read_corpus
from policygraph.corpus.runners import Runner, run_serially
from policygraph.document import Document
from policygraph.graph.core_graph import core_graph
from policygraph.graph.curation import Curation, read_curation
from policygraph.graph.dataset import Dataset, collection_paused
from policygraph.graph.entailed import entail
from policygraph.graph.inference import infer
from policygraph.graph.items import Resolution, UnitKey, resolve
from policygraph.graph.layers import Draft, Layers, Withdrawals
from policygraph.graph.metadata import describe_build
from policygraph.graph.policy_items import state_items
from policygraph.graph.stated import ReadingTriples, describe_document, said_of_things
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

    def core(self) -> Iterator[Triple]:
        """The core of the graph, in reading order; see `core_graph`."""
        graphs = self.dataset.graphs.values()
        return core_graph(lambda: chain.from_iterable(graphs))


def _quiet(_: str) -> None:
    """Report no progress."""


@collection_paused()
def build_graph(
    texts: list[TextFile],
    *,
    reader: Reader | None = None,
    runner: Runner = run_serially,
    jobs: int = 1,
    base_iri: str | None = None,
    progress: Progress = _quiet,
    curate: bool = True,
) -> BuiltGraph:
    """Build the named graphs of a corpus.

    Args:
        texts: what `find_texts` found.
        reader: reads them; UTF-8 with the shipped vocabulary where it is missing.
        runner: has them read; the result does not depend on it.
        jobs: texts that it may read at a time.
        base_iri: where documents and measures are published; our own where it is missing.
        progress: told of each text that has been read.
        curate: add the curated layer, from ``curation.ttl`` beside a document or as shipped.

    Raises:
        PolicygraphError: see `read_corpus`; wrong Turtle in vocabulary or curation.
    """
    names = Names.under(base_iri)
    reader = reader or Reader()
    readings = read_corpus(texts, reader, runner, jobs, progress)
    files = reader.vocabulary or find_vocabulary()
    dataset = Dataset()
    for path in files.ontology:
        dataset.add(ONTOLOGY_GRAPH, read_turtle(path))
    for path in files.schemes:
        dataset.add(VOCABULARY_GRAPH, read_turtle(path))
    documents = {reading.description.key: reading.description for reading in readings}
    links = link_properties(link_kinds(files))
    curations = _curations(documents.values(), names, links) if curate else {}
    draft = Draft(
        names=names,
        readings=readings,
        resolution=resolve(readings),
        mentions=_by_unit(readings),
        layers={key: Layers(key, names) for key in documents},
        withdrawn=Withdrawals(link for c in curations.values() for link in c.withdrawn),
        titled=frozenset(title for c in curations.values() for title in c.titles),
        links=links,
    )
    vocabulary = dataset.graph(VOCABULARY_GRAPH)
    _check_organizations(documents.values(), vocabulary)
    _state(draft, vocabulary)
    warnings = [*_curate(draft, curations)]
    infer(draft)
    warnings += _without_effect(draft, curations, dataset)
    for key, own in draft.layers.items():
        dataset.graphs |= {  # not copied: they are most of what a build holds
            names.graph(key, "stated"): own.stated,
            names.graph(key, "inferred"): own.inferred,
            names.graph(key, "curated"): own.curated,
        }
    for name in [name for name, triples in dataset.graphs.items() if not triples]:
        del dataset.graphs[name]
    dataset.add(names.entailed_graph, entail(dataset))
    dataset.add(names.metadata_graph, list(describe_build(dataset, readings, names, VERSION)))
    dataset.check_disjoint()
    summary = _summary(draft, dataset, warnings)
    return BuiltGraph(dataset, tuple(readings), draft.resolution, summary)


def _by_unit(readings: Iterable[Reading]) -> Mapping[UnitKey, list[Mention]]:
    mentions: dict[UnitKey, list[Mention]] = defaultdict(list)
    for reading in readings:
        for mention in reading.annotations.mentions:
            mentions[UnitKey.of(reading, mention.unit.path)].append(mention)
    return mentions


def _curations(
    documents: Iterable[DocumentDescription], names: Names, links: frozenset[IRI]
) -> dict[str, Curation]:
    """The curation of each document: ``curation.ttl`` beside it, or else the shipped one."""
    folder = resource("data", "curation")
    files = {d.key: d.curation or folder / f"{d.key}.ttl" for d in documents}
    return {
        key: read_curation(path, names, links)
        for key, path in sorted(files.items())
        if path.exists()
    }


def _check_organizations(documents: Iterable[DocumentDescription], vocabulary: set[Triple]) -> None:
    """Who decided and published a document must be in the vocabulary.

    Raises:
        DataError: it is not.
    """
    known = {subject for subject, predicate, _ in vocabulary if predicate == RDF.type}
    for description in documents:
        for key in (description.decided_by, description.publisher):
            if key is not None and organization(key) not in known:
                raise DataError(
                    f'the document {description.key} names "{key}", which is no key of'
                    " ontology/vocabulary/organizations.ttl"
                )


def _state(draft: Draft, vocabulary: set[Triple]) -> None:
    """Write what the texts state; of a thing that several name the first that says a triple does."""
    said: set[Triple] = set()
    for reading in draft.readings:
        own = draft.of(reading).stated
        own.update(describe_document(reading.description, draft.names))
        own.update(ReadingTriples(reading, draft.names).triples())
        new = set(said_of_things(reading)) - said - vocabulary
        said |= new
        own |= new
    state_items(draft)


def _curate(draft: Draft, curations: Mapping[str, Curation]) -> Iterator[str]:
    """Write the curated layers.

    Returns:
        Warnings: titles for what is no item, additions that the text states anyway.
    """
    items = {item.iri(draft.names) for item in draft.resolution.items}
    claimed: set[Triple] = set()
    for key, curation in curations.items():
        own = draft.layers[key]
        for orphan in sorted({thing for thing, _ in curation.titles} - items):
            yield f"{curation.path}: a title for {orphan}, which is no measure or target"
        for subject in sorted({link[0] for link in curation.added} - items):
            yield f"{curation.path}: adds a link of {subject}, which is no measure or target"
        for link in sorted(curation.added & own.stated):
            words = " ".join(map(str, link))
            yield f"{curation.path}: adds a link that the text states: {words}"
        own.curated |= curation.triples - own.stated - claimed
        claimed |= own.curated
        draft.learn(curation.added)


def _without_effect(
    draft: Draft, curations: Mapping[str, Curation], dataset: Dataset
) -> Iterator[str]:
    """Warnings: links withdrawn that nothing made, links added to or of what does not exist."""
    if not curations:
        return
    graphs = [*dataset.graphs.values(), *(own.stated for own in draft.layers.values())]
    known = {subject for triples in graphs for subject, _, _ in triples}
    for curation in curations.values():
        for link in sorted(curation.withdrawn - draft.withdrawn.effective):
            words = " ".join(map(str, link))
            yield f"{curation.path}: withdraws a link that nothing made: {words}"
        for _, _, value in sorted(curation.added):
            if isinstance(value, IRI) and value not in known:
                yield f"{curation.path}: adds a link to {value}, which is unknown"


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


def _summary(draft: Draft, dataset: Dataset, warnings: list[str]) -> BuildSummary:
    documents = [reading.document for reading in draft.readings]
    occurrences = [o for document in documents for o in document.occurrences]
    kinds = Counter(item.first.kind for item in draft.resolution.items)
    unknown = {t.iri: t for reading in draft.readings for t in reading.annotations.discovered}
    warnings += [
        f"{document.source.where(leaf.begin)}: unexplained text"
        f" {document.source.text[leaf.begin : leaf.end][:30]!r}; see policygraph coverage"
        for document in documents
        for leaf in document.leaves
        if leaf.kind == "unexplained"
    ]
    warnings += [warning for document in documents for warning in _oddities(document)]
    return BuildSummary(
        documents=tuple(draft.layers),
        parts=Counter(part.kind for document in documents for part in document.walk()),
        sentences=sum(len(document.sentences) for document in documents),
        occurrences=len(occurrences),
        components=sum(len(o.components) for o in occurrences),
        reprises=sum(o.is_reprise for o in occurrences),
        unresolved_reprises=len(draft.resolution.unresolved),
        measures=kinds["measure"],
        targets=kinds["target"],
        triples={name: len(dataset.graphs[name]) for name in sorted(dataset.graphs)},
        unknown=tuple(unknown[iri] for iri in sorted(unknown)),
        warnings=tuple(warnings),
    )
