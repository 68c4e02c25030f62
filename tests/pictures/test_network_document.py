"""docs/seeing.md is true: its kinds, options and Python."""

from __future__ import annotations

import re
from pathlib import Path

import policygraph
from policygraph.cli.pictures import network, plot, report
from policygraph.pictures.networks import MEASURES, STRUCTURE, find_network, node_kinds
from policygraph.pictures.plots import PLOTS
from policygraph.store import Store

_TEXT = (Path(__file__).parents[2] / "docs" / "seeing.md").read_text(encoding="utf-8")


def test_every_kind_and_option_is_described_and_none_that_is_not() -> None:
    code = re.findall(r"`([^`\n]+)`", _TEXT)
    words = {word for span in code for word in span.split()}
    assert {*node_kinds(), MEASURES, STRUCTURE} <= words
    assert set(PLOTS) <= words
    options = {
        o for c in (network, plot, report) for p in c.params for o in (*p.opts, *p.secondary_opts)
    }
    assert {word for word in words if word.startswith("--")} <= options
    pairs = {w for w in words if re.fullmatch(r"(body|theme|actor|measure)-[a-z]+", w)}
    assert all(find_network(pair) for pair in pairs)


def test_the_python_example_runs(shipped: Store) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", _TEXT, re.DOTALL)
    program = program.replace('open_store("build")', "STORE")
    found: dict[str, object] = {"STORE": shipped, "print": lambda *_: None}
    exec(compile(program, "docs/seeing.md", "exec"), found)
    assert callable(policygraph.open_store)
    assert len(found["graph"]) == len(found["network"].nodes)  # type: ignore[arg-type, attr-defined]
