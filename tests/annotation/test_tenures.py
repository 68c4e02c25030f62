"""Bodies over time: names in tags by the day of their text, and the changes that the vocabulary tells of."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

import policygraph
from policygraph.annotation import Annotator
from policygraph.annotation.tenures import Tenure, Tenures
from policygraph.api import build
from policygraph.core.index import Index
from policygraph.core.namespaces import BASE, DCTERMS, IRI, ORG, POL, SKOS
from policygraph.core.resources import vocabulary_files
from policygraph.core.terms import read_turtle
from policygraph.store.oxigraph import OxigraphStore

TEXT = (
    "第２章 題\n（１）節\n［Ｃ］重きを置くべき取組\n① 題\n"
    "・大学の設備を新しくする。【文】\n・鉱山の跡地を調べる。【通商産業省】\n"
    "・港の深さを測る。【経済産業省】\n"
)
DESCRIPTION = """\
key = "{key}"
decided_on = {day}
publisher = "cao"
[title]
ja = "港戦略"
en = "Harbour Strategy"
[texts]
2 = "2.txt"
[licence]
iri = "https://example.org/licence"
[licence.notice]
ja = "利用条件"
en = "Terms"
"""


def org(key: str) -> IRI:
    return IRI(f"{BASE}org/{key}")


@pytest.fixture(scope="module")
def vocabulary() -> Index:
    return Index(triple for path in vocabulary_files() for triple in read_turtle(path))


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator.load()


@pytest.mark.parametrize(
    ("name", "day", "body"),
    [
        pytest.param("文", "1998-04-01", "monbusho", id="education-before"),
        pytest.param("文", "2001-01-05", "monbusho", id="education-last-day"),
        pytest.param("文", "2001-01-06", "mext", id="education-first-day"),
        pytest.param("防", "2006-12-01", "defense-agency", id="defence-before"),
        pytest.param("防", "2007-01-09", "mod", id="defence-first-day"),
        pytest.param(
            "金融", "2000-06-30", "financial-supervisory-agency", id="finance-month-before"
        ),
        pytest.param("金融", "2000-07-01", "fsa", id="finance-month-begins"),
        pytest.param("文部科学省", "1998-04-01", "mext", id="a-full-name-is-nobody-elses"),
        pytest.param("通産省", "2017-06-02", "miti", id="a-body-of-the-past-is-still-known"),
    ],
)
def test_a_name_in_a_tag_means_the_body_of_the_day(
    annotator: Annotator, name: str, day: str, body: str
) -> None:
    lexicon = annotator.lexicon.at(datetime.date.fromisoformat(day))
    assert lexicon.tag_names[name] == org(body)


def test_without_a_day_a_name_means_the_body_of_today(annotator: Annotator) -> None:
    assert annotator.lexicon.at(None) is annotator.lexicon
    assert annotator.lexicon.tag_names["文"] == org("mext")


def test_where_no_body_of_the_name_was_in_being_the_first_is_meant() -> None:
    tenures = Tenures({org("a"): Tenure("2000"), org("b"): Tenure("2010")})
    assert tenures.holder((org("a"), org("b")), datetime.date(1990, 1, 1)) == org("a")


@pytest.mark.parametrize(
    ("day", "education"),
    [
        pytest.param("1998-04-01", "monbusho", id="1998"),
        pytest.param("2019-06-21", "mext", id="2019"),
    ],
)
def test_a_document_is_read_with_the_bodies_of_its_day(
    tmp_path: Path, day: str, education: str
) -> None:
    (tmp_path / "2.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "document.toml").write_text(
        DESCRIPTION.format(key="harbour", day=day), encoding="utf-8"
    )
    store = OxigraphStore()
    store.load(build(tmp_path).dataset.quads())
    bodies = [row.body for row in policygraph.ask("measures-per-body", graph=store)]
    assert sorted(bodies) == sorted([org(education), org("miti"), org("meti")])


def test_the_measures_of_a_body_are_found_with_those_of_its_predecessors(tmp_path: Path) -> None:
    (tmp_path / "2.txt").write_text(TEXT, encoding="utf-8")
    store = OxigraphStore()
    store.load(build(tmp_path / "2.txt", key="x-1998").dataset.quads())

    def named(body: str) -> list[str]:
        rows = policygraph.ask("measures-of-body-and-predecessors", graph=store, body=body)
        return [row.namedBody.rpartition("/")[2] for row in rows]

    assert named("meti") == ["miti", "meti"]
    assert named("miti") == ["miti"]  # what came of it is not its own
    assert named("mext") == ["mext"]


def test_changes_are_told_alike_from_both_sides(vocabulary: Index) -> None:
    sides = {ORG.originalOrganization: ORG.changedBy, ORG.resultingOrganization: ORG.resultedFrom}
    told = {
        (event, inverse, body)
        for event in vocabulary.subjects()
        for link, inverse in sides.items()
        for body in vocabulary.iris(event, link)
    }
    back = {
        (event, link, body)
        for body in vocabulary.subjects()
        for link in sides.values()
        for event in vocabulary.iris(body, link)
    }
    assert told == back
    assert len({event for event, _, _ in told}) == 12
    for event, link, body in told:
        if link == ORG.changedBy:
            after = set(vocabulary.iris(event, ORG.resultingOrganization))
            assert after & set(vocabulary.iris(body, DCTERMS.isReplacedBy)), body


def _check_digit(number: str) -> int:
    weighed = zip(reversed(number[1:]), (1, 2) * 6, strict=True)
    return 9 - sum(int(digit) * weight for digit, weight in weighed) % 9


def test_every_corporate_number_has_its_check_digit(vocabulary: Index) -> None:
    numbers = [
        said.value
        for subject in vocabulary.subjects()
        for said in vocabulary.literals(subject, ORG.identifier)
    ]
    assert len(numbers) == len(set(numbers)) == 21
    assert all(int(number[0]) == _check_digit(number) for number in numbers)


def test_no_two_bodies_or_places_are_the_same_elsewhere_and_each_names_its_source(
    vocabulary: Index,
) -> None:
    things = [
        thing
        for thing in vocabulary.subjects()
        if thing.startswith((f"{BASE}org/", f"{BASE}place/"))
    ]
    matches = [match for thing in things for match in vocabulary.iris(thing, SKOS.exactMatch)]
    assert len(matches) == len(set(matches))
    for thing in things:
        if any(vocabulary.iris(thing, SKOS.exactMatch)):
            assert any(vocabulary.iris(thing, DCTERMS.source)), thing


def test_all_prefectures_and_designated_cities_have_codes_with_a_source(vocabulary: Index) -> None:
    designated = {
        "札幌", "仙台", "さいたま", "千葉", "横浜", "川崎", "相模原", "新潟", "静岡", "浜松", "名古屋",
        "京都", "大阪", "堺", "神戸", "岡山", "広島", "北九州", "福岡", "熊本",
    }  # fmt: skip
    prefectures, cities = set(), set()
    for place in filter(lambda thing: thing.startswith(f"{BASE}place/"), vocabulary.subjects()):
        for code in vocabulary.literals(place, DCTERMS.identifier):
            assert any(vocabulary.iris(place, DCTERMS.source)), place
            labels = {label.value for label in vocabulary.literals(place, SKOS.prefLabel)}
            if code.datatype == POL.PrefectureCode:
                prefectures.add(code.value)
            elif code.datatype == POL.MunicipalityCode:
                cities |= {
                    name for name in designated for label in labels if label.endswith(f"{name}市")
                }
    assert prefectures == {f"{number:02}" for number in range(1, 48)}
    assert cities == designated
