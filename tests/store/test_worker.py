"""An embedded store in processes that can be ended: what a time limit costs, and who dies with whom."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from policygraph.core.errors import DataError, StoreError, UsageError
from policygraph.core.namespaces import IRI
from policygraph.core.terms import Quad, integer
from policygraph.store import Boolean, Graph, Solutions, SolutionStream, memory_store, open_store
from policygraph.store.worker import WorkerStore

# Millions of solutions of 200 triples: no engine counts them in a test's time.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
ALL = "SELECT ?n { ?s <urn:n> ?n }"
ROWS = 5000  # more than a chunk


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("graph") / "numbers.nq"
    lines = (f'<urn:s{n}> <urn:n> "{n}" <urn:g{n % 2}> .\n' for n in range(ROWS))
    path.write_text("".join(lines))
    return path


@pytest.fixture
def store(file: Path) -> Iterator[WorkerStore]:
    with WorkerStore(lambda: nullcontext(file), timeout=60) as opened:
        yield opened


@pytest.fixture
def on_disk(file: Path, tmp_path: Path) -> Iterator[WorkerStore]:
    folder = tmp_path / "store"
    with open_store(folder, read_only=False) as written, open_store(file) as held:
        written.load(held.dump())
    del written
    with WorkerStore(lambda: nullcontext(folder), is_folder=True, timeout=60) as opened:
        yield opened


def _is_alive(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def _wait(until: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 20
    while not until() and time.monotonic() < deadline:
        time.sleep(0.02)
    return until()


@pytest.mark.parametrize("kind", ["store", "on_disk"])
def test_a_query_that_is_ended_costs_the_next_no_reload(
    kind: str, request: pytest.FixtureRequest
) -> None:
    store = request.getfixturevalue(kind)
    for _ in range(2):
        with pytest.raises(StoreError, match=r"took longer than 0\.5 s and was ended"):
            store.query(ENDLESS, timeout=0.5)
        assert store.query("ASK { <urn:s1> <urn:n> '1' }") == Boolean(True)
    assert store.loads == 1


def test_many_queries_within_their_limits_read_the_graph_once(store: WorkerStore) -> None:
    for _ in range(20):
        assert store.query("ASK { ?s ?p ?o }", timeout=60) == Boolean(True)
    assert store.loads == 1


def test_an_open_store_in_memory_is_copied_once_for_its_limits() -> None:
    quads: list[Quad] = [
        (IRI(f"urn:{n}"), IRI("urn:n"), integer(n), IRI("urn:g")) for n in range(300)
    ]
    with memory_store(quads) as store:
        with pytest.raises(StoreError, match="took longer"):
            store.query(ENDLESS, timeout=0.5)
        assert store.query("ASK { <urn:5> <urn:n> 5 }", timeout=30) == Boolean(True)
        companion = store._companion
        assert companion.loads == 1
        store.update("DELETE WHERE { GRAPH ?g { <urn:5> ?p ?o } }")
        assert store.query("ASK { <urn:5> <urn:n> 5 }", timeout=30) == Boolean(False)


def test_a_store_that_is_open_for_writing_on_disk_has_no_limit(tmp_path: Path) -> None:
    with (
        open_store(tmp_path / "store", read_only=False) as store,
        pytest.raises(StoreError, match="open for writing has no time limit"),
    ):
        store.query("ASK { ?s ?p ?o }", timeout=5)


def test_rows_come_as_a_stream_while_others_ask(store: WorkerStore) -> None:
    answer = store.query(ALL, stream=True)
    assert isinstance(answer, SolutionStream)
    assert answer.variables == ("n",)
    rows = [next(answer.rows)]
    assert store.query("ASK { ?s ?p ?o }") == Boolean(True)
    rows += answer.rows
    assert sorted(int(row[0].value) for row in rows) == list(range(ROWS))
    assert store.loads == 1


def test_a_stream_of_what_has_no_rows_is_whole(store: WorkerStore) -> None:
    assert store.query("ASK { ?s ?p ?o }", stream=True) == Boolean(True)
    graph = store.query(
        "CONSTRUCT { ?s <urn:is> ?n } { ?s <urn:n> ?n FILTER(?n = '7') }", stream=True
    )
    assert isinstance(graph, Graph)
    assert len(graph.triples) == 1


def test_a_stream_that_is_left_ends_its_worker(store: WorkerStore) -> None:
    (idle,) = store._idle
    answer = store.query(ALL, stream=True)
    next(answer.rows)
    assert _is_alive(idle.pid)
    del answer
    assert _wait(lambda: not _is_alive(idle.pid))
    assert isinstance(store.query(ALL), Solutions)
    assert store.loads == 1


def test_the_limit_counts_waiting_and_not_what_a_caller_does_with_rows(store: WorkerStore) -> None:
    answer = store.query(ALL, timeout=1, stream=True)
    next(answer.rows)
    time.sleep(1.2)
    assert sum(1 for _ in answer.rows) == ROWS - 1


def test_a_stream_has_a_limit_too(store: WorkerStore) -> None:
    endless = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with pytest.raises(StoreError, match="took longer"):
        deque(store.query(endless, timeout=0.3, stream=True).rows, maxlen=0)


@pytest.mark.parametrize("seconds", [0, -1])
def test_a_limit_leaves_some_time(store: WorkerStore, file: Path, seconds: float) -> None:
    with pytest.raises(UsageError, match="leaves no time"):
        store.query(ALL, timeout=seconds)
    with pytest.raises(UsageError, match="leaves no time"):
        open_store(file, timeout=seconds)


def test_errors_are_those_of_the_store(store: WorkerStore, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r'not SPARQL: line 1, column 11: it goes wrong near "\{"'):
        store.query("SELECT * {")
    with pytest.raises(StoreError, match="no CONSTRUCT"):
        list(store.construct(ALL))
    with pytest.raises(DataError, match="no such file"):
        open_store(tmp_path / "none.trig", timeout=5)
    (tmp_path / "bad.ttl").write_text("<urn:a> <urn:b> .")
    with pytest.raises(DataError, match=r"bad\.ttl:1:\d+: not Turtle"):
        open_store(tmp_path / "bad.ttl", timeout=5)
    (tmp_path / "CURRENT").write_text("")
    with pytest.raises(StoreError, match="no store can be opened there"):
        open_store(tmp_path, timeout=5)
    for change in (lambda: store.update("CLEAR ALL"), lambda: store.load([])):
        with pytest.raises(StoreError, match="opened for reading"):
            change()


def test_a_worker_that_is_killed_is_replaced_when_it_is_needed(store: WorkerStore) -> None:
    (idle,) = store._idle
    os.kill(idle.pid, signal.SIGKILL)
    assert _wait(lambda: not _is_alive(idle.pid))
    assert store.query("ASK { ?s ?p ?o }") == Boolean(True)
    assert store.loads == 1


def test_a_worker_that_is_killed_at_work_is_an_error_and_the_store_goes_on(
    store: WorkerStore,
) -> None:
    answer = store.query(ALL, stream=True)
    first = next(answer.rows)
    assert first
    (worker,) = {int(p) for p in _children(store._keeper.process.pid)}
    os.kill(worker, signal.SIGKILL)
    with pytest.raises(StoreError, match="the process of the query ended"):
        list(answer.rows)
    assert store.query("ASK { ?s ?p ?o }") == Boolean(True)
    assert store.loads == 1


def test_a_keeper_that_is_killed_is_started_again(store: WorkerStore) -> None:
    keeper = store._keeper.process
    keeper.kill()
    keeper.wait()
    assert _wait(lambda: not any(worker.is_open() for worker in store._idle))
    assert store.query("ASK { ?s ?p ?o }") == Boolean(True)
    assert store.loads == 2


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def test_closing_leaves_no_process_and_a_store_may_be_asked_again(store: WorkerStore) -> None:
    pids = [store._keeper.process.pid, *(worker.pid for worker in store._idle)]
    store.close()
    store.close()
    assert _wait(lambda: not any(map(_is_alive, pids)))
    assert store.query("ASK { ?s ?p ?o }") == Boolean(True)


_CALLER = """
import sys
from policygraph.store import open_store
store = open_store(sys.argv[1], timeout=600)
print(store._keeper.process.pid, *(w.pid for w in store._idle), flush=True)
store.query(sys.argv[2])
"""


def _caller(file: Path) -> tuple[subprocess.Popen[str], list[int]]:
    caller = subprocess.Popen(
        [sys.executable, "-c", _CALLER, str(file), ENDLESS],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert caller.stdout is not None
    return caller, [int(word) for word in caller.stdout.readline().split()]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize(
    "sign", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda s: s.name
)
def test_however_the_caller_ends_its_processes_end_with_it(
    file: Path, sign: signal.Signals
) -> None:
    caller, pids = _caller(file)
    assert len(pids) == 2
    assert all(map(_is_alive, pids))
    time.sleep(0.3)  # the query has begun
    caller.send_signal(sign)
    _, said = caller.communicate(timeout=20)
    assert caller.returncode == -sign
    assert ("KeyboardInterrupt" in said) == (sign == signal.SIGINT)
    assert _wait(lambda: not any(map(_is_alive, pids)))


def test_a_caller_that_was_interrupted_can_ask_again(file: Path) -> None:
    code = (
        "import signal, sys\n"
        "from policygraph.store import open_store\n"
        "store = open_store(sys.argv[1], timeout=600)\n"
        "signal.signal(signal.SIGALRM, signal.default_int_handler)\n"
        "signal.setitimer(signal.ITIMER_REAL, 0.3)\n"
        "try:\n    store.query(sys.argv[2])\n"
        "except KeyboardInterrupt:\n    print(store.query('ASK { ?s ?p ?o }').value, store.loads)\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, str(file), ENDLESS],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("True 1\n", "")


def test_threads_have_a_worker_each(store: WorkerStore) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: store.query(ALL), range(12)))
    assert {len(answer.rows) for answer in answers} == {ROWS}
    assert store.loads == 1


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no limit of memory")
def test_a_query_that_needs_too_much_memory_is_ended_and_the_store_goes_on(file: Path) -> None:
    with WorkerStore(lambda: nullcontext(file), timeout=60, memory=2**27) as bounded:
        with pytest.raises(StoreError, match="more memory than it may use"):
            bounded.query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i")
        assert len(bounded.query(ALL).rows) == ROWS
