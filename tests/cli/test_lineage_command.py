"""``policygraph lineage`` and ``policygraph evaluate lineage``."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from policygraph.cli.main import policygraph
from policygraph.core.namespaces import BASE

SAMPLE = Path(__file__).parents[1] / "fixtures" / "lineage"


def _run(*words: str) -> Result:
    return CliRunner().invoke(policygraph, words)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("built")
    done = _run("build", str(SAMPLE), "--out", str(out), "--jobs", "1", "--lang", "en")
    assert "lineage " in done.output
    assert "2 revised" in done.output
    return str(out)


def _rows(done: Result) -> list[dict[str, str]]:
    assert done.exit_code == 0, done.output
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_a_fate_is_asked_for_by_name(graph: str) -> None:
    rows = _rows(_run("lineage", "--graph", graph, "--fate", "dropped", "--format", "csv"))
    assert {row["earlier"] for row in rows} == {
        f"{BASE}measure/akari-plan-2019/1-1-C-1-2", f"{BASE}measure/akari-plan-2019/1-1-C-2-5",
    }  # fmt: skip


def test_the_line_of_an_item_goes_from_its_first_edition_to_the_report(graph: str) -> None:
    item = "measure/akari-plan-2021/1-1-C-1-1"
    rows = _rows(_run("lineage", "--graph", graph, "--item", item, "--format", "csv"))
    assert [(row["later"], row["earlier"]) for row in rows] == [
        (f"{BASE}{item}", f"{BASE}measure/akari-plan-2019/1-1-C-1-1"),
        (f"{BASE}reported/akari-plan-2022-report/1-1-C-1-1", f"{BASE}{item}"),
    ]


@pytest.mark.parametrize(("lang", "words"), [("ja", "期限：2022年度までに"), ("en", "hardened")])
def test_what_changed_is_said_in_either_language(graph: str, lang: str, words: str) -> None:
    done = _run("lineage", "--graph", graph, "--lang", lang)
    assert done.exit_code == 0
    assert words in done.output


def test_folders_and_a_graph_are_one_too_many(graph: str) -> None:
    done = _run("lineage", str(SAMPLE), "--graph", graph)
    assert done.exit_code != 0


def test_the_sample_is_found_whole() -> None:
    done = _run("evaluate", "lineage", "--gold", str(SAMPLE), "--lang", "en")
    assert done.exit_code == 0, done.output
    (line,) = (line for line in done.output.splitlines() if line.startswith("all but issues"))
    assert line.split()[-3:] == ["1.000", "1.000", "1.000"]
    assert "0 of 1 look-alikes" in done.output
