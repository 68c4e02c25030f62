"""Questions on texts in which other things happen than in the published chapter."""

from __future__ import annotations

import pytest

import policygraph
from policygraph.api import build
from policygraph.core.namespaces import BASE
from policygraph.questions.formats import write
from policygraph.store import OxigraphStore, Store

TEXT = """\
第２章 題
（１）節
［Ａ］基本的認識
地域の人材育成が必要である。
［Ｃ］重きを置くべき取組
① 人材育成の推進
・この取組を進める。
・大学の人材育成を支援する。【内閣府、宇宙省】
［Ｄ］目標
・大学の人材育成の件数を２倍にする。【文部科学省】
"""
MEASURE = f"{BASE}measure/x-2018/2-1-C-1-"
GROUP = f"{BASE}doc/x-2018/2/1/C/1"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    path = tmp_path_factory.mktemp("text") / "2.txt"
    path.write_text(TEXT, encoding="utf-8")
    store = OxigraphStore()
    store.load(build(path, key="x-2018").dataset.quads())
    return store


def test_a_measure_may_have_no_theme_of_its_own_and_inherit_one(store: Store) -> None:
    (row,) = policygraph.ask("measures-without-own-theme", graph=store).rows
    assert (row.measure, row.firstLine, row.lastLine) == (f"{MEASURE}1", 7, 7)
    assert row.inherited == (f"{BASE}concept/theme/talent-development",)


def test_a_measure_without_a_tag_is_listed_without_bodies(store: Store) -> None:
    rows = policygraph.ask("measures-of-group", graph=store, group=GROUP).rows
    assert [(row.position, row.measure, row.bodies) for row in rows] == [
        (1, f"{MEASURE}1", ()),
        (2, f"{MEASURE}2", (f"{BASE}org/cao", f"{BASE}org/宇宙省")),
    ]
    counts = policygraph.ask("measures-by-number-of-bodies", graph=store).rows
    assert [tuple(row) for row in counts] == [(0, 1), (2, 1)]


def test_a_target_is_no_measure(store: Store) -> None:
    answer = policygraph.ask("measures-per-body", graph=store)
    assert {row.body: (row.measures, row.asPrinted) for row in answer} == {
        f"{BASE}org/cao": (1, 1),
        f"{BASE}org/宇宙省": (1, 1),
    }


def test_a_body_that_no_vocabulary_knows_can_be_asked_for_by_its_printed_name(
    store: Store,
) -> None:
    answer = policygraph.ask("measures-of-body", graph=store, body="宇宙省")
    assert [row.measure for row in answer] == [f"{MEASURE}2"]
    counts = policygraph.ask("measures-per-body", graph=store)
    assert counts.label(f"{BASE}org/宇宙省") == "宇宙省"


def test_only_ministries_and_agencies_have_an_upper_bound(store: Store) -> None:
    (row,) = policygraph.ask("measures-per-body-upper-bound", graph=store).rows
    assert tuple(row) == (f"{BASE}org/cao", 1, 1, 1, 1)


def test_works_and_programmes_have_a_row_for_each_measure(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.mktemp("works") / "2.txt"
    path.write_text(
        "第２章 題\n（１）節\n［Ａ］基本的認識\n「知的財産推進計画 2017」に基づき取り組む必要がある。\n"
        "［Ｃ］重きを置くべき取組\n① 題\n"
        "・「知的財産推進計画 2017」に基づき、特許を活用する。【内閣府】\n"
        "・「知的財産推進計画 2017」を踏まえ、以下の取組を進める。【内閣府】\n"
        "－標準化を進める（ＳＩＰ「自動走行システム」）。\n－開発を行う（ＳＩＰ「自動走行システム」）。\n",
        encoding="utf-8",
    )
    store = OxigraphStore()
    store.load(build(path, key="x-2018").dataset.quads())
    works = policygraph.ask("referenced-works", graph=store).rows
    assert [(row.measure, row.mentions) for row in works] == [
        (f"{MEASURE}1", 3),
        (f"{MEASURE}2", 3),
    ]
    programmes = policygraph.ask("programmes", graph=store).rows
    assert [(row.measure, row.component) for row in programmes] == [
        (f"{MEASURE}2", f"{GROUP}/2/a"),
        (f"{MEASURE}2", f"{GROUP}/2/b"),
    ]


def test_a_question_on_an_empty_store_has_no_rows() -> None:
    empty = OxigraphStore()
    for id_ in ("measures-per-body", "reprises", "outline", "provenance", "themes-without-measure"):
        assert len(policygraph.ask(id_, graph=empty)) == 0


def test_a_label_with_markup_stays_text() -> None:
    hostile = OxigraphStore()
    hostile.update(
        "INSERT DATA { GRAPH <urn:g> { <urn:a> <http://www.w3.org/2004/02/skos/core#prefLabel>"
        ' "<script>alert(1)</script>"@ja } }'
    )
    answer = policygraph.ask("SELECT ?a WHERE { ?a ?p ?o }", graph=hostile)
    assert "<script>" not in write(answer, "html")


def test_a_ministry_answers_for_the_measures_of_its_agencies_when_they_are_counted_in(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.mktemp("agencies") / "2.txt"
    path.write_text(
        "第２章 題\n（１）節\n［Ｃ］重きを置くべき取組\n① 題\n"
        "・特許の審査を進める。【特許庁】\n・標準化を進める。【経済産業省、特許庁】\n"
        "・中小企業を支援する。【中小企業庁】\n・大学の改革を進める。【文部科学省】\n",
        encoding="utf-8",
    )
    store = OxigraphStore()
    store.load(build(path, key="x-2018").dataset.quads())
    counts = policygraph.ask("measures-per-body-with-agencies", graph=store)
    assert [(row.body.rpartition("/")[2], row.measures, row.withAgencies) for row in counts] == [
        ("meti", 1, 3),
        ("jpo", 2, 2),
        ("chusho", 1, 1),
        ("mext", 1, 1),
    ]


def test_the_tag_of_a_sub_bullet_counts_as_printed(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.mktemp("components") / "2.txt"
    path.write_text(
        "第２章 題\n（１）節\n［Ｃ］重きを置くべき取組\n① 題\n"
        "・以下の取組を進める。【内閣府】\n"
        "－標準化を進める。【経済産業省、内閣府】\n－開発を行う。【経済産業省】\n",
        encoding="utf-8",
    )
    store = OxigraphStore()
    store.load(build(path, key="x-2018").dataset.quads())
    counts = policygraph.ask("measures-per-body", graph=store)
    assert {row.body: (row.measures, row.asPrinted) for row in counts} == {
        f"{BASE}org/cao": (1, 2),
        f"{BASE}org/meti": (1, 2),
    }
    rolled_up = policygraph.ask("measures-per-body-with-agencies", graph=store)
    assert {row.body: (row.measures, row.withAgencies) for row in rolled_up} == {
        f"{BASE}org/cao": (1, 1),
        f"{BASE}org/meti": (1, 1),
    }
    order = policygraph.ask("bodies-by-order-in-tag", graph=store).rows
    assert [tuple(row) for row in order] == [
        (f"{BASE}org/cao", 1, 1),
        (f"{BASE}org/cao", 2, 1),
        (f"{BASE}org/meti", 1, 2),
    ]
