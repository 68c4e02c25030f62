"""Build the graph of a corpus."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from policygraph.annotation import DiscoveredThing
from policygraph.core.errors import Errors
from policygraph.core.names import VOCABULARY_GRAPH
from policygraph.core.namespaces import IRI
from policygraph.core.near import nearest
from policygraph.core.prefixes import short_name
from policygraph.core.problems import Problem
from policygraph.core.terms import Triple, describe
from policygraph.corpus.description import TextFile
from policygraph.corpus.reading import (
    Progress,
    Reader,
    Reading,
    read_corpus,
)
from policygraph.corpus.runners import Runner, run_serially
from policygraph.graph.core_graph import core_of, in_order
from policygraph.graph.curation import VALUES, Curation
from policygraph.graph.dataset import Dataset, collection_paused
from policygraph.graph.digest import ReadingDigest, digest
from policygraph.graph.drafting import (
    SettledCuration,
    curate,
    link_words,
    share_things,
    state,
    things_of,
)
from policygraph.graph.elsewhere import CorpusItems
from policygraph.graph.entailed import entail
from policygraph.graph.inference import infer
from policygraph.graph.items import Resolution, resolve
from policygraph.graph.lineage import add_lineage, trace_editions
from policygraph.graph.metadata import describe_build
from policygraph.graph.preparing import Prepared, prepare
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
        graphs = [describe(triples) for triples in self.dataset.graphs.values()]
        yield from in_order(
            core_of(lambda: (said for graph in graphs for said in graph.items())).said
        )


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
    reader = reader or Reader()
    prepared = prepare(texts, reader, base_iri, errors or Errors())
    readings = read_corpus(texts, reader, runner, jobs, progress)
    return graph_of(readings, prepared, reader.annotator.lexicon.problems)


def graph_of(
    readings: Sequence[Reading], prepared: Prepared, vocabulary_problems: Iterable[Problem]
) -> BuiltGraph:
    """Build the named graphs of a corpus that was read.

    Args:
        readings: in the order of their documents and keys.
        prepared: all that the corpus has besides; its dataset is added to.
        vocabulary_problems: what is wrong in the vocabulary.
    """
    dataset, facts = prepared.dataset, prepared.facts
    names, curations = facts.names, facts.curations
    draft = facts.draft(readings)
    digests = [digest(reading, draft) for reading in readings]
    draft = replace(draft, resolution=resolve(readings))
    state(draft)
    said = things_of(draft)
    for key, triples in share_things(said, dataset.graph(VOCABULARY_GRAPH)):
        draft.layers[key].stated.extend(triples)
    things: dict[str, set[Triple]] = defaultdict(set)
    for key, triples in said:
        things[key] |= triples
    corpus = CorpusItems.of(digests)
    settled = corpus.settle(facts, digests)
    stated_anyway = list(curate(draft, facts, settled, things))
    infer(draft)
    editions = prepared.editions(digests, corpus)
    judged = prepared.judged
    lineage = trace_editions(editions, judged)
    if lineage is not None:
        add_lineage(dataset, lineage, editions, corpus, draft.layers, names, judged)
    problems = [*curated_problems(settled, stated_anyway)]
    if curations:
        graphs = [*dataset.graphs.values(), *(own.stated for own in draft.layers.values())]
        known = {subject for triples in graphs for subject, _, _ in triples}
        problems += without_effect(curations, draft.withdrawn.effective, known)
    for key, own in draft.layers.items():
        for layer, of_layer in own.all.items():
            dataset.add(names.graph(key, layer), of_layer)
            of_layer.clear()
    for name in [name for name, triples in dataset.graphs.items() if not triples]:
        del dataset.graphs[name]
    dataset.add(names.entailed_graph, entail(dataset))
    quality = prepared.quality
    sizes = {name: len(triples) for name, triples in dataset.graphs.items()}
    dataset.add(names.metadata_graph, describe_build(sizes, digests, names, VERSION, quality))
    dataset.check_disjoint()
    sizes = {name: len(triples) for name, triples in dataset.graphs.items()}
    problems += vocabulary_problems
    summary = summarise(digests, corpus, sizes, problems)
    return BuiltGraph(dataset, tuple(readings), draft.resolution, summary, tuple(editions), lineage)


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
        for _, link_, value in sorted(curation.added):
            if isinstance(value, IRI) and link_ not in VALUES and value not in known:
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
        Problem.at(each.text.name, "no-items", outline=each.text.outline)
        for each in digests
        if each.description.key not in filled
    ]
    return BuildSummary(
        documents=tuple(sorted({each.description.key for each in digests})),
        parts=Counter(kind for each in digests for kind in each.text.kinds),
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
            *(problem for each in digests for problem in (*each.text.damage, *each.text.problems)),
            *empty,
            *problems,
            *(problem for each in digests for problem in each.oddities),
            *(problem for each in digests for problem in each.misprints),
        ),
    )
