"""``policygraph outline`` and ``--outline``."""

from __future__ import annotations

import subprocess
from pathlib import Path

from command_line import run_text


def run(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return run_text(*arguments, "--lang", "en", cwd=cwd)


def test_an_outline_is_drafted_edited_and_checked(tmp_path: Path) -> None:
    text = "１．港\n●灯台を整備する。（国土交通省）\n２．漁\n●網の改良を支援する。（農林水産省）\n（２）岸の話\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    drafted = run("outline", "draft", "a.txt", "--out", "a.toml", cwd=tmp_path)
    assert drafted.returncode == 0
    assert "policygraph outline check a.toml a.txt" in drafted.stderr
    checked = run("outline", "check", "a.toml", "a.txt", cwd=tmp_path)
    assert checked.returncode == 0
    assert checked.stdout.count("  1  measure") == 2
    assert "under its parts" in checked.stdout


def test_every_command_that_reads_texts_takes_an_outline(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("★灯台を整備する。（国土交通省）\n", encoding="utf-8")
    toml = "[[level]]\nitem = true\nmarker = '★'\n"
    (tmp_path / "own.toml").write_text(toml, encoding="utf-8")
    built = run("build", "a.txt", "--key", "x", "--outline", "own.toml", cwd=tmp_path)
    assert "measures     1" in built.stdout
    assert built.stderr == ""
    for words in (("coverage",), ("annotate",), ("candidates",), ("check",)):
        done = run(*words, "a.txt", "--outline", "own.toml", cwd=tmp_path)
        assert done.returncode in (0, 1), done.stderr
        wrong = run(*words, "a.txt", "--outline", "nothing", cwd=tmp_path)
        assert wrong.returncode == 2
        assert 'no outline is called "nothing"' in wrong.stderr


def test_a_build_without_a_description_says_which_outline_it_chose(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("◎港\n★灯台を整備する。（国土交通省）\n", encoding="utf-8")
    built = run("build", "a.txt", "--key", "x", cwd=tmp_path)
    assert "drafted from the text" in built.stderr


def test_coverage_ends_with_1_above_the_limit_of_the_outline(tmp_path: Path) -> None:
    text = "港は浅い。\n■灯台\n●建てる。\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    levels = "[[level]]\npart = 'section'\nmarker = '■'\n[[level]]\nitem = true\nmarker = '●'\n"
    for limit, code in ((90, 0), (10, 1)):
        (tmp_path / "own.toml").write_text(f"loose_limit = {limit}\n{levels}", encoding="utf-8")
        done = run("coverage", "a.txt", "--outline", "own.toml", cwd=tmp_path)
        assert done.returncode == code
        assert ("than the outline allows" in done.stdout) == (code == 1)
