"""Read the documents of a corpus, those alone that did not come out so in an earlier build."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from policygraph.core.errors import Errors, PolicygraphError
from policygraph.core.kept import read_kept, write_kept
from policygraph.core.problems import Problem
from policygraph.corpus.description import TextFile
from policygraph.corpus.reading import Progress, note_faults_of
from policygraph.corpus.runners import Runner, run_serially
from policygraph.graph.content import Known, common_of, own_digest, vocabulary_of
from policygraph.graph.shards import Outcome, Task, Workshop

_KNOWN: Final = "known"


@dataclass(frozen=True, slots=True)
class ReadDocuments:
    """The documents of a corpus.

    Attributes:
        tasks, outcomes: of each, in the order of their keys.
        vocabulary_problems: what is wrong in the vocabulary.
    """

    tasks: Sequence[Task]
    outcomes: Sequence[Outcome]
    vocabulary_problems: tuple[Problem, ...]


def read_documents(
    texts: Sequence[TextFile],
    workshop: Workshop,
    kept: Path,
    runner: Runner,
    jobs: int,
    progress: Progress,
) -> ReadDocuments:
    """Read the documents of a corpus.

    Args:
        texts: of all documents.
        workshop: reads them and makes their shares.
        kept: an existing folder for what another build can use again.
        runner, jobs, progress: see `policygraph.graph.build.build_graph`.

    Raises:
        PolicygraphError: why texts could not be read, with the faults of the others.
    """
    vocabulary = vocabulary_of(workshop.reader)
    known = read_kept(kept / _KNOWN)
    if not isinstance(known, Known) or known.vocabulary != vocabulary:
        known = Known(vocabulary, None, {})
    tasks = _with_contents(_tasks(texts, workshop, kept), workshop, known)
    outcomes = [task.outcome(workshop.shelf) for task in tasks]
    new = [task for task, outcome in zip(tasks, outcomes, strict=True) if outcome is None]
    made = _read(workshop, new, runner, jobs)
    problems = known.problems
    for number, (task, outcome) in enumerate(zip(tasks, outcomes, strict=True)):
        if outcome is None:
            outcomes[number] = outcome = next(made)
            problems = outcome.vocabulary_problems
        for text in task.texts:
            progress(str(text.path))
    read = [outcome for outcome in outcomes if outcome is not None]
    _check_read(texts, tasks, read)
    if problems is None:
        problems = tuple(workshop.reader.annotator.lexicon.problems)
    tasks = [replace(t, content=o.content) for t, o in zip(tasks, read, strict=True)]
    contents = {**known.contents, **{task.own: task.content for task in tasks}}
    if new or contents != known.contents or problems != known.problems:
        write_kept(kept / _KNOWN, Known(vocabulary, problems, contents))
    return ReadDocuments(tasks, read, problems)


def _tasks(texts: Sequence[TextFile], workshop: Workshop, kept: Path) -> list[Task]:
    """The documents of some texts, in the order of their keys."""
    common = common_of(workshop.reader.encoding, workshop.facts, workshop.closure)
    of_document: dict[str, list[TextFile]] = defaultdict(list)
    for text in texts:
        of_document[text.document.key].append(text)
    return [
        Task(key, tuple(own), own_digest(own, common), kept)
        for key, own in sorted(of_document.items())
    ]


def _with_contents(tasks: list[Task], workshop: Workshop, known: Known) -> list[Task]:
    """The documents with all that their readings depend on, as far as it is known without reading them."""
    found = [replace(task, content=known.contents.get(task.own, "")) for task in tasks]
    try:
        return [
            task if task.content else task.with_content(lambda: workshop.reader.bearing)
            for task in found
        ]
    except PolicygraphError:  # what is wrong with the vocabulary is told when they are read
        return tasks


def _read(
    workshop: Workshop, tasks: Sequence[Task], runner: Runner, jobs: int
) -> Iterator[Outcome]:
    """Read documents; where they are fewer than the workers, their texts are shared out."""
    if not tasks:
        return
    if len(tasks) >= jobs:
        run = run_serially if len(tasks) == 1 else runner
        for task, outcome in zip(tasks, run(workshop.read, tasks, jobs), strict=True):
            if outcome.share is not None and not workshop.shelf.holds(outcome.share):
                raise PolicygraphError("share-unseen", key=task.key, folder=task.folder)
            yield outcome
        return
    texts = [text for task in tasks for text in task.texts]
    run = run_serially if len(texts) == 1 else runner
    read = iter(run(workshop.reader.try_to_read, texts, jobs))
    for task in tasks:
        yield workshop.finish(task, [next(read) for _ in task.texts])


def _check_read(
    texts: Sequence[TextFile], tasks: Sequence[Task], outcomes: Sequence[Outcome]
) -> None:
    """Raise why texts could not be read, with the faults of the others."""
    errors = Errors()
    failed = {
        task.texts[place].path: error
        for task, outcome in zip(tasks, outcomes, strict=True)
        for place, error in outcome.errors
    }
    for text in texts:
        if text.path in failed:
            errors.note(failed[text.path])
    if errors:
        for outcome in outcomes:
            for each in outcome.digests:
                note_faults_of(errors, (*each.text.damage, *each.text.problems))
        errors.check()
