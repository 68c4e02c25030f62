"""The tasks of ``queries``: every saved question on one engine.

Each question says what it took on a line of its own, so that something is left of a run that is
stopped.
"""

from __future__ import annotations

import json
import math
import multiprocessing
import signal
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.tasks import Numbers, task
from policygraph.core.errors import StoreError
from policygraph.questions import Question, find_questions
from policygraph.store import Solutions, Store, open_store

if TYPE_CHECKING:
    import rdflib

_TIMES = 3
_TESTS = Path(__file__).parents[1] / "tests"
_LONG = 1.0  # seconds; a question that takes longer is asked once


def _say(id_: str, seconds: float, rows: int | None, processor: float | None = None) -> None:
    step = {"id": id_, "seconds": seconds, "rows": rows, "processor": processor}
    print(json.dumps(step), flush=True)


def _questions(skipped: str) -> Iterator[Question]:
    done = frozenset(skipped.split())
    return (question for question in find_questions() if question.id not in done)


def _ask_all(store: Store, skipped: str, limit: str) -> Numbers:
    """Ask every question of a store of ours, each for ``limit`` seconds where that is not 0.

    A query of pyoxigraph's cannot be cancelled: the alarm ends this process, and `benchmarks.asking`
    starts another one that skips the question.
    """
    total, asked = 0.0, 0
    for question in _questions(skipped):
        taken: list[float] = []
        processor: list[float] = []
        rows: int | None = 0
        print(json.dumps({"asking": question.id}), flush=True)
        signal.setitimer(signal.ITIMER_REAL, float(limit))
        while len(taken) < _TIMES and not (taken and taken[0] > _LONG):
            begun, before = time.perf_counter(), time.process_time()
            rows = _rows(store, question.sparql)
            taken.append(time.perf_counter() - begun)
            processor.append(time.process_time() - before)
        signal.setitimer(signal.ITIMER_REAL, 0)
        total += median(taken)
        asked += 1
        _say(question.id, median(taken), rows, min(processor))
    return {"seconds": total, "asked": asked}


def _rows(store: Store, sparql: str) -> int | None:
    try:
        answer = store.query(sparql)
    except StoreError:  # an endpoint that does not answer in time
        return None
    return len(answer.rows) if isinstance(answer, Solutions) else 1


@task
def ask_oxigraph(location: str, skipped: str, limit: str) -> Numbers:
    """The questions on pyoxigraph, in memory (a file) or on disk (a folder), or on an endpoint."""
    begun = time.perf_counter()
    store = open_store(location)
    _say("", time.perf_counter() - begun, 0)
    return _ask_all(store, skipped, limit)


@task
def ask_virtuoso(trig: str, skipped: str, limit: str) -> Numbers:
    """The questions on the Virtuoso that the tests start, over HTTP; it is ended with this task."""
    sys.path.append(str(_TESTS))
    from virtuoso import Virtuoso

    from policygraph.store.remote import RemoteStore

    held = open_store(trig)
    graphs = {graph: list(held.triples(graph)) for graph in held.graphs()}
    del held
    with TemporaryDirectory(prefix="policygraph-virtuoso-") as folder:
        server = Virtuoso(Path(folder))
        try:
            begun = time.perf_counter()
            server.load(graphs)
            _say("", time.perf_counter() - begun, 0)
            # The server has a time limit of its own; a question that it ends has no answer.
            store = RemoteStore(server.endpoint, timeout=math.ceil(float(limit)), tries=1)
            return _ask_all(store, skipped, "0")
        finally:
            server.stop()


@task
def ask_rdflib(trig: str, skipped: str, limit: str) -> Numbers:
    """The questions on rdflib in memory, each once.

    A query of rdflib's cannot be stopped either; each runs in a fork of the loaded process.
    """
    import rdflib

    begun = time.perf_counter()
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(trig, format="trig")
    _say("", time.perf_counter() - begun, 0)
    total, asked = 0.0, 0
    for question in _questions(skipped):
        begun = time.perf_counter()
        rows = _forked(partial(_count, dataset, question.sparql), float(limit))
        taken = time.perf_counter() - begun
        total += taken
        asked += 1
        _say(question.id, taken, rows)
    return {"seconds": total, "asked": asked}


def _count(dataset: rdflib.Dataset, sparql: str) -> int:
    return len(list(dataset.query(sparql)))


def _forked(count: Callable[[], int], limit: float) -> int | None:
    """What a function returns in a fork of this process; ``None`` after the time limit."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=lambda: sender.send(count()), daemon=True)
    child.start()
    sender.close()
    try:
        return int(receiver.recv()) if receiver.poll(limit) else None
    finally:
        child.kill()
        child.join()
