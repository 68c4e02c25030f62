"""Help and errors of commands in Japanese and English."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from importlib import resources
from string import Formatter

import click
import pytest
from command_line import run_text

from policygraph.cli.help import Command, asked_language, option_key, say_click
from policygraph.cli.main import COMMANDS, policygraph
from policygraph.core.messages import read_messages

TEXTS = read_messages("cli")
_OF_THE_LOCALE = ("POLICYGRAPH_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
_JAPANESE = re.compile("[ぁ-んァ-ヶ一-龥]")


def run(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k not in _OF_THE_LOCALE} | variables
    return run_text(*words, variables=environment)


def _commands(command: click.Command, path: str = "") -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            if not found.hidden:
                yield from _commands(found, f"{path} {name}".strip())


ALL = dict(_commands(policygraph))


@pytest.mark.parametrize("path", ALL)
def test_a_command_and_its_options_have_help_in_both_languages(path: str) -> None:
    command = ALL[path]
    assert isinstance(command, Command), f"make {path} with policygraph.cli.help.command"
    needed = [path or "policygraph"]
    needed += [
        option_key(param, needed[0]) for param in command.params if isinstance(param, click.Option)
    ]
    for key in needed:
        assert key in TEXTS, f"messages/cli.yaml lacks: {key}"
        places = {name for _, name, _, _ in Formatter().parse(TEXTS[key]["en"]) if name}
        assert places <= command.values.keys(), key
    for param in command.params:
        is_ours = isinstance(param, click.Option) and param.name not in ("version", "help")
        assert not is_ours or not param.help, (
            f"the text of {param.name} stands in messages/cli.yaml"
        )


def test_no_text_of_a_command_or_option_is_left_over() -> None:
    used = {"policygraph", "--help", *ALL} - {""}
    for path, command in ALL.items():
        options = [param for param in command.params if isinstance(param, click.Option)]
        used |= {option_key(option, path or "policygraph") for option in options}
    of_commands = {key for key in TEXTS if key.startswith("--") or key.split()[0] in COMMANDS}
    assert of_commands <= used


def test_every_command_has_an_example() -> None:
    assert [path for path, command in ALL.items() if not getattr(command, "example", "")] == [
        "vocabulary export", "vocabulary format", "vocabulary import",
    ]  # fmt: skip


@pytest.mark.parametrize("words", [[], ["query"], ["plot"], ["export", "csv"]], ids=str)
def test_help_is_japanese_in_a_japanese_locale(words: list[str]) -> None:
    told = run(*words, "--help", LANG="ja_JP.UTF-8").stdout
    assert told.startswith("使い方: policygraph")
    assert "\nオプション:\n" in told
    assert "既定" in told
    lines = [line for line in told.splitlines() if re.match(r"  -", line)]
    assert lines
    for line in lines:
        described = re.split(r"\s{2,}", line.strip(), maxsplit=1)[1:]
        assert not described or _JAPANESE.search(described[0]) or "|" in described[0], line


def test_help_is_english_elsewhere_and_as_lang_says() -> None:
    assert run("query", "--help").stdout.startswith("Usage: policygraph query")
    assert run("query", "--help", LANG="de_DE.UTF-8").stdout.startswith("Usage:")
    assert run("query", "--lang", "ja", "--help").stdout.startswith("使い方:")
    assert run("--lang=en", "query", "--help", LANG="ja_JP.UTF-8").stdout.startswith("Usage:")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["query", "measure-per-body"], "policygraph query: 質問「measure-per-body」はない。近いもの: "),
        (["build", "no.txt", "--key", "x"], "policygraph build: no.txt: ファイルがない"),
        (["show", "x", "--grahp", "y"], "policygraph show: '--grahp' というオプションはない。近いもの: '--graph'"),
        (["plot", "bars"], "policygraph plot: '--out' が要る"),
        (["plot", "bar", "--out", "a.svg"], "policygraph plot: 'KIND' の値が正しくない: 'bar' は "),
        (["biuld"], "policygraph: 'biuld' というコマンドはない"),
        (["query", "--timeout", "x"], "policygraph query: '--timeout' の値が正しくない: 'x' は数でない"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)  # fmt: skip
def test_errors_are_japanese_in_a_japanese_locale(words: list[str], told: str) -> None:
    done = run(*words, LANG="ja_JP.UTF-8")
    assert done.returncode == 2
    assert done.stderr.startswith(told)
    assert done.stderr.count("\n") == 1


def test_labels_and_answers_follow_the_same_rule() -> None:
    japanese = run("query", "measures-per-body", LC_ALL="ja_JP.UTF-8").stdout
    assert "文部科学省" in japanese
    assert run("query", "measures-per-body", POLICYGRAPH_LANG="ja", LANG="C").stdout == japanese
    english = run("query", "measures-per-body", LANG="C.UTF-8").stdout
    assert "Ministry of Education" in english
    assert run("query", "measures-per-body", "--lang", "en", LANG="ja_JP").stdout == english


def test_a_language_that_there_is_not_is_refused() -> None:
    done = run("query", POLICYGRAPH_LANG="fr")
    assert done.returncode == 2
    assert done.stderr == 'policygraph query: POLICYGRAPH_LANG is "fr"; set it to ja or en\n'


def test_the_last_language_that_is_asked_for_counts_and_none_that_there_is_not() -> None:
    assert asked_language(["show", "x", "--lang", "en", "--lang=ja"]) == "ja"
    assert asked_language(["show", "ja", "--lang", "fr"]) == "en"


def test_what_click_says_is_known_again() -> None:
    """The English of ``messages/click.yaml`` is click's own; a new click may say it otherwise."""
    source = "".join(
        resources.files("click").joinpath(name).read_text(encoding="utf-8")
        for name in ("exceptions.py", "types.py", "core.py", "parser.py")
    )
    for key in ("no-option", "no-command", "did-you-mean", "one-of", "range", "does-not-exist"):
        english = read_messages("click")[key]["en"]
        first = max(re.split(r"\{\w+\}", english), key=len)
        assert first in source, key
    assert say_click("something new", "ja") == "something new"
