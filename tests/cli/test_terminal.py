"""A terminal gets words and our colours, and nothing that words of others would have it do."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from policygraph.cli.terminal import safe, style

EVIL = "名前\x1b]0;title\x07\x1b[31m\x1b[8m\x9b2J\u202eabc\u2066"
_GRAPH = f"""
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://w3id.org/policygraph/org/mext> a <https://w3id.org/policygraph/ontology#Ministry> ;
  skos:notation "mext" ; skos:prefLabel "{EVIL.encode("unicode_escape").decode().replace(chr(92) + "x", chr(92) + "u00")}"@en .
"""


def at_a_terminal(*words: str) -> str:
    """What a command sends to its terminal."""
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "policygraph", *words], stdin=subprocess.DEVNULL, stdout=theirs,
        stderr=theirs, env={**os.environ, "TERM": "xterm", "COLUMNS": "200"},
    )  # fmt: skip
    os.close(theirs)
    sent = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        sent += piece
    os.close(ours)
    running.wait(60)
    return sent.decode().replace("\r\n", "\n")


@pytest.mark.parametrize(
    "words",
    [["show", "mext"], ["query", "--file"], ["show", "no\x1b[31msuch"]],
    ids=["show", "query", "error"],
)
def test_no_word_of_others_acts_on_a_terminal(words: list[str], tmp_path: Path) -> None:
    graph, query = tmp_path / "graph.ttl", tmp_path / "query.rq"
    graph.write_text(_GRAPH, encoding="utf-8")
    query.write_text("SELECT ?s ?label { ?s skos:prefLabel ?label }")
    named = [*words, str(query)] if words[-1] == "--file" else words
    sent = at_a_terminal(*named, "--graph", str(graph), "--lang", "en")
    for code in ("\x1b[1m", "\x1b[0m", "\x1b[2m"):  # our own weights
        sent = sent.replace(code, "")
    assert "<U+001B>" in sent
    assert not [sign for sign in sent if sign in "\x1b\x07\x9b\u202e\u2066"]


def test_our_own_styles_go_through_and_forged_ones_do_not() -> None:
    assert safe(style("題\x1b[2J", bold=True)) == "\x1b[1m題<U+001B>[2J\x1b[0m"
    forged = "\x1b[123456789012;31mred\x1b[0m"
    assert "\x1b" not in safe(forged)
    assert safe("plain\ttext\n") == "plain\ttext\n"
