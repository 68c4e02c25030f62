"""The report: its numbers, its links, its words; and that a browser shows it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from pictures.chromium import NoChromiumError, Page, browser
from pictures.conftest import loaded
from pictures.recount import Recount

from policygraph.api import build
from policygraph.core.namespaces import BASE, IRI, POL
from policygraph.document import Document
from policygraph.graph import BuiltGraph
from policygraph.pictures.report import write_report
from policygraph.pictures.report.evidence import anchor
from policygraph.store import Store

pytestmark = pytest.mark.heavy  # all of the shipped graph, again and again

# Counted by hand in the chapter: 57 bullets, 7 of them restated, 3 of these from elsewhere in it.
NUMBERS = {
    "documents": "1", "sections": "4", "measures (restated ones once)": "54",
    "bullets (restated ones too)": "57", "components of measures": "3", "restated bullets": "7",
    "of these, original not at hand": "4", "bodies named": "6", "collective names of bodies": "3",
}  # fmt: skip


@pytest.fixture(scope="session")
def page(report_en: str) -> html.HtmlElement:
    return html.document_fromstring(report_en)


def _words(element: html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", element.text_content()).strip()


def _table(page: html.HtmlElement, figure: str) -> list[list[str]]:
    (table,) = page.xpath(f"//figure[@id='figure-{figure}']//table")
    return [[_words(cell) for cell in row.xpath("th|td")] for row in table.xpath(".//tr")]


def test_the_numbers_are_those_counted_by_hand(page: html.HtmlElement) -> None:
    boxes = page.xpath("//dl[@class='numbers']/div")
    found = {_words(box.find("dt")): _words(box.find("dd")) for box in boxes}
    assert found.items() >= NUMBERS.items()
    assert all(box.xpath("dd/a/@href") for box in boxes)


def test_every_link_leads_to_a_place_in_the_page_and_none_out_of_it(report_en: str) -> None:
    page = html.document_fromstring(report_en)
    ids = Counter(page.xpath("//@id"))
    assert [name for name, count in ids.items() if count > 1] == []
    links = page.xpath("//a/@href | //*[local-name()='a']/@*[local-name()='href']")
    assert len(links) > 3000
    assert [link for link in links if not link.startswith("#") or link[1:] not in ids] == []
    assert page.xpath("//script | //link | //img | //iframe | //object | //@src | //@srcset") == []
    addresses = set(re.findall(r"url\(([^)]{0,12})", report_en))
    assert {a for a in addresses if not a.startswith("#")} == {"data:font/wo"}
    assert "@import" not in report_en


def test_every_figure_of_a_portrait_stands_on_as_many_quotations(
    page: html.HtmlElement, built: BuiltGraph
) -> None:
    recount = Recount(built.dataset.graphs, "all")
    numbers = {m.rpartition("/")[2]: m for m in recount.measures}
    for kind in ("body", "theme"):
        for thing, count in recount.nodes(kind, "once").items():
            (portrait,) = page.xpath(f"//article[@id='{anchor(kind, thing)}']")
            cited = portrait.xpath(".//ul[@class='listed']/li/a")
            measures = {numbers[_words(a)] for a in cited}
            assert len(measures) == len(cited) == count
            assert all(thing in recount.linked(m, kind) for m in measures)
            for row in portrait.xpath(".//table[@class='figures']//tr"):
                (number,) = row.xpath("td[@class='number']")
                links = row.xpath(".//ul[@class='inline']/li/a")
                assert int(_words(number)) == len(links)
                assert {numbers[_words(a)] for a in links} <= measures
                assert all(a.get("href") == f"#{anchor('measure', numbers[_words(a)])}"
                           for a in links)  # fmt: skip


def test_what_stands_out_is_said_first_with_the_numbers_counted_by_hand(
    page: html.HtmlElement,
) -> None:
    assert page.xpath("//main/section[1]/@id") == ["highlights"]
    said = [_words(item).removesuffix(" see") for item in page.xpath("//*[@id='highlights']/ul/li")]
    for sentence in (
        "Documents: 1, with 4 sections and 54 measures, each counted once; "
        "bullets, restated ones included: 57.",
        "Restated bullets: 7; of these 4 have their original in no document at hand.",
        "Bodies named: 6. Those with the most measures: Ministry of Education, Culture, Sports, "
        "Science and Technology (23), Ministry of Economy, Trade and Industry (22), Cabinet Office "
        "(16); others: 3.",
        "Of 54 measures 28 (52%) name one body alone in their tag.",
        "Cabinet Office stands beside a collective name in 12 of its 16 measures.",
    ):
        assert sentence in said


def test_what_stands_out_follows_from_the_counts_of_the_graph_at_hand(two: Store) -> None:
    page = html.document_fromstring(write_report(two, "ja"))
    said = [_words(item) for item in page.xpath("//*[@id='highlights']/ul/li")]
    assert said[0].startswith("2文書の2節に、取組が7件ある")
    assert any("うち1件は、元の記載が手元の文書にない" in sentence for sentence in said)
    (pairs,) = [sentence for sentence in said if "並ぶ名指しの主体" in sentence]
    assert "：経済産業省と文部科学省（2件）。" in pairs  # 甲1 and 乙1


def test_the_heading_of_a_list_splits_no_tie_and_a_scale_is_listed_whole(
    page: html.HtmlElement,
) -> None:
    headings = 0
    for facet in page.xpath("//article/details[table]"):
        counts = [int(_words(cell)) for cell in facet.xpath(".//td[@class='number']")]
        summary = _words(facet.xpath("summary")[0])
        more = re.search(r"(\d+) (?:more )?\(none above (\d+)\)$", summary)
        if "weakest first" in summary:
            assert more is None
            assert all(re.search(rf" {count}(,|$)", summary) for count in counts)
        elif more:
            named = len(counts) - int(more[1])
            ranked = sorted(counts, reverse=True)
            assert ranked[named] == int(more[2]) < min(ranked[:named], default=99)
            headings += 1
    assert headings > 50


def test_the_tables_are_what_a_count_in_plain_python_gives(
    page: html.HtmlElement, built: BuiltGraph
) -> None:
    recount = Recount(built.dataset.graphs, "all")
    pairs = recount.pairs("body", "theme", "once")
    head, *rows = _table(page, "body-theme")
    assert (len(head), len(rows)) == (1 + 9, 77)
    assert sorted(int(n) for row in rows for n in row[1:] if n) == sorted(pairs.values())
    bars = {row[0]: row[1:] for row in _table(page, "bars")[1:]}
    assert bars["Cabinet Office"] == ["16", "1", "3", "12", "1"]
    shared = recount.pairs("actor", "actor", "once")
    weights = [int(row[2]) for row in _table(page, "actor-actor")[1:]]
    assert weights == sorted(shared.values(), reverse=True)[: len(weights)]


def test_the_quotations_are_the_words_of_the_text(
    page: html.HtmlElement, chapter: Document
) -> None:
    quoted = []
    for quotation in page.xpath("//blockquote"):
        first = quotation.xpath("p")[1]
        parts = [
            p if isinstance(p, str) else p.text_content()
            for p in first.xpath("text() | span[starts-with(@class, 'm ')]")
        ]
        quoted.append("".join(parts).strip().removeprefix("・"))
    assert quoted == [chapter.words(*o.segments) for o in chapter.occurrences]
    assert len(quoted) == 57


def test_a_link_that_no_words_make_says_where_it_is_from(
    page: html.HtmlElement, built: BuiltGraph
) -> None:
    """No bullet of 内閣官房 prints the name of this actor; a rule or a person linked it."""
    actor = IRI(f"{BASE}concept/actor/government-affiliated-institute")
    measure = IRI(f"{BASE}measure/sti-strategy-2017/5-4-C-3-1")
    (layer,) = (
        name.rpartition("/")[2]
        for name, triples in built.dataset.graphs.items()
        if (measure, POL.involvesActor, actor) in triples
    )
    row = page.get_element_by_id(f"body-cas--{anchor('actor', actor)}")
    said = {"inferred": "by rule", "curated": "added by a person"}[layer]
    assert _words(row.xpath(".//ul[@class='inline']")[0]) == f"5-4-C-3-1 {said}"


def test_related_issues_are_shown_as_guesses_and_not_among_what_is_stated(
    page: html.HtmlElement, built: BuiltGraph, shipped: Store
) -> None:
    guessed = {
        (str(subject), str(value))
        for triples in built.dataset.graphs.values()
        for subject, predicate, value in triples
        if predicate == POL.relatedIssue
    }
    assert guessed
    shown = set()
    for quotation in page.xpath("//blockquote[details]"):
        (summary,) = quotation.xpath("details/summary")
        assert _words(summary) == "Issues it may be related to (guesses by rule)"
        (measure,) = quotation.xpath("p[1]/@id")
        for item in quotation.xpath("details//li"):
            shown.add((measure, item.xpath("a/@href")[0]))
            assert re.search(r"\(shares \d\.\d\d\)$", _words(item))
    assert shown == {(anchor("measure", m), f"#{anchor('unit', i)}") for m, i in guessed}
    assert "guesses by rule" not in write_report(shipped, "en", layer="stated")


def test_several_documents_under_another_base_are_quoted_by_their_keys(documents: Path) -> None:
    graph = build(documents, base_iri="https://data.example.org/policy/")
    written = write_report(loaded(graph), "ja")
    page = html.document_fromstring(written)
    numbers = [_words(b) for b in page.xpath("//blockquote//b")]
    assert "kou-2018/1/1/C/1/1" in numbers
    assert "otsu-2019/1/1/C/1/1" in numbers
    cited = {_words(a) for a in page.xpath("//ul[@class='listed']/li/a")}
    assert {"kou-2018/1-1-C-1-1", "otsu-2019/1-1-C-1-2"} <= cited
    assert "example.org" not in _words(page)
    ids = set(page.xpath("//@id"))
    assert all(link[1:] in ids for link in page.xpath("//a/@href"))


def test_of_many_measures_a_sample_is_quoted_and_no_link_is_broken(two: Store) -> None:
    page = html.document_fromstring(write_report(two, "en", portraits=2, quotations=1))
    said = re.search(r"Of 7 measures (\d) are quoted", _words(page))
    assert said
    assert 1 <= int(said[1]) < 7
    assert int(said[1]) == len(page.xpath("//blockquote//*[starts-with(@id, 'measure-')]"))
    assert len(page.xpath("//article")) == 4
    assert "2 more (none with more than 2) are left out." in _words(page)
    ids = set(page.xpath("//@id"))
    assert [link for link in page.xpath("//a/@href") if link[1:] not in ids] == []


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    try:
        with browser(tmp_path_factory.mktemp("profile")) as page:
            yield page
    except NoChromiumError as error:
        pytest.skip(str(error))


def test_a_browser_shows_the_page_and_asks_for_nothing(
    opened: Page, report_en: str, tmp_path: Path
) -> None:
    path = tmp_path / "report.html"
    path.write_text(report_en, encoding="utf-8")
    for width in (1280, 390):
        opened.open(path, width)
        words = opened.run("document.body.innerText")
        for wanted in ("A reading of the Comprehensive Strategy", "国研において", "Cabinet Office"):
            assert wanted in words
        sizes = opened.run(
            "[...document.querySelectorAll('figure svg')].map(e => "
            "(b => [b.width, b.height])(e.getBoundingClientRect()))"
        )
        assert len(sizes) == 12
        assert all(w > 700 and h > 300 for w, h in sizes)
        assert opened.run("document.documentElement.scrollWidth <= window.innerWidth")
    assert opened.run("document.fonts.ready.then(f => [...f].map(x => x.status))") == ["loaded"]
    inked = (
        "[...document.querySelectorAll('figure svg')].map(e => e.querySelectorAll('text').length)"
    )
    assert min(opened.run(inked)) > 20
    opened.run("document.querySelector('#body-mext .figures a').click()")
    target = opened.run("document.querySelector(location.hash).id")
    assert target
    said = opened.told("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded")
    assert said == []
    asked = {sent["request"]["url"][:5] for sent in opened.told("Network.requestWillBeSent")}
    assert asked <= {"file:", "data:"}
    files = [s["request"]["url"] for s in opened.told("Network.requestWillBeSent")
             if s["request"]["url"].startswith("file:")]  # fmt: skip
    assert set(files) == {path.as_uri()}
