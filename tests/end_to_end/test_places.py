"""Evidence keeps its place, from a file of a word processor, a web page or a paginated one to the screens."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from office_files import word_file, words
from third_party import Site

from policygraph.api import build
from policygraph.core.index import Index
from policygraph.core.namespaces import BASE, IRI, NIF, POL, PROV, RDF, SCHEMA
from policygraph.core.terms import text
from policygraph.questions.unit_lookup import read_units
from policygraph.shapes import validate
from policygraph.store import OxigraphStore, open_store

DOCUMENT = f"{BASE}doc/plan-2030"
BULLET = IRI(f"{DOCUMENT}/5/1/C/1/1")
MEASURE = IRI(f"{BASE}measure/plan-2030/5-1-C-1-1")
_LINES = (
    "第５章　港の整備", "（１）港湾の研究", "［Ｂ］重きを置くべき課題", "大学の人材が足りない。",
    "［Ｃ］重きを置くべき取組", "①　拠点", "・大学の共同研究を支援する。【文部科学省】",
    "・港の実証を進める。【国土交通省】",
)  # fmt: skip
# Pages parted by lines of equals signs, two columns of a line each on a page.
_PAGED = """
import hashlib

from policygraph.sources import Place, PlacedRun, Region, SourceText, normalise


def read(data: bytes, *, name: str, encoding: str) -> SourceText:
    raw, places = "", []
    for number, page in enumerate(data.decode(encoding).split("=====\\n"), start=1):
        for row, line in enumerate(page.splitlines(keepends=True)):
            region = Region(50.2, 60 + 20 * row, 290, 75.5 + 20 * row)
            places.append(PlacedRun(len(raw), Place(page=number, region=region)))
            raw += line
    return normalise(
        raw, name=name, raw_sha256=hashlib.sha256(data).hexdigest(), asides=[], places=places,
        extractor="paged 1.5",
    )
"""
_PAGES = [
    *_LINES[:3],
    "=====",
    *_LINES[3:6],
    "・大学の共同研究を",
    "支援する。",
    "=====",
    "【文部科学省】",
    _LINES[7],
]


def _word() -> bytes:
    return word_file("".join(words(line) for line in _LINES))


def _html() -> bytes:
    paragraphs = "".join(f"<p>{line}" for line in _LINES[:6])
    return f"<main>{paragraphs}<p id=m1>{_LINES[6]}<p>{_LINES[7]}</main>".encode()


@pytest.mark.parametrize(
    ("name", "data", "predicate", "place", "quoted", "said"),
    [
        ("5.docx", _word(), POL.paragraph, "7", "", ("paragraph 7", "第7段落")),
        ("5.html", _html(), POL.element, "#m1", "#m1", ("#m1", "#m1")),
        ("5.md", "\n\n".join(_LINES).encode(), POL.firstLine, "13", "", ("line 13", "13行")),
    ],
    ids=["word", "html", "markdown"],
)
def test_a_unit_knows_its_place_and_the_text_what_read_it(
    tmp_path: Path, name: str, data: bytes, predicate: IRI, place: str, quoted: str,
    said: tuple[str, str],
) -> None:  # fmt: skip
    (tmp_path / name).write_bytes(data)
    built = build(tmp_path / name, key="plan-2030")
    graph = Index(triple for triples in built.dataset.graphs.values() for triple in triples)
    for subject in (BULLET, MEASURE):
        assert graph.words(subject, predicate) == place
        others = {POL.firstLine, POL.page, POL.paragraph, POL.element} - {predicate}
        assert not any(graph.values(subject, other) for other in others)
    quotes = [IRI(f"{DOCUMENT}/5/source{quoted}")] if quoted else []
    assert graph.iris(BULLET, PROV.wasQuotedFrom) == quotes
    context = IRI(f"{DOCUMENT}/5/text")
    activity = graph.iri(context, PROV.wasGeneratedBy)
    assert activity == IRI(f"{DOCUMENT}/5/extraction")
    software = graph.iri(activity, PROV.wasAssociatedWith)
    assert graph.iri(activity, PROV.used) == graph.iri(context, PROV.wasDerivedFrom)
    assert software is not None
    assert graph.is_a(software, PROV.SoftwareAgent)
    assert graph.words(software, SCHEMA.softwareVersion)
    store = OxigraphStore()
    store.load(built.dataset.quads())
    unit = read_units(store, [BULLET], "ja")[BULLET]
    assert (unit.where("en"), unit.where("ja")) == said
    report = validate(store)
    told = {report.rule(f.result).id.partition("-")[0] for f in report.findings}
    assert told <= {"Document", "Measure", "Part"}  # what a person has to add


@pytest.fixture(scope="module")
def paged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Path]:
    folder = tmp_path_factory.mktemp("paged")
    site = Site(folder / "site-packages")
    site.install("paged-reader", _PAGED, "policygraph.source_readers", "paged = paged_reader:read")
    (folder / "5.paged").write_text("\n".join(_PAGES) + "\n", encoding="utf-8")
    done = site.run(
        "build", "5.paged", "--key", "plan-2030", "--out", "graph", "--jobs", "1", cwd=folder
    )
    assert done.returncode == 0, done.stderr
    return site, folder


def test_a_unit_of_a_paginated_file_leads_to_its_pages_and_the_region(
    paged: tuple[Site, Path],
) -> None:
    with open_store(paged[1] / "graph") as store:
        (row,) = store.query(
            f"SELECT ?first ?last ?place ?item ?end {{ <{BULLET}> <{POL.page}> ?first ; <{POL.lastPage}> ?last ;"
            f" <{PROV.wasQuotedFrom}> ?place . <{MEASURE}> <{POL.page}> ?item ; <{POL.lastPage}> ?end }}"
        ).rows
        assert [getattr(cell, "value", cell) for cell in row] == [
            "2", "2", f"{DOCUMENT}/5/source#page=2&viewrect=50,120,240,36", "2", "2",
        ]  # fmt: skip
        (row,) = store.query(
            f"SELECT ?name ?version {{ ?text a <{NIF.Context}> ; <{PROV.wasGeneratedBy}>/<{PROV.wasAssociatedWith}> ?by ."
            f" ?by <http://xmlns.com/foaf/0.1/name> ?name ; <{SCHEMA.softwareVersion}> ?version }}"
        ).rows
        assert row == (text("paged"), text("1.5"))
        lines = store.query(f"ASK {{ ?unit <{RDF.type}> ?type ; <{POL.firstLine}> ?line }}")
        assert not lines.value


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "5-1-C-1-1", "--lang", "en"), "doc/plan-2030/5/1/C/1/1, p. 2"),
        (("show", "5-1-C-1-1", "--lang", "ja"), "doc/plan-2030/5/1/C/1/1, 2頁"),
        (("show", "mext", "--lang", "ja"), ", 2頁"),
        (("explain", "5-1-C-1-1", "--lang", "en"), "(p. 2)"),
        (("validate", "--lang", "en", "--wide"), "p. 2"),
        (("query", "measures-of-body", "--param", "body=国土交通省", "--lang", "en"), "p. 3"),
        (("query", "measures-of-body", "--param", "body=国土交通省", "--lang", "ja", "--format", "md"), "3頁"),
    ],
    ids=["show", "show ja", "show a body", "explain", "validate", "query", "query ja"],
)  # fmt: skip
def test_screens_say_the_page(
    paged: tuple[Site, Path], arguments: tuple[str, ...], said: str
) -> None:
    site, folder = paged
    command, *rest = arguments
    place = ("graph",) if command == "validate" else ("--graph", "graph")
    done = site.run(command, *rest, *place, cwd=folder)
    assert said in done.stdout, done.stdout + done.stderr


def test_tables_reports_and_pages_say_the_page(paged: tuple[Site, Path]) -> None:
    site, folder = paged
    done = site.run(
        "query", "measures-of-body", "--param", "body=国土交通省", "--graph", "graph", "--format", "csv",
        cwd=folder,
    )  # fmt: skip
    (row,) = csv.DictReader(io.StringIO(done.stdout))
    assert (row["firstLine"], row["sourcePage"]) == ("", "3")
    shown = json.loads(
        site.run(
            "show", "5-1-C-1-1", "--graph", "graph", "--format", "json", "--lang", "en", cwd=folder
        ).stdout
    )
    assert shown["passages"][0]["place"] == "p. 2"
    for command, file, said in (
        (("export", "csv"), "tables/measures.csv", ",2,2,"),
        (("export", "markdown"), "page.md", "(p. 2)"),
        (("export", "html", "--lang", "ja"), "page.html", "2頁"),
        (("report", "--lang", "en"), "report.html", "(p. 2)"),
    ):  # fmt: skip
        out = file.partition("/")[0]
        made = site.run(*command, "--graph", "graph", "--out", out, cwd=folder)
        assert made.returncode == 0, made.stderr
        assert said in (folder / file).read_text(encoding="utf-8")
