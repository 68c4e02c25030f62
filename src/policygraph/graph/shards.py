"""The share of one document in the graph of its corpus: made by a worker from the document alone.

What other documents have to do with it (`Elsewhere`) is known only when all have been read. A worker
therefore first makes the share of a document that stands alone, which most do; of those that do not
it is made again, from the readings that were kept.

Of some subjects several documents may speak: things that texts name, items that are restated in other
documents, what a curation of another document judges. Their triples are not written by a worker
but handed back, and written once all are there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

from policygraph.annotation.bearing import Bearing
from policygraph.core.errors import DataError, PolicygraphError
from policygraph.core.kept import read_kept, write_kept
from policygraph.core.names import OF_DOCUMENTS, Names
from policygraph.core.namespaces import IRI
from policygraph.core.problems import Problem
from policygraph.core.terms import Described, Triple, count, describe
from policygraph.corpus.description import TextFile
from policygraph.corpus.reading import Reader, Reading, in_corpus_order
from policygraph.graph.changes import told_of_items
from policygraph.graph.content import Words, content_of, words_of_readings
from policygraph.graph.core_graph import core_of
from policygraph.graph.dataset import Dataset, collection_paused
from policygraph.graph.digest import ReadingDigest, digest
from policygraph.graph.drafting import Facts, SettledCuration, curate, state, things_of
from policygraph.graph.elsewhere import CorpusItems
from policygraph.graph.entailed import Closure
from policygraph.graph.inference import infer
from policygraph.graph.items import Bullet, Elsewhere, resolve
from policygraph.graph.layers import Draft, Layers
from policygraph.graph.shelves import Shelf


@dataclass(frozen=True, slots=True)
class Ties:
    """All that the share of a document depends on besides the document.

    Attributes:
        shared: the subjects that others write.
        settled: its curation, if it has one, held against the corpus.
    """

    elsewhere: Elsewhere
    shared: frozenset[IRI]
    settled: SettledCuration | None


@dataclass(frozen=True, slots=True)
class Share:
    """What one document adds to the graph of its corpus.

    Attributes:
        made_of: the digest of all that it depends on; see `share_key`.
        put: where its own subjects are.
        handed: what the named graphs say of subjects that are shared.
        sizes: of the named graphs, without what is handed on.
        things: what each text says of bodies, works and programmes.
        effective: the links that were really withdrawn.
        stated_anyway: additions of its curation that the text states.
        clash: a triple that stands in two of its layers.
        named, occurrences: see `CorePart`.
        told: what `Changes` asks of its items.
    """

    key: str
    made_of: str
    put: object
    handed: dict[IRI, Described]
    sizes: dict[IRI, int]
    things: tuple[frozenset[Triple], ...]
    effective: frozenset[Triple]
    stated_anyway: tuple[Problem, ...]
    clash: DataError | None
    named: frozenset[IRI]
    occurrences: tuple[Triple, ...]
    told: tuple[Triple, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A document that was read, or why not.

    Attributes:
        digests: of those of its texts that could be read, in order.
        errors: why others could not, by their place among the texts.
        share: as if it stood alone; ``None`` where a text could not be read.
        content: see `Task`; empty where a text could not be read.
        vocabulary_problems: what was found wrong in the vocabulary.
    """

    digests: tuple[ReadingDigest, ...]
    errors: tuple[tuple[int, PolicygraphError], ...]
    share: Share | None
    content: str
    vocabulary_problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """A document to be read.

    Attributes:
        key: of the document.
        texts: its texts.
        own: a digest of their files.
        content: a digest of all that its readings depend on; empty where it has to be read to tell.
        folder: an existing one for what is kept of it, under these digests.
    """

    key: str
    texts: tuple[TextFile, ...]
    own: str
    folder: Path
    content: str = ""

    def with_content(self, bearing: Callable[[], Bearing]) -> Task:
        """The same with what its readings depend on, as far as that can be told without reading it."""
        words = self.words()
        return (
            self if words is None else replace(self, content=content_of(self.own, bearing(), words))
        )

    def words(self) -> Words | None:
        """What was kept of its words."""
        words = read_kept(self.folder / f"{self.own}.{_WORDS}")
        return words if isinstance(words, Words) else None

    def keep_words(self, words: Words) -> None:
        """Keep what is needed of its words."""
        write_kept(self.folder / f"{self.own}.{_WORDS}", words)

    def outcome(self, shelf: Shelf) -> Outcome | None:
        """What came of it in an earlier build, if that was kept and its share is still on the shelf."""
        outcome = self.kept(_OUTCOME) if self.content else None
        if not isinstance(outcome, Outcome):
            return None
        return outcome if outcome.share is not None and shelf.holds(outcome.share) else None

    def kept(self, kind: str) -> Any:
        """What was kept of it; ``None`` where nothing whole was."""
        return read_kept(self.folder / f"{self.content}.{kind}")

    def keep(self, kind: str, thing: object) -> None:
        """Keep something of it."""
        write_kept(self.folder / f"{self.content}.{kind}", thing)


_READINGS, _OUTCOME, _WORDS = "readings", "outcome", "words"


@dataclass(frozen=True)
class Workshop:
    """Reads documents and makes their shares; it is sent to the processes that work.

    Attributes:
        reader: reads their texts.
        facts: of the corpus.
        closure: what the ontology entails.
        shelf: takes what is finished.
    """

    reader: Reader
    facts: Facts
    closure: Closure
    shelf: Shelf

    @collection_paused()
    def read(self, task: Task) -> Outcome:
        """Read a document and make its share as if it stood alone."""
        return self.finish(task, self._readings(task))

    def _readings(self, task: Task) -> list[Reading | PolicygraphError]:
        return [self.reader.try_to_read(text) for text in task.texts]

    def finish(self, task: Task, read: Sequence[Reading | PolicygraphError]) -> Outcome:
        """Make the share of a document that was read, as if it stood alone."""
        readings = sorted((r for r in read if isinstance(r, Reading)), key=in_corpus_order)
        errors = tuple((n, e) for n, e in enumerate(read) if not isinstance(e, Reading))
        draft = self.facts.draft(readings)
        digests = tuple(digest(reading, draft) for reading in readings)
        share = None
        if not errors:
            words = words_of_readings(readings, self.reader.bearing, task.words())
            task.keep_words(words)
            task = replace(task, content=content_of(task.own, self.reader.bearing, words))
            task.keep(_READINGS, readings)
            ties = find_ties(digests, CorpusItems.of(digests), self.facts)[task.key]
            share = self._share(task, draft, ties)
        problems = tuple(self.reader.annotator.lexicon.problems)
        outcome = Outcome(digests, errors, share, "" if errors else task.content, problems)
        if not errors:
            task.keep(_OUTCOME, outcome)
        return outcome

    @collection_paused()
    def tie(self, given: tuple[Task, Ties]) -> Share:
        """Make the share of a document anew, from its readings and what others have to do with it."""
        task, ties = given
        return self._share(task, self.facts.draft(self.readings(task)), ties)

    def readings(self, task: Task) -> list[Reading]:
        """The readings of a document that could be read: those that were kept, or else read again."""
        readings = task.kept(_READINGS)
        if isinstance(readings, list):
            return readings
        read = (each for each in self._readings(task) if isinstance(each, Reading))
        return sorted(read, key=in_corpus_order)

    def _share(self, task: Task, draft: Draft, ties: Ties) -> Share:
        key = share_key(task, ties, self.facts)
        found = self.shelf.find(key)
        if isinstance(found, Share):
            return found
        share = self._make(task.key, key, draft, ties)
        self.shelf.keep(key, share)
        return share

    def _make(self, document: str, key: str, draft: Draft, ties: Ties) -> Share:
        names = self.facts.names
        resolution = resolve(draft.readings, ties.elsewhere)
        draft = replace(draft, elsewhere=ties.elsewhere, resolution=resolution)
        state(draft)
        settled = {document: ties.settled} if ties.settled else {}
        things = [frozenset(triples) for _, triples in things_of(draft)]
        said = {document: frozenset[Triple]().union(*things)}
        stated_anyway = [problem for _, problem in curate(draft, self.facts, settled, said)]
        infer(draft)
        layers = draft.layers[document]
        clash = _clash(layers, names)
        items = {item.iri(names) for item in resolution.items}
        told = tuple(told_of_items(layers, items))
        graphs = {
            names.graph(document, name): describe(triples) for name, triples in layers.all.items()
        }
        handed = {
            name: {s: said.pop(s) for s in _others(said, document, ties, names)}
            for name, said in graphs.items()
        }
        graphs[names.entailed_graph] = describe(self.closure.follows(graphs.values()))
        both = [*graphs.values(), *handed.values()]
        core = core_of(
            lambda: (pair for said in both for pair in said.items()),
            without=frozenset(chain.from_iterable(handed.values())),
        )
        return Share(
            key=document,
            made_of=key,
            put=self.shelf.put(key, graphs, core.said),
            handed={name: said for name, said in handed.items() if said},
            sizes={name: count(said) for name, said in graphs.items() if said},
            things=tuple(things),
            effective=frozenset(draft.withdrawn.effective),
            stated_anyway=tuple(stated_anyway),
            clash=clash,
            named=core.named,
            occurrences=core.occurrences,
            told=told,
        )


def _clash(layers: Layers, names: Names) -> DataError | None:
    """A triple that stands in two layers."""
    stated, inferred, curated = (triples.keys() for triples in layers.all.values())
    if inferred.isdisjoint(curated) and stated.isdisjoint(curated) and stated.isdisjoint(inferred):
        return None
    dataset = Dataset()
    for name, triples in layers.all.items():
        dataset.add(names.graph(layers.key, name), triples)
    try:
        dataset.check_disjoint()
    except DataError as error:
        return error
    return None


def _others(said: Described, document: str, ties: Ties, names: Names) -> list[IRI]:
    """The subjects that are not the document's alone."""
    base, shared = names.base, ties.shared
    own = (*(f"{base}{kind}/{document}/" for kind in OF_DOCUMENTS),)
    whole = {f"{base}{kind}/{document}" for kind in OF_DOCUMENTS}
    return [s for s in said if s in shared or not (s.startswith(own) or s in whole)]


def find_ties(
    digests: Sequence[ReadingDigest], corpus: CorpusItems, facts: Facts
) -> dict[str, Ties]:
    """What the share of each document depends on.

    Args:
        digests: of some texts: all of a corpus, or those of one document.
        corpus: their items.
        facts: of the corpus.
    """
    names = facts.names
    shared: dict[str, set[IRI]] = defaultdict(set)
    for first, _ in corpus.across():
        shared[first.document].add(first.item_iri(names))
    for each in digests:
        if each.extractor:  # the metadata say what took the words out
            key = each.description.key
            shared[key].add(names.context(key, each.key))
    for key, curation in facts.curations.items():
        for subject, _, value in curation.triples | curation.withdrawn:
            for term in (subject, value):
                if isinstance(term, IRI) and names.owner(term) not in ("", key):
                    shared[names.owner(term)].add(term)
    elsewhere, settled = corpus.elsewhere(facts), corpus.settle(facts, digests)
    return {
        key: Ties(elsewhere.get(key, Elsewhere()), frozenset(shared[key]), settled.get(key))
        for key in sorted({each.description.key for each in digests})
    }


def share_key(task: Task, ties: Ties, facts: Facts) -> str:
    """A digest of all that a share depends on."""
    elsewhere = ties.elsewhere
    items = {bullet.item_iri(facts.names) for bullet in elsewhere.originals.values()}
    curations = facts.curations.values()
    judged: list[list[tuple[Any, ...]]] = [
        [link for c in curations for link in c.withdrawn],
        [title for c in curations for title in c.titles],
        [link for c in curations for link in c.added],
    ]
    parts: list[object] = [
        task.content,
        sorted((key, _plain(bullet)) for key, bullet in elsewhere.originals.items()),
        sorted((key, _plain(bullet)) for key, bullet in elsewhere.apart.items()),
        sorted(elsewhere.reasons.items()),
        sorted((k, sorted(map(_plain, bs))) for k, bs in elsewhere.restatements.items()),
        sorted((item, sorted(themes)) for item, themes in elsewhere.themes.items()),
        sorted(ties.shared),
        sorted(map(repr, ties.settled.triples)) if ties.settled else None,
        [sorted(repr(t) for t in each if _concerns(t[0], task, items, facts)) for each in judged],
    ]
    return sha256(repr(parts).encode()).hexdigest()


def _plain(bullet: Bullet) -> tuple[object, ...]:
    """A bullet in a form that is written the same way each time."""
    return (
        tuple(bullet.key), bullet.kind, bullet.repeats, bullet.links, sorted(bullet.themes),
        bullet.group_themes,
    )  # fmt: skip


def _concerns(subject: IRI, task: Task, items: set[IRI], facts: Facts) -> bool:
    return subject in items or facts.names.owner(subject) == task.key
