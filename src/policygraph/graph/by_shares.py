"""Build a corpus document by document, so that nothing of a finished one stays in memory but its keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from policygraph.core.errors import Errors, PolicygraphError
from policygraph.core.kept import program, read_kept, write_kept
from policygraph.core.names import LINEAGE, ONTOLOGY_GRAPH, VOCABULARY_GRAPH, Names
from policygraph.core.namespaces import IRI, POL
from policygraph.core.terms import Described, Term, Triple, describe, triples_of
from policygraph.corpus.description import TextFile
from policygraph.corpus.reading import Progress, Reader, check_texts
from policygraph.corpus.runners import Runner, run_serially
from policygraph.graph.build import (
    BuildSummary,
    curated_problems,
    summarise,
    without_effect,
)
from policygraph.graph.content import tracer
from policygraph.graph.core_graph import CorePart, core_of
from policygraph.graph.curation import Curation
from policygraph.graph.dataset import collection_paused
from policygraph.graph.digest import ReadingDigest
from policygraph.graph.documents import read_documents
from policygraph.graph.drafting import share_things
from policygraph.graph.elsewhere import CorpusItems
from policygraph.graph.entailed import Closure
from policygraph.graph.layers import Layers
from policygraph.graph.lineage import add_lineage, restate, trace_editions
from policygraph.graph.lineage_shares import LineageShare, LineageWriter, linked_pairs
from policygraph.graph.metadata import describe_build
from policygraph.graph.preparing import Prepared, prepare
from policygraph.graph.shards import (
    Outcome,
    Share,
    Task,
    Ties,
    Workshop,
    find_ties,
    share_key,
)
from policygraph.graph.shelves import Shelf
from policygraph.lineage.memory import Memory
from policygraph.lineage.statements import Edition
from policygraph.lineage.tracing import Lineage
from policygraph.version import VERSION

_REST = "rest"  # where the shelf has what no document has for itself


@dataclass(frozen=True, slots=True)
class SharedBuild:
    """A graph that stands on a shelf.

    Attributes:
        puts: what the shelf said of each document, and of what they share.
        digests: of the texts, in reading order.
        summary: in numbers.
        first: the path of the first item of the corpus; empty where there is none.
        lineage: what became of the items, where there are several documents.
    """

    puts: tuple[object, ...]
    digests: tuple[ReadingDigest, ...]
    summary: BuildSummary
    first: tuple[str, ...]
    lineage: Lineage | None


@collection_paused()
def build_by_shares(
    texts: list[TextFile],
    shelf: Shelf,
    kept: Path,
    *,
    reader: Reader,
    runner: Runner = run_serially,
    jobs: int = 1,
    base_iri: str | None = None,
    progress: Progress,
    errors: Errors,
) -> SharedBuild:
    """Build the graph of a corpus document by document, each in a worker.

    Args:
        texts: what `find_texts` found.
        shelf: takes what is finished.
        kept: an existing folder for what another build can use again.
        reader, runner, jobs, base_iri, progress, errors: see `build_graph`; the result is the same.

    Raises:
        PolicygraphError: see `build_graph`.
    """
    prepared = prepare(texts, reader, base_iri, errors)
    dataset, facts = prepared.dataset, prepared.facts
    terms = [*dataset.graph(ONTOLOGY_GRAPH), *dataset.graph(VOCABULARY_GRAPH)]
    closure = Closure.of(terms)
    workshop = Workshop(reader, facts, closure, shelf)
    read = read_documents(texts, workshop, kept, runner, jobs, progress)
    tasks, outcomes = read.tasks, read.outcomes
    digests = [each for outcome in outcomes for each in outcome.digests]
    check_texts([each.text for each in digests])
    corpus = CorpusItems.of(digests)
    first = corpus.items[0][0].key.path if corpus.items else ()
    ties = find_ties(digests, corpus, facts)
    shares = _tied(workshop, tasks, outcomes, ties, runner, jobs)
    rest = _Rest(prepared, closure)
    for share in shares:
        rest.add(share)
    rest.share_things(shares)
    editions = prepared.editions(digests, corpus)
    memory = Memory(read_kept(kept / "lineage"), tracer())
    lineage = trace_editions(editions, prepared.judged, memory)
    if memory.is_new:
        write_kept(kept / "lineage", memory.used)
    traced: list[LineageShare] = []
    if lineage is not None:
        traced = rest.trace(lineage, editions, corpus, shares, prepared.judged, shelf)
    settled = {key: tie.settled for key, tie in ties.items() if tie.settled is not None}
    stated_anyway = [(share.key, problem) for share in shares for problem in share.stated_anyway]
    problems = list(curated_problems(settled, stated_anyway))
    if facts.curations:
        effective = set(chain.from_iterable(share.effective for share in shares))
        there = _Subjects(rest, shares, traced, shelf, facts.names)
        problems += without_effect(facts.curations, effective, there)
    sizes = rest.finish(digests)
    problems += read.vocabulary_problems
    shelf.drop(_REST)
    puts = (
        *(share.put for share in shares),
        *(share.put for share in traced),
        shelf.put(_REST, rest.graphs, rest.core(shares, traced, shelf)),
    )
    summary = summarise(digests, corpus, sizes, problems)
    return SharedBuild(puts, tuple(digests), summary, first, lineage)


def _tied(
    workshop: Workshop,
    tasks: Sequence[Task],
    outcomes: Sequence[Outcome],
    ties: Mapping[str, Ties],
    runner: Runner,
    jobs: int,
) -> list[Share]:
    """The shares of all documents; those that do not stand alone are made anew."""
    shares: dict[str, Share] = {}
    anew: list[tuple[Task, Ties]] = []
    for task, outcome in zip(tasks, outcomes, strict=True):
        wanted = share_key(task, ties[task.key], workshop.facts)
        share = outcome.share
        if share is None or share.made_of != wanted:
            found = workshop.shelf.find(wanted)
            share = found if isinstance(found, Share) else None
        if share is None:
            anew.append((task, ties[task.key]))
        else:
            shares[task.key] = share
    if anew:
        run = runner if len(anew) > 1 else run_serially
        shares |= {share.key: share for share in run(workshop.tie, anew, jobs)}
    return [shares[task.key] for task in tasks]


class _Rest:
    """What no document has for itself: ontology, vocabulary, metadata, and what several speak of.

    Attributes:
        graphs: what the named graphs say of it.
    """

    def __init__(self, prepared: Prepared, closure: Closure) -> None:
        self._dataset, self._names = prepared.dataset, prepared.facts.names
        self._quality, self._closure = prepared.quality, closure
        self._sizes: dict[IRI, int] = defaultdict(int)
        self._clashes: list[PolicygraphError] = []
        self._things: list[tuple[str, set[Triple]]] = []
        self._items: set[IRI] = set()
        self.graphs: dict[IRI, Described] = {}

    def add(self, share: Share) -> None:
        """Take what a document hands on."""
        if share.clash is not None:
            self._clashes.append(share.clash)
        for name, size in share.sizes.items():
            self._sizes[name] += size
        for name, said in share.handed.items():
            self._dataset.add(name, triples_of(said))

    def share_things(self, shares: Sequence[Share]) -> None:
        """Have the first text that says something of a thing say it."""
        said = [(share.key, triples) for share in shares for triples in share.things]
        for key, triples in share_things(said, self._dataset.graph(VOCABULARY_GRAPH)):
            if triples:
                self._things.append((key, triples))
                self._dataset.add(self._names.graph(key, "stated"), triples)

    def trace(
        self,
        lineage: Lineage,
        editions: Sequence[Edition],
        corpus: CorpusItems,
        shares: Sequence[Share],
        judged: Sequence[Curation],
        shelf: Shelf,
    ) -> list[LineageShare]:
        """Write what became of the items; where no person judged of it, document by document."""
        names = self._names
        self._items = {s.iri for edition in editions for s in edition.statements}
        if judged:
            layers = {share.key: Layers(share.key, names) for share in shares}
            for share in shares:
                layers[share.key].stated.extend(share.told)
            for key, triples in self._things:
                layers[key].stated.extend(triples)
            add_lineage(self._dataset, lineage, editions, corpus, layers, names, judged)
            return []
        own = Layers(LINEAGE, names)
        restate(corpus, linked_pairs(lineage), own)
        self._dataset.add(names.graph(LINEAGE, "inferred"), own.inferred)
        said = (triple for _, triples in self._things for triple in triples)
        vocabulary = self._dataset.graph(VOCABULARY_GRAPH)
        writer = LineageWriter(names, self._closure, shelf, program(), vocabulary, said)
        traced = writer.write(lineage, shares)
        for each in traced:
            for name, size in each.sizes.items():
                self._sizes[name] += size
        return traced

    def subjects(self, graphs: Collection[IRI]) -> Iterator[IRI]:
        """The subjects of some named graphs."""
        for name in graphs:
            for subject, _, _ in self._dataset.graphs.get(name, ()):
                yield subject

    def finish(self, digests: Sequence[ReadingDigest]) -> Mapping[IRI, int]:
        """Write what follows, and the metadata.

        Returns:
            The sizes of the named graphs.

        Raises:
            DataError: a triple stands in two of them.
        """
        names, dataset = self._names, self._dataset
        described = [describe(triples) for triples in dataset.graphs.values()]
        dataset.add(names.entailed_graph, self._closure.follows(described))
        described_build = describe_build(self._all_sizes(), digests, names, VERSION, self._quality)
        dataset.add(names.metadata_graph, described_build)
        for clash in self._clashes:
            raise clash
        dataset.check_disjoint()
        self.graphs = {name: describe(triples) for name, triples in dataset.graphs.items()}
        return self._all_sizes()

    def _all_sizes(self) -> dict[IRI, int]:
        sizes = dict(self._sizes)
        for name, triples in self._dataset.graphs.items():
            sizes[name] = sizes.get(name, 0) + len(triples)
        return {name: size for name, size in sizes.items() if size}

    def core(
        self, shares: Sequence[Share], traced: Sequence[LineageShare], shelf: Shelf
    ) -> Described:
        """Its share of the core, with what the others name, and what it names of them."""
        by_others = frozenset[IRI]().union(
            *(share.named for share in shares), *(share.named for share in traced)
        )
        first = self._core(shares, by_others, ())
        puts = {share.key: share.put for share in shares}
        documents = {self._names.document(share.key) for share in shares}
        named: Described = {}
        # Items and documents have their own place there.
        for thing in sorted(first.named - self._items - documents):
            key = self._names.owner(thing)
            if key in puts:
                named |= shelf.said(puts[key], thing)
        return self._core(shares, by_others, named.items()).said if named else first.said

    def _core(
        self,
        shares: Sequence[Share],
        by_others: Collection[IRI],
        named: Collection[tuple[IRI, dict[IRI, list[Term]]]],
    ) -> CorePart:
        graphs = self.graphs.values()
        return core_of(
            lambda: chain((pair for said in graphs for pair in said.items()), named),
            occurrences=chain.from_iterable(share.occurrences for share in shares),
            named=by_others,
            known={
                POL.Measure: self._items,
                POL.StrategyDocument: {self._names.document(share.key) for share in shares},
            },
        )


class _Subjects(Collection[IRI]):
    """The subjects of ontology, vocabulary and all that is stated; gone through when they are asked for."""

    def __init__(
        self,
        rest: _Rest,
        shares: Sequence[Share],
        traced: Sequence[LineageShare],
        shelf: Shelf,
        names: Names,
    ) -> None:
        stated = {share.key: names.graph(share.key, "stated") for share in shares}
        lineage = [names.graph(LINEAGE, layer) for layer in ("inferred", "curated")]
        graphs = (ONTOLOGY_GRAPH, VOCABULARY_GRAPH, *stated.values(), *lineage)
        self._of_rest = set(rest.subjects(graphs))
        self._puts = [(share.put, stated[share.key]) for share in shares]
        self._puts += [(share.put, lineage[0]) for share in traced]
        self._shelf = shelf

    def __iter__(self) -> Iterator[IRI]:
        yield from self._of_rest
        for put, graph in self._puts:
            yield from self._shelf.subjects(put, graph)

    def __contains__(self, thing: object) -> bool:
        return thing in self._of_rest or any(thing == known for known in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)
