"""``queries``: every saved question on every engine, on synthetic corpora."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpora import Corpus, synthetic
from benchmarks.process import Run, run_task
from benchmarks.report import duration, heading, memory, table, verdict

_TASKS = "benchmarks.tasks_of_queries"
_LIMIT = 2  # seconds a question may take on rdflib; ten times as long with --full
_ENGINE_LIMIT = 120.0  # seconds an engine may take for the catalogue; thirty times with --full
_FASTER = 15  # times, than rdflib over the whole catalogue
_SHORT = 0.02  # seconds; below it a ratio says nothing
_SLACK = 2.0


@dataclass(frozen=True, slots=True)
class Answers:
    """What an engine did with the catalogue.

    Attributes:
        seconds, rows: by question; rows is ``None`` where the time limit ended it.
    """

    run: Run
    loading: float | None
    seconds: dict[str, float]
    rows: dict[str, int | None]

    @classmethod
    def of(cls, run: Run, loading: Run | None = None) -> Answers:
        """What a task of `benchmarks.tasks_of_queries` said."""
        asked = [step for step in run.steps if step["id"]]
        before = [step["seconds"] for step in run.steps if not step["id"]]
        return cls(
            run,
            loading.seconds if loading else before[0] if before else None,
            {step["id"]: step["seconds"] for step in asked},
            {step["id"]: step["rows"] for step in asked},
        )

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
        return not self.run.stopped and self.answered == len(self.rows)

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
    limit = _ENGINE_LIMIT * (30 if full else 1)

    def ask(task: str, *arguments: object) -> Run:
        return run_task(task, *arguments, module=_TASKS, limit=limit)

    ours = Answers.of(ask("ask_in_memory", corpus.trig))
    engines = {
        "pyoxigraph, memory": ours,
        "pyoxigraph, disk": Answers.of(ask("ask_there", corpus.store), corpus.loading),
    }
    if with_rdflib:
        question_limit = _LIMIT * (10 if full else 1)
        engines["rdflib, memory"] = Answers.of(ask("ask_rdflib", corpus.trig, question_limit))
    table(
        ("engine", "loading", "catalogue", "answered", "slowest", "peak memory"),
        [
            (
                name,
                "" if answers.loading is None else duration(answers.loading),
                f"{'' if answers.whole else '> '}{duration(answers.total)}",
                f"{answers.answered}",
                answers.slowest,
                memory(answers.run),
            )
            for name, answers in engines.items()
        ],
    )
    _same_rows(engines)
    if with_rdflib:
        theirs = engines["rdflib, memory"]
        factor = theirs.total / sum(ours.seconds.get(id_, 0.0) for id_ in theirs.seconds)
        verdict(f"catalogue at least {_FASTER} times faster than rdflib in memory",
                factor >= _FASTER, f"{'' if theirs.whole else '>'}{factor:.0f} times"
                f" (rdflib: at most {question_limit} s a question)")  # fmt: skip
    return ours


def _same_rows(engines: dict[str, Answers]) -> None:
    """Engines that do not agree on the number of rows measure different things."""
    first, *others = engines
    for other in others:
        for id_, rows in engines[other].rows.items():
            if rows is not None and rows != engines[first].rows[id_]:
                print(f"  {id_}: {rows} rows on {other}, {engines[first].rows[id_]} on {first}")


def _growth(small: Answers, large: Answers, factor: float) -> None:
    """No question may grow faster than its answer or its data."""
    heading(f"queries: growth on pyoxigraph in memory, {factor:.0f} times the measures")
    too_fast = []
    for id_, seconds in large.seconds.items():
        answer = (large.rows[id_] or 0) / max(1, small.rows[id_] or 0)
        grown = seconds / small.seconds[id_]
        if seconds > _SHORT and grown > _SLACK * max(factor, answer):
            too_fast.append((id_, duration(small.seconds[id_]), duration(seconds), f"{grown:.0f}",
                             f"{answer:.0f}"))  # fmt: skip
    if too_fast:
        table(("question", "small", "large", "grown", "answer grown"), too_fast)
    verdict("no question grows faster than its answer or its data", not too_fast,
            f"{len(large.seconds) - len(too_fast)} of {len(large.seconds)} questions")  # fmt: skip
