"""The tasks of ``queries``: every saved question on one engine."""

from __future__ import annotations

import json
import multiprocessing
import time
from collections.abc import Callable
from statistics import median

from benchmarks.tasks import Numbers, task
from policygraph.query import find_questions
from policygraph.store import Solutions, Store, open_store

_TIMES = 3
_LONG = 1.0  # seconds; a question that takes longer is asked once


def _rows(store: Store, sparql: str) -> int:
    answer = store.query(sparql)
    return len(answer.rows) if isinstance(answer, Solutions) else 1


def _ask_all(ask: Callable[[str], int]) -> Numbers:
    """Ask every question; each says its median on a line of its own."""
    total = 0.0
    questions = find_questions()
    for question in questions:
        taken = []
        while len(taken) < _TIMES and not (taken and taken[0] > _LONG):
            begun = time.perf_counter()
            rows = ask(question.sparql)
            taken.append(time.perf_counter() - begun)
        total += median(taken)
        print(json.dumps({"id": question.id, "seconds": median(taken), "rows": rows}), flush=True)
    return {"seconds": total, "questions": len(questions)}


def _loaded(seconds: float) -> None:
    print(json.dumps({"id": "", "seconds": seconds, "rows": 0}), flush=True)


@task
def ask_in_memory(trig: str) -> Numbers:
    """The questions on pyoxigraph in memory, as `policygraph.store.open_store` opens a file."""
    begun = time.perf_counter()
    store = open_store(trig)
    _loaded(time.perf_counter() - begun)
    return _ask_all(lambda sparql: _rows(store, sparql))


@task
def ask_there(location: str) -> Numbers:
    """The questions on a store on disk, opened for reading, or on an endpoint."""
    store = open_store(location)
    return _ask_all(lambda sparql: _rows(store, sparql))


@task
def ask_rdflib(trig: str, limit: str) -> Numbers:
    """The questions on rdflib in memory, each once and for ``limit`` seconds at most.

    A query of rdflib's cannot be stopped, so each runs in a fork of the loaded process.
    """
    import rdflib

    begun = time.perf_counter()
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(trig, format="trig")
    _loaded(time.perf_counter() - begun)
    total, stopped = 0.0, 0
    for question in find_questions():
        begun = time.perf_counter()
        rows = _forked(
            lambda sparql=question.sparql: len(list(dataset.query(sparql))), float(limit)
        )
        taken = time.perf_counter() - begun
        total += taken
        stopped += rows is None
        print(json.dumps({"id": question.id, "seconds": taken, "rows": rows}), flush=True)
    return {"seconds": total, "stopped": stopped}


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
