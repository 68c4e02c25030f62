"""The signs of ``signs.toml`` as patterns."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Signs:
    """A pattern for each key of ``signs.toml``."""

    mark: re.Pattern[str]
    power: re.Pattern[str]
    ruby: re.Pattern[str]
    note: re.Pattern[str]
    note_sign: re.Pattern[str]
    note_number: re.Pattern[str]
    caption: re.Pattern[str]
    source: re.Pattern[str]
    page_number: re.Pattern[str]
    leaders: re.Pattern[str]
    contents: re.Pattern[str]
    bullet: re.Pattern[str]
    unparted: re.Pattern[str]


@cache
def load_signs() -> Signs:
    """Read them from the package."""
    text = files("policygraph.sources.pdf").joinpath("signs.toml").read_text("utf-8")
    return Signs(**{key: re.compile(value) for key, value in tomllib.loads(text).items()})


SIGNS = load_signs()
