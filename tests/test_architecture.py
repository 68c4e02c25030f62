"""The way of the data has no stairs back."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "policygraph"
# Each package may import from those before it; these five stand side by side behind the store.
WAY = ["text", "document", "annotate", "graph", "store"]
WINDOWS = ["query", "validation", "export", "network"]
# What every package may use: names, terms, errors, where files are found and how they are written
# (pictures and exports alike are written beside their place).
COMMON = {"namespaces", "rdf", "resources", "errors", "version", "output"}


def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module]
    names += [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
    return {name.split(".")[1] for name in names if name.startswith("policygraph.")}


def _files(package: str) -> list[Path]:
    return sorted((SOURCE / package).rglob("*.py"))


@pytest.mark.parametrize("package", WAY)
def test_a_package_imports_only_from_those_to_its_left(package: str) -> None:
    allowed = {*WAY[: WAY.index(package) + 1], *COMMON}
    for path in _files(package):
        assert _imports(path) <= allowed, path


@pytest.mark.parametrize("package", WINDOWS)
def test_a_window_sees_the_way_and_the_queries(package: str) -> None:
    for path in _files(package):
        assert _imports(path) <= {*WAY, *COMMON, "query", package}, path


def test_only_the_command_line_knows_terminals() -> None:
    for path in SOURCE.rglob("*.py"):
        if "cli" in path.relative_to(SOURCE).parts or path.name == "__main__.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
        called = {n.func.id for n in ast.walk(tree)
                  if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}  # fmt: skip
        assert "click" not in imported, path
        assert "print" not in called, path


def test_every_module_has_a_docstring_and_no_file_is_called_utils() -> None:
    for path in SOURCE.rglob("*.py"):
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path
        assert path.name != "utils.py"
