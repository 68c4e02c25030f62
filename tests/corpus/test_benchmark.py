"""The benchmark: its files, how mentions are compared with them, and what is shown of each half."""

from __future__ import annotations

import csv
import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from policygraph.core.errors import DataError
from policygraph.core.resources import resource
from policygraph.corpus.benchmark import Benchmark, read_benchmark
from policygraph.corpus.benchmark_scores import (
    NAMED,
    BenchmarkScores,
    score_documents,
    score_units,
)
from policygraph.corpus.benchmark_values import Value, read_quantity, read_time
from policygraph.corpus.reading import Reader
from policygraph.graph import BuiltGraph

SHIPPED = resource("data", "gold", "benchmark")
TEXT = """［Ｃ］重きを置くべき取組
①　港の再生
・大
学と企業は、漁業者を支援する。【文部科学省】
"""
BULLET = "・大\n学と企業は、漁業者を支援する。【文部科学省】"


def row(words: str, quote: str, scheme: str, concept: str, *more: str) -> list[str]:
    """A row of a settled reading whose quote stands once in the words of its unit."""
    role, value, cue = (*more, "", "", "")[:3]
    begin = words.index(quote)
    said = quote.replace("\n", "")
    return ["u1", str(begin), str(begin + len(quote)), said, scheme, concept, role, value, cue]


def write(path: Path, header: str, rows: list[list[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header.split(","), *rows])


def lay(folder: Path, *, tune: list[list[str]], test: list[list[str]]) -> Path:
    """Two copies of one text, the first in tune and the second in test, with what was read in each."""
    begin = TEXT.index(BULLET)
    place = [str(begin), str(begin + len(BULLET))]
    for name, rows in (("harbour-1", tune), ("harbour-2", test)):
        (folder / "texts").mkdir(exist_ok=True)
        (folder / "texts" / f"{name}.txt").write_bytes(TEXT.encode())
        write(
            folder / "settled" / f"{name}.csv",
            "unit,begin,end,quote,scheme,concept,role,value,cue",
            rows,
        )
    names = ["harbour-1", "harbour-2"]
    units = [[name, "u1", "bullet", *place] for name in names]
    write(folder / "units.csv", "document,unit,kind,begin,end", units)
    write(folder / "split.csv", "document,half", [[names[0], "tune"], [names[1], "test"]])
    return folder


ROWS = [
    row(BULLET, "大\n学", "actor", "大学"),
    row(BULLET, "漁業者", "actor", "漁業者"),
    row(BULLET, "支援する", "commitment", "支援する"),
    row(BULLET, "文部科学省", "responsible", "文部科学省"),
]
WRONG = [row(BULLET, "学と企業は", "instrument", "融資"), *ROWS]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory, reader: Reader) -> BenchmarkScores:
    folder = lay(tmp_path_factory.mktemp("gold"), tune=ROWS, test=WRONG)
    return score_documents(read_benchmark(folder), reader)


def test_a_mention_counts_where_its_characters_in_the_file_are_the_same(
    scored: BenchmarkScores,
) -> None:
    actor = scored.scores["tune"]["actor"].tally
    assert (actor.right, actor.missed) == (2, 0)  # 大学 is broken by the end of a line
    assert scored.scores["tune"]["responsible"].f1.value == 1


def test_what_the_hand_did_not_write_down_is_false(scored: BenchmarkScores) -> None:
    tally = scored.scores["tune"]["actor"].tally
    assert tally.false == 1  # 企業
    assert scored.scores["tune"]["actor"].precision.value == pytest.approx(2 / 3)


def test_misses_and_false_mentions_are_listed_of_tune_alone(scored: BenchmarkScores) -> None:
    assert scored.scores["test"]["instrument"].tally.missed == 1
    assert [d.words for scheme, d in scored.false if scheme == "actor"] == ["企業"]
    assert {d.unit for _, d in scored.false} == {"harbour-1/u1"}
    assert scored.missed == []


def test_an_interval_is_the_same_each_time_and_holds_the_figure(
    tmp_path: Path, reader: Reader, scored: BenchmarkScores
) -> None:
    again = score_documents(read_benchmark(lay(tmp_path, tune=ROWS, test=WRONG)), reader)
    assert again.scores == scored.scores
    figure = scored.scores["tune"]["actor"].f1
    assert figure.low <= figure.value <= figure.high


def test_a_unit_by_itself_is_read_without_the_heading_of_its_document(
    tmp_path: Path, reader: Reader
) -> None:
    scores = score_units(read_benchmark(lay(tmp_path, tune=ROWS, test=ROWS)), reader)
    for half in ("tune", "test"):
        assert scores.scores[half]["actor"].tally.right == 2
        assert scores.scores[half]["responsible"].f1.value == 1


def test_a_text_that_cannot_be_built_counts_as_missed(tmp_path: Path, reader: Reader) -> None:
    folder = lay(tmp_path, tune=ROWS, test=ROWS)
    (folder / "texts" / "harbour-1.txt").write_bytes(b"\n" * TEXT.index(BULLET) + BULLET.encode())
    benchmark = read_benchmark(folder)
    benchmark.texts["harbour-1"].write_bytes(b"\n\n")
    scores = score_documents(benchmark, reader)
    assert scores.failed == ["harbour-1"]
    assert scores.scores["tune"]["actor"].tally == (0, 2, 0, 0)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        pytest.param("split.csv", ",tune", ",first", 'not "first"', id="half"),
        pytest.param("units.csv", "harbour-1,", "pier,", "pier has no texts/pier.txt", id="text"),
        pytest.param("settled/harbour-1.csv", ",漁業者,", ",農業者,", "農業者", id="quote"),
        pytest.param("settled/harbour-1.csv", "u1,", "u9,", "no unit u9", id="unit"),
        pytest.param("units.csv", "kind", "sort", "document,unit,kind,begin,end", id="columns"),
    ],
)
def test_a_wrong_file_is_said_with_its_place(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    folder = lay(tmp_path, tune=ROWS, test=ROWS)
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(DataError) as error:
        read_benchmark(folder)
    assert said in error.value.words("en")
    assert path.name in error.value.words("en")


def days(*numbers: int) -> Value:
    first, last = numbers[:3], numbers[-3:]
    return Value(days=(datetime.date(*first), datetime.date(*last)))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("2031-03-31", days(2031, 3, 31), id="day"),
        pytest.param("2024-02", days(2024, 2, 1, 2024, 2, 29), id="month"),
        pytest.param("2030", days(2030, 1, 1, 2030, 12, 31), id="year"),
        pytest.param("2012-06~", days(2012, 6, 1, 2012, 6, 30), id="about"),
        pytest.param("2023-24", days(2023, 12, 1, 2024, 2, 29), id="winter"),
        pytest.param("2020-04-01/2021-03-31", days(2020, 4, 1, 2021, 3, 31), id="fiscal-year"),
        pytest.param("2030/2034", days(2030, 1, 1, 2034, 12, 31), id="years"),
        pytest.param("203X", days(2030, 1, 1, 2039, 12, 31), id="decade"),
    ],
)
def test_a_time_is_read_as_its_days(words: str, expected: Value) -> None:
    assert read_time(words) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("P1Y", "P12M", id="length"),
        pytest.param("1/P1Y", "P1Y", id="yearly"),
        pytest.param("2/P1Y", "P6M", id="twice-a-year"),
        pytest.param("P3Y/P5Y", "P36M/P60M", id="range"),
    ],
)
def test_lengths_are_the_same_however_they_are_written(one: str, other: str) -> None:
    assert read_time(one).means(read_time(other), "period")


def test_a_deadline_is_right_by_its_last_day_and_a_start_by_its_first() -> None:
    year, last, first = read_time("2030"), read_time("2030-12-31"), read_time("2030-01-01")
    assert last.means(year, "deadline")
    assert not first.means(year, "deadline")
    assert first.means(year, "start")
    assert not last.means(year, "date")


def test_a_fraction_is_a_share_and_nothing_equals_what_has_no_value() -> None:
    assert read_quantity("2/3").means(Value(number=Decimal("66.67")), "target")
    assert read_quantity("4107000000 JPY").means(Value(number=Decimal(4107000000)), "budget")
    assert not read_quantity("3 倍").means(Value(), "target")


@pytest.fixture(scope="module")
def shipped() -> Benchmark:
    return read_benchmark(SHIPPED)


def test_one_text_of_each_kind_is_in_each_half(shipped: Benchmark) -> None:
    kinds = {half: set[str]() for half in ("tune", "test")}
    for document, half in shipped.halves.items():
        kinds[half].add(document.rpartition("-")[0])
    assert kinds["tune"] == kinds["test"]
    assert len(kinds["tune"]) == 8
    assert sum(map(len, shipped.units.values())) >= 240


def test_both_readings_are_there_of_every_text_and_all_say_known_schemes(
    shipped: Benchmark,
) -> None:
    for folder in ("readings/a", "readings/b", "settled"):
        files = {path.stem: path for path in SHIPPED.glob(f"{folder}/*.csv")}
        assert files.keys() == shipped.texts.keys()
        for path in files.values():
            with path.open(encoding="utf-8", newline="") as file:
                assert {row["scheme"] for row in csv.DictReader(file)} <= {
                    *NAMED, "time", "quantity",
                }  # fmt: skip


def test_every_name_that_stands_for_concepts_has_one_in_the_vocabulary(
    shipped: Benchmark, reader: Reader
) -> None:
    lexicon = reader.annotator.lexicon
    known = {entry.iri for entry in lexicon.entries} | set(lexicon.predicates.labels.values())
    assert [name for name, concepts in shipped.concepts.items() if not concepts & known] == []


def test_no_text_of_the_benchmark_is_in_the_shipped_graph(
    shipped: Benchmark, built: BuiltGraph
) -> None:
    assert not {reading.description.key for reading in built.readings} & shipped.texts.keys()
    graph = resource("data", "graph", "policygraph.trig").read_text(encoding="utf-8")
    assert [document for document in shipped.texts if f"/{document}" in graph] == []
