"""No question assumes that there is one document."""

from __future__ import annotations

import pytest

import policygraph
from policygraph.api import build
from policygraph.core.errors import UsageError
from policygraph.core.namespaces import BASE, IRI
from policygraph.questions.formats import write
from policygraph.store import OxigraphStore, Store

OLD = """\
第１章 古い題
（１）前の節
［Ａ］基本的認識
大学の人材育成が必要である。
［Ｂ］重きを置くべき課題
人材育成を進める必要がある。
［Ｃ］重きを置くべき取組
① 共通の題
・大学の人材育成を支援する。【内閣府】
・中小企業の標準化を検討する。【内閣府、関係府省】
"""
NEW = """\
第１章 新しい題
（１）後の節
［Ａ］基本的認識
知的財産の活用が重要である。人材育成も重要である。
［Ｂ］重きを置くべき課題
知的財産の活用を進める必要がある。
［Ｃ］重きを置くべき取組
① 共通の題
・中小企業の標準化を検討する。（再掲）【内閣府、関係府省】
・企業の知的財産の活用を促進する。【経済産業省】
"""
CAO, METI = f"{BASE}org/cao", f"{BASE}org/meti"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("corpus")
    for key, text in (("new", NEW), ("old", OLD)):
        (folder / key).mkdir()
        toml = f'key = "{key}"\n[title]\nja = "{key}の題"\n[texts]\n1 = "1.txt"\n'
        (folder / key / "document.toml").write_text(toml, encoding="utf-8")
        (folder / key / "1.txt").write_text(text, encoding="utf-8")
    store = OxigraphStore()
    store.load(build(folder).dataset.quads())
    return store


def test_the_outline_says_to_which_document_a_part_belongs(store: Store) -> None:
    rows = policygraph.ask("outline", graph=store).rows
    documents = [row.document.rpartition("/")[2] for row in rows]
    assert documents == ["new"] * 6 + ["old"] * 6
    chapters = [row for row in rows if row.type.endswith("/chapter")]
    assert [row.bullets for row in chapters] == [2, 2]


def test_a_restatement_of_another_document_is_counted_once(store: Store) -> None:
    rows = policygraph.ask("measures-per-body", graph=store).rows
    counted = {row.body: (row.measures, row.asPrinted) for row in rows}
    assert counted[CAO] == (2, 3)
    assert counted[METI] == (1, 1)
    (reprise,) = policygraph.ask("reprises", graph=store).rows
    assert (reprise.reprise, reprise.original) == (
        f"{BASE}doc/new/1/1/C/1/1",
        f"{BASE}doc/old/1/1/C/1/2",
    )


def test_a_restated_measure_counts_in_the_section_that_states_it_first(store: Store) -> None:
    rows = policygraph.ask("measures-per-section-and-body", graph=store).rows
    of_cao = {row.section: row.measures for row in rows if row.body == CAO}
    assert of_cao == {f"{BASE}doc/old/1/1": 2}
    sections = policygraph.ask("measures-per-section", graph=store).rows
    assert [tuple(row) for row in sections] == [
        (f"{BASE}doc/new/1/1", 1, 2),
        (f"{BASE}doc/old/1/1", 2, 2),
    ]


def test_measures_are_listed_where_they_were_first_stated(store: Store) -> None:
    rows = policygraph.ask("measures-for-actor", graph=store, actor="sme").rows
    assert [(row.measure, row.firstLine) for row in rows] == [(f"{BASE}measure/old/1-1-C-1-2", 10)]


def test_a_title_that_two_groups_share_is_ambiguous(store: Store) -> None:
    with pytest.raises(UsageError, match=r"can be 2 things: doc/new/1/1/C/1, doc/old/1/1/C/1;"):
        policygraph.ask("measures-of-group", graph=store, group="共通の題")
    rows = policygraph.ask("measures-of-group", graph=store, group="doc/new/1/1/C/1").rows
    assert [row.restates for row in rows] == [f"{BASE}doc/old/1/1/C/1/2", None]


def test_parts_of_one_title_are_told_apart(store: Store) -> None:
    answer = policygraph.ask("outline", graph=store)
    assert [answer.label(row.part) for row in answer if row.type.endswith("/group")] == [
        "共通の題 (new/1/1/C/1)",
        "共通の題 (old/1/1/C/1)",
    ]
    chapters = [answer.label(row.part) for row in answer if row.type.endswith("/chapter")]
    assert chapters == ["新しい題", "古い題"]


def test_a_theme_taken_up_in_another_document_alone_is_not_taken_up(store: Store) -> None:
    rows = policygraph.ask("themes-raised-not-taken-up", graph=store).rows
    found = {(row.section, row.theme.rpartition("/")[2]) for row in rows}
    assert (f"{BASE}doc/new/1/1", "talent-development") in found
    assert (f"{BASE}doc/old/1/1", "talent-development") not in found


def test_every_document_has_its_provenance(store: Store) -> None:
    rows = policygraph.ask("provenance", graph=store).rows
    assert [row.document for row in rows] == [f"{BASE}doc/new", f"{BASE}doc/old"]
    assert len({row.fileHash for row in rows}) == 2


def test_a_layer_is_named_with_its_document(store: Store) -> None:
    table = write(policygraph.ask("links-by-origin", graph=store, lang="en"), "table")
    assert "the text (new)" in table
    assert "the text (old)" in table


def test_a_measure_without_a_title_is_called_by_the_beginning_of_its_text(store: Store) -> None:
    answer = policygraph.ask("measures-of-body", graph=store, body="meti", lang="en")
    assert "\n企業の知的財産の活用を促進する。  " in write(answer, "table")
    assert write(answer, "csv").splitlines()[1].startswith(f"{BASE}measure/new/1-1-C-1-2,")
    assert policygraph.ask("measures-of-group", graph=store, group="doc/old/1/1/C/1").labels[
        IRI(f"{BASE}measure/old/1-1-C-1-1")
    ] == ("大学の人材育成を支援する。")
