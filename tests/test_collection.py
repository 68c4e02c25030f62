"""The tests collected are the same in every process, whatever the hash seed, time and machine."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.heavy  # collects all tests twice

CHECKOUT = Path(__file__).parents[1]


def _collect(**environment: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "--quiet", "-p", "no:cacheprovider"],
        cwd=CHECKOUT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:]
    return [line for line in done.stdout.splitlines() if "::" in line]


def test_two_processes_collect_the_same_tests() -> None:
    first = _collect(PYTHONHASHSEED="1", TZ="UTC")
    time.sleep(1)  # a time stamp in seconds differs
    second = _collect(PYTHONHASHSEED="2", TZ="Asia/Tokyo")
    assert len(first) > 1000
    assert first == second


def test_no_two_test_files_have_one_name() -> None:
    names = [path.name for path in (CHECKOUT / "tests").rglob("test_*.py")]
    assert sorted(set(names)) == sorted(names)
