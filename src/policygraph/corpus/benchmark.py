"""The benchmark (``data/gold/benchmark``): texts that nobody tuned for, their units and what was read in them.

Its offsets are those of the characters in the files, so that a mention can be compared whatever the
outline makes of the text.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from policygraph.core.errors import DataError
from policygraph.corpus.gold import ConceptNames, read_concept_names

NAME: Final = "benchmark"  # what it is called where a document's key may stand
HALVES: Final = ("tune", "test")  # misses are listed of the first alone
_ROW: Final = ["unit", "begin", "end", "quote", "scheme", "concept", "role", "value", "cue"]
_UNIT: Final = ["document", "unit", "kind", "begin", "end"]


@dataclass(frozen=True, slots=True)
class GoldUnit:
    """Words that were read by hand.

    Attributes:
        document: the stem of the text's file.
        begin, end: code points in the file, half open.
        words: as the file has them.
    """

    document: str
    key: str
    kind: str
    begin: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A row of the settled reading.

    Attributes:
        begin, end: code points in the file; of a theme, those of its unit.
        concept: a name, or a class of the guidelines.
        role, value, cue: empty where the guidelines say nothing.
    """

    unit: GoldUnit
    begin: int
    end: int
    quote: str
    scheme: str
    concept: str
    role: str
    value: str
    cue: str


@dataclass(frozen=True)
class Benchmark:
    """Texts and what was read in them.

    Attributes:
        texts: the files, by document.
        halves: ``tune`` or ``test``, by document.
        units: by document, in the order of the text.
        mentions: by unit.
        concepts: what the names of concepts stand for in the vocabulary, by (scheme, name).
        roles: what the roles of the guidelines are called in the vocabulary, by (scheme, name).
    """

    texts: dict[str, Path]
    halves: dict[str, str]
    units: dict[str, tuple[GoldUnit, ...]]
    mentions: dict[GoldUnit, tuple[GoldMention, ...]]
    concepts: ConceptNames
    roles: dict[tuple[str, str], frozenset[str]]


def is_benchmark(folder: Path) -> bool:
    """Whether a folder of gold files is one."""
    return (folder / "units.csv").is_file()


def read_benchmark(folder: Path) -> Benchmark:
    """Read a benchmark.

    Args:
        folder: with ``texts/``, ``settled/``, ``units.csv``, ``split.csv``, and where names need them
            ``concepts.csv`` and ``roles.csv``.

    Raises:
        DataError: a column missing, a unit, half or text that is not there, or a quote that its place
            does not have.
    """
    texts = {path.stem: path for path in sorted((folder / "texts").glob("*.txt"))}
    words = {name: path.read_bytes().decode() for name, path in texts.items()}
    halves = {}
    for place, row in _rows(folder / "split.csv", ["document", "half"]):
        if row["half"] not in HALVES:
            raise DataError("gold-half", place=place, half=row["half"])
        halves[row["document"]] = row["half"]
    units: dict[str, list[GoldUnit]] = {name: [] for name in texts}
    for place, row in _rows(folder / "units.csv", _UNIT):
        document = row["document"]
        if document not in texts or document not in halves:
            raise DataError("gold-document", place=place, document=document)
        begin, end = int(row["begin"]), int(row["end"])
        unit = GoldUnit(document, row["unit"], row["kind"], begin, end, words[document][begin:end])
        units[document].append(unit)
    mentions: dict[GoldUnit, list[GoldMention]] = {}
    for document, own in units.items():
        by_key = {unit.key: unit for unit in own}
        mentions |= {unit: [] for unit in own}
        for place, row in _rows(folder / "settled" / f"{document}.csv", _ROW):
            if row["unit"] not in by_key:
                raise DataError("gold-unit", place=place, unit=row["unit"])
            mention = _mention(by_key[row["unit"]], row, place)
            mentions[mention.unit].append(mention)
    names, roles = folder / "concepts.csv", folder / "roles.csv"
    return Benchmark(
        texts,
        halves,
        {name: tuple(own) for name, own in units.items()},
        {unit: tuple(own) for unit, own in mentions.items()},
        read_concept_names(names) if names.exists() else {},
        _read_roles(roles) if roles.exists() else {},
    )


def _rows(path: Path, columns: list[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a file, each with its place for messages."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != columns:
            raise DataError("gold-columns", path=path, columns=",".join(columns))
        for row in reader:
            yield f"{path}:{reader.line_num}", row


def _read_roles(path: Path) -> dict[tuple[str, str], frozenset[str]]:
    roles: dict[tuple[str, str], frozenset[str]] = {}
    for _, row in _rows(path, ["scheme", "name", "concept"]):
        key = row["scheme"], row["name"]
        roles[key] = roles.get(key, frozenset()) | {row["concept"]}
    return roles


def _mention(unit: GoldUnit, row: dict[str, str], place: str) -> GoldMention:
    begin, end = int(row["begin"] or 0), int(row["end"] or len(unit.words))
    said = {name: row[name] for name in ("quote", "scheme", "concept", "role", "value", "cue")}
    if row["begin"]:
        printed = "".join(line.strip() for line in unit.words[begin:end].split("\n"))
        if printed != row["quote"]:
            raise DataError("gold-quote", place=place, unit=unit.key, quote=row["quote"], times=1)
    return GoldMention(unit, unit.begin + begin, unit.begin + end, **said)
