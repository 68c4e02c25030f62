"""The evidence of a link is what supports that link, and nothing beside it."""

from __future__ import annotations

import pytest

import policygraph
from policygraph.api import build
from policygraph.core.namespaces import BASE
from policygraph.store import OxigraphStore, Store

TEXT = """\
第２章 題
（１）節
［Ｃ］重きを置くべき取組
① 大学の人材育成の推進
・関係府省が連携し、大学の改革を促進する。【内閣府、関係府省】
・以下の取組を進める。【文部科学省】
－大学院の整備を行う。
・中小・ベンチャー企業への周知を支援する。【経済産業省】
"""
UNIT = f"{BASE}doc/x-2018/2/1/C/1"
CROWD = f"{BASE}org/kankei-fusho"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    path = tmp_path_factory.mktemp("text") / "2.txt"
    path.write_text(TEXT, encoding="utf-8")
    store = OxigraphStore()
    store.load(build(path, key="x-2018").dataset.quads())
    return store


def evidence(store: Store, item: str, thing: str) -> list[tuple[str, str | None, str | None]]:
    """Property, words and unit, or property and rule, in short."""
    answer = policygraph.ask("evidence-of-link", graph=store, item=item, thing=thing)
    return [
        (row.property.rpartition("#")[2], row.words or row.rule.rpartition("/")[2],
         row.unit and row.unit.removeprefix(UNIT))
        for row in answer
    ]  # fmt: skip


def test_a_name_in_the_tag_supports_responsibility_and_one_in_the_text_involvement(
    store: Store,
) -> None:
    assert evidence(store, "2-1-C-1-1", CROWD) == [
        ("involvesOrganization", "関係府省", "/1"),
        ("responsibleBody", "関係府省", "/1"),
    ]


def test_the_title_of_a_group_supports_themes_and_not_actors(store: Store) -> None:
    assert evidence(store, "2-1-C-1-1", "actor:university") == [("involvesActor", "大学", "/1")]
    assert evidence(store, "2-1-C-1-1", "theme:talent-development") == [
        ("hasTheme", "group-title-theme", None),
        ("hasTheme", "人材育成", ""),
    ]


def test_words_of_a_sub_bullet_support_the_links_of_its_measure(store: Store) -> None:
    assert evidence(store, "2-1-C-1-2", "actor:graduate-school") == [
        ("involvesActor", "大学院", "/2/a")
    ]


def test_a_compound_supports_each_thing_that_it_stands_for(store: Store) -> None:
    for thing in ("actor:sme", "actor:startup"):
        assert evidence(store, "2-1-C-1-3", thing) == [
            ("involvesActor", "中小・ベンチャー企業", "/3")
        ]


def test_the_evidence_of_a_measure_names_the_words_of_each_of_its_links(store: Store) -> None:
    answer = policygraph.ask("evidence-of-measure", graph=store, item="2-1-C-1-3")
    found = [
        (row.property.rpartition("#")[2], row.value.rpartition("/")[2], row.words) for row in answer
    ]
    assert found == [
        ("commitment", "support", "支援する"),
        ("hasTheme", "talent-development", "人材育成"),
        ("involvesActor", "sme", "中小・ベンチャー企業"),
        ("involvesActor", "startup", "中小・ベンチャー企業"),
        ("responsibleBody", "meti", "経済産業省"),
        ("usesInstrument", "outreach", "周知"),
    ]
