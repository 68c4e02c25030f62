"""A store on disk that builds bring up to date: graph by graph, at once, and nobody who reads it is stopped."""

from __future__ import annotations

import threading
from pathlib import Path

import pyoxigraph as ox
import pytest

from policygraph.core.errors import StoreError
from policygraph.core.namespaces import IRI
from policygraph.store import Solutions, bring_up, open_store
from policygraph.store.generations import BuiltGraphFile, newest

_GRAPHS = tuple(IRI(f"https://w3id.org/policygraph/graph/{name}") for name in ("a", "b", "c"))
_SUBJECTS = 50


def _build(folder: Path, versions: dict[IRI, int]) -> list[BuiltGraphFile]:
    """The files of a build; each graph says of all its subjects of which version it is."""
    folder.mkdir(exist_ok=True)
    files = []
    for name, version in versions.items():
        path = folder / f"{name.rpartition('/')[2]}-{version}.ttl"
        said = "".join(f"<{name}/{n}> p:version {version} .\n\n" for n in range(_SUBJECTS))
        path.write_text(f"@prefix p: <urn:p#> .\n\n{said}", encoding="utf-8")
        files.append(BuiltGraphFile(name, path, str(version)))
    return files


def _versions(store: Path) -> dict[IRI, set[str]]:
    """The versions that a store has of each graph."""
    found: dict[IRI, set[str]] = {}
    with open_store(store) as opened:
        answer = opened.query(
            "SELECT ?g ?v (COUNT(?s) AS ?n) WHERE { GRAPH ?g { ?s <urn:p#version> ?v } } GROUP BY ?g ?v"
        )
        assert isinstance(answer, Solutions)
        for graph, version, count in answer.rows:
            assert str(getattr(count, "value", "")) == str(_SUBJECTS)
            found.setdefault(IRI(str(graph)), set()).add(str(getattr(version, "value", "")))
    return found


def test_only_what_changed_is_replaced_and_what_is_gone_is_taken_away(tmp_path: Path) -> None:
    a, b, c = _GRAPHS
    store, files = tmp_path / "store", tmp_path / "files"
    assert bring_up(store, _build(files, {a: 1, b: 1})) == [a, b]
    assert bring_up(store, _build(files, {a: 1, b: 1})) == []
    assert bring_up(store, _build(files, {a: 1, b: 2, c: 1})) == [b, c]
    assert _versions(store) == {a: {"1"}, b: {"2"}, c: {"1"}}
    assert bring_up(store, _build(files, {b: 2, c: 1})) == [a]
    assert _versions(store) == {b: {"2"}, c: {"1"}}


def test_a_reader_in_a_loop_sees_one_build_or_the_next_and_is_never_stopped(tmp_path: Path) -> None:
    store, files = tmp_path / "store", tmp_path / "files"
    bring_up(store, _build(files, dict.fromkeys(_GRAPHS, 1)))
    seen: list[dict[IRI, set[str]]] = []
    failures: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                seen.append(_versions(store))
        except BaseException as error:
            failures.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for version in range(2, 7):
        bring_up(store, _build(files, dict.fromkeys(_GRAPHS, version)))
    done.set()
    reader.join()
    assert not failures
    assert seen
    for versions in seen:  # of all graphs the same one
        assert set(versions) == set(_GRAPHS)
        (version,) = set().union(*versions.values())
        assert all(of_graph == {version} for of_graph in versions.values())


def test_who_has_opened_it_goes_on_reading_what_was_there(tmp_path: Path) -> None:
    store, files = tmp_path / "store", tmp_path / "files"
    bring_up(store, _build(files, dict.fromkeys(_GRAPHS, 1)))
    ask = "SELECT DISTINCT ?v WHERE { ?s <urn:p#version> ?v }"
    with open_store(store) as early:
        for version in (2, 3, 4):
            bring_up(store, _build(files, dict.fromkeys(_GRAPHS, version)))
        answer = early.query(ask)
        assert isinstance(answer, Solutions)
        assert [str(getattr(value, "value", "")) for (value,) in answer.rows] == ["1"]
    assert {v for versions in _versions(store).values() for v in versions} == {"4"}
    assert len([path for path in store.iterdir() if path.name.isdigit()]) == 2


def test_an_update_that_was_ended_leaves_what_was_there(tmp_path: Path) -> None:
    store, files = tmp_path / "store", tmp_path / "files"
    bring_up(store, _build(files, dict.fromkeys(_GRAPHS, 1)))
    broken = _build(files, dict.fromkeys(_GRAPHS, 2))
    broken[1].path.write_text("no Turtle", encoding="utf-8")
    with pytest.raises(StoreError):
        bring_up(store, broken)
    assert {v for versions in _versions(store).values() for v in versions} == {"1"}
    bring_up(store, _build(files, dict.fromkeys(_GRAPHS, 3)))
    assert {v for versions in _versions(store).values() for v in versions} == {"3"}


def test_a_generation_whose_digests_are_damaged_is_made_anew(tmp_path: Path) -> None:
    store, files = tmp_path / "store", tmp_path / "files"
    built = _build(files, dict.fromkeys(_GRAPHS, 1))
    bring_up(store, built)
    now = newest(store)
    now.with_name(f"{now.name}.graphs").write_bytes(b"somebody else's")
    assert bring_up(store, built) == sorted(_GRAPHS)
    assert _versions(store) == {name: {"1"} for name in _GRAPHS}


def test_what_builds_did_not_make_is_left_alone(tmp_path: Path) -> None:
    other, files = tmp_path / "other", tmp_path / "files"
    ox.Store(str(other)).flush()
    with pytest.raises(StoreError, match="build --store"):
        bring_up(other, _build(files, {_GRAPHS[0]: 1}))
    own = tmp_path / "own"
    bring_up(own, _build(files, {_GRAPHS[0]: 1}))
    with pytest.raises(StoreError, match="build --store"):
        open_store(own, read_only=False)
