"""Where a name in running text begins, whose end is known."""

from __future__ import annotations

import re
from typing import Final

# The characters of a name in running text.
WORD: Final = re.compile(r"[一-龥々〆ヵヶァ-ヺーA-Za-z0-9]")
_RUN: Final = re.compile(
    r"(?:[一-龥々〆ヵヶァ-ヺーA-Za-z0-9]|(?<=.)[・-](?=.)|(?<=[A-Za-z0-9]) (?=[A-Z0-9]))++\Z"
)
_PHRASE: Final = re.compile(
    r"[^、。「」『』()\[\]〔〕【】:;・\n\t][^、。「」『』()\[\]〔〕【】:;\n\t]*\Z"
)
# Where a phrase begins anew: the topic and what is before it are no part of a law's name.
_TOPIC: Final = re.compile(
    r".*(?:は|また|なお|さらに|おいて|基づき|基づく|として|による|定める|及び(?=.{12}))"
)
# A prefecture before a body of its own: 県水産試験場.
_OWNER: Final = re.compile(
    r"(?:本|同|当)?[県道都府](?!産(?!業)|[立内庁民外北南東西央境域道路心市県])"
)
# Words and numbers before a name that are no part of it.
_BEFORE: Final = re.compile(
    r"(?:(?:令和|平成|昭和)(?:[0-9]+|元)年度?の?|[0-9]+(?:年度?|月|日|件|か所|拠点|機関|名)(?:から|に)?|[0-9,.百千万億兆]+円|改正|旧|現行|次期|当該|今後|現在|主に|特に|全国|国内外|[0-9]+(?![A-Za-z0-9])|[・-])+"
)


def run_begin(folded: str, first: int, end: int, words: re.Pattern[str] | None) -> int:
    """Where the run of kanji, katakana, Latin letters and some words in hiragana begins that ends there."""
    begin = end
    while begin > first:
        # Most endings are nouns by themselves: の計画.
        if WORD.match(folded, begin - 1):
            match = _RUN.search(folded, first, begin)
        else:
            is_kana = words is not None and "ぁ" <= folded[begin - 1] <= "ん"
            match = words.search(folded, first, begin) if words and is_kana else None
        if match is None:
            break
        begin = match.start()
    before = _BEFORE.match(folded, begin, end)
    begin = before.end() if before else begin
    owner = _OWNER.match(folded, begin, end)
    return owner.end() if owner else begin


def phrase_begin(folded: str, first: int, end: int) -> int:
    """Where the phrase begins that ends there."""
    match = _PHRASE.search(folded, first, end)
    if match is None:
        return end
    begin = match.start()
    topic = _TOPIC.match(folded, begin, max(begin, end - 4))
    begin = topic.end() if topic else begin
    before = _BEFORE.match(folded, begin, end)
    begin = before.end() if before else begin
    owner = _OWNER.match(folded, begin, end)
    return owner.end() if owner else begin
