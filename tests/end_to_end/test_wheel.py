"""A wheel installed in an empty environment, away from the checkout, is the whole program."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


def _run(*words: object, cwd: Path) -> str:
    ours = ("PYTHONPATH", "VIRTUAL_ENV", "POLICYGRAPH_CORPUS", "POLICYGRAPH_GRAPH")
    environment = {k: v for k, v in os.environ.items() if k not in ours}
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd, capture_output=True, text=True, timeout=600, env=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", out, CHECKOUT, cwd=out)
    (made,) = out.glob("*.whl")
    return made


def _installed(wheel: Path, requirements: str, folder: Path) -> tuple[Path, Path]:
    """Python and ``policygraph`` of an environment of its own, into which our pip installs, as it has none."""
    environment = folder / "environment"
    venv.create(environment)
    python, command = (environment / "bin" / name for name in ("python", "policygraph"))
    pip = (sys.executable, "-m", "pip", "--python", python)
    _run(
        *pip, "install", "--quiet", "--no-compile",
        "-r", CHECKOUT / "requirements" / requirements, wheel, cwd=folder,
    )  # fmt: skip
    _run(*pip, "check", cwd=folder)
    return python, command


def test_the_wheel_holds_ontology_shapes_queries_and_data(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("ontology", "shapes", "queries", "data"):
        for path in (CHECKOUT / folder).rglob("*"):
            if path.is_file():
                name = f"policygraph/_resources/{path.relative_to(CHECKOUT).as_posix()}"
                assert name in inside, name
    assert "policygraph/py.typed" in inside


def test_the_installed_command_builds_the_same_graph(wheel: Path, tmp_path: Path) -> None:
    python, command = _installed(wheel, "runtime.txt", tmp_path)
    assert "sti-strategy-2017" in _run(command, "build", "--out", "out", cwd=tmp_path)
    published = CHECKOUT / "data" / "graph" / "policygraph.trig"
    assert (tmp_path / "out" / "policygraph.trig").read_bytes() == published.read_bytes()
    home = _run(python, "-c", "import policygraph; print(policygraph.__file__)", cwd=tmp_path)
    assert str(python.parents[1]) in home


def test_without_extras_it_builds_asks_validates_and_exports(wheel: Path, tmp_path: Path) -> None:
    _, command = _installed(wheel, "base.txt", tmp_path)
    _run(command, "build", "--out", "out", cwd=tmp_path)
    assert "文部科学省" in _run(
        command, "query", "measures-per-body", "--graph", "out", "--lang", "ja", cwd=tmp_path
    )
    _run(command, "validate", "out", cwd=tmp_path)
    assert "<graphml" in _run(command, "network", "body-body", "--format", "graphml", cwd=tmp_path)
    assert _run(command, "export", "turtle", cwd=tmp_path).startswith("@base")
    done = subprocess.run(
        [command, "plot", "heatmap", "--out", "x.svg"], cwd=tmp_path, capture_output=True, text=True,
        env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"}, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.strip() == (
        "policygraph plot: pictures need matplotlib: pip install 'policygraph[pictures]'"
    )
