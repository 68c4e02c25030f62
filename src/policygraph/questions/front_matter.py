"""The front matter of a query: YAML in comments that begin with ``#+``, so the file stays SPARQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import yaml

from policygraph.core.errors import DataError
from policygraph.core.messages import Message

_MARK = "#+"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_front_matter(text: str, name: str) -> tuple[dict[str, Any], str]:
    """Split a query into its front matter and its SPARQL.

    Args:
        text: of the whole file.
        name: of the file, for messages.

    Returns:
        The keys of the front matter (none where the file has none), and the query, with empty lines
        in its place so that the line an engine complains of is that of the file.

    Raises:
        DataError: it is not YAML (with the line), or not a mapping.
    """
    lines = text.splitlines(keepends=True)
    marked = [line for line in lines if line.startswith(_MARK)]
    rest = "".join("\n" if line.startswith(_MARK) else line for line in lines)
    if not marked:
        return {}, rest
    block = "".join(line.removeprefix(_MARK).removeprefix(" ") for line in marked)
    numbers = [number for number, line in enumerate(lines, 1) if line.startswith(_MARK)]
    return read_mapping(block, name, numbers), rest


def read_mapping(text: str, name: str, numbers: Sequence[int] | None = None) -> dict[str, Any]:
    """Read YAML whose top is a mapping.

    Args:
        text: the YAML.
        name: of the file, for messages.
        numbers: the line in the file of each line of the text, where they differ.

    Raises:
        DataError: it is not YAML (with the line), or not a mapping.
    """
    try:
        # SafeLoader or its twin in C: plain values only.
        found = yaml.load(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        # Where what is broken begins; PyYAML's problem_mark is where it noticed.
        mark = getattr(error, "context_mark", None) or getattr(error, "problem_mark", None)
        line = mark.line if mark else 0
        if numbers is not None:
            line = numbers[min(line, len(numbers) - 1)] - 1
        problem = getattr(error, "problem", None) or "wrong syntax"
        raise DataError(
            "not-in-format", place=f"{name}:{line + 1}", format="YAML", reason=problem
        ) from None
    if not isinstance(found, dict):
        raise DataError("no-mapping", name=name)
    return found


def check_keys(
    found: Mapping[Any, Any],
    required: Iterable[str],
    optional: Iterable[str],
    name: str,
    what: str | Message,
) -> None:
    """Check that a mapping has the keys it must have and no other.

    Raises:
        DataError: one is missing or unknown.
    """
    required = list(required)
    known = {*required, *optional}
    unknown = sorted(str(key) for key in found if key not in known)
    if unknown:
        listed = ", ".join(sorted(known))
        raise DataError("unknown-key", name=name, what=what, key=unknown[0], known=listed)
    missing = [key for key in required if key not in found]
    if missing:
        raise DataError("lacks-key", name=name, what=what, key=missing[0])


def read_bilingual(found: Any, name: str, what: str) -> dict[str, str]:
    """A text in Japanese and English.

    Raises:
        DataError: a language is missing, unknown or empty.
    """
    if not isinstance(found, dict):
        raise DataError("needs-both-languages", name=name, what=what)
    check_keys(found, ("ja", "en"), (), name, what)
    for language, words in found.items():
        if not isinstance(words, str) or not words.strip():
            raise DataError("empty-text", name=name, what=what, language=language)
    return {language: " ".join(found[language].split()) for language in ("ja", "en")}
