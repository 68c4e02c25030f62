"""An error is told in the language of whoever reads it, and every error has its words in both."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from policygraph.core.errors import PolicygraphError, SourceError, UsageError, phrase
from policygraph.core.messages import MESSAGES, read_messages

SOURCE = MESSAGES.parent
ERRORS = read_messages("errors")
# Their first argument is a key or, of another package's errors, the words.
_RAISING = {"UsageError", "DataError", "StoreError", "PolicygraphError", "phrase"}
_OF_A_TEXT = {"SourceError", "UnclosedTag"}  # their second argument
# Keys that are put together: of these beginnings and endings.
_MADE = {
    *(f"{what}-{how}" for what in ("query", "update") for how in ("not-sparql", "failed")),
    "profile-shipped", "profile-disable", "profile-severity",
}  # fmt: skip


def _calls(path: Path) -> Iterator[tuple[ast.Call, ast.expr]]:
    """The calls that make an error, each with what says its message."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in _RAISING and node.args:
                yield node, node.args[0]
            elif node.func.id in _OF_A_TEXT and len(node.args) > 1:
                yield node, node.args[1]


def _places(key: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(ERRORS[key]["en"]) if name}


def _modules() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("*.py") if "_resources" not in path.parts)


def test_an_error_gives_its_message_the_values_that_it_has_places_for() -> None:
    for path in _modules():
        for call, message in _calls(path):
            place = f"{path.name}:{call.lineno}"
            if isinstance(message, ast.Constant) and message.value in ERRORS:
                given = {keyword.arg for keyword in call.keywords}
                if isinstance(call.func, ast.Name) and call.func.id in _OF_A_TEXT:
                    given -= {"line"}
                assert given == _places(message.value), place


def test_every_error_has_its_words_in_the_messages() -> None:
    for path in _modules():
        for call, message in _calls(path):
            place = f"{path.name}:{call.lineno}"
            if isinstance(message, ast.JoinedStr):
                assert any(re.fullmatch(_pattern(message), key) for key in _MADE), place
            elif isinstance(message, ast.Constant):
                assert message.value in ERRORS, place


def _pattern(message: ast.JoinedStr) -> str:
    parts = (part.value if isinstance(part, ast.Constant) else None for part in message.values)
    return "".join("[a-z]+" if part is None else re.escape(str(part)) for part in parts)


def test_every_message_is_one_that_something_says() -> None:
    said = {
        node.value
        for path in _modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(ERRORS) <= said | _MADE


def test_an_error_is_told_in_the_language_asked_for_with_the_phrases_in_it() -> None:
    error = UsageError("answer-without-rows", given=phrase("gives-truth"))
    assert error.words("en") == "the answer has no rows: the query gives true or false"
    assert error.words("ja") == "答えに行がない。問い合わせの答えは真偽である"


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"POLICYGRAPH_LANG": "ja", "LANG": "en_GB.UTF-8"}, "問い合わせが空である"),
        ({"POLICYGRAPH_LANG": "", "LANG": "ja_JP.UTF-8"}, "問い合わせが空である"),
        ({"LC_ALL": "ja_JP.UTF-8", "LANG": "C"}, "問い合わせが空である"),
        ({"LC_ALL": "C", "LANG": "ja_JP.UTF-8"}, "the query is empty"),
        ({"LANG": "de_DE.UTF-8"}, "the query is empty"),
        ({}, "the query is empty"),
    ],
    ids=["variable", "empty variable", "LC_ALL", "LC_ALL first", "German", "nothing"],
)
def test_an_error_is_told_in_the_language_of_the_process(
    variables: dict[str, str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("POLICYGRAPH_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert str(UsageError("empty-query")) == told


def test_an_error_of_another_process_is_still_told_in_both_languages() -> None:
    made = SourceError("a.txt", "text-unreadable", line=3, reason="x")
    sent = pickle.loads(pickle.dumps(made))
    assert type(sent) is SourceError
    assert sent.words("en") == "a.txt:3: cannot be read: x"
    assert sent.words("ja") == "a.txt:3: 読めない: x"


def test_an_error_of_another_package_is_told_in_its_own_words() -> None:
    error = PolicygraphError("no moon over {sea}")
    assert error.words("ja") == error.words("en") == "no moon over {sea}"
