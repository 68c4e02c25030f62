"""The timeline of deadlines: on documents made up here, counted with eyes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pictures.boxes import overlaps, text_boxes, words_of
from pictures.conftest import loaded
from questions.reference import RdflibStore

from policygraph.api import build
from policygraph.core.namespaces import BASE, IRI
from policygraph.pictures.draw.deadlines import Deadlines, Due, due_year, read_deadlines
from policygraph.pictures.draw.flow import NONE
from policygraph.pictures.draw.picture_formats import svg
from policygraph.pictures.networks import Options
from policygraph.pictures.plots import PlotRequest, draw
from policygraph.pictures.queries import run
from policygraph.store import Store

HEAD = "第１章 試しの章\n（１）試しの節\n［Ｃ］重きを置くべき取組\n① 試しの取組\n"
BULLETS = (
    "・大学の研究設備を2025年までに整備する。【文部科学省】",
    "・中小企業の標準化の指針を2025年度末までに策定する。【経済産業省】",
    "・地域の人材育成の計画を2026年3月末までに策定する。【文部科学省、経済産業省】",
    "・共同研究の手引きを年度内に作成する。【経済産業省】",
    "・国際標準化を推進する。【経済産業省】",
)
TEXTS = {
    "kigen-plan-2023": BULLETS,
    "kigen-memo": ("・木材の利用の手引きを年度内に作成する。",),  # of a year that nobody knows
    "kigen-plan-2024": ("・森林の調査を2024年度までに実施する。",),
}


def store_of(folder: Path, texts: dict[str, tuple[str, ...]]) -> Store:
    for key, bullets in texts.items():
        (folder / key).mkdir()
        (folder / key / "1.txt").write_text(HEAD + "\n".join(bullets) + "\n", encoding="utf-8")
        decided = f"decided_on = {key[-4:]}-04-01\n" if key[-4:].isdigit() else ""
        (folder / key / "document.toml").write_text(
            f'key = "{key}"\n{decided}[title]\nja = "期限計画{key[-4:]}"\n'
            'en = "Plan of deadlines"\n[texts]\n1 = "1.txt"\n',
            encoding="utf-8",
        )
    return loaded(build(folder))


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return store_of(tmp_path_factory.mktemp("plans"), TEXTS)


@pytest.fixture(scope="module")
def read(plans: Store) -> Deadlines:
    return read_deadlines(plans, Options(language="en"))


def test_a_fiscal_year_is_not_the_calendar_year_that_it_ends_in(read: Deadlines) -> None:
    first, second = read.documents
    # 2025年, 2025年度末 and 2026年3月末, which are one day in other words; 年度内 of a plan of April 2023.
    assert first.counts == {
        Due(2025, fiscal=False): 1,
        Due(2025, fiscal=True): 1,
        Due(2026, fiscal=False): 1,
        Due(2023, fiscal=True): 1,
    }
    assert second.counts == {Due(2024, fiscal=True): 1}


@pytest.mark.parametrize(
    ("last", "fiscal", "year"),
    [("2026-03-31", True, 2025), ("2025-09-30", True, 2025), ("2026-03-31", False, 2026)],
    ids=["fiscal year", "half of one", "month"],
)
def test_a_fiscal_year_is_named_by_that_in_which_it_begins(
    last: str, fiscal: bool, year: int
) -> None:
    assert due_year(date.fromisoformat(last), fiscal=fiscal) == Due(year, fiscal)


def test_items_without_a_deadline_or_a_year_are_counted(read: Deadlines) -> None:
    assert (read.items, read.dated, read.undated, read.untold) == (7, 5, 1, 1)


def test_an_item_counts_for_each_of_its_bodies_or_for_nobody(read: Deadlines) -> None:
    assert {row.iri: row.total for row in read.bodies} == {
        IRI(f"{BASE}org/mext"): 2,
        IRI(f"{BASE}org/meti"): 3,
        NONE: 1,
    }


def test_what_a_report_tells_is_no_promise(editions: Store) -> None:
    read = read_deadlines(editions, Options(language="en"))
    # The telescopes by fiscal 2022, then 2024; the report of 2022 is no plan.
    assert [dict(row.counts) for row in read.documents] == [
        {Due(2022, fiscal=True): 1},
        {Due(2024, fiscal=True): 1},
    ]


@pytest.mark.parametrize("name", ["deadlines", "items-of-documents"])
def test_the_queries_have_the_same_rows_in_rdflib(plans: Store, name: str) -> None:
    other = RdflibStore(plans.to_rdflib())  # type: ignore[attr-defined]
    found = list(run(other, name, "en", ()))  # type: ignore[arg-type]
    assert found == list(run(plans, name, "en", ()))
    assert found


@pytest.mark.parametrize(
    ("language", "said"), [("ja", "年度（4月から"), ("en", "fiscal year (年度")]
)
def test_no_words_of_the_timeline_overlap(plans: Store, language: str, said: str) -> None:
    picture = draw("deadlines", PlotRequest(plans, Options(language=language)))
    assert said in words_of(picture.figure)
    assert list(overlaps(text_boxes(picture.figure))) == []
    again = draw("deadlines", PlotRequest(plans, Options(language=language)))
    assert svg(again) == svg(picture)


def test_years_far_apart_stand_side_by_side_and_the_latest_together(tmp_path: Path) -> None:
    years = [2021 + 3 * number for number in range(24)]
    bullets = tuple(f"・研究設備の調査を{year}年までに実施する。【文部科学省】" for year in years)
    store = store_of(tmp_path, {"tooi-plan-2020": bullets})
    picture = draw("deadlines", PlotRequest(store, Options(language="en")))
    words = words_of(picture.figure).split("\n")
    assert [word for word in words if word in map(str, years)] == [str(y) for y in years[:21]]
    assert f"all years after {years[20]}" in picture.description
    assert list(overlaps(text_boxes(picture.figure))) == []


def test_a_graph_without_deadlines_says_so(shipped: Store) -> None:
    picture = draw("deadlines", PlotRequest(shipped, Options(language="en")))
    assert "0 have a deadline with a year" in words_of(picture.figure)
