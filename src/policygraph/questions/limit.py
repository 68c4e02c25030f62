"""A time limit: the query runs in a process of its own, which can be killed.

pyoxigraph cannot cancel a query, and a thread cannot be ended from without.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import policygraph
from policygraph.core.errors import DataError, PolicygraphError, StoreError, UsageError
from policygraph.questions.answer import Answer
from policygraph.questions.asking import answer
from policygraph.questions.question import Question
from policygraph.store import open_store

_ERRORS: dict[str, type[PolicygraphError]] = {
    kind.__name__: kind for kind in (UsageError, DataError, StoreError)
}


def ask_within(
    seconds: float,
    question: Question,
    given: Mapping[str, object],
    *,
    graph: str | Path | None = None,
    language: str = "ja",
    allow_service: bool = False,
) -> Answer:
    """Ask a question; kill it when it takes too long.

    Args:
        seconds: for opening the graph and for the answer.
        question, given, language, allow_service: see `policygraph.questions.asking.answer`.
        graph: see `policygraph.store.open_store`.

    Raises:
        StoreError: the time is up, or the process died.
        PolicygraphError: whatever asking raises.
    """
    if seconds <= 0:
        raise UsageError(f"a time limit of {seconds:g} s leaves no time; give more")
    request = pickle.dumps((question, dict(given), graph, language, allow_service, seconds))
    package_root = str(Path(policygraph.__file__).parents[1])
    paths = [package_root, *filter(None, [os.environ.get("PYTHONPATH")])]
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "policygraph.questions.limit"],
            input=request,
            capture_output=True,
            timeout=seconds,
            check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )
    except subprocess.TimeoutExpired:
        raise StoreError(
            f"the query took longer than {seconds:g} s and was ended; narrow it, or give more time"
            " with --timeout"
        ) from None
    if done.returncode != 0:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["no message"]
        raise StoreError(f"the process of the query ended with {done.returncode}: {last[0]}")
    kind, found = pickle.loads(done.stdout)
    if kind == "answer" and isinstance(found, Answer):
        return found
    raise _ERRORS.get(kind, PolicygraphError)(found)


def _serve() -> None:
    """Answer the one request on stdin."""
    question, given, graph, language, allow_service, seconds = pickle.load(sys.stdin.buffer)
    reply: tuple[str, object]
    try:
        store = open_store(graph, timeout=seconds)
        found = answer(store, question, given, language=language, allow_service=allow_service)
        reply = ("answer", found)
    except PolicygraphError as error:
        reply = (type(error).__name__, str(error))
    sys.stdout.buffer.write(pickle.dumps(reply))


if __name__ == "__main__":
    _serve()
