"""Commands that are killed at every sixth of the steps that touch what they write."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from kills import killed_at_each_step, left_behind, tree

from policygraph.cli import main

_EACH = frozenset(range(2, 1000, 6))
_TEXT = "第５章　試験\n１　基盤\n・ 文部科学省は、研究を推進する。【文部科学省】\n"


def _words(kind: str, folder: Path, graph: Path) -> list[str]:
    out = str(folder / "out")
    if kind == "build":
        return ["build", str(folder / "text.txt"), "--jobs", "1", "--out", out]
    return ["export", kind, "--graph", str(graph), "--out", out]


def _run(words: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code in (0, 1)


@pytest.mark.parametrize("kind", ["build", "csv"])
def test_a_kill_leaves_all_of_the_old_or_all_of_the_new(kind: str, tmp_path: Path) -> None:
    out, graph = tmp_path / "out", tmp_path / "build" / "policygraph.trig"
    (tmp_path / "text.txt").write_text(_TEXT, encoding="utf-8")
    _run(["build", str(tmp_path / "text.txt"), "--jobs", "1", "--out", str(tmp_path / "build")])
    words = _words(kind, tmp_path, graph)
    _run(words)
    new = tree(out)
    assert len(new) > 3
    old = {name: b"old " + data for name, data in new.items()} | {"mine/x": b"x"}
    new |= {"mine/x": b"x"}

    def put_back() -> None:
        shutil.rmtree(out)
        for name, data in old.items():
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            (out / name).write_bytes(data)

    put_back()
    steps = 0
    for step in killed_at_each_step(lambda: _run(words), within=out, steps=_EACH.__contains__):
        assert tree(out) in (old, new), step
        steps += 1
        if tree(out) == new:
            put_back()
    assert steps > 2
    _run(words)
    assert tree(out) == new
    assert left_behind(tmp_path) == []
