"""``queries``: every saved question on every engine, on synthetic corpora."""

from __future__ import annotations

import shutil
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.corpora import Corpus, synthetic
from benchmarks.process import Run, run_task
from benchmarks.report import duration, heading, table, verdict

_TASKS = "benchmarks.tasks_of_queries"
# Seconds for a question on pyoxigraph and on rdflib, and for all questions on an engine.
_LIMITS = {False: (10.0, 1.0, 45.0), True: (120.0, 20.0, 3600.0)}
_ALARM = -signal.SIGALRM  # the exit code of a task whose question took too long
_FASTER = 15  # times, than rdflib over the whole catalogue
_SHORT = 0.02  # seconds; below it a ratio says nothing
_SLACK = 2.0


@dataclass(slots=True)
class Answers:
    """What an engine did with the catalogue.

    Attributes:
        loading: seconds.
        seconds, rows: by question; rows is ``None`` where the time limit ended it.
        processor: seconds of this process by question, which others on the machine do not lengthen.
        peak: MiB.
        stopped: the time for all questions was over before all were asked.
    """

    loading: float | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    rows: dict[str, int | None] = field(default_factory=dict)
    processor: dict[str, float] = field(default_factory=dict)
    peak: float = 0.0
    stopped: bool = False

    @classmethod
    def ask(cls, task: str, location: Path, question_limit: float, limit: float) -> Answers:
        """Ask all questions; a question that takes too long costs a new process."""
        answers = cls()
        end = time.monotonic() + limit
        while (left := end - time.monotonic()) > 0:
            run = run_task(
                task, location, " ".join(answers.seconds), question_limit,
                limit=left, module=_TASKS, fine=(0, _ALARM),
            )  # fmt: skip
            answers._hear(run, question_limit)
            if run.said:
                return answers
        answers.stopped = True
        return answers

    def _hear(self, run: Run, question_limit: float) -> None:
        self.peak = max(self.peak, run.peak)
        for step in run.steps:
            if "asking" in step:
                continue
            if step["id"]:
                self.seconds[step["id"]], self.rows[step["id"]] = step["seconds"], step["rows"]
                self.processor[step["id"]] = step["processor"] or step["seconds"]
            elif self.loading is None:
                self.loading = step["seconds"]
        last = run.steps[-1].get("asking") if run.steps else None
        if last is not None and not run.stopped:
            self.seconds[last], self.rows[last] = question_limit, None
            self.processor[last] = question_limit

    @property
    def total(self) -> float:
        """Seconds over the catalogue; a lower bound where a question was stopped."""
        return sum(self.seconds.values())

    @property
    def answered(self) -> int:
        """How many questions were answered in time."""
        return sum(rows is not None for rows in self.rows.values())

    @property
    def whole(self) -> bool:
        """No question and no run was stopped."""
        return not self.stopped and self.answered == len(self.rows)

    @property
    def slowest(self) -> str:
        """The question that took longest."""
        if not self.seconds:
            return ""
        id_ = max(self.seconds, key=lambda id_: self.seconds[id_])
        return f"{id_} {duration(self.seconds[id_])}"


def run(work: Path, full: bool) -> None:
    """1e3 and 1e4 measures on pyoxigraph, 1e3 on rdflib; 1e4 on rdflib and 1e5 with ``full``."""
    sizes = (1_000, 10_000, 100_000) if full else (1_000, 10_000)
    in_memory: dict[int, Answers] = {}
    for size in sizes:
        with_rdflib = size == 1_000 or (full and size == 10_000)
        in_memory[size] = _one_size(synthetic(work, size), with_rdflib, full)
    _growth(in_memory[sizes[0]], in_memory[sizes[-1]], sizes[-1] / sizes[0])


def _one_size(corpus: Corpus, with_rdflib: bool, full: bool) -> Answers:
    heading(f"queries: {corpus.title}")
    ours_limit, rdflib_limit, limit = _LIMITS[full]
    ours = Answers.ask("ask_oxigraph", corpus.trig, ours_limit, limit)
    on_disk = Answers.ask("ask_oxigraph", corpus.store, ours_limit, limit)
    on_disk.loading = corpus.loading.seconds
    engines = {"pyoxigraph, memory": ours, "pyoxigraph, disk": on_disk}
    if shutil.which("virtuoso-t"):
        engines["Virtuoso"] = Answers.ask("ask_virtuoso", corpus.trig, ours_limit, limit)
    if with_rdflib:
        engines["rdflib, memory"] = Answers.ask("ask_rdflib", corpus.trig, rdflib_limit, limit)
    table(
        ("engine", "loading", "catalogue", "answered", "slowest", "peak memory"),
        [
            (
                name,
                "" if answers.loading is None else duration(answers.loading),
                f"{'' if answers.whole else '> '}{duration(answers.total)}",
                f"{answers.answered}",
                answers.slowest,
                f"{answers.peak:.0f} MiB",
            )
            for name, answers in engines.items()
        ],
    )
    _same_rows(engines)
    if with_rdflib:
        theirs = engines["rdflib, memory"]
        factor = theirs.total / sum(ours.seconds.get(id_, 0.0) for id_ in theirs.seconds)
        verdict(f"catalogue at least {_FASTER} times faster than rdflib in memory",
                factor >= _FASTER, f"{'' if theirs.whole else '>'}{factor:.0f} times over"
                f" {len(theirs.seconds)} questions (rdflib: {rdflib_limit:.0f} s each at most)",
                decided=theirs.whole)  # fmt: skip
    return ours


def _same_rows(engines: dict[str, Answers]) -> None:
    """Engines that do not agree on the number of rows measure different things."""
    first, *others = engines
    for other in others:
        for id_, rows in engines[other].rows.items():
            mine = engines[first].rows.get(id_)
            if None not in (rows, mine) and rows != mine:
                print(f"  {id_}: {rows} rows on {other}, {mine} on {first}", flush=True)


def _growth(small: Answers, large: Answers, factor: float) -> None:
    """No question may grow faster than its answer or its data."""
    heading(
        f"queries: growth on pyoxigraph in memory, {factor:.0f} times the measures, time of the processor"
    )
    too_fast = []
    both = [id_ for id_ in large.seconds if small.rows.get(id_) is not None]
    for id_ in both:
        seconds = large.processor[id_]
        answer = (large.rows[id_] or 0) / max(1, small.rows[id_] or 0)
        grown = seconds / small.processor[id_]
        if seconds > _SHORT and grown > _SLACK * max(factor, answer):
            too_fast.append((id_, duration(small.processor[id_]), duration(seconds), f"{grown:.0f}",
                             f"{answer:.0f}"))  # fmt: skip
    if too_fast:
        table(("question", "small", "large", "grown", "answer grown"), too_fast)
    verdict("no question grows faster than its answer or its data", not too_fast,
            f"{len(both) - len(too_fast)} of {len(both)} questions")  # fmt: skip
