"""Patterns that are tried only where their first or last characters allow it find what plain searching finds."""

from __future__ import annotations

import re
from itertools import product

import pytest

from policygraph.annotation.pattern_ends import AtBegin, AtEnd, at_end, may_begin

ENDS = [
    "(?:こと|もの)とする$",
    "(?:て|で)(?:いく|います)$|た$",
    "(?<=[くる])べき(?:である)?$",
    "[^。]{0,3}が(?:終了|完了)し(?:た|ました)$",
    r"(?:。|\([^()]*\)|[」）])+$",
    r"(?:約|最大で?)\Z",
    "[一-龥]$",
    "た",
    "(?:する)*$",
]
BEGINS = [
    "(?![一-龥])|制度",
    "(?:等|など)?(?:の[^、。]{1,4}の?)?(?:支援|育成)",
    "[」』]?は、?",
    "(?:に|へ)(?!よ)",
    "(?=支)支援|[^ぁ-ん]い",
    "[0-9]{1,3}(?:件|社)",
    "(?i)ai",
    "(?:)",
]
_PARTS = ("支援", "する", "こととする", "ていく", "が終了した", "制度", "は、", "る", "べき", "(再)", "。", "\n", "最大", "3社",
          "に", "AI", "")  # fmt: skip
WORDS = ["".join(parts) for parts in product(_PARTS, repeat=2)]


@pytest.mark.parametrize("pattern", ENDS, ids=ENDS)
def test_what_words_end_with_is_found_as_by_searching(pattern: str) -> None:
    plain = re.compile(pattern)
    for words in WORDS:
        for end in {len(words), max(0, len(words) - 1)}:
            found, expected = AtEnd(plain).search(words, end), plain.search(words, 0, end)
            assert (found and found.span()) == (expected and expected.span()), (words, end)


@pytest.mark.parametrize("pattern", BEGINS, ids=BEGINS)
def test_what_follows_is_found_as_by_matching(pattern: str) -> None:
    plain = re.compile(pattern)
    known = AtBegin(plain)
    for words in WORDS:
        for begin, end in ((0, len(words)), (1, len(words)), (0, 1)):
            found, expected = known.match(words, begin, end), plain.match(words, begin, end)
            assert (found and found.span()) == (expected and expected.span()), (words, begin, end)


def test_a_character_rules_a_pattern_out() -> None:
    assert not may_begin(re.compile("(?:を|に)支援"), "支")
    assert not may_begin(re.compile("(?![一-龥])|制度"), "支")
    assert may_begin(re.compile("(?![一-龥])|制度"), "")


def test_a_pattern_is_made_ready_once() -> None:
    assert at_end(re.compile("た$")) is at_end(re.compile("た$"))
