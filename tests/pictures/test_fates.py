"""What became of an edition, as a picture: on three small documents that were read with eyes."""

from __future__ import annotations

from pathlib import Path

import pytest
from pictures.boxes import overlaps, text_boxes, words_of
from pictures.conftest import loaded

from policygraph.api import build
from policygraph.core.errors import UsageError
from policygraph.core.namespaces import BASE, IRI, POL
from policygraph.pictures.draw.fates import read_fates
from policygraph.pictures.draw.fates_per_body import draw_fates_per_body, read_fates_per_body
from policygraph.pictures.draw.picture_formats import svg
from policygraph.pictures.networks import Options
from policygraph.pictures.plots import PlotRequest, draw
from policygraph.store import Store


def org(name: str) -> IRI:
    return IRI(f"{BASE}org/{name}")


def test_each_item_of_both_editions_flows_once_through_its_fate(editions: Store) -> None:
    flow = read_fates(editions, Options(language="en"))
    assert sum(flow.first.values()) == 9  # the bullets of 2019
    assert sum(flow.second.values()) == 9  # and of 2021
    fates = {stop.iri: stop.weight for stop in flow.bodies}
    assert fates == {
        POL.restatesUnchanged: 2, POL.revises: 2, POL.splitFrom: 2, POL.mergedFrom: 2, POL.droppedIn: 2,
        POL.introducedIn: 2,
    }  # fmt: skip


def test_bands_are_split_among_the_bodies_of_an_item(editions: Store) -> None:
    flow = read_fates(editions, Options(language="en"))
    assert flow.first[org("mext"), POL.droppedIn] == 1
    assert flow.first[org("mic"), POL.droppedIn] == 1
    # 実習 of two ministries, and 研修 of one of them, stay as they were.
    assert flow.first[org("mext"), POL.restatesUnchanged] == 0.5
    assert flow.first[org("meti"), POL.restatesUnchanged] == 1.5
    # 林野庁 alone before, with 環境省 afterwards.
    assert flow.first[org("rinya"), POL.revises] == 1
    assert flow.second[POL.revises, org("env")] == 0.5
    assert (POL.droppedIn, org("mext")) not in flow.second


@pytest.mark.parametrize(("language", "said"), [("ja", "続かない 2"), ("en", "dropped 2")])
def test_the_picture_names_editions_fates_and_bodies(
    editions: Store, language: str, said: str
) -> None:
    picture = svg(draw("fates", PlotRequest(editions, Options(language=language))))
    assert said in picture
    assert "2019" in picture
    assert "2021" in picture


def test_a_graph_of_one_edition_says_that_there_is_nothing_to_compare(shipped: Store) -> None:
    picture = svg(draw("fates", PlotRequest(shipped, Options(language="en"))))
    assert "No document of the graph is an edition of another." in picture


def fates_of(store: Store) -> dict[str, dict[str, int]]:
    """By the last part of a body's IRI, how many items had which fate in the only step."""
    read = read_fates_per_body(store, Options(language="en"))
    assert len(read.steps) == 1
    return {body.rpartition("/")[2]: dict(tally) for (body, _), tally in read.counts.items()}


def test_each_body_has_the_fates_of_its_items(editions: Store) -> None:
    assert fates_of(editions) == {
        # telescopes from 検討 to 実施; instruments, of which a part went to スポーツ庁; two that are new
        "mext": {"kept": 1, "hardened": 1, "split": 1, "new": 2, "dropped": 1},
        "sports": {"split": 1},
        "meti": {"kept": 2},
        "rinya": {"revised": 1},
        "env": {"revised": 1},
        "maff": {"merged": 1},
        "mic": {"dropped": 1},
    }


@pytest.mark.parametrize(("language", "said"), [("ja", "強めた"), ("en", "hardened")])
def test_a_panel_a_body_without_words_that_overlap(
    editions: Store, language: str, said: str
) -> None:
    request = PlotRequest(editions, Options(language=language))
    picture = draw("fates-per-body", request)
    words = words_of(picture.figure).split("\n")
    assert said in words
    assert words.count("2021") == 7  # below the bar of each body
    assert list(overlaps(text_boxes(picture.figure))) == []
    assert svg(draw("fates-per-body", request)) == svg(picture)


def test_bodies_without_a_panel_are_counted(editions: Store) -> None:
    picture = draw("fates-per-body", PlotRequest(editions, Options(language="en"), top=2))
    assert "5 more bodies (none above 1 items) are left out." in picture.description


def test_panels_need_two_editions(shipped: Store) -> None:
    with pytest.raises(UsageError, match="compares two editions") as refused:
        draw("fates-per-body", PlotRequest(shipped, Options(language="en")))
    assert "\n" not in str(refused.value)


def test_of_many_editions_the_latest_steps_are_shown(tmp_path: Path) -> None:
    for year in range(2011, 2019):
        folder = tmp_path / f"rensa-plan-{year}"
        folder.mkdir()
        (folder / "1.txt").write_text(
            "第１章 試しの章\n（１）試しの節\n［Ｃ］重きを置くべき取組\n① 試しの取組\n"
            "・森林の土壌を毎年調べる。【環境省】\n",
            encoding="utf-8",
        )
        (folder / "document.toml").write_text(
            f'key = "rensa-plan-{year}"\ndecided_on = {year}-04-01\n[title]\nja = "連鎖計画{year}"\n'
            'en = "Chain"\n[texts]\n1 = "1.txt"\n',
            encoding="utf-8",
        )
    store = loaded(build(tmp_path))
    read = read_fates_per_body(store, Options(language="en"))
    assert list(read.ticks.values()) == ["2013", "2014", "2015", "2016", "2017", "2018"]
    assert read.earlier == 1
    assert all(dict(tally) == {"kept": 1} for tally in read.counts.values())
    picture = draw_fates_per_body(read, PlotRequest(store).frame)
    assert list(overlaps(text_boxes(picture.figure))) == []
