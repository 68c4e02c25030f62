from __future__ import annotations

import io
import re
from pathlib import Path

import html5lib
import pytest

from policygraph.core.html import escape_markdown
from policygraph.pages import write_site
from policygraph.publish.formats import PAGE_FORMATS
from policygraph.store.sorted_graph import SortedGraph

_HTML = "{http://www.w3.org/1999/xhtml}"


def page(graph: SortedGraph, name: str, language: str) -> str:
    found = PAGE_FORMATS.find(name)
    out = io.BytesIO()
    found.write(graph, out, language=language)
    return out.getvalue().decode()


@pytest.fixture(scope="module", params=["ja", "en"])
def html(request: pytest.FixtureRequest, graph: SortedGraph) -> str:
    return page(graph, "html", request.param)


def test_html_is_valid(html: str) -> None:
    html5lib.HTMLParser(strict=True).parse(html)


def test_html_asks_nothing_of_another_host(html: str) -> None:
    assert not re.search(r"<(?:script|img|iframe|link|object|video|audio)\b", html)
    assert "@import" not in html
    assert "url(" not in html


def test_every_link_within_the_page_has_its_place(html: str) -> None:
    tree = html5lib.parse(html)
    names = [e.get("id") for e in tree.iter() if e.get("id")]
    assert len(set(names)) == len(names)
    targets = {
        a.get("href")[1:] for a in tree.iter(f"{_HTML}a") if a.get("href", "").startswith("#")
    }
    assert targets
    assert targets <= set(names)


def test_html_holds_every_bullet_with_its_tag_and_marks_mentions(graph: SortedGraph) -> None:
    tree = html5lib.parse(page(graph, "html", "ja"))
    by_id = {e.get("id"): e for e in tree.iter() if e.get("id")}
    bullet = by_id["sti-strategy-2017/5/1/C/1/1"]
    words = "".join(bullet.itertext())
    assert "大学や国研において企業のオープンイノベーション活動の受入れを大幅に拡大し" in words
    assert "文部科学省" in words
    marked = ["".join(a.itertext()) for a in bullet.iter(f"{_HTML}a") if "m " in a.get("class", "")]
    assert marked[:2] == ["大学", "国研"]
    bullets = [name for name in by_id if re.fullmatch(r"sti-strategy-2017/5/\d/C/\d+/\d+", name)]
    assert len(bullets) == 57


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "担当主体"), ("en", "Ministry of Education")]
)
def test_labels_are_in_the_language_asked_for(
    graph: SortedGraph, language: str, words: str
) -> None:
    assert words in page(graph, "html", language)
    assert words in page(graph, "markdown", language)


def test_markdown_has_the_outline_and_the_links_under_each_bullet(graph: SortedGraph) -> None:
    text = page(graph, "markdown", "ja")
    lines = text.splitlines()
    assert lines[0] == "# 科学技術イノベーション総合戦略2017"
    assert "### 1 オープンイノベーションを推進する仕組みの強化" in lines
    assert "#### C 重きを置くべき取組" in lines
    at = next(n for n, line in enumerate(lines) if line.startswith("- 大学や国研において企業の"))
    assert (
        "- 担当（記載のとおり）: 文部科学省 → [文部科学省](<https://w3id.org/policygraph/org/mext>)"
        in [line.strip() for line in lines[at : at + 5]]
    )
    assert sum("**(再掲)**" in line for line in lines) == 7


def test_markdown_has_what_a_sentence_names_and_no_links_of_it(graph: SortedGraph) -> None:
    lines = page(graph, "markdown", "en").splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("イノベーションを結実させる"))
    assert lines[at + 2].startswith("- mentions: [firms](<https://w3id.org/policygraph/conc")
    assert not lines[at + 3]


def test_headings_are_in_the_language_of_the_page_with_the_printed_one_behind(
    graph: SortedGraph,
) -> None:
    printed = "オープンイノベーションを推進する仕組みの強化"
    assert f"\n### 1 {printed}\n" in page(graph, "markdown", "ja")
    assert f"\n### 1 Stronger mechanisms for open innovation ({printed})\n" in page(
        graph, "markdown", "en"
    )
    tree = html5lib.parse(page(graph, "html", "en"))
    heading = next(e for e in tree.iter() if e.get("id") == "sti-strategy-2017/5/1")
    words = "".join(heading.itertext()).strip()
    assert words == f"1 Stronger mechanisms for open innovation {printed}"


def test_the_bodies_of_a_bullet_come_in_the_order_of_its_tag(graph: SortedGraph) -> None:
    lines = page(graph, "markdown", "ja").splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("- 国の表彰制度等を活用して"))
    (bodies,) = [line for line in lines[at : at + 8] if line.startswith("  - 担当主体: ")]
    assert re.findall(r"\[(.+?)\]", bodies) == ["内閣府", "総務省", "経済産業省", "関係府省"]


def test_a_link_that_is_not_in_the_text_says_what_it_stands_on(graph: SortedGraph) -> None:
    by_rule = "[産学連携の体制・マネジメント](<https://w3id.org/policygraph/concept/theme/collaboration-management>) (規則による)"
    lines = page(graph, "markdown", "ja").splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("- 大学や国研において企業の"))
    (themes,) = [line for line in lines[at : at + 8] if line.startswith("  - テーマ: ")]
    assert by_rule in themes
    assert themes.count("(") == themes.count("](<") + 1  # the others are stated
    tree = html5lib.parse(page(graph, "html", "en"))
    bullet = next(e for e in tree.iter() if e.get("id") == "sti-strategy-2017/5/1/C/1/1")
    assert "organisation and management of collaboration (by rule)" in "".join(bullet.itertext())


def test_a_script_in_the_graph_is_no_link(small: Path, tmp_path: Path) -> None:
    attack = tmp_path / "attack.nq"
    text = small.read_text(encoding="utf-8")
    for iri in ("https://www8.cao.go.jp/cstp/sogosenryaku/2017.html",
                "https://www.digital.go.jp/resources/open_data/public_data_license_v1.0",
                "https://w3id.org/policygraph/org/mext"):  # fmt: skip
        assert f"<{iri}>" in text
        text = text.replace(f"<{iri}>", "<javascript:alert(1)>")
    attack.write_text(text, encoding="utf-8")
    with SortedGraph.read(attack) as graph:
        tree = html5lib.parse(page(graph, "html", "ja"))
        hrefs = {a.get("href") for a in tree.iter(f"{_HTML}a")}
        assert not [href for href in hrefs if href.startswith("javascript")]
        markdown = page(graph, "markdown", "en")
        assert "javascript:alert" in markdown  # in plain words
        assert "<javascript" not in markdown
    write_site(attack, tmp_path / "site")
    for path in (tmp_path / "site").rglob("*.html"):
        assert 'href="javascript' not in path.read_text(encoding="utf-8"), path


def test_the_notice_of_the_source_text_is_on_every_page(graph: SortedGraph, html: str) -> None:
    assert "public_data_license_v1.0" in html
    assert "public_data_license_v1.0" in page(graph, "markdown", "en")


@pytest.mark.parametrize(
    ("plain", "escaped"),
    [
        ("a*b_c", r"a\*b\_c"),
        ("<b>&", r"\<b\>&amp;"),
        ("1. x", r"1\. x"),
        ("2) x", r"2\) x"),
        ("- x", r"\- x"),
        ("１．x", "１．x"),
    ],
)
def test_words_never_become_markdown(plain: str, escaped: str) -> None:
    assert escape_markdown(plain) == escaped
