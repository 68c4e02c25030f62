"""``serving``: look-ups, counts, pages and searches over HTTP, beside Oxigraph's server and rdflib-endpoint."""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from benchmarks.corpora import repeated
from benchmarks.http_load import Load, free_port, get, press, running
from benchmarks.process import TaskFailed, run_task
from benchmarks.report import duration, heading, table, verdict

_CLIENTS = (1, 8)
_SECONDS = 3.0  # of each cell
_STARTING = 600.0
_SHARE, _TIMES = 0.3, 15  # of Oxigraph's server; of rdflib-endpoint
_PAGE, _SEARCH = 0.05, 0.1  # seconds of the 99th in a hundred
_START = {"shipped": 1.0, "large": 5.0}
_ROWS = "application/sparql-results+json"
_COPIES, _OF = 10, 10_000  # 1e5 measures
_MOST = 20_000  # different requests
_POL = "https://w3id.org/policygraph/ontology#"
_COUNT = (
    f"SELECT ?body (COUNT(DISTINCT ?m) AS ?n) WHERE {{ ?m a <{_POL}Measure> ; <{_POL}responsibleBody> ?body }} "
    "GROUP BY ?body"
)
_WORDS = (
    "中小企業", "大学", "ベンチャー", "人材", "支援", "AI", "知的財産", "国際", "研究", "地域", "標準", "女性", "起業", "産学",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Peer:
    """A server.

    Attributes:
        name: of it.
        command: that starts it; ``{port}`` and ``{location}`` are put in.
        path: of its SPARQL endpoint.
    """

    name: str
    command: tuple[str, ...]
    path: str


_OURS = Peer(
    "policygraph serve",
    (sys.executable, "-m", "policygraph", "serve", "--port", "{port}", "--graph", "{location}"),
    "/sparql",
)
_OXIGRAPH = Peer(
    "oxigraph serve-read-only",
    ("oxigraph", "serve-read-only", "--location", "{location}", "--bind", "127.0.0.1:{port}",
     "--union-default-graph"),
    "/query",
)  # fmt: skip
_RDFLIB = Peer(
    "rdflib-endpoint",
    ("rdflib-endpoint", "serve", "{location}", "--host", "127.0.0.1", "--port", "{port}"),
    "/",
)


def run(work: Path, full: bool) -> None:
    """The shipped graph, and 1e5 measures on disk."""
    from policygraph.core.resources import resource

    shipped = resource("data", "graph", "policygraph.trig")
    store = work / "serving-shipped"
    run_task("load_store", shipped, store, limit=600)
    _compare("shipped", "the shipped graph, in memory; Oxigraph's on disk", shipped, store, work)
    large = repeated(work, _OF, _COPIES)
    _compare("large", f"{_OF * _COPIES:,} measures on disk", large, large, work)


def _compare(size: str, title: str, ours: Path, store: Path, work: Path) -> None:
    listed = work / "measures.txt"
    run_task("list_measures", store, listed, limit=600)
    names = listed.read_text(encoding="utf-8").splitlines()
    random.Random(15).shuffle(names)
    heading(f"serving: {title}; requests a second, and the time of half of them and of 99 in 100")
    found = {_OURS.name: _ask_ours(size, ours, names)}
    others = [(_OXIGRAPH, store)]
    if size == "shipped":
        others.append((_RDFLIB, ours))
    for peer, location in others:
        if shutil.which(peer.command[0], path=_path()) is None:
            print(f"  {peer.name} is not installed: requirements/bench.txt")
            continue
        found[peer.name] = _ask(peer, location, names)
    rows = []
    for kind in dict.fromkeys(kind for loads in found.values() for kind in loads):
        for name, loads in found.items():
            for clients in _CLIENTS:
                load = loads.get(kind, {}).get(clients)
                if load is not None:
                    rows.append((kind, name, str(clients), f"{load.rate:,.0f}", duration(load.median),
                                 duration(load.slowest)))  # fmt: skip
    table(("request", "server", "clients", "a second", "half", "99 in 100"), rows)
    _judge(size, found)


def _path() -> str:
    return f"{Path(sys.executable).parent}:{Path('/usr/bin')}"


Loads = dict[str, dict[int, Load]]


def _queries(peer: Peer, port: int, names: Sequence[str]) -> dict[str, tuple[list[bytes], bool]]:
    """Requests by kind, and whether they are asked again and again."""

    def asked(query: str) -> bytes:
        return get(port, f"{peer.path}?{urlencode({'query': query}, quote_via=quote)}", _ROWS)

    def lookup(name: str) -> str:
        return f"SELECT ?text WHERE {{ <{name}> <{_POL}text> ?text }}"

    several = [names[number % len(names)] for number in range(_MOST)]
    return {
        "a measure's words, each query new": (
            [asked(f"{lookup(name)} # {number}") for number, name in enumerate(several)], False,
        ),
        "a measure's words, asked before": ([asked(lookup(name)) for name in names[:50]], True),
        "measures per body, each query new": (
            [asked(f"{_COUNT} # {number}") for number in range(_MOST)], False,
        ),
        "measures per body, asked before": ([asked(_COUNT)] * max(_CLIENTS), True),
    }  # fmt: skip


def _serving(peer: Peer, location: Path, port: int) -> AbstractContextManager[float]:
    """A server, running; gives the seconds until it answered."""
    given = {"port": str(port), "location": str(location)}
    command = [word.format(**given) for word in peer.command]
    command[0] = shutil.which(command[0], path=_path()) or command[0]
    return running(command, port, get(port, f"{peer.path}?query=ASK%20%7B%7D", _ROWS), _STARTING)


def _ask(peer: Peer, location: Path, names: Sequence[str]) -> Loads:
    port = free_port()
    with _serving(peer, location, port):
        return _pressed(port, _queries(peer, port, names))


def _ask_ours(size: str, location: Path, names: Sequence[str]) -> Loads:
    begun = []
    for _ in range(3):  # the first makes the index of the search, once for a graph
        port = free_port()
        with _serving(_OURS, location, port) as took:
            begun.append(took)
    rest = min(begun[1:])
    verdict(f"starts in {_START[size]:g} s", rest < _START[size],
            f"{duration(rest)}; {duration(begun[0])} the first time, with the index of the search")  # fmt: skip
    port = free_port()
    with _serving(_OURS, location, port):
        return _pressed(port, {**_queries(_OURS, port, names), **_pages(port, names)})


def _pages(port: int, names: Sequence[str]) -> dict[str, tuple[list[bytes], bool]]:
    pages = [get(port, quote(f"{urlsplit(name).path.removeprefix('/policygraph')}.html"), "text/html")
             for name in names[:_MOST]]  # fmt: skip
    facets = [("instrument", ""), ("quantified", "yes"), ("quantified", "no"), ("kind", "")]
    searches = [
        get(port, f"/search.html?{urlencode([('q', f'{one} {other}'.strip()), *([facet] if facet[1] else [])])}",
            "text/html")
        for one in _WORDS for other in ("", *_WORDS) for facet in facets if one != other
    ]  # fmt: skip
    random.Random(15).shuffle(searches)
    return {
        "a measure's page, each page new": (pages, False),
        "a measure's page, asked before": (pages[:50], True),
        "a search with facets, each new": (searches, False),
        "a search with facets, asked before": (searches[:50], True),
    }


def _pressed(port: int, kinds: dict[str, tuple[list[bytes], bool]]) -> Loads:
    loads: Loads = {}
    for kind, (requests, again) in kinds.items():
        # Each number of clients has requests of its own where each is to be new.
        step = len(_CLIENTS)
        parts = [requests if again else requests[n::step] for n in range(step)]
        try:
            if again:
                press(port, requests, 1, _SECONDS, again=False)
            loads[kind] = {
                clients: press(port, part, clients, _SECONDS, again=again)
                for clients, part in zip(_CLIENTS, parts, strict=True)
            }
        except TaskFailed as failure:
            print(f"  {kind}: {str(failure).splitlines()[0][:120]}")
    return loads


def _judge(size: str, found: dict[str, Loads]) -> None:
    ours = found[_OURS.name]
    for name, least in ((_OXIGRAPH.name, _SHARE), (_RDFLIB.name, _TIMES)):
        for kind in (kind for kind in ours if kind.startswith("a measure's words")):
            for clients in _CLIENTS:
                theirs = found.get(name, {}).get(kind, {}).get(clients)
                mine = ours[kind].get(clients)
                if theirs is not None and mine is not None:
                    share = mine.rate / theirs.rate
                    label = f"{kind}, {clients} clients: {least:g} of {name}"
                    verdict(label, share >= least, f"{share:.2f}")
    for kind, most in (("a measure's page", _PAGE), ("a search", _SEARCH)):
        for name in (name for name in ours if name.startswith(kind)):
            for clients, load in ours[name].items():
                verdict(f"{name}, {clients} clients: under {duration(most)}", load.slowest < most,
                        duration(load.slowest))  # fmt: skip
