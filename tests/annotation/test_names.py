"""Dates, quoted names and names in tags: found by their form, whatever the vocabulary knows."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from annotation.test_matching import find

from policygraph.annotation.dates import dates_in
from policygraph.core.namespaces import BASE, POL
from policygraph.document import Outline, Span

_ORGANIZATIONS = """
org:cao a pol:Ministry ; skos:prefLabel "内閣府"@ja .
org:meti a pol:Ministry ; skos:prefLabel "経済産業省"@ja ; skos:altLabel "経産省"@ja .
org:hq a pol:PublicBody ; skos:prefLabel "まち・ひと・しごと創生本部"@ja .
org:cabinet a pol:PublicBody ; skos:prefLabel "内閣"@ja ; skos:altLabel "閣議"@ja .
<https://w3id.org/policygraph/programme/sip> a pol:Programme ; skos:prefLabel "SIP"@ja .
<https://w3id.org/policygraph/work/plan> a pol:ReferencedWork ; skos:prefLabel "科学技術基本計画"@ja .
"""


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("平成28年3月22日", datetime.date(2016, 3, 22)),
        ("令和元年5月1日", datetime.date(2019, 5, 1)),
        ("昭和64年1月7日", datetime.date(1989, 1, 7)),
        ("2017年6月2日", datetime.date(2017, 6, 2)),
        ("2017(平成29)年6月2日", datetime.date(2017, 6, 2)),
        ("2017年(平成29年)6月2日", datetime.date(2017, 6, 2)),
        ("平成29(2017)年6月2日", datetime.date(2017, 6, 2)),
        ("平成29年〔2017年〕6月2日", datetime.date(2017, 6, 2)),
        ("平成二十九年六月二日", datetime.date(2017, 6, 2)),
        ("令和元年十二月三十一日", datetime.date(2019, 12, 31)),
        ("二〇一七年六月二日", datetime.date(2017, 6, 2)),
        ("二千十七年六月二日", datetime.date(2017, 6, 2)),
        ("H29.6.2", datetime.date(2017, 6, 2)),
        ("平29.6.2", datetime.date(2017, 6, 2)),
        ("R2/4/10", datetime.date(2020, 4, 10)),
        ("2017.6.2", datetime.date(2017, 6, 2)),
        ("2017-06-02", datetime.date(2017, 6, 2)),
    ],
)
def test_dates_of_every_era_are_read(words: str, date: datetime.date) -> None:
    assert list(dates_in(words, Span(0, len(words)))) == [(Span(0, len(words)), date)]


@pytest.mark.parametrize(
    "words",
    [
        "平成29年2月30日",
        "昭和64年2月1日",
        "平成29年6月",
        "平成40年5月1日",
        "ver 1.29.6.2",
        "平成29(2016)年6月2日",
        "平成29年度(2017年度)",
        "IPH29.6.2",
        "1.2.3",
    ],
)
def test_a_day_that_never_was_is_no_date(words: str) -> None:
    assert list(dates_in(words, Span(0, len(words)))) == []


@pytest.mark.parametrize(
    ("words", "work", "date", "decider"),
    [
        ("「移転基本方針」（平成28年３月22日まち・ひと・しごと創生本部決定）を踏まえる", "移転基本方針", "2016-03-22", "hq"),
        ("「宇宙基本計画」（平成 28 年４月１日閣議決定）に基づく", "宇宙基本計画", "2016-04-01", "cabinet"),
        ("科学技術基本計画（2016年1月22日閣議決定）に基づく", "plan", "2016-01-22", "cabinet"),
        ("「月面計画」（平成28年4月1日）に基づく", "月面計画", "2016-04-01", None),
    ],
)  # fmt: skip
def test_the_brackets_behind_a_work_date_it_and_name_its_decider(
    words: str, work: str, date: str, decider: str | None, outline: Outline, tmp_path: Path
) -> None:
    (mention,) = find(words, outline, tmp_path, _ORGANIZATIONS).dates
    assert mention.decision is not None
    assert mention.decision.work == f"{BASE}work/{work}"
    assert str(mention.date) == date
    assert mention.decision.decided_by == (f"{BASE}org/{decider}" if decider else None)


@pytest.mark.parametrize(
    ("words", "name", "iri", "link"),
    [
        ("「産学連携ガイドライン」を定める", "産学連携ガイドライン", "work/産学連携ガイドライン", POL.refersTo),
        ("「『月面戦略』改訂2015」を定める", "『月面戦略』改訂2015", "work/『月面戦略』改訂2015", POL.refersTo),
        ("「『月面』を開く計画」を定める", "『月面』を開く計画", "work/『月面』を開く計画", POL.refersTo),
        ("「『月面計画』を語る」を定める", "月面計画", "work/月面計画", POL.refersTo),
        ("３つの「月面プラン」を定める", "月面プラン", "work/月面プラン", POL.refersTo),
        ("「月面推進協議会」と行う", "月面推進協議会", "org/月面推進協議会", POL.involvesOrganization),
        ("「月面開発プロジェクト」を行う", "月面開発プロジェクト", "programme/月面開発プロジェクト", POL.underProgramme),
        ("ＳＩＰ「水素の輸送」で行う", "ＳＩＰ「水素の輸送」", "programme/sip-水素の輸送", POL.underProgramme),
    ],
)  # fmt: skip
def test_a_quoted_name_without_an_entry_is_found_by_its_form(
    words: str, name: str, iri: str, link: str, outline: Outline, tmp_path: Path
) -> None:
    annotations = find(words, outline, tmp_path, _ORGANIZATIONS)
    (mention,) = annotations.mentions
    assert annotations.document.source.text[mention.begin : mention.end] == name
    assert (mention.meanings, mention.link) == ((f"{BASE}{iri}",), link)
    (thing,) = annotations.discovered
    assert thing.iri == f"{BASE}{iri}"


def test_a_quoted_common_noun_is_no_work(outline: Outline, tmp_path: Path) -> None:
    assert find("「場」と「組織」対「組織」", outline, tmp_path, _ORGANIZATIONS).mentions == ()


@pytest.mark.parametrize(
    ("tag", "bodies"),
    [
        ("内閣府、経済産業省", ["cao", "meti"]),
        ("経産省，内閣府", ["meti", "cao"]),
        ("内閣府及び経済産業省", ["cao", "meti"]),
        ("内閣府・経済産業省", ["cao", "meti"]),
        ("まち・ひと・しごと創生本部", ["hq"]),
        ("内閣府（科学技術担当）、経済産業省", ["cao", "meti"]),
        ("宇宙省、内閣府", ["宇宙省", "cao"]),
        ("内閣府　経済産業省", ["cao", "meti"]),
        ("内閣府\n経済\n産業省", ["cao", "meti"]),
        ("宇宙省 内閣府", ["宇宙省内閣府"]),
        ("内閣府（架空課）・経済産業省", ["cao", "meti"]),
        ("内閣府（主）／経産省（副）", ["cao", "meti"]),
        ("内閣府ほか", ["cao"]),
        ("内閣府ほか経済産業省", ["cao", "meti"]),
        ("内閣府→経済産業省", ["cao", "meti"]),
        ("◎内閣府、○経産省", ["cao", "meti"]),
        ("主担当：内閣府", ["cao"]),
        ("内閣府・宇宙省", ["cao", "宇宙省"]),
        ("宇宙省と内閣府", ["宇宙省", "cao"]),
        ("宇宙省⇒月面庁→内閣府", ["宇宙省⇒月面庁", "cao"]),
        ("月・星づくり本部（架空課）", ["月・星づくり本部"]),
    ],
)
def test_a_tag_is_split_into_its_bodies_in_order(
    tag: str, bodies: list[str], outline: Outline, tmp_path: Path
) -> None:
    annotations = find(f"行う。【{tag}】", outline, tmp_path, _ORGANIZATIONS)
    tags = [m for m in annotations.mentions if m.kind == "responsibility"]
    assert [m.meanings[0].removeprefix(f"{BASE}org/") for m in tags] == bodies
    assert [m.order for m in tags] == list(range(1, len(bodies) + 1))
