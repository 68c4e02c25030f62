"""The report's section on the edition before: on three small documents that were read with eyes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html
from pictures.conftest import loaded

from policygraph.api import build
from policygraph.core.namespaces import BASE, IRI
from policygraph.pictures.networks import Options
from policygraph.pictures.report import write_report
from policygraph.pictures.report.since import SinceEdition, read_since
from policygraph.store import Store

OLD, NEW = "akari-plan-2019", "akari-plan-2021"


@pytest.fixture(scope="module")
def since(editions: Store) -> SinceEdition:
    found = read_since(editions, Options(language="en"))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def page(editions: Store) -> html.HtmlElement:
    return html.document_fromstring(write_report(editions, "en"))


def words(element: html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", element.text_content()).strip()


def test_items_are_counted_once_in_all_and_once_for_each_of_their_bodies(
    since: SinceEdition,
) -> None:
    assert dict(since.totals) == {
        "kept": 2, "revised": 1, "hardened": 1, "split": 2, "merged": 1, "new": 2, "dropped": 2,
    }  # fmt: skip
    assert dict(since.counts[IRI(f"{BASE}org/meti")]) == {"kept": 2}
    assert dict(since.counts[IRI(f"{BASE}org/mic")]) == {"dropped": 1}
    # The dryers, revised, are of two bodies: each has them, and the total once.
    assert [since.counts[IRI(f"{BASE}org/{key}")]["revised"] for key in ("rinya", "env")] == [1, 1]


def test_what_was_dropped_and_what_hardened_is_listed(since: SinceEdition) -> None:
    assert [item.number for item in since.dropped] == [f"{OLD}/1-1-C-1-2", f"{OLD}/1-1-C-2-5"]
    (hardened,) = since.hardened
    assert hardened.iri == f"{BASE}measure/{NEW}/1-1-C-1-1"
    assert hardened.before != hardened.after


def test_the_lists_lead_to_the_quotations(page: html.HtmlElement) -> None:
    (section,) = page.xpath("//section[@id='since']")
    links = section.xpath(".//ul[@class='listed']/li/a")
    assert [words(link) for link in links] == [
        f"{OLD}/1-1-C-1-2", f"{OLD}/1-1-C-2-5", f"{NEW}/1-1-C-1-1",
    ]  # fmt: skip
    quoted = [words(page.get_element_by_id(link.get("href")[1:]).getparent()) for link in links]
    for quotation, said in zip(quoted, ("理科室", "商店街", "全校で実施"), strict=True):
        assert said in quotation


def test_the_section_has_counts_by_body_and_the_picture_of_fates(page: html.HtmlElement) -> None:
    (section,) = page.xpath("//section[@id='since']")
    head, *rows = [[words(cell) for cell in row.xpath("th|td")] for row in section.xpath(".//tr")]
    assert head[1:] == ["kept", "revised", "hardened", "divided", "united", "new", "dropped"]
    assert rows[0][1:] == ["1", "", "1", "1", "", "2", "1"]  # the education ministry
    assert len(rows) == 7
    assert section.xpath(".//figure[@id='figure-fates']//*[local-name()='svg']")
    assert "#since" in page.xpath("//nav//a/@href")


def test_every_link_of_the_report_leads_to_a_place_in_it(page: html.HtmlElement) -> None:
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = page.xpath("//a/@href | //*[local-name()='a']/@*[local-name()='href']")
    assert [link for link in links if link[1:] not in set(ids)] == []


def test_the_section_is_said_in_japanese(editions: Store) -> None:
    page = html.document_fromstring(write_report(editions, "ja"))
    section = words(page.get_element_by_id("since"))
    assert section.startswith("前の版から")
    assert "続かなかった取組・目標（2件）" in section


def test_a_report_of_one_edition_has_no_such_section() -> None:
    alone = loaded(build(Path(__file__).parents[1] / "fixtures" / "lineage" / OLD))
    assert read_since(alone, Options()) is None
    page = write_report(alone, "en")
    assert 'id="since"' not in page
    assert "#since" not in page
