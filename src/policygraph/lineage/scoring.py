"""How good a lineage is against one that a person made: precision and recall by kind, traps, confusions."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from policygraph.core.errors import DataError

# The kinds of link of a gold, by the local names of the ontology, and what each is called here.
KINDS: Final = {
    "restatesUnchanged": "unchanged",
    "revises": "revised",
    "splitFrom": "split",
    "mergedFrom": "merged",
    "reportsOn": "report",
    "takesUpIssue": "issue",
}
ALL: Final = "all"
NONE: Final = "none"
_WITH: Final = (*KINDS.values(), ALL)

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class LineageGold:
    """The lineage of a series as a person made it. Items are named by their IRI without the base.

    Attributes:
        links: by later and earlier item, their kind.
        traps: pairs that look alike and are not the same measure.
    """

    name: str
    links: Mapping[Pair, str]
    traps: frozenset[Pair]


@dataclass(frozen=True, slots=True)
class Figure:
    """What was found of a kind.

    Attributes:
        right, found, wanted: links.
    """

    right: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        """The share of those found that are right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of those wanted that are found."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        total = self.found + self.wanted
        return 2 * self.right / total if total else 0.0


@dataclass(frozen=True, slots=True)
class LineageScores:
    """A lineage against its gold.

    Attributes:
        figures: by kind, for a link of the right kind; ``all`` for a link of any kind but an issue's, whatever its kind.
        traps: how many pairs of the traps were linked, of how many.
        confusions: how many links of a kind in the gold (``none`` where it has none) were found as which.
        wrong, missed, trapped: the pairs.
    """

    name: str
    figures: Mapping[str, Figure]
    traps: tuple[int, int]
    confusions: Mapping[Pair, int]
    wrong: tuple[Pair, ...]
    missed: tuple[Pair, ...]
    trapped: tuple[Pair, ...]


def read_lineage_gold(folder: Path) -> LineageGold:
    """Read ``links.csv`` and ``traps.csv`` of a folder.

    Raises:
        DataError: a file is missing, lacks a column, or names a kind that there is none of.
    """
    links: dict[Pair, str] = {}
    for row in _rows(folder / "links.csv", ("later", "earlier", "link")):
        if row["link"] not in KINDS:
            raise DataError(
                "lineage-gold-kind",
                path=folder / "links.csv",
                kind=row["link"],
                known=", ".join(KINDS),
            )
        links[row["later"], row["earlier"]] = KINDS[row["link"]]
    traps = {
        (row["later"], row["earlier"]) for row in _rows(folder / "traps.csv", ("later", "earlier"))
    }
    return LineageGold(folder.name, links, frozenset(traps))


def _rows(path: Path, columns: tuple[str, ...]) -> Iterable[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
            missing = set(columns) - set(reader.fieldnames or ())
    except OSError as error:
        raise DataError("cannot-read", path=path, reason=error.strerror) from None
    if missing:
        raise DataError("lineage-gold-columns", path=path, columns=", ".join(sorted(missing)))
    return rows


def score_lineage(found: Mapping[Pair, str], gold: LineageGold) -> LineageScores:
    """Compare links with a gold.

    Args:
        found: by later and earlier item, without the base, their kind.
    """
    figures: dict[str, Figure] = {}
    for kind in _WITH:
        is_of = (lambda each: each != "issue") if kind == ALL else kind.__eq__
        own = {pair for pair, each in found.items() if is_of(each)}
        wanted = {pair for pair, each in gold.links.items() if is_of(each)}
        if own or wanted:
            figures[kind] = Figure(len(own & wanted), len(own), len(wanted))
    trapped = sorted(found.keys() & gold.traps)
    confusions = Counter(
        (gold.links.get(pair, NONE), found.get(pair, NONE))
        for pair in found.keys() | gold.links.keys()
    )
    return LineageScores(
        name=gold.name,
        figures=figures,
        traps=(len(trapped), len(gold.traps)),
        confusions=dict(sorted(confusions.items())),
        wrong=tuple(sorted(found.keys() - gold.links.keys())),
        missed=tuple(sorted(gold.links.keys() - found.keys())),
        trapped=tuple(trapped),
    )
