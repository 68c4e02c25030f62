"""``before``: version 0.1.0 beside this build, in one run, on the same texts, and what the aims came to.

0.1.0 is made from its commit and installed in an environment of its own, which is kept in
``~/.cache/policygraph-bench`` (or ``POLICYGRAPH_BENCH_CACHE``). Each version asks, checks and exports the graph that
it built. Times are seconds of the processor, of whole processes with those that they began, unless said otherwise.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import tempfile
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median_low

from benchmarks.process import Run, TaskFailed, median, run_command, run_task
from benchmarks.report import duration, heading, memory, table, verdict

_COMMIT = "26a9cdfd94f689f454ed7a32f451ee3a7338e688"
_CHECKOUT = Path(__file__).parents[1]
_LIMIT = 1800.0  # seconds
_TIMES = {1_000: 3, 10_000: 1, 100_000: 1}
_TASKS = "benchmarks.tasks_of_engines"
_LONGEST = 0.3  # seconds a question
# Asks all saved questions of the version that runs it, each three times, and says what each took at best.
_CATALOGUE = """
import importlib, json, sys, time
try: questions = importlib.import_module("policygraph.questions")
except ImportError: questions = importlib.import_module("policygraph.query")
from policygraph.store import open_store
clock = time.process_time
begun = clock(); store = open_store(sys.argv[1]); opening = clock() - begun
taken = {}
for question in questions.find_questions():
    times = []
    while len(times) < 3 and sum(times) < 1:
        begun = clock(); store.query(question.sparql); times.append(clock() - begun)
    taken[question.id] = min(times)
print(json.dumps({"opening": opening, "taken": taken}))
"""


@dataclass(frozen=True, slots=True)
class Version:
    """A version that can be run.

    Attributes:
        name: what it is called in tables.
        python: how the Python of its environment is called.
    """

    name: str
    python: tuple[str, ...]

    def run(self, *words: object) -> Run:
        """Run its command line; a graph with problems is no failure."""
        call = [*self.python, "-m", "policygraph", *map(str, words)]
        return run_command(call, limit=_LIMIT, fine=(0, 1))

    def catalogue(self, graph: Path) -> dict[str, float]:
        """Seconds of the processor of each question on a graph in memory; of opening it under no name."""
        call = [*self.python, "-c", _CATALOGUE, str(graph)]
        said = json.loads(subprocess.run(call, capture_output=True, check=True).stdout)
        return {"": said["opening"], **said["taken"]}


def find_before() -> Version:
    """0.1.0, installed once.

    Raises:
        TaskFailed: there is no git, or its commit is not here, or it cannot be installed.
    """
    given = os.environ.get("POLICYGRAPH_BENCH_CACHE")
    cache = Path(given) if given else Path.home() / ".cache" / "policygraph-bench"
    home = cache / _COMMIT[:7]
    python = home / "bin" / "python"
    if not (home / "whole").exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as folder:
            packed, source = Path(folder, "source.tar"), Path(folder, "source")
            _do("git", "-C", _CHECKOUT, "archive", "--output", packed, _COMMIT)
            with tarfile.open(packed) as archive:
                archive.extractall(source, filter="data")
            venv.create(home, clear=True)
            pip = (sys.executable, "-m", "pip", "--python", python, "--quiet")
            _do(*pip, "install", "-r", source / "requirements" / "runtime.txt")
            _do(*pip, "install", "--no-deps", source)
        (home / "whole").touch()
    return Version("0.1.0", (str(python), "-I"))


def _do(*call: object) -> None:
    done = subprocess.run([str(word) for word in call], capture_output=True, text=True, check=False)
    if done.returncode:
        raise TaskFailed(f"0.1.0 cannot be installed: {done.stderr.strip().splitlines()[-1]}")


def run(work: Path, full: bool) -> None:
    """1e3 and 1e4 measures; 1e5 as well with ``full``."""
    versions = (find_before(), Version("this build", (sys.executable, "-P")))
    _one_question(versions)
    for size in _TIMES if full else (1_000, 10_000):
        texts = work / f"texts-{size}"
        if not texts.exists():
            run_task("make_corpus", texts, size, limit=3600)
        _one_size(work, texts, size, versions)


def _one_question(versions: tuple[Version, ...]) -> None:
    heading(
        "before: a saved question as a process, the shipped graph of each, by the clock, median of 7"
    )
    runs = [median(7, lambda v=v: v.run("query", "measures-per-body")) for v in versions]  # type: ignore[misc]
    before, now = (run.seconds for run in runs)
    print(f"  0.1.0 {before:.3f} s, this build {now:.3f} s")
    verdict("at most 0.12 s", now <= 0.12, f"{now:.3f} s")


def _one_size(work: Path, texts: Path, size: int, versions: tuple[Version, ...]) -> None:
    times = _TIMES[size]
    heading(f"before: {size:,} measures; seconds of the processor, median of {times}")
    graphs = {version.name: work / f"{version.name.split()[0]}-{size}" for version in versions}
    page, exported = work / "page.html", work / "all.nq"
    steps: dict[str, Callable[[Version], tuple[object, ...]]] = {
        "build": lambda v: ("build", texts, "--out", graphs[v.name], "--jobs", 1),
        "build --jobs 2": lambda v: ("build", texts, "--out", graphs[v.name], "--jobs", 2),
        "validate": lambda v: ("validate", graphs[v.name], "--format", "json"),
        "export nquads": lambda v: ("export", "nquads", "--graph", graphs[v.name], "--out", exported),
        "report": lambda v: ("report", "--graph", graphs[v.name], "--out", page),
    }  # fmt: skip
    done: dict[tuple[str, str], Run] = {}
    pages: dict[str, float] = {}
    for name, words in steps.items():
        for version in versions:
            found = [version.run(*words(version)) for _ in range(times)]
            middle = median_low(run.processor for run in found)
            done[name, version.name] = next(run for run in found if run.processor == middle)
            if name == "report":
                pages[version.name] = page.stat().st_size / 1e6
    before, now = (version.name for version in versions)
    table(
        ("step", before, now, "ratio", f"memory {before}", f"memory {now}"),
        [
            (
                name,
                duration(done[name, before].processor),
                duration(done[name, now].processor),
                f"{done[name, now].processor / done[name, before].processor:.2f}",
                memory(done[name, before]),
                memory(done[name, now]),
            )
            for name in steps
        ],
    )
    one, two = (done[name, now] for name in ("build", "build --jobs 2"))
    old = done["build", before]
    verdict("build: at most 0.35 of 0.1.0's time", one.processor <= 0.35 * old.processor,
            f"{one.processor / old.processor:.2f}")  # fmt: skip
    verdict("build: at most 0.3 of its memory", one.peak <= 0.3 * old.peak,
            f"{one.peak / old.peak:.2f}")  # fmt: skip
    verdict("build on two processes: at most 0.6 of one, by the clock",
            two.seconds <= 0.6 * one.seconds, f"{two.seconds / one.seconds:.2f}")  # fmt: skip
    _floor(graphs[now] / "policygraph.trig", done, now, versions[1])
    report = done["report", now]
    verdict("report: at most 3 s and 3 MB", report.processor <= 3 and pages[now] <= 3,
            f"{report.processor:.1f} s, {pages[now]:.1f} MB"
            f" (0.1.0: {done['report', before].processor:.1f} s, {pages[before]:.1f} MB)")  # fmt: skip
    _questions({version.name: version.catalogue(graphs[version.name]) for version in versions})


def _floor(trig: Path, done: dict[tuple[str, str], Run], now: str, version: Version) -> None:
    """What cannot be had for less: loading the quads, and parsing and writing them."""
    load = run_task("bulk_load", trig, limit=_LIMIT, module=_TASKS).seconds
    through = run_task("parse_and_serialise", trig, limit=_LIMIT, module=_TASKS).seconds
    print(f"  bulk_load {duration(load)}, parse and serialise {duration(through)}")
    validated, exported = (done[name, now] for name in ("validate", "export nquads"))
    verdict("validate: at most 3 times bulk_load, and 1 GiB",
            validated.processor <= 3 * load and validated.peak <= 1024,
            f"{validated.processor / load:.1f} times, {memory(validated)}")  # fmt: skip
    verdict("export nquads: at most 1.6 times parsing and writing",
            exported.processor <= 1.6 * through, f"{exported.processor / through:.1f} times")  # fmt: skip
    store = trig.parent / "store"
    if not store.exists():
        run_task("load_store", trig, store, limit=_LIMIT)
    opening = version.catalogue(store)[""]
    verdict("opening a store on disk: at most 1/20 of bulk_load", opening <= load / 20,
            f"{duration(opening)}, 1/{load / opening:.0f}")  # fmt: skip


def _questions(taken: dict[str, dict[str, float]]) -> None:
    """The questions that both versions have, in memory."""
    before, now = taken.values()
    both = (before.keys() & now.keys()) - {""}
    sums = [sum(own[id_] for id_ in both) for own in (before, now)]
    print(f"  {len(both)} questions in memory: 0.1.0 {duration(sums[0])}, this build {duration(sums[1])};"
          f" all {len(now) - 1} of this build {duration(sum(now.values()) - now[''])}")  # fmt: skip
    verdict("questions: at most 0.2 of 0.1.0's sum", sums[1] <= 0.2 * sums[0],
            f"{sums[1] / sums[0]:.2f}")  # fmt: skip
    slow = sorted((seconds, id_) for id_, seconds in now.items() if id_ and seconds > _LONGEST)
    verdict(f"no question over {_LONGEST:g} s", not slow,
            ", ".join(f"{id_} {duration(seconds)}" for seconds, id_ in reversed(slow)) or "none")  # fmt: skip
