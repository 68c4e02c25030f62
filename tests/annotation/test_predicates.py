from __future__ import annotations

import pytest

from policygraph.annotation.predicates import Predicates
from policygraph.core.namespaces import IRI

_LABELS = {
    "検討する": "consider", "検討を行う": "consider", "行う": "implement", "図る": "aim",
    "推進する": "promote", "進める": "promote", "確保する": "ensure", "取り組む": "work-on",
    "促す": "encourage", "充実させる": "strengthen", "実現する": "achieve", "整える": "build", "必要がある": "need",
}  # fmt: skip


@pytest.fixture(scope="module")
def predicates() -> Predicates:
    return Predicates({label: IRI(concept) for label, concept in _LABELS.items()})


@pytest.mark.parametrize(
    ("sentence", "words", "concept"),
    [
        ("強化を図る。", "図る", "aim"),
        ("検討を行う。", "検討を行う", "consider"),
        ("整備を行う。", "行う", "implement"),
        ("取組を推進する(SIP「自動走行」)。", "推進する", "promote"),
        ("研究を進めていく。", "進めていく", "promote"),
        ("研究が進められる。", "進められる", "promote"),
        ("教育に取り組んでいく。", "取り組んでいく", "work-on"),
        ("配分が確保されるようにする。", "確保されるようにする", "ensure"),
        ("研究を推進することとする。", "推進することとする", "promote"),
        ("審判を充実させる。", "充実させる", "strengthen"),
        ("連携を促していく", "促していく", "encourage"),
        ("2020年までに実現", "実現", "achieve"),
        ("検討を行う必要がある。", "検討を行う必要がある", "consider"),
        ("体制を整えるべきである。", "整えるべきである", "build"),
        ("更なる必要がある。", "必要がある", "need"),
        ("窓口を整えるものとする。", "整えるものとする", "build"),
        ("制度を実現させた。", "実現させた", "achieve"),
        ("計画を推進してまいります。", "推進してまいります", "promote"),
        ("店の開業を促してもらう。", "促してもらう", "encourage"),
    ],
)
def test_the_longest_label_that_ends_the_sentence_wins(
    predicates: Predicates, sentence: str, words: str, concept: str
) -> None:
    found = predicates.find(sentence)
    assert found is not None
    assert (sentence[found.begin : found.end], found.concept) == (words, concept)
    assert not found.is_denied


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("新たな費用は確保しない。", "確保しない"), ("調査は行わない。", "行わない"),
        ("道路は整えません。", "整えません"), ("事業は行わないこととする。", "行わないこととする"),
    ],
    ids=["noun", "verb", "polite", "wrapped"],
)  # fmt: skip
def test_what_a_sentence_says_is_not_done_is_denied(
    predicates: Predicates, sentence: str, words: str
) -> None:
    found = predicates.find(sentence)
    assert found is not None
    assert (sentence[found.begin : found.end], found.is_denied) == (words, True)


@pytest.mark.parametrize("sentence", ["", "。", "図る計画である。", "(図る)。"])
def test_a_sentence_that_ends_otherwise_has_no_predicate(
    predicates: Predicates, sentence: str
) -> None:
    assert predicates.find(sentence) is None
