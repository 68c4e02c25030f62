"""The way of the data has no stairs back: see docs/architecture.md."""

from __future__ import annotations

import ast
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "policygraph"
# A package imports from itself and from those before it.
WAY = (
    "core", "sources", "document", "annotation", "corpus", "lineage", "graph", "store",
    "questions", "shapes", "pictures", "publish", "pages", "web", "cli",
)  # fmt: skip
TERMINAL = ("cli", "web")
ENGINE = ("core", "store")  # who may import pyoxigraph
LONGEST = 400  # lines


def _modules() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("*.py") if "_resources" not in path.parts)


def _name(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _is_typing_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)


def _imported(path: Path) -> set[str]:
    """Modules of ours and of others that are imported anywhere in a file."""
    names: set[str] = set()
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


def _imported_at_start(path: Path) -> set[str]:
    """Modules of ours that are imported when the file is."""
    known = {_name(module) for module in _modules()}
    names: set[str] = set()
    todo: list[ast.AST] = list(_tree(path).body)
    while todo:
        node = todo.pop()
        if isinstance(node, ast.ImportFrom) and node.module:
            parts = {f"{node.module}.{alias.name}" for alias in node.names} & known
            names |= parts or {node.module} & known
        elif not _is_typing_only(node) and not isinstance(
            node, ast.FunctionDef | ast.AsyncFunctionDef
        ):
            todo.extend(ast.iter_child_nodes(node))
    return names


def _package(path: Path) -> str:
    parts = path.relative_to(SOURCE).parts
    return parts[0] if len(parts) > 1 else ""


def test_every_package_has_its_place_on_the_way() -> None:
    folders = {_package(path) for path in _modules()} - {""}
    assert folders <= set(WAY)


@pytest.mark.parametrize("package", WAY)
def test_a_package_imports_only_from_those_before_it(package: str) -> None:
    allowed = {*WAY[: WAY.index(package) + 1], "version"}
    for path in _modules():
        if _package(path) == package:
            ours = {name.split(".")[1] for name in _imported(path)
                    if name.startswith("policygraph.")}  # fmt: skip
            assert ours <= allowed, path


def test_no_module_imports_itself_by_a_way_round() -> None:
    try:
        TopologicalSorter(
            {_name(p): _imported_at_start(p) - {_name(p)} for p in _modules()}
        ).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_only_the_command_line_and_the_web_know_terminals() -> None:
    for path in _modules():
        if _package(path) in TERMINAL or path.name == "__main__.py":
            continue
        called = {n.func.id for n in ast.walk(_tree(path))
                  if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}  # fmt: skip
        assert "click" not in _imported(path), path
        assert "print" not in called, path


def test_only_the_store_knows_its_engine() -> None:
    for path in _modules():
        if _package(path) not in ENGINE:
            assert "pyoxigraph" not in _imported(path), path


def test_every_folder_with_modules_is_a_package_and_every_module_has_a_docstring() -> None:
    for folder in {path.parent for path in _modules()}:
        assert (folder / "__init__.py").is_file(), folder
    for path in _modules():
        assert ast.get_docstring(_tree(path)), path


def test_no_file_is_long_or_called_utils() -> None:
    for path in _modules():
        assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST, path
        assert path.name != "utils.py"
