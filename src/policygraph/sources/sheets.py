"""Sheets: tables that say one thing of one programme a row, its label in the first column."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

from policygraph.core.fold import fold_text

_LEAST = 2  # labels of a sheet


@cache
def _labels() -> dict[str, re.Pattern[str]]:
    words = files("policygraph.sources").joinpath("sheets.toml").read_text(encoding="utf-8")
    return {name: re.compile(pattern) for name, pattern in tomllib.loads(words).items()}


def are_labels(words: Iterable[str]) -> bool:
    """Whether all of some cells are labels of a sheet, there are several, and one says what is done.

    Args:
        words: of the cells, as printed.
    """
    folded = [fold_text(each).strip(" :") for each in words]
    return (
        len(folded) >= _LEAST
        and all(_labels()["label"].fullmatch(each) for each in folded)
        and any(map(_labels()["what"].search, folded))
    )


def cut_sheets(labels: Sequence[str]) -> list[int]:
    """Where the sheets begin in a table that holds several: where its first label comes again."""
    return [at for at, label in enumerate(labels) if label == labels[0]]
