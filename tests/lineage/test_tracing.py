"""Which item continues which: editions in order, pairs, divisions, unions, reports, judgements."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import pytest

from policygraph.core.fold import comparable
from policygraph.core.namespaces import IRI
from policygraph.document import ItemKind
from policygraph.lineage.editions import steps
from policygraph.lineage.likeness import Comparison, Side
from policygraph.lineage.model import Model, parse_model, read_model
from policygraph.lineage.scoring import LineageGold, score_lineage
from policygraph.lineage.statements import Edition, Statement
from policygraph.lineage.tracing import Judged, Lineage, trace

OTHERS = (
    "灯台の電球を取り替える",
    "港の防波堤をかさ上げする",
    "船員の健康診断を毎年行う",
    "海図の縮尺を細かくする",
    "浜辺の松林に肥料をまく",
    "水族館の水槽を清掃する",
    "魚市場の製氷機を増設する",
    "干潟の野鳥を数える",
)


def edition(
    key: str,
    words: Sequence[str],
    *,
    kind: ItemKind = "measure",
    series: str = "",
    year: int | None = None,
) -> Edition:
    """An edition of bullets under one heading."""
    day = datetime.date(year or int(key.removesuffix("-report")[-4:]), 4, 1)
    return Edition(key, series, day, tuple(_statements(key, words, kind)))


def _statements(key: str, words: Sequence[str], kind: ItemKind) -> list[Statement]:
    return [
        Statement(
            IRI(f"{key}/{n}"), key, kind, n, text, comparable(text), comparable(text), ("海",)
        )
        for n, text in enumerate(words)
    ]


def _links(lineage: Lineage) -> dict[tuple[str, str], str]:
    return {(link.later.iri, link.earlier.iri): link.kind for link in lineage.links}


def test_equal_texts_are_unchanged_in_whatever_order() -> None:
    found = _links(trace([edition("a-2020", OTHERS), edition("a-2021", OTHERS[::-1])]))
    assert found == {(f"a-2021/{7 - n}", f"a-2020/{n}"): "unchanged" for n in range(8)}


def test_two_forms_of_one_character_are_one_text_by_another_rule() -> None:
    old = edition("a-2020", (*OTHERS, "學校の鐘を鳴らす"))
    new = edition("a-2021", (*OTHERS, "学校の鐘を鳴らす"))
    links = {link.later.iri: link.how for link in trace([old, new]).links}
    assert links["a-2021/8"] == "folded text"
    assert links["a-2021/0"] == "same text"


def test_the_same_sentence_about_another_object_is_another_measure() -> None:
    old = edition("a-2020", (*OTHERS, "珊瑚の分布を調べるため、潜水士を各島に派遣する"))
    new = edition("a-2021", (*OTHERS, "海亀の産卵を調べるため、潜水士を各島に派遣する"))
    lineage = trace([old, new])
    assert ("a-2021/8", "a-2020/8") not in _links(lineage)
    assert [(s.iri, key) for s, key in lineage.dropped] == [("a-2020/8", "a-2021")]
    assert [s.iri for s in lineage.introduced] == ["a-2021/8"]


def test_a_measure_in_other_words_is_revised_and_says_which_words_differ() -> None:
    old = edition("a-2020", (*OTHERS, "珊瑚の分布を調べるため、潜水士を各島に派遣する"))
    new = edition("a-2021", (*OTHERS, "潜水士を送り、島々の珊瑚の分布を毎年度調査する"))
    (link,) = (link for link in trace([old, new]).links if link.later.iri == "a-2021/8")
    assert (link.kind, link.earlier.iri) == ("revised", "a-2020/8")
    assert 0.5 <= link.score < 1
    assert link.only_later
    assert link.only_earlier


def test_a_part_of_a_division_covers_what_the_other_leaves() -> None:
    old = edition("a-2020", (*OTHERS, "珊瑚の分布図と海亀の産卵記録を公開する"))
    new = edition("a-2021", (*OTHERS, "珊瑚の分布図を公開する", "海亀の産卵記録を公開する"))
    found = _links(trace([old, new]))
    assert found["a-2021/8", "a-2020/8"] == found["a-2021/9", "a-2020/8"] == "split"


def test_a_union_leads_to_each_of_what_was_united() -> None:
    old = edition("a-2020", (*OTHERS, "珊瑚の分布図を公開する", "海亀の産卵記録を公開する"))
    new = edition("a-2021", (*OTHERS, "珊瑚の分布図と海亀の産卵記録を公開する"))
    found = _links(trace([old, new]))
    assert found["a-2021/8", "a-2020/8"] == found["a-2021/8", "a-2020/9"] == "merged"


def test_a_report_is_no_edition_and_reports_on_the_latest_plan_before_it() -> None:
    done = ("灯台の電球を取り替えた", "港の防波堤をかさ上げした")
    report = edition("r-2022", done, kind="reported")
    lineage = trace([edition("a-2020", OTHERS), edition("a-2021", OTHERS), report])
    found = {pair: kind for pair, kind in _links(lineage).items() if pair[0].startswith("r-")}
    assert found == {("r-2022/0", "a-2021/0"): "report", ("r-2022/1", "a-2021/1"): "report"}
    assert {key for _, key in lineage.dropped} == set()


def test_what_comes_back_after_an_edition_without_it_continues_what_it_was() -> None:
    lineage = trace(
        [edition("a-2020", OTHERS), edition("a-2021", OTHERS[:-1]), edition("a-2022", OTHERS)]
    )
    assert _links(lineage)["a-2022/7", "a-2020/7"] == "unchanged"
    assert [(s.iri, key) for s, key in lineage.dropped] == [("a-2020/7", "a-2021")]


def test_the_order_is_that_of_the_dates_and_not_of_the_keys() -> None:
    (step,) = steps([edition("z", OTHERS, year=2020), edition("a", OTHERS, year=2021)])
    assert (step.later.key, step.earlier[0].key) == ("a", "z")


def test_documents_that_share_little_are_of_no_series() -> None:
    other = tuple(
        f"{word}の値段を下げる" for word in ("米", "麦", "豆", "茶", "卵", "塩", "酢", "油")
    )
    assert steps([edition("a-2020", OTHERS), edition("b-2021", other)]) == []


@pytest.mark.parametrize(
    ("one", "other", "count"), [("x", "x", 1), ("x", "y", 0)], ids=["same", "other"]
)
def test_a_series_that_is_named_decides(one: str, other: str, count: int) -> None:
    found = steps([edition("a-2020", OTHERS, series=one), edition("b-2021", OTHERS, series=other)])
    assert len(found) == count


def test_a_pair_that_a_person_refused_is_not_linked_and_one_confirmed_is_not_linked_again() -> None:
    old, new = edition("a-2020", OTHERS), edition("a-2021", OTHERS)
    pair = (IRI("a-2021/0"), IRI("a-2020/0"))
    refused = _links(trace([old, new], judged=Judged(refused=frozenset([pair]))))
    assert pair not in refused
    confirmed = trace([old, new], judged=Judged(confirmed=frozenset([pair])))
    assert pair not in _links(confirmed)
    assert {s.iri for s, _ in confirmed.dropped} | {s.iri for s in confirmed.introduced} == set()


def test_what_each_item_is_compared_with_is_bounded() -> None:
    many = tuple(f"第{n}号の灯台の電球を取り替える" for n in range(60))
    comparison = Comparison(
        Side(_statements("b", many, "measure")), Side(_statements("a", many, "measure"))
    )
    assert len(list(comparison.candidates())) <= 60 * 12


def test_a_score_lies_between_the_steps_of_its_calibration() -> None:
    table = {"least": 0.5, "least_part": 0.5, "least_far": 0.5, "least_issue": 0.5}
    parts = {name: {"constant": 0.0} for name in ("alone", "among", "part", "issue")}
    model: Model = parse_model({**table, **parts, "calibration": [[0.5, 0.6], [0.9, 0.8]]})
    assert [round(model.calibrated(raw), 3) for raw in (0.1, 0.5, 0.7, 0.9, 1.0)] == [
        0.6, 0.6, 0.7, 0.8, 0.8,
    ]  # fmt: skip


def test_the_shipped_calibration_rises() -> None:
    shares = [share for _, share in read_model().steps]
    assert shares == sorted(shares)
    assert len(shares) > 2


def test_scores_tell_kinds_traps_and_confusions() -> None:
    gold = LineageGold(
        "g", {("b1", "a1"): "revised", ("b2", "a2"): "split"}, frozenset([("b3", "a3")])
    )
    scores = score_lineage({("b1", "a1"): "split", ("b3", "a3"): "revised"}, gold)
    assert (scores.figures["all"].right, scores.figures["all"].found) == (1, 2)
    assert scores.figures["split"].right == 0
    assert scores.traps == (1, 1)
    assert scores.missed == (("b2", "a2"),)
    assert scores.confusions == {
        ("revised", "split"): 1, ("split", "none"): 1, ("none", "revised"): 1,
    }  # fmt: skip


def _foreign(document: int) -> list[str]:
    """Five sentences of things that no other document names."""
    letters = "".join(chr(0x4E00 + 20 * document + n) for n in range(20))
    return [f"{letters[at : at + 4]}を置く" for at in range(0, 20, 4)]


def test_many_series_side_by_side_keep_apart_and_each_of_five_editions_follows_the_one_before() -> (
    None
):
    documents = [
        edition(f"{name}-{year}", (*_foreign(number), f"{year}号の船を造る"))
        for number, name in enumerate("abcdefghij")
        for year in range(2016, 2021)
    ]
    found = {(step.later.key, step.earlier[0].key) for step in steps(documents[::-1])}
    assert found == {(f"{n}-{y}", f"{n}-{y - 1}") for n in "abcdefghij" for y in range(2017, 2021)}


@pytest.mark.parametrize("count", [40, 80, 160])
def test_of_many_documents_each_is_tested_against_few(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    tested: list[int] = []

    class Counted(Comparison):
        def __init__(self, *sides: Side, any_kind: bool = False) -> None:
            super().__init__(*sides, any_kind=any_kind)
            tested.append(1)

    monkeypatch.setattr("policygraph.lineage.editions.Comparison", Counted)
    documents = [edition(f"d{n}-{2000 + n % 9}", _foreign(n)) for n in range(count)]
    assert steps(documents) == []
    assert len(tested) <= 4 * count


def test_an_edition_is_held_against_a_bounded_number_before_it() -> None:
    found = steps([edition(f"a-{year}", OTHERS, series="a") for year in range(1990, 2020)])
    assert len(found) == 29
    assert max(len(step.earlier) for step in found) == 5
    assert [e.key for e in found[-1].earlier] == [f"a-{y}" for y in range(2018, 2013, -1)]


def test_a_sentence_that_stands_many_times_is_linked_once_each() -> None:
    many = ("灯台の電球を取り替える",) * 300
    editions = [edition(f"a-{year}", many, series="a") for year in (2020, 2021)]
    found = _links(trace(editions))
    assert found == {(f"a-2021/{n}", f"a-2020/{n}"): "unchanged" for n in range(300)}


def test_a_large_edition_of_look_alikes_is_assigned_one_to_one() -> None:
    islands = [f"{chr(0x4E00 + 7 * n)}{chr(0x6E00 + 11 * n)}島" for n in range(280)]
    old = edition("a-2020", [f"{island}の灯台の電球を取り替える" for island in islands])
    new = edition("a-2021", [f"{island}の灯台では電球を新品に取り替える" for island in islands])
    found = _links(trace([old, new]))
    assert found == {(f"a-2021/{n}", f"a-2020/{n}"): "revised" for n in range(280)}


def test_what_a_pair_can_come_to_at_most_is_no_less_than_what_it_comes_to() -> None:
    comparison = Comparison(
        Side(_statements("b", [f"毎年、{words}" for words in OTHERS], "measure")),
        Side(_statements("a", OTHERS, "measure")),
    )
    model = read_model().alone
    for pair in comparison.candidates():
        bag, features = comparison.bag(*pair), comparison.features(*pair)
        most = {"frame": comparison.most_frame(*pair)}
        assert most["frame"] >= features["frame"]
        assert model.highest(bag, most) >= model.logit(features)
        assert bag.items() <= features.items()


def test_documents_of_one_name_and_other_years_are_of_one_series_if_they_share_anything() -> None:
    one = tuple(
        f"{word}の値段を下げる" for word in ("米", "麦", "豆", "茶", "卵", "塩", "酢", "油")
    )
    shared = (*one[:7], OTHERS[0])
    assert len(steps([edition("a-2020", OTHERS), edition("a-2021-report", shared)])) == 1
    assert steps([edition("a-2020", OTHERS), edition("b-2021", shared)]) == []
    assert steps([edition("a-2020", OTHERS), edition("a-2021", one)]) == []


def test_an_item_that_goes_back_to_an_older_wording_continues_the_edition_before() -> None:
    old = "珊瑚の分布を調べるため、潜水士を各島に派遣する"
    between = "潜水士を送り、島々の珊瑚の分布を毎年度調査する"
    lineage = trace(
        [
            edition("a-2020", (*OTHERS, old)),
            edition("a-2021", (*OTHERS, between)),
            edition("a-2022", (*OTHERS, f"{old}とともに、結果を公表する")),
        ]
    )
    found = {pair[1] for pair in _links(lineage) if pair[0] == "a-2022/8"}
    assert found == {"a-2021/8"}


def test_what_is_copied_from_a_wording_is_judged_by_that_wording_alone() -> None:
    old = "潜水士を送り、島々の珊瑚の分布を毎年度調査する"
    between = "珊瑚の分布を調べるため、潜水士を各島に派遣する"
    lineage = trace(
        [
            edition("a-2020", (*OTHERS, old)),
            edition("a-2021", (*OTHERS, between)),
            edition("a-2022", (*OTHERS, "海亀の産卵を調べるため、潜水士を各島に派遣する")),
        ]
    )
    assert "a-2022/8" not in {later for later, _ in _links(lineage)}


def test_what_comes_back_is_not_taken_for_its_look_alike_of_the_edition_before() -> None:
    first = "珊瑚の分布を調べるため、潜水士を各島に派遣する"
    lineage = trace(
        [
            edition("a-2020", (*OTHERS, first)),
            edition("a-2021", (*OTHERS, "海亀の産卵を調べるため、潜水士を各島に派遣する")),
            edition("a-2022", (*OTHERS, f"{first}とともに、結果を公表する")),
        ]
    )
    found = {pair[1] for pair in _links(lineage) if pair[0] == "a-2022/8"}
    assert found == {"a-2020/8"}


def test_a_paraphrase_in_other_words_is_found_by_its_meaning() -> None:
    old = edition("a-2020", (*OTHERS, "家畜に与える抗菌薬を減らすため、代わりの薬を開発する"))
    new = edition("a-2021", (*OTHERS, "牛や豚の病気を防ぐ注射を生み出し、抗生物質の量を抑える"))
    assert _links(trace([old, new]))["a-2021/8", "a-2020/8"] == "revised"
