"""What people are told, in Japanese and English: the texts stand in ``messages/*.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from policygraph.core.errors import UsageError

LANGUAGES: Final = ("ja", "en")
MESSAGES: Final = Path(__file__).parents[1] / "messages"


def check_language(language: str) -> str:
    """The language itself.

    Raises:
        UsageError: there are no texts in it.
    """
    if language not in LANGUAGES:
        raise UsageError(f'no language "{language}"; there are {" and ".join(LANGUAGES)}')
    return language


@cache
def read_messages(topic: str) -> Mapping[str, Mapping[str, str]]:
    """The texts of a topic by key and language: those of ``messages/<topic>.yaml``."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with (MESSAGES / f"{topic}.yaml").open("rb") as file:
        texts: dict[str, dict[str, str]] = yaml.load(file, loader)
    return texts


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
            values: for the places in braces.

        Raises:
            UsageError: a language that there is not.
        """
        return read_messages(self.topic)[key][check_language(language)].format(**values)

    def __contains__(self, key: str) -> bool:
        return key in read_messages(self.topic)

    def in_language(self, language: str) -> dict[str, str]:
        """All texts in one language, by key; places in braces stay as they are."""
        check_language(language)
        return {key: both[language] for key, both in read_messages(self.topic).items()}

    def both(self, key: str) -> dict[str, str]:
        """A text by language."""
        return dict(read_messages(self.topic)[key])
