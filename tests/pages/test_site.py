from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin

import html5lib
import pytest
import rdflib

from policygraph.core.namespaces import BASE, POL
from policygraph.core.resources import resource
from policygraph.pages import write_site
from policygraph.pages.sections import open_book
from policygraph.pages.site_layout import SiteLayout
from policygraph.pages.usage import query_terms, read_usage
from policygraph.store import Store

_HTML = "{http://www.w3.org/1999/xhtml}"
_POL = POL.iri


def pages(site: Path) -> Iterator[Path]:
    return (path for path in sorted(site.rglob("*.html")))


def text_of(path: Path) -> str:
    return "".join(html5lib.parse(path.read_text(encoding="utf-8")).itertext())


def test_every_page_is_valid_html_in_utf_8(site: Path) -> None:
    parser = html5lib.HTMLParser(strict=True)
    # One of each kind, and some of the many that come from one template.
    for number, path in enumerate(pages(site)):
        is_one_of_many = path.parent != site or path.stem.endswith(".en")
        if number % 80 == 0 or not is_one_of_many:
            parser.parse(path.read_text(encoding="utf-8"))


def test_no_page_asks_anything_of_another_host(site: Path) -> None:
    for path in pages(site):
        page = path.read_text(encoding="utf-8")
        assert not re.search(r"<(?:img|iframe|object|video|audio|source)\b", page), path
        scripts = re.findall(r"<script\b([^>]*)>", page)
        data = ('type="application/ld+json"', 'type="application/json"')
        assert all('src="' in script or any(kind in script for kind in data) for script in scripts)
        loaded = re.findall(r'<script[^>]*\bsrc="([^"]*)"', page)
        assert all((path.parent / script).resolve().is_file() for script in loaded), path
        sheets = re.findall(r'<link rel="stylesheet" href="([^"]*)"', page)
        assert all(not sheet.startswith(("http", "//")) for sheet in sheets), path
        assert (path.parent / sheets[0]).resolve() == site / "style.css"
    style = (site / "style.css").read_text(encoding="utf-8")
    assert "url(" not in style
    assert "@import" not in style


def test_every_link_within_the_site_leads_somewhere(site: Path) -> None:
    places: dict[Path, set[str]] = {}
    wanted: list[tuple[Path, Path, str]] = []
    for path in pages(site):
        page = path.read_text(encoding="utf-8")
        places[path] = set(re.findall(r'\bid="([^"]*)"', page))
        for href in map(unescape, set(re.findall(r'\bhref="([^"]*)"', page))):
            if href.startswith(("http:", "https:", "mailto:")):
                continue
            address, _, fragment = href.partition("#")
            name, fragment = unquote(address.partition("?")[0]), unquote(fragment)
            target = Path(urljoin(f"{path.parent}/", name)) if name else path
            wanted.append((path, target, fragment))
    assert len(wanted) > 5_000
    for path, target, fragment in wanted:
        assert target.is_file(), (path, target)
        if fragment and target.suffix == ".html":
            assert fragment in places[target], (path, target, fragment)


def test_there_is_a_page_and_data_for_every_term_concept_and_thing(
    site: Path, site_store: Store
) -> None:
    layout = SiteLayout()
    subjects = {
        str(quad[0])
        for quad in site_store.dump()
        if str(quad[3]).endswith(("/graph/ontology", "/graph/vocabulary", "/stated"))
    }
    ours = {iri for iri in subjects if iri.startswith(BASE) and layout.path(iri)}
    assert {iri for iri in subjects if iri.startswith(BASE)} - ours <= {
        f"{BASE}ontology/alignments"
    }
    for iri in ours:
        path = layout.path(iri)
        assert path is not None
        name = path.partition("#")[0]
        assert (site / f"{name}.html").is_file(), iri
        data = {"ontology/index": "ontology"}.get(name, name.removesuffix("/index"))
        assert (site / f"{data}.ttl").is_file(), iri


@pytest.mark.parametrize(
    ("iri", "page"),
    [
        ("ontology", "ontology/index.html"),
        ("ontology#Measure", "ontology/Measure.html"),
        ("shapes#Measure", "shapes.html#Measure"),
        ("concept/actor/", "concept/actor/index.html"),
        ("concept/actor/sme", "concept/actor/sme.html"),
        ("concept/stip2021/themes", "concept/stip2021/themes.html"),
        ("org/mext", "org/mext.html"),
        ("doc/sti-strategy-2017", "doc/sti-strategy-2017.html"),
        (
            "doc/sti-strategy-2017/5/1/C/2/1",
            "doc/sti-strategy-2017.html#sti-strategy-2017/5/1/C/2/1",
        ),
        (
            "doc/sti-strategy-2017/5/1/C/2/1#0-2",
            "doc/sti-strategy-2017.html#sti-strategy-2017/5/1/C/2/1",
        ),
        ("measure/sti-strategy-2017/5-1-C-2-1", "measure/sti-strategy-2017/5-1-C-2-1.html"),
    ],
)
def test_an_iri_has_its_place_in_the_layout(iri: str, page: str) -> None:
    assert SiteLayout().page(BASE + iri) == page


def test_an_iri_of_others_has_no_page() -> None:
    assert SiteLayout().page("http://www.w3.org/2004/02/skos/core#Concept") is None
    assert SiteLayout().link("https://example.org/x", "index.html") == "https://example.org/x"


def test_a_name_too_long_for_a_file_is_cut_and_stays_its_own() -> None:
    one, two = (SiteLayout().page(f"{BASE}work/{'計画' * 80}{n}") for n in (1, 2))
    assert one is not None
    assert two is not None
    assert len(one.encode()) < 255
    assert one != two


@pytest.mark.parametrize("kind", ["org/", "measure/", "ontology#", "concept/actor/", "work/"])
def test_no_iri_leads_out_of_the_folder(kind: str) -> None:
    for steps in ("../../../evil", "x/../../../../evil", "./../../evil", "..", "/../../../evil"):
        page = SiteLayout().page(f"{BASE}{kind}{steps}")
        assert page is not None
        assert Path("site", page).resolve().is_relative_to(Path("site").resolve()), page


def test_a_graph_cannot_write_out_of_the_folder(small: Path, tmp_path: Path) -> None:
    attack = tmp_path / "attack.nq"
    text = small.read_text(encoding="utf-8")
    old, new = "measure/sti-strategy-2017/5-1-C-2-1>", "measure/../../../evil>"
    assert old in text
    attack.write_text(text.replace(old, new), encoding="utf-8")
    write_site(attack, tmp_path / "a" / "site")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "attack.nq"]
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["site"]


@pytest.mark.parametrize(
    ("name", "definition"),
    [
        ("sme.html", "資本金や従業員数が法の定めを超えない規模の企業。"),
        ("sme.en.html", "Firms whose capital or workforce stays within the limits set by law."),
    ],
)
def test_a_concept_page_has_its_names_mapping_items_and_companions(
    site: Path, name: str, definition: str
) -> None:
    path = site / "concept/actor" / name
    page = text_of(path)
    for words in (
        "中小企業",
        "small and medium-sized enterprises",
        "ちゅうしょうきぎょう",
        definition,
        "TG31",
        "地方大学や中小企業も含めた我が国全体での",
    ):
        assert words in page, words
    tree = html5lib.parse(path.read_text(encoding="utf-8"))
    marked = {"".join(mark.itertext()) for mark in tree.iter(f"{_HTML}mark")}
    assert {"中小企業", "中小・ベンチャー企業"} <= marked


def test_a_property_page_quotes_the_words_of_its_example_and_names_shapes_and_queries(
    site: Path,
) -> None:
    page = text_of(site / "ontology/responsibleBody.html")
    for words in ("担当主体", "【文部科学省】", "Measure-responsibleBody", "measures-per-body"):
        assert words in page, words
    assert "responsible body" in text_of(site / "ontology/responsibleBody.en.html")


def test_a_concept_that_no_text_mentions_says_so(site: Path) -> None:
    assert "収録した文書には例がない" in text_of(
        site / "concept/actor/agricultural-cooperative.html"
    )


def test_a_measure_page_has_its_words_components_and_links(site: Path) -> None:
    page = text_of(site / "measure/sti-strategy-2017/5-3-C-3-1.html")
    assert "標準化及び制度・規制の課題抽出を行うとともに" in page
    assert "水素を安全かつ効率的に運搬・貯蔵するため" in page
    assert "内閣府" in page
    assert "Cabinet Office" in text_of(site / "measure/sti-strategy-2017/5-3-C-3-1.en.html")


def test_the_data_of_a_term_are_turtle_about_it(site: Path) -> None:
    graph = rdflib.Graph().parse(site / "concept/actor/sme.ttl")
    assert {str(subject) for subject in graph.subjects()} == {f"{BASE}concept/actor/sme"}
    document = rdflib.Graph().parse(site / "doc/sti-strategy-2017.ttl")
    occurrence = rdflib.URIRef(f"{_POL}occurrenceOf")
    assert len(list(document.subject_objects(occurrence))) == 57
    rdflib.Graph().parse(site / "shapes.ttl")


def test_servers_know_every_kind_of_thing_that_has_a_page(site: Path) -> None:
    pages = {path.relative_to(site).parts[0] for path in site.rglob("*.ttl")} - {"doc", "ontology"}
    kinds = {kind for kind in pages if (site / kind).is_dir()} - {"assets", "search"}
    for sample in ("htaccess.sample", "nginx.conf.sample"):
        text = (site / sample).read_text(encoding="utf-8")
        assert kinds <= set(re.search(r"\(\?:(concept\|[a-z|-]+)\)", text)[1].split("|"))  # type: ignore[index]


def test_samples_for_servers_and_the_w3id_redirect_are_there(site: Path) -> None:
    assert "RewriteRule ^shapes/?$" in (site / "htaccess.sample").read_text(encoding="utf-8")
    assert "return 303" in (site / "nginx.conf.sample").read_text(encoding="utf-8")
    assert "NOT REGISTERED YET" in (site / "w3id.htaccess.sample").read_text(encoding="utf-8")
    readme = (site / "README.md").read_text(encoding="utf-8")
    assert "is not registered yet" in readme
    assert "まだ登録されていません" in readme


def test_a_page_has_the_same_bytes_each_time(site: Path, site_store: Store) -> None:
    book = open_book(site_store, is_static=True)
    requests = list(book.requests())
    assert len({request.name for request in requests}) == len(requests)
    for request in requests[::40]:
        assert (site / request.name).read_bytes() == book.answer(request).body, request


def test_a_query_names_terms_by_prefix_and_in_full_but_not_in_comments_or_strings() -> None:
    sparql = """
PREFIX pol: <https://w3id.org/policygraph/ontology#>
# pol:Comment is said here
SELECT ?x WHERE { ?x a pol:Measure ; <http://x/full> "pol:String" . FILTER(?x != pol:Target.) }
"""
    assert query_terms(sparql) >= {f"{_POL}Measure", "http://x/full"}
    assert not query_terms(sparql) & {f"{_POL}Comment", f"{_POL}String"}


def test_every_query_and_shape_file_is_read() -> None:
    usage = read_usage()
    files = {
        path.relative_to(resource("queries")).as_posix()
        for path in resource("queries").rglob("*.rq")
    }
    assert {query.path for query in usage.queries} == files
    assert "Measure-responsibleBody" in {shape.name for shape in usage.shapes}
    assert any(shape.name == "Measure" for shape in usage.shapes_of[f"{_POL}Measure"])
