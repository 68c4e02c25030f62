"""What takes long gives a sign of life, on a terminal and in the log of a job."""

from __future__ import annotations

import io
import sys
import time

import click
import pytest

from policygraph.cli import progress
from policygraph.cli.help import speak


def _work(seconds: float, total: int | None, language: str = "en") -> None:
    with click.Context(click.Command("build"), info_name="policygraph build") as context:
        speak(context, language)
        with progress.steps("reading", total) as advance:
            advance("5.txt")
            time.sleep(seconds)


def test_work_that_is_soon_done_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    _work(0.0, 3)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("total", "language", "line"),
    [
        (3, "en", "policygraph build: reading texts 1 of 3 (0 s)\n"),
        (None, "en", "policygraph build: reading texts (0 s)\n"),
        (3, "ja", "policygraph build: 本文を読んでいる 1/3（0秒）\n"),
    ],
    ids=["counted", "not counted", "Japanese"],
)
def test_a_log_gets_a_line_now_and_then(
    total: int | None,
    language: str,
    line: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(progress, "_INTERVAL", 0.1)
    _work(0.15, total, language)
    assert capsys.readouterr() == ("", line)


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_a_bar_also_for_work_of_one_step(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(sys, "__stderr__", terminal)  # where a bar moves the cursor
    monkeypatch.setattr(progress, "_PATIENCE", 0.05)
    _work(0.4, None)
    assert "reading texts" in terminal.getvalue()


def test_work_that_fails_ends_its_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", _Terminal())
    context = click.Context(click.Command("build"))
    with pytest.raises(ValueError, match="wrong"), context, progress.steps("reading", 2):
        raise ValueError("wrong")
