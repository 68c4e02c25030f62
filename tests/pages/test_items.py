"""The page of a measure: its words, what each link stands on, where it stands, and what to take along."""

from __future__ import annotations

import json
import re
from html import escape

import html5lib
import pytest
import rdflib

from policygraph.core.namespaces import BASE, IRI
from policygraph.graph import BuiltGraph
from policygraph.pages.book import Book, PageRequest
from policygraph.pages.citing import as_script, cite
from policygraph.pages.item_section import ItemPage, ItemSection
from policygraph.pages.sections import open_book
from policygraph.questions.asking import ask
from policygraph.questions.documents import document_keys, read_documents
from policygraph.store import memory_store
from policygraph.store.sorted_graph import SortedGraph

_HTML = "{http://www.w3.org/1999/xhtml}"
KEY = "measure/sti-strategy-2017"


def read(book: Book, identifier: str, lang: str = "ja") -> ItemPage:
    (section,) = [one for one in book.sections if isinstance(one, ItemSection)]
    return section.read(IRI(f"{BASE}{KEY}/{identifier}"), "en" if lang == "en" else "ja")


def page(book: Book, path: str, lang: str = "ja") -> str:
    answer = book.answer(PageRequest(path, "en" if lang == "en" else "ja"))
    assert answer.status == 200
    return answer.body.decode()


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_page_is_valid_html(book: Book, lang: str) -> None:
    html5lib.HTMLParser(strict=True).parse(page(book, f"{KEY}/5-1-C-2-1", lang))


def test_every_stated_link_stands_on_words_of_the_text(book: Book) -> None:
    for identifier in ("5-1-C-2-1", "5-3-C-3-1", "5-2-C-4-1"):
        for row in read(book, identifier).rows:
            for link in row.links:
                assert link.evidence or link.layer != "stated", (identifier, row.name, link.label)
                assert link.layer in ("stated", "inferred", "curated")


def test_the_links_are_those_that_the_plain_query_finds(book: Book) -> None:
    shown = {
        str(link.iri) for row in read(book, "5-1-C-2-1").rows for link in row.links if link.iri
    }
    sparql = f"SELECT ?o {{ <{KEY}/5-1-C-2-1> pol:links ?o }}"
    assert shown == {str(row[0]) for row in ask(sparql, graph=book.store).rows}


def test_bodies_stand_in_the_order_of_their_tag(book: Book) -> None:
    (bodies,) = [row for row in read(book, "5-2-C-1-1").rows if row.name == "担当主体"]
    unit = read(book, "5-2-C-1-1").occurrences[0].unit
    printed = [meaning.iri for mention in unit.responsible for meaning in mention.meanings]
    assert [link.iri for link in bodies.links] == printed


def test_a_role_stands_beside_its_link(book: Book) -> None:
    (actors,) = [row for row in read(book, "5-1-C-2-1", "en").rows if row.name == "involves actor"]
    shown = {(role, str(link.iri)) for link in actors.links for role in link.roles}
    sparql = f"""SELECT ?label ?actor {{
      ?role rdfs:subPropertyOf pol:involvesActor ; rdfs:label ?label FILTER(LANG(?label) = "en")
      <{KEY}/5-1-C-2-1> ?role ?actor }}"""
    rows = ask(sparql, graph=book.store).rows
    assert shown == {(str(label), str(actor)) for label, actor in rows}
    assert shown


def test_mentions_are_marked_and_lead_to_what_they_mean(book: Book) -> None:
    tree = html5lib.parse(page(book, f"{KEY}/5-1-C-2-1"))
    marked = {
        "".join(link.itertext()): link.get("href")
        for link in tree.iter(f"{_HTML}a")
        if "m " in (link.get("class") or "")
    }
    assert marked["研究者"] == "../../concept/actor/researcher.html"


def test_the_items_beside_it_are_those_of_the_document(book: Book) -> None:
    found = read(book, "5-1-C-2-1")
    assert found.previous is not None
    assert found.next is not None
    assert read(book, found.next.identifier).previous is not None
    assert read(book, "5-1-C-1-1").previous is None


def test_a_restated_measure_says_where_else_it_stands(book: Book) -> None:
    sparql = "SELECT ?m { ?o a pol:Reprise ; pol:reprises ?p ; pol:occurrenceOf ?m }"
    (first, *_) = sorted(str(row[0]) for row in ask(sparql, graph=book.store).rows)
    assert "再掲" in page(book, first.removeprefix(BASE))


def test_the_citation_names_title_document_place_and_iri(book: Book) -> None:
    html = page(book, f"{KEY}/5-1-C-2-1")
    (words,) = re.findall(r'<p class="copy" data-copy>(.*?)</p>', html)
    for part in ("クロスアポイントメント", "総合戦略2017", "5-1-C-2-1", f"{BASE}{KEY}/5-1-C-2-1"):
        assert part in words


def test_the_page_says_in_terms_of_schema_org_what_it_quotes(book: Book) -> None:
    html = page(book, f"{KEY}/5-1-C-2-1", "en")
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    said = json.loads(script)
    assert said["@type"] == "Quotation"
    assert said["text"].startswith("イノベーション創出に不可欠な")
    assert said["isPartOf"]["@id"] == f"{BASE}doc/sti-strategy-2017"


def test_no_words_end_the_script_or_the_piece_to_embed() -> None:
    evil = "</script><script>alert(1)</script>"
    citation = cite(IRI(f"{BASE}org/x"), evil, "en", words_quoted=evil, description=evil)
    assert "<" not in as_script({"name": evil})
    assert "<script" not in citation.html


def test_its_data_are_the_item_its_bullets_and_their_mentions(book: Book) -> None:
    answer = book.answer(PageRequest(f"{KEY}/5-3-C-3-1", "ja", (), ".ttl"))
    graph = rdflib.Graph().parse(data=answer.body, format="turtle")
    subjects = {str(subject).removeprefix(BASE) for subject in graph.subjects()}
    assert f"{KEY}/5-3-C-3-1" in subjects
    assert "doc/sti-strategy-2017/5/3/C/3/1/a" in subjects
    assert any(re.match(r"doc/sti-strategy-2017/5/3/C/3/1#", subject) for subject in subjects)


@pytest.mark.parametrize("path", [f"{KEY}/9-9", "measure/nosuch/1", "measure/", "measure/../x"])
def test_what_the_graph_has_not_has_no_page(book: Book, path: str) -> None:
    assert book.answer(PageRequest(path, "ja")).status == 404


@pytest.fixture(scope="module")
def editions(three_editions: BuiltGraph) -> Book:
    """The pages of a corpus of three editions."""
    return open_book(memory_store(three_editions.dataset.quads()))


def test_a_measure_leads_to_its_other_editions_on_both_sides(editions: Book) -> None:
    sparql = "SELECT ?later ?earlier { ?later pol:revises ?earlier } ORDER BY ?later ?earlier"
    (section,) = [one for one in editions.sections if isinstance(one, ItemSection)]
    rows = ask(sparql, graph=editions.store).rows
    assert rows
    for later, earlier in rows:
        ways = {
            (other.way, str(other.iri)) for other in section.read(IRI(str(later)), "ja").editions
        }
        assert ("earlier", str(earlier)) in ways
        ways = {
            (other.way, str(other.iri)) for other in section.read(IRI(str(earlier)), "en").editions
        }
        assert ("later", str(later)) in ways


def test_what_is_told_over_documents_is_no_document(editions: Book) -> None:
    assert "lineage" not in document_keys(editions.store)
    with SortedGraph(editions.store.dump()) as graph:
        keys = [document.key for document in read_documents(graph)]
    assert keys == document_keys(editions.store)


def test_what_changed_between_editions_is_said_in_the_language_of_the_page(editions: Book) -> None:
    sparql = """SELECT ?later ?words { ?c pol:laterItem ?later ; rdfs:label ?words
      FILTER(LANG(?words) = "en") } ORDER BY ?later ?words LIMIT 1"""
    ((later, words),) = ask(sparql, graph=editions.store).rows
    html = page(editions, str(later).removeprefix(editions.base), "en")
    assert escape(str(words), quote=False) in html
    html5lib.HTMLParser(strict=True).parse(html)


def test_companions_of_a_thing_are_counted_among_its_items(book: Book) -> None:
    html = page(book, "org/mext")
    sparql = """SELECT (COUNT(DISTINCT ?m) AS ?n) {
      ?m pol:responsibleBody <org/mext> ; pol:responsibleBody <org/meti> }"""
    (count,) = ask(sparql, graph=book.store).rows[0]
    assert f'経済産業省</a> <span class="number">{count}</span>' in html


def test_the_ledger_of_a_document_counts_every_character_once(book: Book) -> None:
    html = page(book, "doc/sti-strategy-2017", "en")
    ledger = html[html.index('id="ledger"') :].partition("</section>")[0]
    rows = re.findall(r'<td class="number">([\d,]*)</td>', ledger)
    numbers = [int(number.replace(",", "")) for number in rows if number]
    sparql = "SELECT (SUM(STRLEN(STR(?t))) AS ?n) { ?c nif:isString ?t }"
    (whole,) = ask(sparql, graph=book.store).rows[0]
    assert numbers[-1] == whole
