from __future__ import annotations

import gzip
import hashlib
import json
import re
from pathlib import Path

import pyshacl
import pytest
import rdflib
from click.testing import CliRunner
from publish.conftest import CHECKOUT, FACTS, SCHEMES, parse_with_rapper
from rdflib import DCTERMS, FOAF, OWL, PROV, RDF, RDFS, SDO, SH, SKOS, VOID, Namespace

from policygraph.cli.publish import export
from policygraph.core.errors import DataError, StoreError, UsageError
from policygraph.core.namespaces import IRI
from policygraph.core.namespaces import RDF as OUR_RDF
from policygraph.core.terms import Literal, text
from policygraph.publish.facts import PortalFacts, settle
from policygraph.publish.portal import write_portal
from policygraph.publish.turtle import as_keywords, render_turtle
from policygraph.store import Solutions, Store

pytestmark = pytest.mark.heavy  # all of the shipped graph, again and again

BASE = "https://w3id.org/policygraph/"
DATASET = rdflib.URIRef(f"{BASE}dataset")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
ADMS = Namespace("http://www.w3.org/ns/adms#")
CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
DATA_URL = "https://data.example.org/policygraph/"
CC_BY = rdflib.URIRef("https://creativecommons.org/licenses/by/4.0/")
PDL = rdflib.URIRef("https://www.digital.go.jp/resources/open_data/public_data_license_v1.0")
EU = "http://publications.europa.eu/resource/authority/"


def description(portal: Path, name: str = "dcat.ttl") -> rdflib.Graph:
    return rdflib.Graph().parse(portal / name)


def violations(data: rdflib.Graph, shapes_file: Path) -> list[str]:
    shapes = rdflib.Graph().parse(shapes_file)
    # The file of DCAT-AP 3.0.1 names two property shapes of data services that it does not hold.
    for shape, _, missing in list(shapes.triples((None, SH.property, None))):
        if (missing, SH.path, None) not in shapes:
            shapes.remove((shape, SH.property, missing))
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    assert isinstance(report, rdflib.Graph)
    return [
        f"{report.value(r, SH.focusNode)} {report.value(r, SH.resultPath)} {report.value(r, SH.resultMessage)}"
        for r in report.subjects(RDF.type, SH.ValidationResult)
    ]


def test_the_description_conforms_to_dcat_ap(portal: Path, dcat_ap_shapes: Path) -> None:
    assert violations(description(portal), dcat_ap_shapes) == []


def test_it_conforms_together_with_all_else_in_the_directory(
    portal: Path, dcat_ap_shapes: Path
) -> None:
    data = description(portal)
    for name in ("void.ttl", "prov.ttl"):
        data.parse(portal / name)
    data.parse(
        data=gzip.decompress((portal / "data/policygraph.ttl.gz").read_bytes()), format="turtle"
    )
    assert violations(data, dcat_ap_shapes) == []


@pytest.mark.parametrize(
    ("subject", "predicate"),
    [
        (DATASET, DCTERMS.title),
        (DATASET, DCTERMS.description),
        (None, DCAT.accessURL),
        (None, FOAF.name),
    ],
)
def test_the_shapes_would_have_found_what_is_missing(
    portal: Path, dcat_ap_shapes: Path, subject: rdflib.URIRef | None, predicate: rdflib.URIRef
) -> None:
    data = description(portal)
    data.remove((subject, predicate, None))
    assert violations(data, dcat_ap_shapes)


def test_dcat_in_jsonld_says_the_same_as_in_turtle(portal: Path) -> None:
    assert set(description(portal, "dcat.jsonld")) == set(description(portal))


def test_every_distribution_is_a_file_with_its_size_and_hash(portal: Path) -> None:
    data = description(portal)
    files = list(data.subjects(RDF.type, DCAT.Distribution))
    # Graph and core, shapes, tables with their metadata, ontology, schemes.
    assert len(files) == 3 + 1 + 2 + 7 + 1 + SCHEMES
    for file in files:
        path = portal / str(data.value(file, DCAT.downloadURL)).removeprefix(f"{BASE}data/")
        content = path.read_bytes()
        assert int(str(data.value(file, DCAT.byteSize))) == len(content)
        checksum = data.value(file, SPDX.checksum)
        assert str(data.value(checksum, SPDX.checksumValue)) == hashlib.sha256(content).hexdigest()
        packed = data.value(file, DCAT.compressFormat)
        assert (packed is not None) == (path.suffix == ".gz") == (content[:2] == b"\x1f\x8b")


def test_the_licence_of_the_graph_and_that_of_the_text_are_told_apart(portal: Path) -> None:
    data = description(portal)
    document = rdflib.URIRef(f"{BASE}doc/sti-strategy-2017")
    assert set(data.objects(document, DCTERMS.license)) == {PDL}
    for file in data.objects(DATASET, DCAT.distribution):
        assert set(data.objects(file, DCTERMS.license)) == {CC_BY}
        (rights,) = data.objects(file, DCTERMS.rights)
        assert set(data.objects(rights, DCTERMS.license)) == {PDL}
        assert {label.language for label in data.objects(rights, RDFS.label)} == {"ja", "en"}  # type: ignore[attr-defined]


def test_a_licence_is_its_iri_with_a_title_and_a_type_and_no_label_that_would_hide_it(
    portal: Path,
) -> None:
    data = description(portal)
    for licence in set(data.objects(None, DCTERMS.license)):
        assert isinstance(licence, rdflib.URIRef)
        assert list(data.objects(licence, RDFS.label)) == []
        assert data.value(licence, DCTERMS.type) is not None
    # By this title CKAN finds the licence in its register, whatever the IRI.
    assert rdflib.Literal("Creative Commons Attribution", "en") in set(
        data.objects(CC_BY, DCTERMS.title)
    )
    authority = rdflib.URIRef(f"{EU}licence/CC_BY_4_0")
    assert data.value(CC_BY, SKOS.exactMatch) == authority


@pytest.mark.parametrize(
    ("label", "keyword"),
    [
        ("事業化・実用化", "事業化 実用化"),
        ("IP/standards (R&D)", "IP standards R D"),
        ("Society 5.0", "Society 5.0"),
        ("々ー－_-", "々ー _-"),
        ("長" * 120, "長" * 100),
        ("「」", None),
        ("水", None),
    ],
)
def test_keywords_are_such_as_ckan_takes(label: str, keyword: str | None) -> None:
    assert as_keywords([text(label, "ja")]) == ([text(keyword, "ja")] if keyword else [])


def test_every_label_of_the_graph_can_become_a_keyword_that_ckan_takes(store: Store) -> None:
    labels = [value for _, _, value in store.match(None, IRI(str(SKOS.prefLabel)))]
    words = as_keywords(label for label in labels if isinstance(label, Literal))
    assert len(words) > 1000
    for word in words:
        assert isinstance(word, Literal)
        assert re.fullmatch(r"[\w \-.]{2,100}", word.value), word  # ckan.logic.validators, 2.12


def test_every_dataset_has_an_address_of_its_own_in_ascii(portal: Path) -> None:
    data = description(portal)
    titles = [
        title
        for d in data.subjects(RDF.type, DCAT.Dataset)
        for title in data.objects(d, DCTERMS.title)
    ]
    for language in ("ja", "en"):
        own = [str(title) for title in titles if title.language == language]  # type: ignore[attr-defined]
        ascii_ = [" ".join(re.findall("[A-Za-z0-9-]+", title)) for title in own]
        assert len(set(ascii_)) == len(own)
        assert all("policygraph" in title for title in ascii_)


def test_the_graph_says_its_period_its_pages_and_what_kind_of_body_publishes_it(
    trig: Path, tmp_path: Path
) -> None:
    out = tmp_path / "portal"
    CliRunner().invoke(export, [
        "portal", "--graph", str(trig), "--out", str(out), "--publisher", "Example Office", "--contact",
        "a@example.org", "--publisher-type", "NationalAuthority", "--homepage", "https://example.org/data",
    ], catch_exceptions=False)  # fmt: skip
    data = description(out)
    period = data.value(DATASET, DCTERMS.temporal)
    days = [str(data.value(period, DCAT[name])) for name in ("startDate", "endDate")]
    assert days == ["2017-06-02", "2017-06-02"]
    assert str(data.value(DATASET, DCAT.landingPage)) == "https://example.org/data"
    assert str(data.value(DATASET, FOAF.page)).endswith("/README.md")
    publisher = data.value(DATASET, DCTERMS.publisher)
    assert str(data.value(publisher, DCTERMS.type)).endswith("/publishertype/NationalAuthority")


def test_titles_and_keywords_are_in_both_languages(portal: Path) -> None:
    data = description(portal)
    for dataset in data.subjects(RDF.type, DCAT.Dataset):
        for predicate in (DCTERMS.title, DCTERMS.description, DCAT.keyword):
            languages = {value.language for value in data.objects(dataset, predicate)}  # type: ignore[attr-defined]
            assert languages == {"ja", "en"}, (dataset, predicate)


def test_languages_themes_and_file_types_come_from_the_eu_tables_and_are_described(
    portal: Path,
) -> None:
    data = description(portal)
    for predicate, table in (
        (DCTERMS.language, "language"), (DCAT.theme, "data-theme"), (DCTERMS.format, "file-type"),
        (DCTERMS.accessRights, "access-right"), (DCTERMS.accrualPeriodicity, "frequency"),
    ):  # fmt: skip
        values = set(data.objects(None, predicate))
        assert values
        for value in values:
            assert str(value).startswith(f"{EU}{table}/")
            assert data.value(value, SKOS.inScheme) == rdflib.URIRef(f"{EU}{table}")
            assert data.value(value, SKOS.prefLabel) is not None


def test_void_counts_what_the_graph_holds(portal: Path, store: Store) -> None:
    void = description(portal, "void.ttl")

    def number(subject: object, predicate: object) -> int:
        return int(str(void.value(subject, predicate)))  # type: ignore[arg-type]

    def count(query: str) -> list[tuple[str, ...]]:
        answer = store.query(query)
        assert isinstance(answer, Solutions)
        return [tuple(str(getattr(cell, "value", cell)) for cell in row) for row in answer.rows]

    classes = count("SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?c } GROUP BY ?c")
    links = count("SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p")
    described = {
        str(void.value(part, VOID["class"])): number(part, VOID.entities)
        for part in void.objects(DATASET, VOID.classPartition)
    }
    assert described == {name: int(n) for name, n in classes}
    described = {
        str(void.value(part, VOID.property)): number(part, VOID.triples)
        for part in void.objects(DATASET, VOID.propertyPartition)
    }
    assert described == {name: int(n) for name, n in links}
    assert number(DATASET, VOID.triples) == sum(described.values())
    assert described["https://w3id.org/policygraph/ontology#occurrenceOf"] == 57


def test_the_graph_and_its_description_agree_on_its_size(portal: Path) -> None:
    void = description(portal, "void.ttl")
    graph = rdflib.Graph()
    graph.parse(
        data=gzip.decompress((portal / "data/policygraph.ttl.gz").read_bytes()), format="turtle"
    )
    assert set(graph.objects(DATASET, VOID.triples)) == set(void.objects(DATASET, VOID.triples))
    assert len(graph) == int(str(void.value(DATASET, VOID.triples)))


def test_mappings_to_stip_are_linksets(portal: Path) -> None:
    void = description(portal, "void.ttl")
    targets = {
        str(t)
        for s in void.subjects(RDF.type, VOID.Linkset)
        for t in void.objects(s, VOID.objectsTarget)
    }
    assert targets == {
        f"{BASE}concept/stip2021/{n}" for n in ("themes", "target-groups", "policy-instruments")
    }


def test_provenance_leads_to_the_hash_of_the_source_file(portal: Path) -> None:
    prov = description(portal, "prov.ttl")
    build = prov.value(DATASET, PROV.wasGeneratedBy)
    (source,) = prov.objects(build, PROV.used)
    raw = (CHECKOUT / "data/source/sti-strategy-2017/5.txt").read_bytes()
    assert str(prov.value(source, SDO.sha256)) == hashlib.sha256(raw).hexdigest()
    software = prov.value(build, PROV.wasAssociatedWith)
    assert prov.value(software, SDO.softwareVersion) is not None
    rules = {str(rule).rpartition("/")[2] for rule in prov.subjects(RDF.type, PROV.Plan)}
    assert "equal-text-reprise" in rules
    editors = rdflib.URIRef(f"{BASE}agent/policygraph-editors")
    assert (editors, RDF.type, PROV.Agent) in prov


def test_each_scheme_and_the_ontology_stand_on_their_own(portal: Path) -> None:
    actors = description(portal, "schemes/actor.ttl")
    sme = rdflib.URIRef(f"{BASE}concept/actor/sme")
    assert (sme, SKOS.inScheme, rdflib.URIRef(f"{BASE}concept/actor/")) in actors
    assert not list(actors.subjects(SKOS.inScheme, rdflib.URIRef(f"{BASE}concept/theme/")))
    ontology = description(portal, "ontology/policygraph.ttl")
    assert (rdflib.URIRef(f"{BASE}ontology#Measure"), RDF.type, OWL.Class) in ontology
    assert len(list((portal / "schemes").iterdir())) == SCHEMES


def test_the_checksums_are_those_of_all_other_files(portal: Path) -> None:
    lines = (portal / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = {line.split("  ")[1]: line.split("  ")[0] for line in lines}
    files = {p.relative_to(portal).as_posix(): p for p in portal.rglob("*") if p.is_file()}
    assert set(listed) == set(files) - {"SHA256SUMS"}
    for name, digest in listed.items():
        assert hashlib.sha256(files[name].read_bytes()).hexdigest() == digest


def test_the_readme_is_bilingual_and_says_that_the_iris_are_not_registered(portal: Path) -> None:
    text = (portal / "README.md").read_text(encoding="utf-8")
    assert "例の機関" in text
    assert "Example Institute" in text
    assert "取組 54" in text
    assert "54 measures" in text
    assert "is not registered yet" in text
    assert "まだ登録されていない" in text
    assert str(PDL) in text


def test_names_in_the_readme_are_no_markup(small: Path, tmp_path: Path) -> None:
    facts = PortalFacts(("R&D | <script>alert(1)</script>@en",), "a@b.example")
    write_portal(small, tmp_path / "p", facts)
    text = (tmp_path / "p" / "README.md").read_text(encoding="utf-8")
    assert "R&amp;D \\| &lt;script&gt;" in text
    assert "<script" not in text


def test_the_same_graph_gives_the_same_bytes(portal: Path, trig: Path, tmp_path: Path) -> None:
    out = tmp_path / "again"
    write_portal(trig, out, FACTS)
    for file in sorted(path for path in portal.rglob("*") if path.is_file()):
        assert (out / file.relative_to(portal)).read_bytes() == file.read_bytes(), file


def test_nothing_in_it_is_of_the_moment_of_its_writing(portal: Path) -> None:
    # The latest judgement in the graph is that of its curation file.
    assert {str(o) for o in description(portal).objects(DATASET, DCTERMS.modified)} == {
        "2026-11-23"
    }


def test_source_date_epoch_dates_it(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")  # 2027-01-15T08:00:00Z
    write_portal(small, tmp_path / "p", FACTS)
    assert str(description(tmp_path / "p").value(DATASET, DCAT.version)) == "2027-01-15"


def test_all_that_is_missing_is_asked_for_at_once(trig: Path, tmp_path: Path) -> None:
    out = tmp_path / "p"
    done = CliRunner().invoke(
        export, ["portal", "--graph", str(trig), "--out", str(out), "--licence", "CC BY"]
    )
    assert isinstance(done.exception, UsageError)
    message = str(done.exception)
    assert "\n" not in message
    for option in ("--publisher", "--contact", "--licence"):
        assert option in message
    assert not out.exists()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("facts", "complaint"),
    [
        (PortalFacts(("x",), "not a mail"), "--contact"),
        (PortalFacts(("x <y>",), "a@b.example"), "--publisher"),
        (PortalFacts(("x",), "a@b.example", version="1 0"), "--version"),
        (PortalFacts(("x",), "a@b.example", endpoint="localhost"), "--endpoint"),
    ],
)
def test_a_wrong_fact_is_named(facts: PortalFacts, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        settle(facts, BASE, "2026-11-23")


def test_a_graph_without_any_date_needs_one() -> None:
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
        settle(FACTS, BASE, None)


@pytest.fixture(scope="module")
def moved(trig: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory of another publisher: own domain, licence, IRI, and tables for Excel."""
    out = tmp_path_factory.mktemp("moved") / "portal"
    facts = PortalFacts(
        ("Institute <https://example.org/#us>",), "https://example.org/ask", CC0, "7", DATA_URL,
        "https://data.example.org/sparql",
    )  # fmt: skip
    write_portal(trig, out, facts, base_iri="https://data.example.org/policy/", bom=True)
    return out


def test_another_publisher_domain_and_licence_conform_as_well(
    moved: Path, dcat_ap_shapes: Path
) -> None:
    data = description(moved)
    dataset = rdflib.URIRef("https://data.example.org/policy/dataset")
    assert data.value(dataset, DCTERMS.publisher) == rdflib.URIRef("https://example.org/#us")
    for file in data.objects(dataset, DCAT.distribution):
        assert set(data.objects(file, DCTERMS.license)) == {rdflib.URIRef(CC0)}
        assert str(data.value(file, DCAT.downloadURL)).startswith(DATA_URL)
    # The ontology says itself under which licence it stands, whoever publishes it.
    (ontology,) = data.objects(rdflib.URIRef(f"{dataset}/ontology"), DCAT.distribution)
    assert set(data.objects(ontology, DCTERMS.license)) == {CC_BY}
    assert violations(data, dcat_ap_shapes) == []


def test_tables_can_be_for_excel(moved: Path, portal: Path) -> None:
    for table in (moved / "tables").glob("*.csv"):
        assert table.read_bytes().startswith(b"\xef\xbb\xbf")
        assert not (portal / "tables" / table.name).read_bytes().startswith(b"\xef\xbb\xbf")
    assert "From Text/CSV" in (portal / "README.md").read_text(encoding="utf-8")
    assert "From Text/CSV" not in (moved / "README.md").read_text(encoding="utf-8")


def test_the_commonest_themes_of_the_graph_are_its_keywords(portal: Path, store: Store) -> None:
    answer = store.query(
        f"""PREFIX pol: <{BASE}ontology#> PREFIX skos: <{SKOS}>
SELECT ?label (COUNT(DISTINCT ?m) AS ?n) WHERE {{
  ?m a pol:Measure ; pol:hasTheme ?theme . ?theme skos:prefLabel ?label FILTER(LANG(?label) = "ja")
}} GROUP BY ?label"""
    )
    assert isinstance(answer, Solutions)
    # CKAN takes no ・ in a keyword; a space stands for it.
    counts = {row[0].value.replace("・", " "): int(row[1].value) for row in answer.rows}  # type: ignore[union-attr]
    keywords = {str(word) for word in description(portal).objects(DATASET, DCAT.keyword)}
    fewest = min(counts[word] for word in keywords & counts.keys())
    assert len(keywords & counts.keys()) == 8
    assert sum(number > fewest for number in counts.values()) < 8


def test_the_description_names_the_documents_and_counts_the_measures(portal: Path) -> None:
    texts = " ".join(str(o) for o in description(portal).objects(DATASET, DCTERMS.description))
    assert "54 measures and 0 targets of 1 document: Comprehensive Strategy" in texts
    assert "文書1件（「科学技術イノベーション総合戦略2017」）の取組54件、目標0件。" in texts


def test_the_dumps_of_the_graph_are_its_files_and_not_its_tables(portal: Path) -> None:
    dumps = {str(dump) for dump in description(portal, "void.ttl").objects(DATASET, VOID.dataDump)}
    assert dumps == {f"{BASE}data/data/policygraph.{n}" for n in ("ttl.gz", "nq.gz", "jsonld")}


def test_lists_of_others_say_whose_they_are(portal: Path) -> None:
    data = description(portal)
    readme = (portal / "README.md").read_text(encoding="utf-8")
    for name in ("themes", "target-groups", "policy-instruments"):
        scheme = rdflib.URIRef(f"{BASE}dataset/scheme/stip2021-{name}")
        (file,) = data.objects(scheme, DCAT.distribution)
        (rights,) = data.objects(file, DCTERMS.rights)
        said = [str(label) for label in data.objects(rights, RDFS.label)]
        assert said
        assert all("OECD" in words and words in readme for words in said)


def test_a_folder_with_other_files_is_left_alone(trig: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(StoreError, match="holds other files"):
        write_portal(trig, tmp_path, FACTS)
    assert (tmp_path / "thesis.txt").read_text(encoding="utf-8") == "mine"


def test_the_base_moves_documents_and_measures_and_leaves_concepts(moved: Path) -> None:
    text = gzip.decompress((moved / "data/policygraph.nq.gz").read_bytes()).decode()
    assert "<https://data.example.org/policy/measure/sti-strategy-2017/5-1-C-1-1>" in text
    assert not re.search(rf"<{BASE}(?:doc|measure|assertion|dataset)", text)
    assert "<https://data.example.org/policy/graph/sti-strategy-2017/stated>" in text
    assert f"<{BASE}concept/actor/sme>" in text
    assert f"<{BASE}graph/vocabulary>" in text
    dataset = rdflib.URIRef("https://data.example.org/policy/dataset")
    assert (dataset, RDF.type, DCAT.Dataset) in description(moved)


def with_one_measure_called_otherwise(path: Path, out: Path) -> Path:
    text = path.read_text(encoding="utf-8")
    old, new = "measure/sti-strategy-2017/5-1-C-2-1>", "measure/sti-strategy-2017/5-1-C-2-99>"
    assert old in text
    out.write_text(text.replace(old, new), encoding="utf-8")
    return out


@pytest.fixture(scope="module")
def small_changed(small: Path) -> Path:
    return with_one_measure_called_otherwise(small, small.with_name("changed.nq"))


@pytest.fixture(scope="module")
def changed(trig: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph with one measure called otherwise."""
    path = tmp_path_factory.mktemp("changed") / "changed.trig"
    return with_one_measure_called_otherwise(trig, path)


@pytest.fixture(scope="module")
def second(portal: Path, changed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("second") / "portal"
    facts = PortalFacts(FACTS.publisher, FACTS.contact, version="2.0")
    write_portal(changed, out, facts, previous=portal)
    return out


def test_an_iri_that_went_has_a_tombstone_with_its_last_label(second: Path) -> None:
    graves = description(second, "changes/tombstones.ttl")
    gone = rdflib.URIRef(f"{BASE}measure/sti-strategy-2017/5-1-C-2-1")
    assert set(graves.subjects(OWL.deprecated, rdflib.Literal(True))) == {gone}
    labels = {str(label) for label in graves.objects(gone, RDFS.label)}
    assert "クロスアポイントメント制度等による産学官の人材流動化の促進" in labels
    assert graves.value(gone, PROV.wasInvalidatedBy) is not None


def test_the_description_says_what_changed_and_since_when(
    second: Path, dcat_ap_shapes: Path
) -> None:
    data = description(second)
    notes = {note.language: str(note) for note in data.objects(DATASET, ADMS.versionNotes)}  # type: ignore[attr-defined]
    assert set(notes) == {"ja", "en"}
    assert "1 IRIs new" in notes["en"]
    assert "1 withdrawn" in notes["en"]
    earlier = data.value(DATASET, DCAT.previousVersion)
    assert str(data.value(earlier, DCAT.version)) == "2026-11-23"
    assert str(data.value(DATASET, DCTERMS.issued)) == "2026-11-23"
    assert violations(data, dcat_ap_shapes) == []


def test_the_difference_brings_an_old_copy_up_to_date(portal: Path, second: Path) -> None:
    def lines(folder: Path, name: str) -> set[bytes]:
        return set(gzip.decompress((folder / name).read_bytes()).splitlines())

    old, new = lines(portal, "data/policygraph.nq.gz"), lines(second, "data/policygraph.nq.gz")
    added, removed = lines(second, "changes/added.nq.gz"), lines(second, "changes/removed.nq.gz")
    assert added
    assert removed
    assert (old - removed) | added == new


def test_tombstones_stay_until_their_iri_is_back(
    small: Path, small_changed: Path, tmp_path: Path
) -> None:
    second, third = (PortalFacts(FACTS.publisher, FACTS.contact, version=v) for v in ("2", "3"))
    write_portal(small, tmp_path / "first", FACTS)
    write_portal(small_changed, tmp_path / "second", second, previous=tmp_path / "first")
    write_portal(small_changed, tmp_path / "same", third, previous=tmp_path / "second")
    gone = rdflib.URIRef(f"{BASE}measure/sti-strategy-2017/5-1-C-2-1")
    kept = description(tmp_path / "same", "changes/tombstones.ttl")
    assert set(kept.subjects(OWL.deprecated, None)) == {gone}
    write_portal(small, tmp_path / "back", third, previous=tmp_path / "second")
    graves = description(tmp_path / "back", "changes/tombstones.ttl")
    assert set(graves.subjects(OWL.deprecated, None)) == {
        rdflib.URIRef(f"{BASE}measure/sti-strategy-2017/5-1-C-2-99")
    }


def test_two_graphs_that_differ_cannot_have_one_version(
    portal: Path, changed: Path, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="give another --version"):
        write_portal(changed, tmp_path / "p", FACTS, previous=portal)


def test_a_directory_can_be_renewed_in_its_place(
    small: Path, small_changed: Path, tmp_path: Path
) -> None:
    out = tmp_path / "p"
    write_portal(small, out, FACTS)
    facts = PortalFacts(FACTS.publisher, FACTS.contact, version="2.0")
    changes = write_portal(small_changed, out, facts, previous=out)
    assert changes is not None
    assert len(changes.gone) == 1
    assert json.loads((out / "dcat.jsonld").read_text(encoding="utf-8"))["@graph"]
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


def test_previous_has_to_be_a_portal_directory(trig: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no portal directory"):
        write_portal(trig, tmp_path / "p", FACTS, previous=tmp_path)


def test_rapper_parses_every_rdf_file_without_a_warning(
    portal: Path, second: Path, rapper: str, tmp_path: Path
) -> None:
    parsed = 0
    for folder in (portal, second):
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            syntax = {".ttl": "turtle", ".nq": "nquads"}.get(
                Path(file.name.removesuffix(".gz")).suffix
            )
            if syntax is None:
                continue
            if file.suffix == ".gz":
                plain = tmp_path / file.name.removesuffix(".gz")
                plain.write_bytes(gzip.decompress(file.read_bytes()))
                file = plain
            parse_with_rapper(rapper, file, syntax)
            parsed += 1
    # Descriptions, graph and core, shapes, schemes, ontology; the second has changes, too.
    assert parsed == 2 * (3 + 2 + 1 + 2 + SCHEMES + 1) + 3


NAMES = {
    str(names): names
    for names in (rdflib.DCAT, DCTERMS, FOAF, OWL, PROV, RDF, RDFS, SDO, SKOS, VOID)
}  # rdflib knows the terms of each, of DCAT those of version 2
DCAT_3 = {DCAT.version, DCAT.previousVersion}


@pytest.mark.parametrize("name", ["dcat.ttl", "void.ttl", "prov.ttl", "changes/tombstones.ttl"])
def test_every_term_of_a_template_is_one_of_its_vocabulary(second: Path, name: str) -> None:
    graph = description(second, name)
    for term in {*graph.predicates(), *graph.objects(None, RDF.type)} - DCAT_3:
        base = next((base for base in NAMES if str(term).startswith(base)), None)
        if base is not None:
            assert term in NAMES[base], term


def test_a_value_that_would_end_a_string_or_an_iri_stays_a_value() -> None:
    words = 'a" ; <http://x/p> "b\\" .\n<http://x/s> a <http://x/C> .'
    names = (Literal(words), Literal(words, OUR_RDF.langString, "ja"))
    facts = settle(PortalFacts(("x",), "a@b.example"), BASE, "2026-11-23")
    gone = [(IRI(f"{BASE}measure/m/1"), list(names))]
    triples = render_turtle("tombstones", BASE, facts=facts, gone=gone)
    assert {value for _, _, value in triples if value in names} == set(names)
    assert {subject for subject, _, _ in triples} == {
        IRI(f"{BASE}measure/m/1"), IRI(f"{BASE}dataset/release/2026-11-23"),
    }  # fmt: skip
    with pytest.raises(DataError, match="is no IRI"):
        render_turtle("tombstones", BASE, facts=facts, gone=[(IRI("http://x/> a <y"), [])])
