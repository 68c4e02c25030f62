"""What the README says is printed is what is printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import run_text

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "command",
    [
        ["build", "--out", "build", "--jobs", "1"],
        ["query", "measures-per-body", "--lang", "en"],
    ],
)
def test_the_readme_shows_what_a_command_prints(command: list[str], tmp_path: Path) -> None:
    done = run_text(*command, cwd=tmp_path)
    assert done.returncode == 0
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    shown = {line.rstrip() for line in README.splitlines()}
    missing = [line for line in lines if line not in shown and "policygraph " not in line]
    assert lines
    assert missing == []
