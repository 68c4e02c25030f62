"""The public names: each can be had from the package, and its example runs."""

from __future__ import annotations

import doctest
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import policygraph
from tools.api_document import PAGE, document

NAMES = sorted(name for name in policygraph.__all__ if not name.startswith("_"))


def test_the_public_names_are_these() -> None:
    assert sorted(
        (
            "Answer", "Document", "PolicygraphError", "Question", "Report", "annotate", "ask",
            "build", "compare", "measures", "open_store", "read", "validate",
        )
    ) == NAMES  # fmt: skip
    assert dir(policygraph) == policygraph.__all__
    with pytest.raises(AttributeError, match="no attribute 'qeury'"):
        policygraph.qeury  # noqa: B018


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_is_no_module_and_has_an_example_that_runs(name: str, tmp_path: Path) -> None:
    documented = getattr(policygraph, name)
    assert not inspect.ismodule(documented)
    examples = doctest.DocTestFinder(recurse=False).find(
        documented, name, globs={"policygraph": policygraph, "Path": Path, "tmp_path": tmp_path}
    )
    assert any(example.examples for example in examples), f"{name} has no example"
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    for example in examples:
        runner.run(example, out=said.append)
    assert not runner.failures, "".join(said)


def test_the_reference_is_made_from_the_docstrings_of_today() -> None:
    assert PAGE.read_text(encoding="utf-8") == document(), "run python -m tools.api_document"


def test_importing_the_package_loads_no_engine() -> None:
    program = "import policygraph, sys; print(*sorted(m.partition('.')[0] for m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert not {"pyoxigraph", "rdflib", "yaml", "jinja2", "click"} & set(done.stdout.split())
