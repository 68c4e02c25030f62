"""Words that are known by what they mean: where they stand in a text, their vectors and groups of synonyms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from policygraph.core.resources import resource

if TYPE_CHECKING:
    import numpy as np

SQUARE = 300.0**2  # of the length of a vector
_LONGEST = 10
_KANA = re.compile(r"[\u30a1-\u30fa\u30fc]+")
_RUN = re.compile(r"[\u30a1-\u30fa\u30fc\u4e00-\u9fff々〆ヶA-Za-z]+")
_HIRAGANA = re.compile("[ぁ-ん]")


@dataclass(frozen=True, slots=True)
class Senses:
    """The words of ``data/lineage/senses.npz``; see `tools.distil_senses`.

    Attributes:
        rows: by form, the row of its vector; of a verb also what its forms begin with, and ``~``.
        groups: by form, the number of its group of synonyms.
        vectors: whole numbers, each row about `SQUARE` ** 0.5 long, so that sums of products are exact.
    """

    rows: Mapping[str, int]
    groups: Mapping[str, int]
    vectors: np.ndarray[Any, np.dtype[np.float32]]


@cache
def read_senses() -> Senses:
    """The shipped words."""
    import numpy as np

    with np.load(resource("data", "lineage") / "senses.npz") as table:
        forms = table["forms"].tobytes().decode().split("\n")
        rows = dict(zip(forms, table["rows"].tolist(), strict=True))
        groups = {f: g for f, g in zip(forms, table["groups"].tolist(), strict=True) if g}
        return Senses(rows, groups, table["vectors"].astype(np.float32))


@lru_cache(maxsize=1 << 14)
def forms_in(content: str) -> tuple[tuple[str, int, int], ...]:
    """The known forms in a content and where each stands, from left to right the longest."""
    return tuple(_forms(content, read_senses().rows))


def _forms(content: str, rows: Mapping[str, int]) -> Iterator[tuple[str, int, int]]:
    for run in _RUN.finditer(content):
        at, stop = run.span()
        while at < stop:
            for end in range(min(at + _LONGEST, len(content)), at, -1):
                form = content[at:end]
                if end < len(content) and _cuts(content, at, end):
                    continue
                if form in rows:
                    break
                if _HIRAGANA.match(content, end) and (stem := f"{form}~") in rows:
                    form = stem
                    break
            else:
                at += 1
                continue
            yield form, at, end
            at = end


def _cuts(content: str, begin: int, end: int) -> bool:
    """Whether a stretch would cut a word in kana or letters."""
    last, following = content[end - 1], content[end]
    if _KANA.match(last) and _KANA.match(following):
        return end - begin < 3
    return last.isascii() and following.isascii() and last.isalpha() and following.isalpha()
