"""The search: how words are cut, what is found by them, and what each choice would leave."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from zipfile import ZipFile

import html5lib
import pytest
import rdflib

from policygraph.core.namespaces import BASE, POL
from policygraph.pages.book import Book, PageRequest
from policygraph.pages.search_index import build_index, index_file
from policygraph.pages.search_query import SearchIndex
from policygraph.pages.search_results import Selection
from policygraph.pages.search_words import find_terms, index_words, read_terms
from policygraph.questions.asking import ask
from policygraph.store import Store, memory_store, open_store
from policygraph.store.rdf import read_file_quads


@pytest.fixture(scope="module")
def index(store: Store, tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    path = tmp_path_factory.mktemp("search") / "index.sqlite"
    build_index(store, path)
    return SearchIndex(path)


def found(index: SearchIndex, typed: str, **chosen: str) -> set[str]:
    selection = Selection(typed, tuple((facet, (key,)) for facet, key in chosen.items()))
    return {item.identifier for item in index.select(selection)}


def asked(sparql: str, store: Store) -> set[str]:
    return {str(row[0]) for row in ask(sparql, graph=store).rows}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("中小企業", "中小 小企 企業 業"),
        ("ＡＩ技術、5G", "ai 技術 術 5g"),
        ("ﾊﾞｲｵ", "バイ イオ オ"),
        ("Open Innovation", "open innovation"),
        ("人", "人"),
        ("【・。】", ""),
    ],
)
def test_words_are_cut_into_pairs_and_latin_words(text: str, words: str) -> None:
    assert index_words(text) == words


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("大学　人材", ["大学", "人材"]),
        ("「共同 研究」 地域", ["共同 研究", "地域"]),
        ('"open innovation"', ["open innovation"]),
        ("small and medium", ["small", "medium"]),
        ("and", ["and"]),
        ("大学 大学", ["大学"]),
        (" ・ 。 ", []),
    ],
)
def test_terms_stand_between_spaces_or_in_quotation_marks(typed: str, terms: list[str]) -> None:
    assert [term.typed for term in read_terms(typed)] == terms


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("㍿は第５期に人材を", "5 人材", ["５", "人材"]),
        ("オープン イノベーション", "イノベ", ["イノベ"]),
        ("AIとAIST", "ai", ["AI"]),
        ("Startups and start", "start", ["Start", "start"]),
        ("研究を", "開発", []),
    ],
)
def test_terms_are_marked_as_they_are_printed(text: str, typed: str, marked: list[str]) -> None:
    assert [text[begin:end] for begin, end in find_terms(text, read_terms(typed))] == marked


@pytest.mark.parametrize(
    "term", ["金", "人材", "大学", "共同研究", "イノベーション", "標準", "ＩＣＴ"]
)
def test_a_term_of_any_length_finds_what_holds_it_in_text_or_title(
    index: SearchIndex, store: Store, term: str
) -> None:
    sparql = (
        "SELECT DISTINCT ?n { ?item dcterms:identifier ?n ; pol:text|skos:prefLabel ?words ."
        f' VALUES ?kind {{ pol:Measure pol:Target }} ?item a ?kind FILTER(CONTAINS(?words, "{term}")) }}'
    )
    assert asked(sparql, store) <= found(index, term)


def test_a_name_finds_the_compound_that_stands_for_it_and_its_words_are_marked(
    index: SearchIndex,
) -> None:
    selection = Selection("中小企業")
    marked = {
        run for item in index.select(selection) for run, is_marked in item.runs() if is_marked
    }
    assert "中小・ベンチャー企業" in marked
    assert "中小企業" in marked


def test_an_english_name_finds_what_mentions_it_as_one_types(index: SearchIndex) -> None:
    assert found(index, "small and medium") == found(index, "SME")
    assert found(index, "中小企業") == found(index, "SME")
    assert found(index, "talent mob") <= found(index, "talent")
    assert "5-1-C-2-1" in found(index, "talent mob")


def test_an_english_title_is_found(index: SearchIndex) -> None:
    assert "5-1-C-2-1" in found(index, "cross-appointment schemes")


def test_two_letters_find_no_longer_word(index: SearchIndex) -> None:
    assert all("AI" in item.text or "ＡＩ" in item.text or "人工知能" in item.text
               for item in index.select(Selection("AI")))  # fmt: skip


@pytest.mark.parametrize(
    ("facet", "key", "link"),
    [
        ("body", "mext", "pol:responsibleBody <org/mext>"),
        ("actor", "sme", "pol:involvesActor actor:sme"),
        ("theme", "talent-mobility", "pol:hasTheme theme:talent-mobility"),
        ("instrument", "guideline", "pol:usesInstrument instrument:guideline"),
        ("commitment", "promote", "pol:commitment commitment:promote"),
        ("section", "sti-strategy-2017/5/2", "dcterms:isPartOf <doc/sti-strategy-2017/5/2>"),
        ("kind", "Measure", "a pol:Measure"),
    ],
)
def test_a_facet_holds_what_the_plain_query_finds(
    index: SearchIndex, store: Store, facet: str, key: str, link: str
) -> None:
    sparql = (
        f"SELECT DISTINCT ?n {{ ?item dcterms:identifier ?n ; {link} . ?item a pol:PolicyItem }}"
    )
    assert found(index, "", **{facet: key}) == asked(sparql, store)
    assert index.count(facet, key) == len(asked(sparql, store))


def test_the_count_of_a_value_is_what_choosing_it_would_leave(index: SearchIndex) -> None:
    chosen = (("body", ("mext",)), ("theme", ("talent-mobility", "startup")))
    selection = Selection("大学", chosen)
    for facet, values in index.search(selection, most=500).facets.items():
        if facet in dict(chosen):
            continue
        for value in values:
            more = Selection("大学", (*chosen, (facet, (value.key,))))
            assert len(list(index.select(more))) == value.count, (facet, value.key)


def test_values_of_one_facet_are_alternatives_and_facets_narrow_each_other(
    index: SearchIndex,
) -> None:
    either = {
        item.identifier for item in index.select(Selection("", (("body", ("mext", "meti")),)))
    }
    assert either == found(index, "", body="mext") | found(index, "", body="meti")
    assert found(index, "", body="mext", actor="sme") == (
        found(index, "", body="mext") & found(index, "", actor="sme")
    )


def test_a_body_is_sought_in_the_role_that_is_chosen(index: SearchIndex, store: Store) -> None:
    chosen = (("body", ("csti",)),)
    named = {item.identifier for item in index.select(Selection("", chosen, "involved"))}
    sparql = "SELECT ?n { ?i dcterms:identifier ?n ; pol:involvesOrganization <org/csti> }"
    assert named == asked(sparql, store)
    either = {item.identifier for item in index.select(Selection("", chosen, "any"))}
    assert named <= either


def test_pages_of_results_follow_one_another(index: SearchIndex) -> None:
    whole = [item.identifier for item in index.select(Selection())]
    turned: list[str] = []
    while len(turned) < len(whole):
        found_now = index.search(Selection(), limit=7, offset=len(turned)).items
        turned += [item.identifier for item in found_now]
    assert turned == whole


@pytest.mark.parametrize(
    "typed", ['"', "「", "*", "NEAR(", "a" * 5000, "\x00", "' OR 1=1 --", "-大学", "大学*"]
)
def test_whatever_is_typed_is_looked_for_and_nothing_else(index: SearchIndex, typed: str) -> None:
    index.search(Selection(typed))


def test_the_index_is_kept_as_long_as_the_file_is_as_it_was(store: Store, trig: Path) -> None:
    kept = index_file(store)
    assert kept is not None
    trig.touch()
    assert index_file(store) != kept


def test_the_index_of_a_store_on_disk_is_kept_and_that_of_one_in_memory_is_not(
    small: Path, tmp_path: Path
) -> None:
    with open_store(tmp_path / "store", read_only=False) as writing:
        writing.load(read_file_quads(small))
    with open_store(tmp_path / "store") as once:
        kept = index_file(once)
    with open_store(tmp_path / "store") as again:
        assert index_file(again) == kept
    assert kept is not None
    assert index_file(memory_store()) is None


def page(book: Book, address: str) -> str:
    path, _, query = address.partition("?")
    answer = book.answer(PageRequest.parse(path, query))
    assert answer.status == 200
    return answer.body.decode()


@pytest.mark.parametrize(
    "address", ["search.html", "search.en.html?q=SME&actor=sme", "search.html?q=%3Cscript%3E"]
)
def test_the_page_of_the_search_is_valid_html(book: Book, address: str) -> None:
    html = page(book, address)
    html5lib.HTMLParser(strict=True).parse(html)
    assert "<script>" not in html


def test_a_filter_is_in_the_address_and_a_click_away_from_being_taken_back(book: Book) -> None:
    html = page(book, "search.html?q=%E5%A4%A7%E5%AD%A6&body=mext")
    assert 'href="search.html?q=%E5%A4%A7%E5%AD%A6"' in html
    assert re.search(r'href="search\.html\?q=%E5%A4%A7%E5%AD%A6&amp;body=mext&amp;body=meti"', html)


def test_words_that_answer_are_marked(book: Book) -> None:
    html = page(book, "search.html?q=%E4%B8%AD%E5%B0%8F%E4%BC%81%E6%A5%AD")
    assert "<mark>中小企業</mark>" in html


def test_a_selection_can_be_kept_as_a_table_and_as_triples(book: Book) -> None:
    query = "actor=sme&lang=en"
    items = {str(item.iri) for item in book.index.select(Selection("", (("actor", ("sme",)),)))}
    rows = list(csv.reader(io.StringIO(page(book, f"search.csv?{query}"))))
    assert {row[0] for row in rows[1:]} == items
    assert rows[0][0] == "IRI"
    xlsx = book.answer(PageRequest.parse("search.xlsx", query))
    with ZipFile(io.BytesIO(xlsx.body)) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") == len(items) + 1
    for suffix, format_ in ((".ttl", "turtle"), (".jsonld", "json-ld")):
        graph = rdflib.Graph().parse(data=page(book, f"search{suffix}?{query}"), format=format_)
        measures = set(graph.subjects(rdflib.URIRef(f"{POL.iri}involvesActor")))
        assert {str(iri) for iri in measures} == items


def test_the_same_selection_gives_the_same_bytes(book: Book) -> None:
    for suffix in (".csv", ".xlsx", ".ttl", ".jsonld"):
        request = PageRequest("search", "ja", (("q", "大学"),), suffix)
        assert book.answer(request).body == book.answer(request).body


def test_what_is_being_typed_is_completed_by_names(book: Book) -> None:
    found = page(book, "suggest.json?q=small%20med&lang=en")
    assert "small and medium-sized enterprises" in found
    assert "concept/actor/sme.en.html" in found


def test_what_the_graph_has_not_is_passed_over(book: Book) -> None:
    assert page(book, "search.html?nosuch=x") != ""
    html = page(book, f"search.html?theme={BASE}nosuch")
    assert "0件" in html
    assert 'class="chips' in html  # and can be taken away
