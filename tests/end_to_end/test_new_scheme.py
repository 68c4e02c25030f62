"""A scheme of a user's own with a link of its own: Turtle and no Python."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from command_line import run_text
from lxml import html

from policygraph.api import annotate, build
from policygraph.core.index import Index
from policygraph.core.links import find_link, link_kinds, read_links
from policygraph.core.namespaces import BASE, IRI, ITSRDF, POL
from policygraph.core.resources import find_vocabulary, resource
from policygraph.graph import BuiltGraph
from policygraph.shapes import Report, Rules, validate
from policygraph.store import open_store

PURSUES = IRI(f"{POL.iri}pursuesMission")
MISSION = f"{BASE}concept/mission/"
DOCUMENT = "moon-2030"
TEXT = """\
第２章 月面
（１）基地
［Ｂ］重きを置くべき課題
月面着陸が遅れている。
［Ｃ］重きを置くべき取組
① 基地の整備
・大学による月面着陸を支援する。【文部科学省】
・次の研究を推進する。【文部科学省、経済産業省】
－ 月面農業の研究を推進する。
"""
_PROPERTY = """
pol:pursuesMission
    a owl:ObjectProperty ;
    rdfs:subPropertyOf pol:links ;
    rdfs:range skos:Concept ;
    rdfs:isDefinedBy <https://w3id.org/policygraph/ontology> ;
    rdfs:label "使命"@ja , "pursues mission"@en ;
    skos:definition "文中に現れる使命。"@ja , "A mission that the wording names."@en .

<https://w3id.org/policygraph/concept/mission/> pol:linkedBy pol:pursuesMission .
"""
_SCHEME = """\
@prefix mission: <https://w3id.org/policygraph/concept/mission/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

mission:
    a skos:ConceptScheme ;
    skos:prefLabel "使命"@ja , "missions"@en .

mission:landing
    a skos:Concept ;
    skos:inScheme mission: ;
    skos:topConceptOf mission: ;
    skos:notation "landing" ;
    skos:prefLabel "月面着陸"@ja , "lunar landing"@en .

mission:farming
    a skos:Concept ;
    skos:inScheme mission: ;
    skos:topConceptOf mission: ;
    skos:notation "farming" ;
    skos:prefLabel "月面農業"@ja , "lunar farming"@en .
"""

_SHAPE = """\
@prefix mission: <https://w3id.org/policygraph/concept/mission/> .
@prefix pol: <https://w3id.org/policygraph/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shapes: <https://w3id.org/policygraph/shapes#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

shapes:Mission
    a sh:NodeShape ;
    sh:targetSubjectsOf pol:pursuesMission ;
    sh:property shapes:Mission-scheme .

shapes:Mission-scheme
    a sh:PropertyShape ;
    sh:path pol:pursuesMission ;
    sh:node [ sh:property [ sh:path skos:inScheme ; sh:hasValue mission: ] ] ;
    sh:name "mission"@en , "使命"@ja ;
    sh:message "A mission is a concept of its scheme."@en , "使命は使命の概念体系の概念である。"@ja .
"""


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the ontology with one property and one scheme more."""
    folder = tmp_path_factory.mktemp("terms") / "ontology"
    shutil.copytree(resource("ontology"), folder)
    with (folder / "policygraph.ttl").open("a", encoding="utf-8") as ontology:
        ontology.write(_PROPERTY)
    (folder / "vocabulary" / "missions.ttl").write_text(_SCHEME, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("text") / "2.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def moon(text: Path, vocabulary: Path) -> BuiltGraph:
    """The graph of the text, built with the vocabulary."""
    return build(text, key=DOCUMENT, vocabulary=vocabulary)


@pytest.fixture(scope="module")
def graph(text: Path, vocabulary: Path) -> Path:
    """The folder that ``policygraph build --vocabulary`` writes, for the commands that read graphs."""
    run("build", text, "--key", DOCUMENT, "--vocabulary", vocabulary, "--out", text.parent / "out")
    return text.parent / "out"


def run(*arguments: object) -> str:
    done = run_text(*arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _values(built: BuiltGraph, layer: str, subject: str, link: IRI = PURSUES) -> set[str]:
    triples = built.dataset.graphs[IRI(f"{BASE}graph/{DOCUMENT}/{layer}")]
    return {
        str(value).removeprefix(MISSION)
        for s, predicate, value in triples
        if s == f"{BASE}{subject}" and predicate == link
    }


def test_the_shipped_vocabulary_has_no_such_link() -> None:
    assert find_link("mission") is None


def test_the_link_is_read_from_the_files_and_from_the_graph_alike(
    vocabulary: Path, moon: BuiltGraph
) -> None:
    kinds = link_kinds(find_vocabulary(vocabulary))
    link = find_link("mission", kinds)
    assert link is not None
    assert (link.predicate, link.schemes) == (PURSUES, (MISSION,))
    assert link.labels == {"ja": "使命", "en": "pursues mission"}
    graphs = (
        moon.dataset.graphs[IRI(f"{BASE}graph/{name}")] for name in ("ontology", "vocabulary")
    )
    assert read_links(Index(triple for graph in graphs for triple in graph)) == kinds


def test_its_concepts_are_found_in_any_text(vocabulary: Path) -> None:
    found = annotate("月面着陸を支援する。", vocabulary=vocabulary)
    assert [m.link for m in found.mentions if m.meanings == (f"{MISSION}landing",)] == [PURSUES]


def test_it_is_stated_of_items_alone_and_mentioned_by_their_units(moon: BuiltGraph) -> None:
    assert _values(moon, "stated", f"measure/{DOCUMENT}/2-1-C-1-1") == {"landing"}
    assert _values(moon, "stated", f"measure/{DOCUMENT}/2-1-C-1-2") == {"farming"}
    issue, component = f"doc/{DOCUMENT}/2/1/B/s1", f"doc/{DOCUMENT}/2/1/C/1/2/a"
    for unit in (issue, component):
        assert _values(moon, "stated", unit) == set()
    assert "landing" in _values(moon, "stated", issue, POL.mentions)
    assert "farming" in _values(moon, "stated", component, POL.mentions)


def test_it_is_a_link_like_all_others_and_stands_on_words(moon: BuiltGraph) -> None:
    measure = IRI(f"{BASE}measure/{DOCUMENT}/2-1-C-1-2")
    farming = IRI(f"{MISSION}farming")
    assert (measure, POL.links, farming) in moon.dataset.graphs[IRI(f"{BASE}graph/entailed")]
    stated = moon.dataset.graphs[IRI(f"{BASE}graph/{DOCUMENT}/stated")]
    (phrase,) = {s for s, p, o in stated if (p, o) == (ITSRDF.taIdentRef, farming)}
    assert (measure, POL.evidence, phrase) in stated


def test_a_curator_can_withdraw_it(text: Path, vocabulary: Path, tmp_path: Path) -> None:
    home = tmp_path / "corpus" / DOCUMENT
    home.mkdir(parents=True)
    shutil.copy(text, home)
    (home / "document.toml").write_text(
        f'key = "{DOCUMENT}"\n[title]\nja = "題"\n[texts]\n2 = "2.txt"\n', encoding="utf-8"
    )
    skeleton = run("curate", DOCUMENT, home)
    (home / "curation.ttl").write_text(
        skeleton
        + f"""
<withdrawal/{DOCUMENT}/1> a pol:Withdrawal ;
    pol:withdrawnSubject <measure/{DOCUMENT}/2-1-C-1-1> ;
    pol:withdrawnPredicate pol:pursuesMission ; pol:withdrawnObject <concept/mission/landing> ;
    pol:reason "…"@ja , "…"@en ;
    prov:wasAttributedTo <agent/curator> ; dcterms:date "2030-01-01"^^xsd:date .
""",
        encoding="utf-8",
    )
    built = build(home, vocabulary=vocabulary)
    assert _values(built, "stated", f"measure/{DOCUMENT}/2-1-C-1-1") == set()


def test_it_is_compared_with_a_reading_by_hand(
    text: Path, vocabulary: Path, tmp_path: Path
) -> None:
    with (tmp_path / "2.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [
                ("unit", "quote", "nth", "scheme", "concept"),
                ("2/1/C/1/1", "月面着陸", 1, "mission", "月面着陸"),
                ("2/1/C/1/2/a", "月面農業", 1, "mission", "月面農業"),
                ("2/1/C/1/1", "大学", 1, "actor", "大学"),
            ]
        )
    lines = run(
        "evaluate", DOCUMENT, text, "--gold", tmp_path, "--vocabulary", vocabulary
    ).splitlines()
    assert [line.split()[:4] for line in lines[1:3]] == [
        ["actor", "1", "0", "0"],
        ["mission", "2", "0", "1"],  # the issue in [B] is none of the rows
    ]
    assert lines[3].startswith("false  mission  2/1/B/s1  concept/mission/landing")


def test_a_scheme_in_a_file_of_its_own_is_enough(text: Path, tmp_path: Path) -> None:
    prefixes = (
        "@prefix pol: <https://w3id.org/policygraph/ontology#> .\n"
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    )
    (tmp_path / "missions.ttl").write_text(prefixes + _SCHEME + _PROPERTY, encoding="utf-8")
    built = build(text, key=DOCUMENT, vocabulary=tmp_path)
    assert _values(built, "stated", f"measure/{DOCUMENT}/2-1-C-1-1") == {"landing"}


def test_it_has_networks_under_its_own_name(graph: Path) -> None:
    for kind, title, pair in (
        ("body-mission", "Bodies and missions", ("org/mext", "concept/mission/landing")),
        ("mission-actor", "Missions and actors",
         ("concept/mission/landing", "concept/actor/university")),
    ):  # fmt: skip
        found = json.loads(
            run("network", kind, "--graph", graph, "--format", "json", "--lang", "en")
        )
        assert found["title"] == title
        ends = {
            (link["source"].removeprefix(BASE), link["target"].removeprefix(BASE))
            for link in found["links"]
        }
        assert pair in ends
        assert {node["kind"] for node in found["nodes"]} == set(kind.split("-"))
    metrics = ("--metrics", "--graph", graph, "--format", "csv", "--lang", "ja")
    rows = run("network", "body-mission", *metrics)
    assert {row["kind"] for row in csv.DictReader(io.StringIO(rows))} == {"担当主体", "使命"}


def test_it_has_a_heat_map_and_a_picture_of_its_network(graph: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.svg"
    for words in (("heatmap", "--of", "body-mission"), ("network", "--of", "mission-theme")):
        run("plot", *words, "--graph", graph, "--out", out, "--lang", "en")
        assert b"issions and " in out.read_bytes() or b"and missions" in out.read_bytes()


def test_the_report_shows_it_with_its_quotations(graph: Path, tmp_path: Path) -> None:
    run("report", "--graph", graph, "--out", tmp_path / "x.html", "--lang", "en")
    page = html.document_fromstring((tmp_path / "x.html").read_bytes())
    (figure,) = page.xpath("//figure[@id='figure-body-mission']")
    assert figure.xpath("string(.//tbody/tr[1]/th)") in ("lunar landing", "lunar farming")
    assert page.xpath("//dl[@class='numbers']//dt[. = 'missions named in measures']")
    (row,) = page.xpath("//tr[@id='body-mext--mission-landing']")
    assert row.xpath(".//q")[0].text == "月面着陸"


def test_the_graph_that_the_command_writes_holds_it(graph: Path) -> None:
    turtle = (graph / "policygraph.ttl").read_text(encoding="utf-8")
    assert "pol:pursuesMission <concept/mission/landing>" in turtle


def test_it_is_on_the_pages_of_its_document(graph: Path) -> None:
    landing = f"[lunar landing](<{MISSION}landing>)"
    lines = run("export", "markdown", "--graph", graph, "--lang", "en").splitlines()
    assert f"  - pursues mission: {landing}" in lines  # of the measure
    (named,) = [line for line in lines if line.startswith("- mentions: ")]  # in the issue
    assert named.endswith(f", {landing}")
    page = run("export", "html", "--graph", graph, "--lang", "en")
    assert '<span class="m mission">missions</span>' in page
    marked = f'<a class="m mission" href="#{DOCUMENT}/mission.landing" title="lunar landing">'
    assert f"{marked}着陸</a>" in page  # 月面 means a theme as well, which is the shorter mention


def test_the_site_has_pages_of_its_scheme_and_concepts(graph: Path, tmp_path: Path) -> None:
    run("docs", "--graph", graph, "--out", tmp_path / "site")
    pages = tmp_path / "site"
    measure = (pages / f"measure/{DOCUMENT}/2-1-C-1-1.html").read_text(encoding="utf-8")
    assert '<a href="../../concept/mission/landing.html">' in measure
    concept = (pages / "concept/mission/landing.html").read_text(encoding="utf-8")
    assert "<mark>月面着陸</mark>を支援する。" in concept  # in the words of its measure
    assert "lunar farming" in (pages / "concept/mission/index.en.html").read_text(encoding="utf-8")


def test_the_tables_have_its_columns_and_its_links(graph: Path, tmp_path: Path) -> None:
    run("export", "csv", "--graph", graph, "--headings", "en", "--out", tmp_path / "tables")
    with (tmp_path / "tables" / "measures.csv").open(encoding="utf-8", newline="") as file:
        measures = {row["id"]: row for row in csv.DictReader(file)}
    assert measures["2-1-C-1-1"]["pursues mission (ja)"] == "月面着陸"
    assert measures["2-1-C-1-2"]["pursues mission (en)"] == "lunar farming"
    with (tmp_path / "tables" / "links.csv").open(encoding="utf-8", newline="") as file:
        links = {
            row["subject"].removeprefix(BASE): (row["object"], row["words it stands on"])
            for row in csv.DictReader(file)
            if row["property name (en)"] == "pursues mission"
        }
    assert links[f"measure/{DOCUMENT}/2-1-C-1-2"] == (f"{MISSION}farming", "月面農業")
    described = json.loads((tmp_path / "tables" / "csv-metadata.json").read_text(encoding="utf-8"))
    columns = described["tables"][0]["tableSchema"]["columns"]
    assert [c["lang"] for c in columns if c["name"].startswith("mission_")] == ["ja", "en"]


def test_json_ld_shows_its_values_with_their_labels(graph: Path) -> None:
    nodes = json.loads(run("export", "jsonld", "--graph", graph))["@graph"]
    measure = next(n for n in nodes if n["id"].endswith(f"measure/{DOCUMENT}/2-1-C-1-1"))
    (mission,) = measure["pol:pursuesMission"]
    assert mission == {
        "id": f"{MISSION}landing", "type": "Concept",
        "prefLabel": {"ja": "月面着陸", "en": "lunar landing"},
    }  # fmt: skip


def _of_the_link(report: Report) -> list[tuple[str, str]]:
    """Shape and focus node of the results that speak of the link."""
    return [
        (report.rule(found.result).id, str(found.result.focus).removeprefix(BASE))
        for found in report.findings
        if found.result.path == f"<{PURSUES}>" or found.result.value == PURSUES
    ]


def test_the_shapes_have_nothing_to_say_of_its_links(graph: Path) -> None:
    report = validate(graph)
    assert report.findings  # of the scheme, which lacks definitions
    assert _of_the_link(report) == []


def test_the_shapes_miss_its_words_and_its_links(graph: Path) -> None:
    store = open_store(graph, read_only=False)
    measure = f"measure/{DOCUMENT}/2-1-C-1-1"
    store.update(f"DELETE WHERE {{ GRAPH ?g {{ <{BASE}{measure}> <{PURSUES}> ?mission }} }}")
    assert _of_the_link(validate(store)) == [("Link-ofConcept", measure)]
    mission = f"<{MISSION}farming>"
    store.update(
        f"INSERT DATA {{ GRAPH <{BASE}graph/{DOCUMENT}/stated> {{ <{BASE}{measure}> <{PURSUES}> {mission} }} }}"
    )
    assert set(_of_the_link(validate(store))) == {
        ("Link-ofConcept", measure),
        ("Link-evidence", measure),
        ("unexplained-links", measure),
    }


def test_a_shape_of_its_own_is_a_turtle_file(graph: Path, tmp_path: Path) -> None:
    (tmp_path / "missions.ttl").write_text(_SHAPE, encoding="utf-8")
    rules = Rules.load(tmp_path)
    assert _of_the_link(validate(graph, rules)) == []
    store = open_store(graph, read_only=False)
    measure = f"measure/{DOCUMENT}/2-1-C-1-1"
    theme = f"<{BASE}concept/theme/funding>"
    store.update(
        f"INSERT DATA {{ GRAPH <{BASE}graph/x> {{ <{BASE}{measure}> <{PURSUES}> {theme} }} }}"
    )
    assert ("Mission-scheme", measure) in _of_the_link(validate(store, rules))
