"""Saved questions as SQL over the Parquet tables of a graph: the rows of the SPARQL answers."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from policygraph.api import build
from policygraph.core.resources import resource
from policygraph.graph import BuiltGraph
from policygraph.publish.sharded import export_shards
from policygraph.questions import Question, ask, find_question
from policygraph.store import OxigraphStore, Store

LINEAGE = Path(__file__).parents[1] / "fixtures" / "lineage"
SQL = {path.stem: path for path in sorted(resource("queries", "sql").glob("*.sql"))}
GRAPHS = ("shipped", "editions", "random")
Asked = tuple[Store, duckdb.DuckDBPyConnection]
Row = tuple[Any, ...]

_ACTS = (
    "の人材育成を推進する", "の国際標準化を検討する", "の研究開発を支援する", "との連携を強化する",
    "の拠点を2019年度末までに整備する", "の補助金を2020年10月までに措置する", "の制度を2031年までに見直す",
)  # fmt: skip
_ACTORS = ("大学", "中小企業", "地方公共団体", "国立研究開発法人", "ベンチャー企業と大学", "産業界")
_BODIES = ("内閣府", "文部科学省", "経済産業省", "総務省", "特許庁", "関係府省", "みらい実験庁")
_SENTENCES = (
    "知的財産の保護が課題である。",
    "規制改革が遅れている。",
    "大学の人材育成が必要である。",
)


def _random_corpus(folder: Path, seed: int) -> Path:
    """Three editions of a series, each of which takes up measures of the one before it."""
    chance = random.Random(seed)
    bullets: list[str] = []
    for year in (2016, 2017, 2018):
        kept = [bullet for bullet in bullets if chance.random() < 0.6]
        made = [f"{chance.choice(_ACTORS)}{chance.choice(_ACTS)}。" for _ in range(9)]
        bullets = list(dict.fromkeys((*kept, *made)))
        home = folder / f"plan-{year}"
        home.mkdir(parents=True)
        for number in (1, 2):
            lines = [f"第{number}章 題"]
            for section in range(1, chance.randint(2, 4)):
                lines += [f"（{section}）節", "［Ｂ］重きを置くべき課題"]
                lines += chance.sample(_SENTENCES, chance.randint(0, 3))
                lines.append("［Ｃ］重きを置くべき取組")
                for bullet in chance.sample(bullets, chance.randint(1, min(8, len(bullets)))):
                    mark = chance.choice(("", "", "", "（再掲）"))
                    tag = "、".join(chance.sample(_BODIES, chance.randint(1, 4)))
                    lines.append(f"・{bullet}{mark}【{tag}】")
                    if chance.random() < 0.3:
                        lines.append(f"－ {chance.choice(_ACTORS)}{chance.choice(_ACTS)}。")
            (home / f"{number}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        (home / "document.toml").write_text(
            f'key = "plan-{year}"\nseries = "plan"\ndecided_on = {year}-06-01\n'
            f'[title]\nja = "計画{year}"\n[texts]\n1 = "1.txt"\n2 = "2.txt"\n',
            encoding="utf-8",
        )
    return folder


@pytest.fixture(scope="module")
def random_graph(tmp_path_factory: pytest.TempPathFactory) -> BuiltGraph:
    return build(_random_corpus(tmp_path_factory.mktemp("corpus") / "texts", 1))


@pytest.fixture(scope="module", params=GRAPHS)
def asked(
    request: pytest.FixtureRequest,
    built: BuiltGraph,
    random_graph: BuiltGraph,
    tmp_path_factory: pytest.TempPathFactory,
) -> Asked:
    """A graph in an engine of SPARQL, and its tables in one of SQL."""
    folder = tmp_path_factory.mktemp("sql")
    if request.param == "editions":
        graph = build(LINEAGE)
    else:
        graph = built if request.param == "shipped" else random_graph
    store = OxigraphStore()
    store.load(graph.dataset.quads())
    export_shards(graph.dataset.quads(), folder / "shards", shards=3, kinds=("parquet",))
    tables = duckdb.connect()
    tables.execute(f"SET file_search_path = '{folder / 'shards'}'")
    tables.execute("SET threads = 1")
    tables.execute((folder / "shards" / "views.duckdb.sql").read_text(encoding="utf-8"))
    return store, tables


def _rows_of_sparql(question: Question, store: Store) -> list[Row]:
    given = {parameter.name: parameter.example for parameter in question.params}
    return [tuple(map(_alike, row)) for row in ask(question, graph=store, lang="ja", **given).rows]


def _alike(cell: object) -> object:
    """A list of IRIs has no order, and no list is an empty one."""
    return frozenset(cell) if isinstance(cell, tuple) else cell


def _rows_of_sql(question: Question, tables: duckdb.DuckDBPyConnection) -> list[Row]:
    found = tables.execute(SQL[question.id].read_text(encoding="utf-8"))
    assert [column[0] for column in found.description] == list(question.columns)
    return [
        tuple(
            frozenset((cell or "").split()) if type_ == "iris" else cell
            for cell, type_ in zip(row, question.columns.values(), strict=True)
        )
        for row in found.fetchall()
    ]


@pytest.mark.parametrize("id_", SQL)
def test_sql_gives_the_rows_of_the_saved_question(id_: str, asked: Asked) -> None:
    question, (store, tables) = find_question(id_), asked
    assert _rows_of_sql(question, tables) == _rows_of_sparql(question, store)


def test_at_least_ten_questions_stand_as_sql_each_beside_one_in_sparql() -> None:
    assert len(SQL) >= 10
    assert {find_question(id_).id for id_ in SQL} == set(SQL)


def test_every_question_has_rows_in_the_random_graph(random_graph: BuiltGraph) -> None:
    store = OxigraphStore()
    store.load(random_graph.dataset.quads())
    empty = {id_ for id_ in SQL if not _rows_of_sparql(find_question(id_), store)}
    assert empty == set()


def test_the_day_of_a_date_and_the_number_of_a_number_are_columns(asked: Asked) -> None:
    _, tables = asked
    days = tables.execute("SELECT day FROM pol_lastDay").fetchall()
    assert all(isinstance(day, date) for (day,) in days)
    (wrong,) = tables.execute(
        "SELECT count(*) FROM pol_order WHERE CAST(value AS DOUBLE) <> number OR number IS NULL"
    ).fetchall()
    assert wrong == (0,)
