"""docs/validation.md says what the program does. The table of engines is tested beside the suite."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from policygraph.core.prefixes import short_name
from policygraph.shapes import Rules
from policygraph.shapes.report import REPORT_FORMATS
from policygraph.shapes.rules import read_profile
from policygraph.store import OxigraphStore
from tools.self_test import sample_size, spoilable
from tools.self_test.text import AIMS, FREE_FACTS, UNSAID

PAGE = (Path(__file__).parents[2] / "docs" / "validation.md").read_text(encoding="utf-8")


def _rows(head: str) -> list[list[str]]:
    """The rows of the table whose head begins so."""
    _, _, after = PAGE.partition(f"| {head} |")
    assert after, head
    lines = after.split("\n\n")[0].splitlines()[2:]
    return [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines]


def test_every_format_is_told() -> None:
    assert [row[0] for row in _rows("format")] == list(REPORT_FORMATS.names)


def test_the_self_test_table_is_of_a_graph_that_is_much_like_the_shipped_one(
    chapter_graph: OxigraphStore,
) -> None:
    """It takes long, so that a few links more or less do not call for another run; a new property does."""
    counts = Counter(short_name(quad.predicate.value) for quad in spoilable(chapter_graph.engine))
    *rows, total = _rows("predicate")
    told = {row[0]: int(row[1]) for row in rows}
    assert set(told) == set(counts)
    for predicate, count in counts.items():
        assert abs(told[predicate] - count) <= max(5, count // 20), predicate
    assert int(total[1]) == sum(told.values())


@pytest.mark.parametrize(("column", "kind"), [(2, "deletion"), (3, "replacement")])
def test_the_totals_of_the_self_test_follow_from_its_rows_and_reach_the_aims(
    column: int, kind: str
) -> None:
    *rows, total = _rows("predicate")
    ((sample, share),) = re.findall(r"\(`--sample (\d+) --share ([\d.]+)`", PAGE)
    caught = weight = 0.0
    for row in rows:
        hits, tried = map(int, re.findall(r"\d+", row[column]))
        assert tried == sample_size(int(row[1]), int(sample), float(share))
        if kind == "deletion" and row[0] in UNSAID:
            continue
        caught += hits / tried * int(row[1])
        weight += int(row[1])
        if hits < tried and kind == "replacement":
            assert row[0] in FREE_FACTS
    assert total[column] == f"{100 * caught / weight:.2f}%"
    assert caught / weight >= AIMS[kind]  # type: ignore[index]


def test_every_reason_is_told() -> None:
    told = dict(re.findall(r"^- `([\w:]+)`: (.+)\.$", PAGE, flags=re.MULTILINE))
    assert told == FREE_FACTS


def test_the_example_of_a_shape_and_of_a_profile_work(tmp_path: Path) -> None:
    (shape,) = re.findall(r"```turtle\n(.*?)```", PAGE, flags=re.DOTALL)
    (profile,) = re.findall(r"```toml\n(.*?)```", PAGE, flags=re.DOTALL)
    (tmp_path / "own.ttl").write_text(shape, encoding="utf-8")
    (tmp_path / "profile.toml").write_text(profile, encoding="utf-8")
    rules = Rules.load(tmp_path)
    source = rules.described()["https://example.org/shapes#Measure-place"]
    assert source.severity.name == "VIOLATION"
    assert read_profile(tmp_path / "profile.toml").disabled == {
        "Measure-collectiveBody", "undeclared-terms",
    }  # fmt: skip
