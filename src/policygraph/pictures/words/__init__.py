"""What the networks, tables, pictures and the report say, in Japanese and English."""

from __future__ import annotations

from policygraph.core.errors import UsageError
from policygraph.pictures.words.networks import NETWORKS
from policygraph.pictures.words.pictures import PICTURES
from policygraph.pictures.words.report import REPORT

LANGUAGES = ("ja", "en")
WORDS: dict[str, tuple[str, str]] = {**NETWORKS, **PICTURES, **REPORT}


def say(key: str, language: str, **values: object) -> str:
    """A text in the language asked for.

    Args:
        key: of `WORDS`.
        language: ``ja`` or ``en``.
        values: for the places in braces.

    Raises:
        UsageError: a language that there is not.
    """
    if language not in LANGUAGES:
        raise UsageError(f'no language "{language}"; there are {" and ".join(LANGUAGES)}')
    return WORDS[key][LANGUAGES.index(language)].format(**values)
