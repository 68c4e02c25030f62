"""What people are told, in Japanese and English: the texts stand in ``messages/*.yaml``.

The one rule for the language: what is asked for (``--lang``, ``lang=``), else the environment variable
``POLICYGRAPH_LANG``, else the locale (``LC_ALL``, ``LC_MESSAGES``, ``LANG``: Japanese for one that begins
with ``ja``, English for any other or none).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

LANGUAGES: Final = ("ja", "en")
MESSAGES: Final = Path(__file__).parents[1] / "messages"
VARIABLE: Final = "POLICYGRAPH_LANG"
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")  # POSIX: the first that is set decides


def find_language(language: str | None = None) -> str:
    """The language to speak, ``ja`` or ``en``; see the rule above.

    Args:
        language: what is asked for, if anything.

    Raises:
        UsageError: there are no texts in it, or in that of ``POLICYGRAPH_LANG``.
    """
    if language is not None:
        return check_language(language)
    wanted = os.environ.get(VARIABLE)
    if wanted and wanted not in LANGUAGES:
        from policygraph.core.errors import UsageError  # errors are told in messages, too

        raise UsageError("wrong-variable", variable=VARIABLE, value=wanted)
    return process_language()


def process_language() -> str:
    """The language where none is asked for; a ``POLICYGRAPH_LANG`` that is none counts as not set."""
    wanted = os.environ.get(VARIABLE, "")
    locale = next((value for name in _LOCALE if (value := os.environ.get(name))), "")
    return wanted if wanted in LANGUAGES else "ja" if locale.startswith("ja") else "en"


def check_language(language: str) -> str:
    """The language itself.

    Raises:
        UsageError: there are no texts in it.
    """
    if language not in LANGUAGES:
        from policygraph.core.errors import UsageError

        raise UsageError("no-language", language=language)
    return language


@cache
def read_messages(topic: str) -> Mapping[str, Mapping[str, str]]:
    """The texts of a topic by key and language: those of ``messages/<topic>.yaml``."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with (MESSAGES / f"{topic}.yaml").open("rb") as file:
        texts: dict[str, dict[str, str]] = yaml.load(file, loader)
    return texts


class Wording:
    """Something that can be said in either language. ``str()`` is in that of the process."""

    def words(self, language: str) -> str:
        """It in words."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.words(process_language())


class Messages:
    """The texts of a topic.

    >>> say = Messages("networks")
    >>> say("note-once", "en")
    'A restated measure (再掲) counts once.'
    """

    def __init__(self, topic: str) -> None:
        self.topic = topic

    def __call__(self, key: str, language: str, /, **values: object) -> str:
        """A text.

        Args:
            key: of the topic.
            language: ``ja`` or ``en``.
            values: for the places in braces; a `Wording` is put there in the same language.

        Raises:
            UsageError: a language that there is not.
        """
        told = {
            name: value.words(language) if isinstance(value, Wording) else value
            for name, value in values.items()
        }
        return read_messages(self.topic)[key][check_language(language)].format(**told)

    def __contains__(self, key: str) -> bool:
        return key in read_messages(self.topic)

    def in_language(self, language: str) -> dict[str, str]:
        """All texts in one language, by key; places in braces stay as they are."""
        check_language(language)
        return {key: both[language] for key, both in read_messages(self.topic).items()}

    def both(self, key: str) -> dict[str, str]:
        """A text by language."""
        return dict(read_messages(self.topic)[key])


class Joined(Wording):
    """Several texts as one, with a semicolon between them."""

    def __init__(self, parts: Iterable[Wording]) -> None:
        self.parts = tuple(parts)

    def words(self, language: str) -> str:
        """They in words."""
        return "; ".join(part.words(language) for part in self.parts)


class Message(Wording):
    """A text with its values, not yet in a language.

    Args:
        topic, key: where it stands: ``messages/<topic>.yaml``.
        values: see `Messages`.
    """

    def __init__(self, topic: str, key: str, /, **values: object) -> None:
        self.topic, self.key = topic, key
        self.values: dict[str, Any] = values

    def words(self, language: str) -> str:
        """It in words."""
        return Messages(self.topic)(self.key, language, **self.values)
