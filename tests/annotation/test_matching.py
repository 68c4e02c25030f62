"""How labels are matched, over vocabularies small enough to read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policygraph.annotation import Annotations, Annotator, read_lexicon
from policygraph.core.errors import DataError
from policygraph.core.namespaces import BASE
from policygraph.core.resources import resource
from policygraph.document import Outline, parse
from policygraph.sources import read_text

_PREFIXES = """
@prefix pol: <https://w3id.org/policygraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix actor: <https://w3id.org/policygraph/concept/actor/> .
@prefix theme: <https://w3id.org/policygraph/concept/theme/> .
@prefix org: <https://w3id.org/policygraph/org/> .
"""
_VOCABULARY = """
actor:university a skos:Concept ; skos:inScheme actor: ; skos:prefLabel "大学"@ja , "university"@en ;
  pol:reading "だいがく" ; pol:notWithin "大学院" .
actor:local-university a skos:Concept ; skos:inScheme actor: ; skos:broader actor:university ;
  skos:prefLabel "地方大学"@ja .
actor:region a skos:Concept ; skos:inScheme actor: ; skos:prefLabel "地域"@ja .
actor:sme a skos:Concept ; skos:inScheme actor: ; skos:prefLabel "中小企業"@ja , "SME"@en .
actor:startup a skos:Concept ; skos:inScheme actor: ; skos:prefLabel "ベンチャー企業"@ja .
actor:state a skos:Concept ; skos:inScheme actor: ; skos:prefLabel "国"@ja ;
  pol:notWithin "国(際|内|研)"^^pol:Pattern , "我が国" .
actor:place a skos:Concept ; skos:inScheme actor: ; skos:prefLabel "場"@ja ; pol:onlyWithin "「場」" .
<https://w3id.org/policygraph/compound/sme-startup> a pol:CompoundTerm ; skos:inScheme actor: ;
  pol:denotes actor:sme , actor:startup ; skos:prefLabel "中小・ベンチャー企業"@ja .
theme:regional a skos:Concept ; skos:inScheme theme: ; skos:prefLabel "地域イノベーション"@ja .
theme:ai a skos:Concept ; skos:inScheme theme: ; skos:prefLabel "AI"@ja .
org:lab a pol:PublicBody ; skos:prefLabel "地域大学研究所"@ja .
"""


def find(
    words: str, outline: Outline, tmp_path: Path, vocabulary: str = _VOCABULARY
) -> Annotations:
    path = tmp_path / "vocabulary.ttl"
    path.write_text(_PREFIXES + vocabulary, encoding="utf-8")
    forms = resource("ontology", "vocabulary", "name-forms.ttl")
    lexicon = read_lexicon([resource("ontology", "policygraph.ttl"), forms, path])
    document = parse(read_text(f"［Ｃ］重きを置くべき取組\n・{words}。\n"), outline)
    return Annotator(lexicon).annotate(document, outline.signs)


def hits(words: str, outline: Outline, tmp_path: Path) -> list[tuple[str, list[str]]]:
    annotations = find(words, outline, tmp_path)
    text = annotations.document.source.text
    return [
        (text[m.begin : m.end], [i.removeprefix(BASE).removeprefix("concept/") for i in m.meanings])
        for m in annotations.mentions
        if m.kind == "name"
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("大学が行う", [("大学", ["actor/university"])]),
        ("地方大学が行う", [("地方大学", ["actor/local-university"])]),
        ("大学院が行う", []),
        ("大学院と大学が行う", [("大学", ["actor/university"])]),
        ("地域イノベーションを行う", [("地域", ["actor/region"]), ("地域イノベーション", ["theme/regional"])]),
        ("中小・ベンチャー企業が行う", [("中小・ベンチャー企業", ["actor/sme", "actor/startup"])]),
        ("地域大学研究所が行う", [("地域大学研究所", ["org/lab"])]),
        ("我が国と国際の国内", []),
        ("国は行う", [("国", ["actor/state"])]),
        ("「場」の場", [("場", ["actor/place"])]),
        ("ＡＩを使う", [("ＡＩ", ["theme/ai"])]),
        ("AIDSとAI", [("AI", ["theme/ai"])]),
        ("SMEとsmeとSMES", [("SME", ["actor/sme"])]),
        ("だいがくで行う", []),
    ],
)  # fmt: skip
def test_labels_are_matched_as_the_vocabulary_says(
    words: str, expected: list[tuple[str, list[str]]], outline: Outline, tmp_path: Path
) -> None:
    assert hits(words, outline, tmp_path) == expected


def test_a_wrong_pattern_names_its_concept(outline: Outline, tmp_path: Path) -> None:
    wrong = 'actor:x a skos:Concept ; skos:inScheme actor: ; skos:prefLabel "x"@ja ; pol:notWithin "("^^pol:Pattern .'
    with pytest.raises(DataError, match="concept/actor/x: the pattern"):
        find("x", outline, tmp_path, wrong)


_WORDS = st.lists(
    st.sampled_from(
        ["大学", "大学院", "地方大学", "地域", "イノベーション", "中小", "・", "ベンチャー企業", "企業",
         "国", "際", "我が", "AI", "Ａ", "の", "「", "」", "場", "、", "研究所", " "]
    ), max_size=25,
)  # fmt: skip


@given(_WORDS)
def test_mentions_of_a_scheme_never_overlap_and_names_hide_everything(
    outline: Outline, tmp_path_factory: pytest.TempPathFactory, words: list[str]
) -> None:
    annotations = find("".join(words) or "空", outline, tmp_path_factory.mktemp("v"))
    mentions = annotations.mentions
    for one in mentions:
        for other in mentions:
            if one is not other and one.begin < other.end and other.begin < one.end:
                assert one.link != other.link
                assert not one.meanings[0].startswith(f"{BASE}org/")
