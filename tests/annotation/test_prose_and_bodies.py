"""What a sentence of prose does, and who answers, by signs and forms."""

from __future__ import annotations

import pytest

from policygraph.annotation import Annotations, Annotator
from policygraph.annotation.sentence_outcomes import SentencePredicates
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
    "what is owed": ("漁師の研修制度を創設する必要がある。", "promise"),
    "what ought to be done": ("国は、網の見直しを進めるべきである。", "promise"),
    "what is done so far": ("水産庁では、港の改修を図っているところである。", "report"),
    "what was resolved": ("県は、堤防を直すこととした。", "report"),
    "what was held": ("漁の安全に関する講習会が開催された。", "report"),
    "done by a body": ("灯台の管理が海上保安庁により開始された。", "report"),
    "an example": ("例えば、ある島では若者が海藻を育てている。", ""),
    "a definition": ("小型船とは、二十トン未満の船をいう。", ""),
    "a number before the act": ("燃料の費用を３％削減。", "promise"),
    "a time before the act": ("海図を来年10月に公開。", "promise"),
    "a noun that another governs": ("漁港の整備。", ""),
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
    "a label": ("・港を直す。（所管課：港湾なんでも相談係）", {"港湾なんでも相談係": ""}),
    "a label and a role in the same brackets": ("・港を直す。（所管課：港湾課／協力：島野市）", {"港湾課": "", "島野市": "cooperatingBody"}),
    "a label on a line of its own": ("・港を直す。\n（担当：国土交通省、環境省）", {"mlit": "", "env": ""}),
    "roles by word": ("・港を直す。【主：国土交通省、副：環境省】", {"mlit": "leadBody", "env": "cooperatingBody"}),
    "a role in brackets behind another": ("・港を直す。【国土交通省（協力：環境省）】", {"mlit": "", "env": "cooperatingBody"}),
    "abbreviations": ("・港を直す。（◎国交、農水、環境）", {"mlit": "leadBody", "maff": "", "env": ""}),
    "an abbreviation that says nothing alone": ("・港を直す。（環境）", {}),
    "part of a ministry": ("・港を直す。［国土交通省物流・自動車局］", {"国土交通省物流・自動車局": ""}),
    "a prefecture and a city": ("・港を直す。［長野県、塩尻市］", {"長野県": "", "塩尻市": ""}),
    "a body beside a mark": ("・港を直す。［◎知事公室、○県立大学］", {"知事公室": "leadBody", "県立大学": "cooperatingBody"}),
    "one who works with the subject": ("・環境省は、国土交通省と連携し、港を直す。", {"env": "", "mlit": "cooperatingBody"}),
    "by whom": ("・古い海図が海上保安庁により改められた。", {"jcg": ""}),
    "what a body has": ("・環境省が有する船を県に貸す。", {}),
    "the subject of a later sentence": ("・港は浅い。環境省は、港を直す。", {"env": ""}),
    "a subject beside a tag": ("・港を直すため、環境省が調べる。【国土交通省】", {"mlit": "", "env": ""}),
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


def test_brackets_that_hold_bodies_all_over_a_text_hold_one_of_one_kanji(
    annotator: Annotator,
) -> None:
    made = _read(annotator, "・港を整備《国・農》\n・網を改良《農・環》\n・苗を配布《農》\n")
    words = [made.document.words(*item.segments) for item in made.document.occurrences]
    assert words == ["港を整備", "網を改良", "苗を配布"]
    bodies = [m.meanings[0].rpartition("/")[2] for m in made.mentions if m.kind == "responsibility"]
    assert bodies == ["mlit", "maff", "maff", "env", "maff"]


def test_what_is_cut_short_to_its_noun_was_done_where_the_document_reports(
    annotator: Annotator,
) -> None:
    lines = "１　港\n灯台の光を増強し、海図を５月に公開。\n２　漁\n網の費用を２割削減。\n"
    kinds = [item.kind for item in _read(annotator, lines).document.occurrences]
    assert kinds == ["measure", "measure"]
    made = _read(annotator, f"灯台研究所　業務実績報告書\n\n{lines}")
    assert [item.kind for item in made.document.occurrences] == ["reported", "reported"]


def test_the_commitment_of_an_item_is_that_of_its_first_sentence_that_commits(
    annotator: Annotator,
) -> None:
    made = _read(annotator, "・港の整備が不可欠である。このため、灯台を建設する。網も支援する。\n")
    found = [
        (m.makes_link, m.meanings[0].rpartition("/")[2])
        for m in made.mentions
        if m.kind == "commitment"
    ]
    assert found == [(True, "build"), (False, "support")]


def test_the_name_in_the_first_cell_of_a_row_commits_to_nothing(annotator: Annotator) -> None:
    made = _read(annotator, "事業名\t概要\t担当課\n漁網の高度化\t網を編む人を支援する。\t漁業課\n")
    found = [m.meanings[0].rpartition("/")[2] for m in made.mentions if m.kind == "commitment"]
    assert found == ["support"]


def test_strokes_part_the_cells_of_a_table(annotator: Annotator) -> None:
    made = _read(
        annotator,
        "| 施策名 | 担当府省 | 概要 |\n|---|---|---|\n| 灯台事業 | 国交省 | 灯台を建てる。 |\n",
    )
    (item,) = made.document.occurrences
    assert made.document.words(*item.segments) == "灯台事業灯台を建てる。"
    assert [
        m.meanings[0].rpartition("/")[2] for m in made.mentions if m.kind == "responsibility"
    ] == ["mlit"]
