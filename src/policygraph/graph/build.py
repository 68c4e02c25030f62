"""Build the graph of a corpus."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from policygraph.annotation import AnyMention, DiscoveredThing
from policygraph.core.errors import DataError, Errors
from policygraph.core.links import link_kinds, link_properties
from policygraph.core.names import ONTOLOGY_GRAPH, VOCABULARY_GRAPH, Names, organization
from policygraph.core.namespaces import DCTERMS, IRI, RDF, RDFS, SKOS
from policygraph.core.near import nearest
from policygraph.core.prefixes import print_term, short_name
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
from policygraph.graph.quality import read_quality
from policygraph.graph.stated import ReadingTriples, describe_document, said_of_things
from policygraph.sources import find_damage
from policygraph.version import VERSION

_NUMBERED = ("chapter", "section", "subsection", "subsubsection", "group")
_TITLES = (SKOS.prefLabel, RDFS.label, DCTERMS.title)
_SHOWN = 30  # characters of unexplained words


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
    if errors:
        _read_without_vocabulary(texts, reader.encoding, errors)
        errors.check()
    readings = read_corpus(texts, reader, runner, jobs, progress)
    draft = Draft(
        names=names,
        readings=readings,
        resolution=resolve(readings),
        mentions=_by_unit(readings),
        layers={key: Layers(key, names) for key in sorted(documents)},
        withdrawn=Withdrawals(link for c in curations.values() for link in c.withdrawn),
        titled=frozenset(title for c in curations.values() for title in c.titles),
        links=links,
    )
    vocabulary = dataset.graph(VOCABULARY_GRAPH)
    _state(draft, vocabulary)
    problems = [*_curate(draft, curations)]
    infer(draft)
    problems += _without_effect(draft, curations, dataset)
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
    described = describe_build(dataset, readings, names, VERSION, quality)
    dataset.add(names.metadata_graph, list(described))
    dataset.check_disjoint()
    problems += reader.annotator.lexicon.problems
    summary = _summary(draft, dataset, problems)
    return BuiltGraph(dataset, tuple(readings), draft.resolution, summary)


def _by_unit(readings: Iterable[Reading]) -> Mapping[UnitKey, list[AnyMention]]:
    mentions: dict[UnitKey, list[AnyMention]] = defaultdict(list)
    for reading in readings:
        for mention in reading.annotations.in_order:
            mentions[UnitKey.of(reading, mention.unit.path)].append(mention)
    return mentions


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


def _curate(draft: Draft, curations: Mapping[str, Curation]) -> Iterator[Problem]:
    """Write the curated layers; titles of what is no item are left out.

    Returns:
        Titles for what is no item, additions that the text states anyway.
    """
    items = {item.iri(draft.names) for item in draft.resolution.items}
    restated = {
        placed.item_iri(draft.names): item.iri(draft.names)
        for item in draft.resolution.items
        for placed in item.reprises
    }
    parts = {
        draft.unit(reading, part.path)
        for reading in draft.readings
        for part in reading.document.walk()
    }
    claimed: set[Triple] = set()
    for key, curation in curations.items():
        own = draft.layers[key]
        titled = {
            subject for subject, predicate, _ in curation.triples if predicate == DCTERMS.title
        }
        for orphan in sorted(titled - parts):
            yield Problem.at(curation.path, "title-of-no-part", thing=short_name(orphan))
        orphans = {thing for thing, _ in curation.titles} - items
        for orphan in sorted(orphans):
            thing, original = short_name(orphan), short_name(restated.get(orphan, ""))
            key = "title-of-reprise" if original else "title-of-none"
            yield Problem.at(curation.path, key, thing=thing, original=original)
        for subject in sorted({link[0] for link in curation.added} - items):
            yield Problem.at(curation.path, "added-to-none", thing=short_name(subject))
        for link in sorted(curation.added & own.stated):
            yield Problem.at(curation.path, "added-stated", link=_words(link))
        orphans |= titled - parts
        titles = {t for t in curation.triples if t[0] in orphans and t[1] in _TITLES}
        own.curated |= curation.triples - titles - own.stated - claimed
        claimed |= own.curated
        draft.learn(curation.added)


def _words(link: Triple) -> str:
    return " ".join(print_term(term) for term in link)


def _without_effect(
    draft: Draft, curations: Mapping[str, Curation], dataset: Dataset
) -> Iterator[Problem]:
    """Links withdrawn that nothing made, links added to or of what does not exist."""
    if not curations:
        return
    graphs = [*dataset.graphs.values(), *(own.stated for own in draft.layers.values())]
    known = {subject for triples in graphs for subject, _, _ in triples}
    for curation in curations.values():
        for link in sorted(curation.withdrawn - draft.withdrawn.effective):
            yield Problem.at(curation.path, "withdrawn-none", link=_words(link))
        for _, _, value in sorted(curation.added):
            if isinstance(value, IRI) and value not in known:
                near = _beside(value, known)
                key = "added-unknown-near" if near else "added-unknown"
                yield Problem.at(curation.path, key, thing=short_name(value), near=near)


def _beside(thing: IRI, known: set[IRI]) -> str:
    """What is called almost as a thing that is not there, of the same kind; for messages."""
    kind = thing.rpartition("/")[0] + "/"
    there = (iri.removeprefix(kind) for iri in known if iri.startswith(kind))
    return ", ".join(
        short_name(kind + name)
        for name in nearest(thing.removeprefix(kind), sorted(there), count=3)
    )


def _oddities(document: Document) -> Iterator[Problem]:
    """What a text has twice or lacks, and the reading keeps as it is."""
    source = document.source
    for leaf in document.leaves:
        if leaf.kind == "unexplained":
            words = source.text[leaf.begin : leaf.end][:_SHOWN]
            yield Problem.at(source.where(leaf.begin), "unexplained", words=words)
    for part in document.walk():
        if part.kind in _NUMBERED and part.number and part.path[-1] != part.number:
            yield Problem.at(
                source.where(part.span.begin), "part-twice",
                kind=part.kind, number=part.number, path="/".join(part.path),
            )  # fmt: skip
    empty = ["-".join(item.path) for item in document.occurrences if not item.segments]
    if empty:
        yield Problem.at(source.name, "bullets-empty", count=len(empty), first=empty[0])


def _misprints(reading: Reading) -> Iterator[Problem]:
    """Bodies in tags that may be misprints, each where it stands first."""
    source = reading.document.source
    seen: set[str] = set()
    for mention in reading.annotations.mentions:
        thing = mention.thing
        if thing is not None and thing.near and thing.label not in seen:
            seen.add(thing.label)
            place = source.where(mention.begin)
            yield Problem.at(place, "body-misprinted", name=thing.label, near=thing.near)


def _summary(draft: Draft, dataset: Dataset, problems: Sequence[Problem]) -> BuildSummary:
    documents = [reading.document for reading in draft.readings]
    occurrences = [o for document in documents for o in document.occurrences]
    kinds = Counter(item.first.kind for item in draft.resolution.items)
    unknown = {t.iri: t for reading in draft.readings for t in reading.annotations.discovered}
    faults = [
        problem
        for document in documents
        for problem in (*find_damage(document.source), *document.problems)
    ]
    oddities = [problem for document in documents for problem in _oddities(document)]
    misprints = [problem for reading in draft.readings for problem in _misprints(reading)]
    filled = {reading.description.key for reading in draft.readings if reading.document.occurrences}
    empty = [
        Problem.at(reading.document.source.name, "no-items", outline=reading.document.outline)
        for reading in draft.readings
        if reading.description.key not in filled
    ]
    return BuildSummary(
        documents=tuple(draft.layers),
        parts=Counter(part.kind for document in documents for part in document.walk()),
        sentences=sum(len(document.sentences) for document in documents),
        occurrences=len(occurrences),
        components=sum(len(list(o.walk())) for o in occurrences),
        reprises=sum(o.is_reprise for o in occurrences),
        unresolved_reprises=len(draft.resolution.unresolved),
        measures=kinds["measure"],
        targets=kinds["target"],
        reported=kinds["reported"],
        triples={name: len(dataset.graphs[name]) for name in sorted(dataset.graphs)},
        unknown=tuple(unknown[iri] for iri in sorted(unknown)),
        problems=(*faults, *empty, *problems, *oddities, *misprints),
    )
