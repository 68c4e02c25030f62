"""Words without which a pattern matches nothing, and cues that are tried only where theirs stand."""

from __future__ import annotations

import re

import pytest

from policygraph.annotation import read_lexicon
from policygraph.annotation.cue_words import CueWords
from policygraph.annotation.required_words import every_match, longest_match, required_words
from policygraph.core.resources import find_vocabulary, resource

# A pattern, and texts that it matches.
PATTERNS = [
    ("(?:が|は)不要", ["が不要", "は不要"]),
    ("(?:等|など)?(?:のみ)?に頼ら(?:ず|ない)", ["に頼らず", "等のみに頼らない"]),
    ("[^、。]{0,20}について、?", ["について", "税について、"]),
    ("(?:旧|元)[「『]?", ["旧", "元「"]),
    ("[0-3]年度", ["0年度", "3年度"]),
    ("から、?[^、。]{1,20}へ(?:移行|転換)", ["から県へ移行", "から、国へ転換"]),
    ("県から(?!は)", ["県から"]),
    ("(?:支援)+する", ["支援支援する"]),
    ("(?:[^。]支|支援)する", ["再支する", "支援する"]),
]


@pytest.mark.parametrize(("pattern", "texts"), PATTERNS, ids=[p for p, _ in PATTERNS])
def test_every_match_of_a_pattern_holds_one_of_its_words(pattern: str, texts: list[str]) -> None:
    words = required_words(pattern)
    assert words
    for text in texts:
        assert re.fullmatch(pattern, text)
        assert any(word in text for word in words)


@pytest.mark.parametrize("pattern", ["[^。]{0,5}", "(?:支援)?", "(?:支援|[^。])", "支*", "(?i)ai"])
def test_a_pattern_that_can_match_anything_has_no_words(pattern: str) -> None:
    assert required_words(pattern) is None


def test_the_texts_that_a_pattern_matches_are_all_told_where_they_are_few() -> None:
    assert every_match("学校の?統(?:合|廃合)(?!後)") == {
        "学校統合", "学校統廃合", "学校の統合", "学校の統廃合",
    }  # fmt: skip
    assert every_match("[^。]県") is None


def test_the_longest_match_counts_what_is_repeated() -> None:
    assert longest_match("(?:例えば|例として)、?[^、。]{0,20}\\Z") == 25


def test_cues_tried_only_where_their_words_stand_are_those_found_when_each_is_tried() -> None:
    lexicon = read_lexicon(find_vocabulary().files)
    words = CueWords(lexicon.cues)
    found = 0
    for file in sorted(resource("data", "gold", "benchmark", "texts").glob("*.txt"))[::4]:
        for line in file.read_text(encoding="utf-8").splitlines():
            standing = words.found_in(line).within(0, len(line))
            for begin in range(0, len(line) - 2, 3):
                for end in (begin + 2, min(begin + 5, len(line))):
                    cues = words.beside(line, begin, end, 0, len(line), standing)
                    assert cues == tuple(
                        cue.iri
                        for cue in lexicon.cues
                        if (cue.before and cue.before.search(line, 0, begin))
                        or (cue.after and cue.after.match(line, end))
                    )
                    found += len(cues)
    assert found > 50  # else nothing was compared
