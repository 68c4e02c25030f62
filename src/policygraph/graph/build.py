"""Build the graph of a corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from policygraph.annotation import DiscoveredThing
from policygraph.core.errors import DataError, Errors
from policygraph.core.links import link_kinds, link_properties
from policygraph.core.names import ONTOLOGY_GRAPH, VOCABULARY_GRAPH, Names, organization
from policygraph.core.namespaces import IRI, RDF
from policygraph.core.near import nearest
from policygraph.core.prefixes import short_name
from policygraph.core.problems import Problem
from policygraph.core.resources import find_vocabulary, resource
from policygraph.core.terms import Triple, read_turtle
from policygraph.corpus.description import DocumentDescription, TextFile
from policygraph.corpus.reading import (
    Progress,
    Reader,
    Reading,
    note_faults,
    read_corpus,
    read_document,
)
from policygraph.corpus.runners import Runner, run_serially
from policygraph.graph.core_graph import core_graph
from policygraph.graph.curation import Curation, read_curation
from policygraph.graph.dataset import Dataset, collection_paused
from policygraph.graph.digest import ReadingDigest, digest
from policygraph.graph.drafting import (
    Facts,
    SettledCuration,
    curate,
    link_words,
    share_things,
    state,
    things_of,
)
from policygraph.graph.editions import editions_of, successors_in
from policygraph.graph.elsewhere import CorpusItems
from policygraph.graph.entailed import entail
from policygraph.graph.inference import infer
from policygraph.graph.items import Resolution, resolve
from policygraph.graph.lineage import add_lineage, read_judgements
from policygraph.graph.metadata import describe_build
from policygraph.graph.quality import read_quality
from policygraph.lineage.statements import Edition
from policygraph.lineage.tracing import Lineage
from policygraph.version import VERSION


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build made, in numbers.

    Attributes:
        parts: by part type.
        unknown: things named in the texts that no vocabulary knows.
        problems: what a steward should look at; the faults of texts, which cost a unit each, first.
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
    reported: int
    triples: dict[str, int]
    unknown: tuple[DiscoveredThing, ...]
    problems: tuple[Problem, ...]

    @property
    def faults(self) -> tuple[Problem, ...]:
        """The problems for which a part of a text was left out."""
        return tuple(problem for problem in self.problems if problem.is_fault)


@dataclass(frozen=True, slots=True)
class BuiltGraph:
    """The named graphs of a corpus and what they were made of.

    Attributes:
        editions: the documents as they are compared with one another.
        lineage: what became of their items, where there are several.
    """

    dataset: Dataset
    readings: tuple[Reading, ...]
    resolution: Resolution
    summary: BuildSummary
    editions: tuple[Edition, ...] = ()
    lineage: Lineage | None = None

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
    errors: Errors | None = None,
) -> BuiltGraph:
    """Build the named graphs of a corpus.

    Args:
        texts: what `find_texts` found.
        reader: reads them; UTF-8 with the shipped vocabulary where it is missing.
        runner: has them read; the result does not depend on it.
        jobs: texts that it may read at a time.
        base_iri: where documents and measures are published; our own where it is missing.
        progress: told of each text that has been read.
        errors: what was found wrong before; it is raised with what else is wrong.

    Raises:
        PolicygraphError: see `read_corpus`; wrong Turtle in vocabulary or curation; a body that no
            vocabulary knows as who decided or published. All at once, as `SeveralErrors`.
    """
    names = Names.under(base_iri)
    reader = reader or Reader()
    errors = errors or Errors()
    files = reader.vocabulary or find_vocabulary()
    dataset = Dataset()
    for name, paths in ((ONTOLOGY_GRAPH, files.ontology), (VOCABULARY_GRAPH, files.schemes)):
        for path in paths:
            with errors.caught():
                dataset.add(name, read_turtle(path))
    documents = {text.document.key: text.document for text in texts}
    curations: dict[str, Curation] = {}
    if not errors:  # else its links are not known
        links = link_properties(link_kinds(files))
        curations = _curations(documents.values(), names, links, errors)
        _check_organizations(documents.values(), dataset.graph(VOCABULARY_GRAPH), errors)
    judged = [] if errors else list(read_judgements(documents.values(), names, errors))
    if errors:
        _read_without_vocabulary(texts, reader.encoding, errors)
        errors.check()
    readings = read_corpus(texts, reader, runner, jobs, progress)
    facts = Facts(names, links, curations)
    draft = facts.draft(readings)
    digests = [digest(reading, draft) for reading in readings]
    draft = replace(draft, resolution=resolve(readings))
    vocabulary = dataset.graph(VOCABULARY_GRAPH)
    state(draft)
    for key, triples in share_things(things_of(draft), vocabulary):
        draft.layers[key].stated |= triples
    corpus = CorpusItems.of(digests)
    settled = corpus.settle(facts, digests)
    stated_anyway = list(curate(draft, facts, settled))
    infer(draft)
    editions = editions_of(digests, corpus, names, successors_in(vocabulary))
    lineage = add_lineage(dataset, editions, corpus, draft.layers, names, judged)
    problems = [*curated_problems(settled, stated_anyway)]
    if curations:
        graphs = [*dataset.graphs.values(), *(own.stated for own in draft.layers.values())]
        known = {subject for triples in graphs for subject, _, _ in triples}
        problems += without_effect(curations, draft.withdrawn.effective, known)
    for key, own in draft.layers.items():
        dataset.graphs |= {  # not copied: they are most of what a build holds
            names.graph(key, "stated"): own.stated,
            names.graph(key, "inferred"): own.inferred,
            names.graph(key, "curated"): own.curated,
        }
    for name in [name for name, triples in dataset.graphs.items() if not triples]:
        del dataset.graphs[name]
    dataset.add(names.entailed_graph, entail(dataset))
    # It was measured with the shipped vocabulary, and says nothing of another.
    quality = read_quality() if files == find_vocabulary() else None
    sizes = {name: len(triples) for name, triples in dataset.graphs.items()}
    dataset.add(names.metadata_graph, describe_build(sizes, digests, names, VERSION, quality))
    dataset.check_disjoint()
    sizes = {name: len(triples) for name, triples in dataset.graphs.items()}
    problems += reader.annotator.lexicon.problems
    summary = summarise(digests, corpus, sizes, problems)
    return BuiltGraph(dataset, tuple(readings), draft.resolution, summary, tuple(editions), lineage)


def _read_without_vocabulary(texts: Iterable[TextFile], encoding: str, errors: Errors) -> None:
    """Note what is wrong in the texts themselves, where other faults forbid to annotate them."""
    for each in texts:
        with errors.caught():
            note_faults(errors, [read_document(each, encoding)])


def curation_file(document: DocumentDescription) -> Path:
    """Where a document's curation stands: ``curation.ttl`` beside it, or else where the shipped are."""
    return document.curation or resource("data", "curation") / f"{document.key}.ttl"


def _curations(
    documents: Iterable[DocumentDescription], names: Names, links: frozenset[IRI], errors: Errors
) -> dict[str, Curation]:
    """The curation of each document that has one."""
    curations: dict[str, Curation] = {}
    for document in sorted(documents, key=lambda document: document.key):
        path = curation_file(document)
        with errors.caught():
            if path.exists():
                curations[document.key] = read_curation(path, names, links)
    return curations


def _check_organizations(
    documents: Iterable[DocumentDescription], vocabulary: set[Triple], errors: Errors
) -> None:
    """Who decided and published a document must be in the vocabulary; note who is not."""
    known = {subject for subject, predicate, _ in vocabulary if predicate == RDF.type}
    for description in documents:
        for key in (description.decided_by, description.publisher):
            if key is not None and organization(key) not in known:
                errors.note(DataError("document-names-unknown", document=description.key, key=key))


def curated_problems(
    settled: Mapping[str, SettledCuration], stated_anyway: Sequence[tuple[str, Problem]]
) -> Iterator[Problem]:
    """What is wrong with curations, each with what a text states anyway behind it."""
    for key, curation in settled.items():
        yield from curation.problems
        yield from (problem for of_key, problem in stated_anyway if of_key == key)


def without_effect(
    curations: Mapping[str, Curation], effective: set[Triple], known: Collection[IRI]
) -> Iterator[Problem]:
    """Links withdrawn that nothing made, links added to or of what does not exist.

    Args:
        curations: by document key, in order.
        effective: the links that were really withdrawn.
        known: the subjects of all that is stated, of ontology and vocabulary.
    """
    for curation in curations.values():
        for link in sorted(curation.withdrawn - effective):
            yield Problem.at(curation.path, "withdrawn-none", link=link_words(link))
        for _, _, value in sorted(curation.added):
            if isinstance(value, IRI) and value not in known:
                near = _beside(value, known)
                key = "added-unknown-near" if near else "added-unknown"
                yield Problem.at(curation.path, key, thing=short_name(value), near=near)


def _beside(thing: IRI, known: Iterable[IRI]) -> str:
    """What is called almost as a thing that is not there, of the same kind; for messages."""
    kind = thing.rpartition("/")[0] + "/"
    there = (iri.removeprefix(kind) for iri in known if iri.startswith(kind))
    return ", ".join(
        short_name(kind + name)
        for name in nearest(thing.removeprefix(kind), sorted(there), count=3)
    )


def summarise(
    digests: Sequence[ReadingDigest],
    corpus: CorpusItems,
    sizes: Mapping[IRI, int],
    problems: Iterable[Problem],
) -> BuildSummary:
    """A build in numbers.

    Args:
        digests: of all texts.
        corpus: their items.
        sizes: of the named graphs.
        problems: what was found besides those of the texts.
    """
    bullets = [bullet for each in digests for bullet in each.bullets]
    kinds = corpus.kinds
    unknown = {thing.iri: thing for each in digests for thing in each.discovered}
    filled = {each.description.key for each in digests if each.bullets}
    empty = [
        Problem.at(each.name, "no-items", outline=each.outline)
        for each in digests
        if each.description.key not in filled
    ]
    return BuildSummary(
        documents=tuple(sorted({each.description.key for each in digests})),
        parts=Counter(kind for each in digests for kind in each.kinds),
        sentences=sum(each.sentences for each in digests),
        occurrences=len(bullets),
        components=sum(each.components for each in digests),
        reprises=sum(bullet.is_reprise for bullet in bullets),
        unresolved_reprises=len(corpus.unresolved),
        measures=kinds["measure"],
        targets=kinds["target"],
        reported=kinds["reported"],
        triples={name: sizes[name] for name in sorted(sizes)},
        unknown=tuple(unknown[iri] for iri in sorted(unknown)),
        problems=(
            *(problem for each in digests for problem in each.problems),
            *empty,
            *problems,
            *(problem for each in digests for problem in each.oddities),
            *(problem for each in digests for problem in each.misprints),
        ),
    )
