"""Concepts by the head of a compound and its verb, with a scheme of its own and with the shipped one."""

from __future__ import annotations

from pathlib import Path

import pytest
from annotation.test_matching import find

from policygraph.api import annotate
from policygraph.core.namespaces import BASE, POL
from policygraph.document import Outline

_SCHEME = """
@prefix instrument: <https://w3id.org/policygraph/concept/instrument/> .
instrument: a skos:ConceptScheme ; pol:actNoun "拡充" , "創設" ; pol:actBehind "する|し(?=[、た])|を行"^^pol:Pattern .
instrument:tax a skos:Concept ; skos:inScheme instrument: ; skos:prefLabel "租税"@ja ; pol:headNoun "税制" .
instrument:grant a skos:Concept ; skos:inScheme instrument: ; skos:prefLabel "給付"@ja ; pol:verbalNoun "補助" ;
  pol:notWithin "授業を補助" .
instrument:rule a skos:Concept ; skos:inScheme instrument: ; skos:prefLabel "規律"@ja ;
  pol:objectNoun "基準" ; pol:actVerb "策定" , "緩和" .
instrument:merger a skos:Concept ; skos:inScheme instrument: ; skos:prefLabel "改組"@ja ;
  pol:objectClass pol:PublicBody ; pol:actVerb "統合" .
instrument:survey a skos:Concept ; skos:inScheme instrument: ; skos:prefLabel "調査"@ja , "税制調査"@ja .
"""


def _instruments(words: str, outline: Outline, tmp_path: Path) -> list[tuple[str, str]]:
    annotations = find(words, outline, tmp_path, _SCHEME)
    text = annotations.document.source.text
    return [
        (text[m.begin : m.end], m.meanings[0].rpartition("/")[2])
        for m in annotations.mentions
        if m.link == POL.usesInstrument
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("月面開発税制の拡充を行う", [("月面開発税制", "tax")]),
        ("月面開発税制拡充を行う", [("月面開発税制", "tax")]),
        ("月面開発税制調査を行う", [("税制調査", "survey")]),
        ("月面税制度合いを測る", []),
        ("費用の一部を補助する", [("補助", "grant")]),
        ("定額補助を行う", [("定額補助", "grant")]),
        ("補助の話を聞く", []),
        ("理科の授業を補助する", []),
        ("安全基準を今年度中に策定する", [("安全基準を今年度中に策定", "rule")]),
        ("安全基準の緩和を促す", [("安全基準の緩和", "rule")]),
        ("安全基準に従う", []),
        ("安全基準があり、方針を策定する", []),
        ("静海研究所と月面研究センターを統合する", [("統合", "merger")]),
        ("「静海研究所」（仮称）に統合を求める", []),
    ],
    ids=[
        "head", "head-and-act-noun", "another-head", "inside-a-word", "verb", "compound-verb",
        "noun-that-is-not-done", "context", "object-and-verb", "object-of-noun", "object-alone",
        "another-object", "named-object", "not-its-object",
    ],
)  # fmt: skip
def test_the_head_of_a_compound_and_its_verb_decide_the_concept(
    words: str, expected: list[tuple[str, str]], outline: Outline, tmp_path: Path
) -> None:
    assert _instruments(words, outline, tmp_path) == expected


def test_a_head_inside_a_name_is_none(outline: Outline, tmp_path: Path) -> None:
    assert _instruments("「月面開発税制」を使う", outline, tmp_path) == []


@pytest.mark.parametrize(
    ("words", "concept"),
    [
        ("月面創業補助金を設ける", "subsidy"),
        ("月面設備への優遇税率を適用する", "tax-incentive"),
        ("月面車の型式を認証する", "certification"),
        ("月面車の審査基準を年内に改訂する", "technical-standard"),
        ("月面車の輸入要件を大幅に緩和する", "regulatory-reform"),
        ("月面基地に技術者を派遣する", "staffing"),
        ("結果を四半期ごとに公表する", "information-provision"),
        ("基地の運営を外部に委託する", "commissioning"),
        ("基地の利用料金を改める", "fee"),
        ("月面の観測装置を更新する", "facility-development"),
        ("違反者を摘発する", "enforcement"),
        ("月面国と協力協定を結ぶ", "international-agreement"),
    ],
    ids=lambda value: value if value.isascii() else "",
)
def test_the_shipped_scheme_knows_the_heads_of_its_instruments(words: str, concept: str) -> None:
    found = annotate(f"・{words}。【文部科学省】").mentions
    meant = {m.meanings[0] for m in found if m.link == POL.usesInstrument}
    assert f"{BASE}concept/instrument/{concept}" in meant
