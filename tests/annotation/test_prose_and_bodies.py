"""What a sentence of prose does, and who answers, by signs and forms."""

from __future__ import annotations

import pytest

from policygraph.annotation import Annotations, Annotator
from policygraph.annotation.settling import SentencePredicates
from policygraph.core.fold import fold_text
from policygraph.document import outline_for, parse
from policygraph.sources import read_text
from policygraph.sources.plain_text import read_plain_text

_OUTCOMES = {
    "passive that is a report": ("港の調査の検討が進められている。", "report"),
    "passive of a thing adopted": ("漁場を守る宣言が採択された。", "report"),
    "passive of an expectation": ("灯台の普及が期待されている。", ""),
    "passive of a technology": ("新しい網が開発されました。", ""),
    "act without a word in the vocabulary": ("環境省は、砂浜に松の苗を植える。", "promise"),
    "such an act that was done": ("環境省は、砂浜に松の苗を植えた。", "report"),
    "such an act, polite": ("県は、漁師を島に派遣いたします。", "promise"),
    "a state": ("この島は県の面積の半分を占めている。", ""),
    "a subject that acts on nobody's behalf": ("魚の不足が漁業の成長を妨げている。", ""),
    "what grows of itself": ("今後も海藻の市場は拡大していきます。", ""),
    "what is acted on": ("港の規則は、毎年度見直す。", "promise"),
    "another country": ("米国や中国では、灯台の整備を進めている。", ""),
}


@pytest.mark.parametrize("name", _OUTCOMES)
def test_a_sentence_promises_reports_or_states(name: str, annotator: Annotator) -> None:
    words, outcome = _OUTCOMES[name]
    signs = outline_for("draft", read_text("・網を編む。\n")).signs
    assert SentencePredicates(annotator.lexicon, signs).outcome(fold_text(words)) == outcome


_BODIES = {
    "roles behind names": ("・港を直す。【国土交通省（主）、環境省〔副〕】", {"mlit": "leadBody", "env": "cooperatingBody"}),
    "departments": ("・港を直す。（港湾部・農林水産課）", {"港湾部": "", "農林水産課": ""}),
    "a role before a department": ("・港を直す。〈主担当：港湾部、連携：商工課〉", {"港湾部": "leadBody", "商工課": "cooperatingBody"}),
    "a word that is no department": ("・港を直す。（一部）", {}),
    "a subject with its short name": ("・環境省（以下「省」という。）は、港を直す。", {"env": ""}),
    "a subject behind a conjunction": ("・そこで環境省は、港を直す。", {"env": ""}),
}  # fmt: skip


def _read(annotator: Annotator, text: str) -> Annotations:
    source = read_plain_text(text.encode(), name="a.txt", encoding="utf-8")
    outline = outline_for("draft", source)
    return annotator.annotate(parse(source, outline), outline.signs)


@pytest.mark.parametrize("name", _BODIES)
def test_who_answers_and_how(name: str, annotator: Annotator) -> None:
    words, expected = _BODIES[name]
    made = _read(annotator, f"１．港\n{words}\n・網を編む。\n２．漁\n・苗を植える。\n")
    found: dict[str, str] = {}
    for mention in made.mentions:
        key = mention.meanings[0].rpartition("/")[2]
        if mention.kind == "responsibility":
            found.setdefault(key, "")
        elif mention.kind == "role":
            found[key] = mention.link.rpartition("#")[2]
    assert found == expected


def test_rows_of_a_plain_text_are_items_with_who_answers(annotator: Annotator) -> None:
    made = _read(
        annotator,
        "港の事業\n\n事業名\t概要\t担当課\n灯台事業\t灯台を建てる。\t港湾課\n網事業\t網を編む。\t漁業課\n",
    )
    words = [made.document.words(*item.segments) for item in made.document.occurrences]
    assert words == ["灯台事業灯台を建てる。", "網事業網を編む。"]
    bodies = [m.meanings[0].rpartition("/")[2] for m in made.mentions if m.kind == "responsibility"]
    assert bodies == ["港湾課", "漁業課"]
