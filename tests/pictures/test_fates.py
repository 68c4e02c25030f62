"""What became of an edition, as a picture: on three small documents that were read with eyes."""

from __future__ import annotations

import pytest

from policygraph.core.namespaces import BASE, IRI, POL
from policygraph.pictures.draw.fates import read_fates
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
