"""Every text that people are told stands in both languages, with the same places for values."""

from __future__ import annotations

import ast
import re
from string import Formatter

import pytest

from policygraph.core.errors import UsageError
from policygraph.core.messages import LANGUAGES, MESSAGES, Messages, read_messages

TOPICS = sorted(path.stem for path in MESSAGES.glob("*.yaml"))
SOURCE = MESSAGES.parent
_JAPANESE = re.compile("[ぁ-んァ-ヶ一-龥]")


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_there_are_texts() -> None:
    assert {"networks", "pages", "pictures", "questions", "validation"} <= set(TOPICS)


@pytest.mark.parametrize("topic", TOPICS)
def test_both_languages_say_a_text_with_the_same_values(topic: str) -> None:
    for key, texts in read_messages(topic).items():
        assert set(texts) == set(LANGUAGES), f"{topic}: {key}"
        assert all(isinstance(text, str) and text for text in texts.values()), f"{topic}: {key}"
        japanese, english = (_places(texts[language]) for language in LANGUAGES)
        # English has a plural where Japanese has none, and a unit that agrees with a number.
        assert {name.rstrip("s") for name in japanese} <= {name.rstrip("s") for name in english}, (
            f"{topic}: {key}"
        )


def test_a_language_without_texts_is_refused() -> None:
    with pytest.raises(UsageError, match='no language "fr"; there are ja and en'):
        Messages("networks")("note-once", "fr")


def test_python_holds_no_text_in_both_languages() -> None:
    """A pair of literals, one of them Japanese prose, is a text that belongs into the messages."""
    for path in sorted(SOURCE.rglob("*.py")):
        if "_resources" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Dict):
                keys = {k.value for k in node.keys if isinstance(k, ast.Constant)}
                words = [v.value for v in node.values if isinstance(v, ast.Constant)]
                assert keys != {"ja", "en"} or not any(
                    isinstance(w, str) and _JAPANESE.search(w) for w in words
                ), f"{path}:{node.lineno}"
            if isinstance(node, ast.Tuple) and len(node.elts) == 2:
                words = [e.value for e in node.elts if isinstance(e, ast.Constant)]
                if len(words) == 2 and all(isinstance(w, str) for w in words):
                    ja, en = map(str, words)
                    is_pair = _JAPANESE.search(ja) and re.search("[a-z]{3} [a-z]", en)
                    assert not is_pair, f"{path}:{node.lineno}: {en}"
