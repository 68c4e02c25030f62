from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from command_line import run_bytes

from policygraph.cli.publish import export
from policygraph.publish.formats import GRAPH_FORMATS, PAGE_FORMATS, STANDOFF_FORMATS


def policygraph(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    return run_bytes(*arguments)


def test_every_format_is_a_subcommand_with_an_example() -> None:
    formats = (*GRAPH_FORMATS.names, *PAGE_FORMATS.names, *STANDOFF_FORMATS.names)
    names = {*formats, "core", "csv", "view", "portal", "shapes", "shards", "site"}
    assert names >= {"turtle.gz", "trig.gz", "ntriples.gz", "nquads.gz"}
    assert {name for name, found in export.commands.items() if not found.hidden} == names
    for name, found in export.commands.items():
        shown = found.get_help(click.Context(found))
        assert f"policygraph export {name}" in shown.partition("Example")[2]


def test_data_go_to_standard_output_and_nothing_else_does(trig: Path) -> None:
    done = policygraph("export", "trig", "--graph", trig)
    assert done.returncode == 0
    assert done.stdout == trig.read_bytes()
    assert done.stderr == b""


def test_an_unwritable_place_is_one_line_and_exit_2(trig: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    done = policygraph("export", "turtle", "--graph", trig, "--out", tmp_path / "file" / "x.ttl")
    assert done.returncode == 2
    assert done.stderr.decode().startswith("policygraph export: ")
    assert done.stderr.decode().count("\n") == 1


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("none.trig", None, "no such file"),
        ("broken.ttl", "<http://x/a> nonsense", "broken.ttl:1"),
        ("words.txt", "x", "not an RDF file by its name"),
    ],
)
def test_a_graph_that_cannot_be_read_is_one_line_and_exit_2(
    tmp_path: Path, name: str, content: str | None, complaint: str
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    out = tmp_path / "out.nt"
    done = policygraph("export", "ntriples", "--graph", tmp_path / name, "--out", out)
    assert done.returncode == 2
    assert complaint in done.stderr.decode()
    assert done.stderr.decode().count("\n") == 1
    assert not out.exists()


def test_the_portal_asks_for_all_that_is_missing_with_exit_2(trig: Path, tmp_path: Path) -> None:
    done = policygraph("export", "portal", "--graph", trig, "--out", tmp_path / "p")
    assert done.returncode == 2
    message = done.stderr.decode()
    assert message.count("\n") == 1
    assert "--publisher" in message
    assert "--contact" in message


def test_packed_data_are_not_written_to_a_terminal(small: Path) -> None:
    master, terminal = pty.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "policygraph", "export", "nquads.gz", "--graph", str(small)],
            stdout=terminal, stderr=subprocess.PIPE, timeout=120, check=False,
        )  # fmt: skip
    finally:
        os.close(terminal)
        os.close(master)
    assert done.returncode == 2
    assert b"give a file to --out" in done.stderr


def test_a_description_without_a_url_says_where_its_links_lead(small: Path, tmp_path: Path) -> None:
    arguments = [
        "export",
        "portal",
        "--graph",
        small,
        "--publisher",
        "x",
        "--contact",
        "a@b.example",
    ]
    without = policygraph(*arguments, "--out", tmp_path / "p")
    assert "--url" in without.stderr.decode()
    given = policygraph(*arguments, "--out", tmp_path / "q", "--url", "https://example.org/")
    assert given.stderr == b""


@pytest.mark.parametrize("name", ["view", "reading"])
def test_views_without_a_name_are_listed_also_by_their_earlier_name(name: str) -> None:
    done = CliRunner().invoke(export, [name])
    listed = dict(line.split(maxsplit=1) for line in done.output.splitlines())
    assert list(listed) == ["eli", "org", "schema-org", "skos", "web-annotation"]
    assert listed["org"] == "The bodies in ORG"


def test_a_file_that_was_there_stays_when_an_export_fails(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonld"
    out.write_text("mine", encoding="utf-8")
    (tmp_path / "union.ttl").write_text(
        "<http://x/a> <http://x/b> <http://x/c> .", encoding="utf-8"
    )
    done = policygraph("export", "jsonld", "--graph", tmp_path / "union.ttl", "--out", out)
    assert done.returncode == 2
    assert out.read_text(encoding="utf-8") == "mine"
    assert {path.name for path in tmp_path.iterdir()} == {"out.jsonld", "union.ttl"}


def test_tables_that_cannot_be_made_leave_no_folder(tmp_path: Path) -> None:
    (tmp_path / "empty.ttl").touch()
    (tmp_path / "union.ttl").write_text(
        "<http://x/a> <http://x/b> <http://x/c> .", encoding="utf-8"
    )
    for name, complaint in (("empty", "the graph is empty"), ("union", "no named graph")):
        done = CliRunner().invoke(
            export,
            ["csv", "--graph", str(tmp_path / f"{name}.ttl"), "--out", str(tmp_path / "a" / "csv")],
            standalone_mode=False,
        )
        assert complaint in str(done.exception)
        assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("words", [["ntriples"], ["csv", "--table", "measures"], ["view", "skos"]])
def test_an_empty_graph_is_not_exported(tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "empty.trig").touch()
    done = CliRunner().invoke(
        export, [*words, "--graph", str(tmp_path / "empty.trig")], standalone_mode=False
    )
    assert "empty.trig: the graph is empty" in str(done.exception)
    assert done.output == ""
