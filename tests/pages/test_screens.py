"""The screens without a browser: questions with values and charts, comparison, coverage, and what a folder lacks."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

import lxml.html
import pytest

from policygraph.core.errors import DataError
from policygraph.core.namespaces import BASE
from policygraph.pages.book import Book, PageRequest, PageResponse
from policygraph.pages.sections import open_book
from policygraph.questions.question import parse_question
from policygraph.store import Store


@pytest.fixture(scope="module")
def book(store: Store) -> Book:
    return open_book(store)


def ask(book: Book, address: str, query: str = "") -> PageResponse:
    return book.answer(PageRequest.parse(address, query))


def page(book: Book, address: str, query: str = "") -> Any:
    answer = ask(book, address, query)
    assert answer.status == 200
    return lxml.html.fromstring(answer.body.decode())


def cells(found: Any, column: int) -> list[str]:
    return [
        td.text_content() for td in found.xpath(f"//table[@data-sortable]/tbody/tr/td[{column}]")
    ]


def test_the_catalogue_lists_every_question_under_its_topic(book: Book) -> None:
    found = page(book, "questions/index.en.html")
    links = found.xpath("//ul[@class='cards']//a/@href")
    assert "measures-per-body.en.html" in links
    assert len(links) == len(set(links)) > 50
    assert "Responsibility" in [h.text_content() for h in found.xpath("//h2")]


def test_bars_are_as_long_as_their_counts(book: Book) -> None:
    found = page(book, "questions/measures-per-body.html")
    counts = [
        int(n.text_content()) for n in found.xpath("//ol[@class='bars']//span[@class='number']")
    ]
    widths = [float(w.rstrip("%")) for w in found.xpath("//ol[@class='bars']//rect/@width")]
    assert counts == sorted(counts, reverse=True)
    assert widths == [pytest.approx(100 * count / counts[0], abs=0.01) for count in counts]


def test_a_grid_has_the_counts_of_its_rows(book: Book) -> None:
    found = page(book, "questions/themes-and-bodies.html")
    drawn = [int(td.text) for td in found.xpath("//table[@class='grid']//td") if td.text]
    listed = [int(count) for count in cells(found, 3)]
    assert 0 < len(drawn) <= len(listed)
    assert max(drawn) == max(listed)


def test_what_can_be_picked_has_labels_and_what_measures_lead_to_comes_first(book: Book) -> None:
    found = page(book, "questions/measures-of-body.en.html", "body=meti")
    groups = found.xpath("//select[@id='p-body']/optgroup")
    assert [group.get("label") for group in groups] == ["named in measures", "others"]
    assert len(groups[0]) < len(groups[1])
    chosen = found.xpath("//option[@selected]")
    assert [option.get("value") for option in chosen] == ["org/meti"]
    assert chosen[0].text_content().strip() == "Ministry of Economy, Trade and Industry"


def test_a_value_that_there_is_not_is_told_and_nothing_is_shown(book: Book) -> None:
    answer = ask(book, "questions/measures-of-body.en.html", "body=nobody-at-all")
    found = lxml.html.fromstring(answer.body.decode())
    assert answer.status == 400
    assert "nobody-at-all" in found.xpath("//*[@role='alert']")[0].text_content()
    assert found.xpath("//table") == []


def test_rows_are_sorted_as_the_address_says(book: Book) -> None:
    up = page(book, "questions/measures-per-body.html", "sort=measures")
    down = page(book, "questions/measures-per-body.html", "sort=-measures")
    assert cells(up, 2) == sorted(cells(up, 2), key=int)
    assert cells(down, 2) == sorted(cells(down, 2), key=int, reverse=True)
    assert down.xpath("//th[@aria-sort='descending']")


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".json", ".md"])
def test_an_answer_is_downloaded_in_the_language_of_its_page(book: Book, suffix: str) -> None:
    english = ask(book, f"questions/measures-per-body.en{suffix}")
    assert english.filename == f"measures-per-body{suffix}"
    text = english.body.decode()
    if suffix == ".json":
        assert json.loads(text)["results"]["bindings"]
    else:
        assert ("Cabinet Office" in text) is True
        assert "内閣府" in ask(book, f"questions/measures-per-body{suffix}").body.decode()


def test_a_workbook_has_numbers_as_numbers(book: Book) -> None:
    answer = ask(book, "questions/measures-per-body.en.xlsx")
    with zipfile.ZipFile(io.BytesIO(answer.body)) as packed:
        words = packed.read("xl/sharedStrings.xml").decode()
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()
    assert "Cabinet Office" in words
    assert "responsible body" in words
    assert "<v>23</v>" in sheet


def test_the_query_that_is_shown_is_the_one_that_was_asked(book: Book) -> None:
    text = ask(book, "questions/measures-of-body.rq", "body=meti").body.decode()
    assert f"<{BASE}org/meti>" in text
    assert "\n\n\n" not in text


def test_the_editor_says_what_is_wrong_where_it_is(book: Book) -> None:
    answer = ask(book, "editor.en.html", "query=SELECT+%3Fm+%7B+%3Fm+b+pol%3AMeasure+%7D")
    assert answer.status == 400
    column = len("SELECT ?m { ?m b pol") + 1  # as the reader counts, without the prologue
    assert f"line 1, column {column}:" in answer.body.decode()


@pytest.mark.parametrize(
    "query", ["INSERT DATA { <a> <b> <c> }", "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"],
    ids=["update", "service"],
)  # fmt: skip
def test_the_editor_refuses_what_a_query_must_not_do(book: Book, query: str) -> None:
    answer = book.answer(PageRequest("editor", "en", (("query", query),)))
    assert answer.status == 400
    assert b'role="alert"' in answer.body


def test_the_answer_of_a_query_of_ones_own_is_a_file_too(book: Book) -> None:
    query = (("query", "SELECT ?m { ?m a pol:Measure } LIMIT 2"),)
    answer = book.answer(PageRequest("editor.en", "ja", query, ".csv"))
    rows = list(csv.reader(io.StringIO(answer.body.decode())))
    assert rows[0] == ["m", "mLabel"]
    assert len(rows) == 3
    triples = (("query", "CONSTRUCT { ?m a pol:Measure } WHERE { ?m a pol:Measure }"),)
    turtle = book.answer(PageRequest("editor", "ja", triples, ".ttl"))
    assert b"pol:Measure" in turtle.body


def test_terms_are_completed_with_labels_in_both_languages(book: Book) -> None:
    english = dict(json.loads(ask(book, "editor-terms.en.json").body))
    japanese = dict(json.loads(ask(book, "editor-terms.json").body))
    assert english["actor:sme"] != japanese["actor:sme"]
    assert {"pol:Measure", "pol:responsibleBody", "theme:open-innovation"} <= english.keys()


def test_a_network_says_the_same_as_its_table(book: Book) -> None:
    found = page(book, "network/body-theme.html")
    drawn = json.loads(found.xpath("//script[@id='network-data']")[0].text)
    rows = found.xpath("//table[@id='edges']/tbody/tr")
    assert len(rows) == len(drawn["edges"]) > 0
    assert {node["id"] for node in drawn["nodes"]} >= {edge["source"] for edge in drawn["edges"]}
    places = {(node["x"], node["y"]) for node in drawn["nodes"]}
    assert len(places) == len(drawn["nodes"])
    fewer = page(book, "network/body-theme.html", "minimum=5&collective=no")
    assert 0 < len(fewer.xpath("//table[@id='edges']/tbody/tr")) < len(rows)
    assert ask(book, "network/body-theme.html", "top=many").status == 400


def test_a_comparison_puts_every_thing_into_one_of_three_places(book: Book) -> None:
    one, other = "doc/sti-strategy-2017/5/1", "doc/sti-strategy-2017/5/2"
    found = page(book, "compare.en.html", f"one={one}&other={other}")
    for section in found.xpath("//main/section"):
        both = section.xpath(".//tbody//a/@href")
        only = [ul.xpath(".//a/@href") for ul in section.xpath(".//ul[@class='counts']")]
        listed = [*both, *(link for links in only for link in links)]
        assert len(listed) == len(set(listed)) > 0
    swapped = page(book, "compare.en.html", f"one={other}&other={one}")
    assert len(swapped.xpath("//tbody/tr")) == len(found.xpath("//tbody/tr"))
    assert ask(book, "compare.html", "one=doc/none").status == 404


def test_coverage_counts_all_characters_and_all_documents(book: Book) -> None:
    found = page(book, "completeness.en.html")
    ledger = found.xpath("//*[@aria-labelledby='ledger']//tbody/tr/td[2]")
    whole = sum(int(td.text_content().replace(",", "")) for td in ledger)
    documents = found.xpath("//*[@aria-labelledby='documents']//tbody/tr")
    assert len(documents) == 1
    assert f"{whole:,}" in documents[0].text_content()
    assert b"engine: fast" in ask(book, "completeness/validation.en.html").body


def test_about_says_how_to_cite_and_what_to_ask(book: Book) -> None:
    found = page(book, "about.en.html").text_content()
    assert f"{BASE}dataset" in found
    assert "/sparql" in found


def test_a_folder_of_files_has_no_editor_and_asks_with_the_values_of_the_examples(
    store: Store,
) -> None:
    static = open_book(store, is_static=True)
    paths = {request.path for request in static.requests()}
    assert "editor" not in paths
    assert {"questions/measures-of-body", "network/body-body", "compare", "about"} <= paths
    assert static.answer(PageRequest("editor", "ja")).status == 404
    found = page(static, "questions/measures-of-body.html")
    assert found.xpath("//main//form") == []
    assert "/sparql" not in page(static, "about.html").text_content()


FRONT = "#+ title: {ja: あ, en: a}\n#+ columns: {body: iri, measures: integer}\n#+ chart: %s\nSELECT ?body ?measures { }"


@pytest.mark.parametrize(
    ("chart", "told"),
    [
        ("{kind: bars, of: nothing, count: measures}", "nothing"),
        ("{kind: bars, of: body, count: body}", "body"),
        ("{kind: grid, of: body, count: measures}", "grid"),
        ("{kind: pie, of: body, count: measures}", "pie"),
        ("{kind: bars, of: body}", "count"),
        ("bars", "chart"),
    ],
)
def test_a_chart_of_what_is_no_column_is_refused(chart: str, told: str) -> None:
    with pytest.raises(DataError, match=told):
        parse_question(FRONT % chart, name="q.rq")


def test_a_chart_is_read_from_the_front_matter() -> None:
    question = parse_question(FRONT % "{kind: bars, of: body, count: measures}", name="q.rq")
    assert question.chart is not None
    assert (question.chart.kind, question.chart.of, question.chart.count) == (
        "bars",
        ("body",),
        "measures",
    )
