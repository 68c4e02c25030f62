"""The words of an item, by what they tell: things it acts on, what it is for, and the frame around them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from policygraph.core.fold import comparable
from policygraph.core.resources import resource
from policygraph.lineage.senses import forms_in

_KANJI = r"[\u4e00-\u9fff々〆ヶ]"
_RUN = re.compile(
    rf"(?P<kanji>{_KANJI}+)|(?P<kana>[\u30a1-\u30fa\u30fc]+)|(?P<latin>[A-Za-z][A-Za-z0-9.+-]*)"
)
_MASK = "_"  # what is left out of `Statement.content`
_IS_ACT = re.compile("[しすさせ](?!い)|す?る")
_VERB = re.compile(r"[\u4e00-\u9fff].*[うくぐすつぬぶむる]")
_OBJECT_BEHIND = re.compile(r"[^、。，．_]{0,24}を")


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of ``data/lineage/words.toml``.

    Attributes:
        frame: matches a frame word.
        same: matches a word of a group; ``groups`` has the group's name by the word.
        purpose: matches where a purpose ends.
        quoted: matches a quoted name.
        plain: matches what may be a noun in hiragana (うなぎ); ``particles`` are none.
    """

    frame: re.Pattern[str]
    same: re.Pattern[str]
    groups: Mapping[str, str]
    purpose: re.Pattern[str]
    quoted: re.Pattern[str]
    plain: re.Pattern[str]
    particles: frozenset[str]


@cache
def read_words() -> Words:
    """The shipped lists."""
    table = tomllib.loads(resource("data", "lineage", "words.toml").read_text(encoding="utf-8"))
    groups: dict[str, str] = {}
    for line in table["same"].splitlines():
        names = [comparable(name) for name in line.split()]
        for name in names:
            groups.setdefault(_form(name), groups.get(_form(names[0]), names[0]))
    return Words(
        frame=_any(comparable(word) for word in table["frame"].split()),
        same=_any(groups),
        groups=groups,
        purpose=re.compile(table["purpose"]),
        quoted=re.compile(table["quotes"]),
        plain=re.compile(table["plain"]),
        particles=frozenset(table["particles"].split()),
    )


def _any(words: Iterable[str]) -> re.Pattern[str]:
    """Matches one of some words, the longest first, as they stand in a text."""
    forms = {_form(word): None for word in words}
    return re.compile("|".join(map(_alone, sorted(forms, key=lambda form: (-len(form), form)))))


def _alone(form: str) -> str:
    """A pattern for a form; one kanji counts only where it is no part of a compound."""
    return re.escape(form) if len(form) > 1 else f"(?<!{_KANJI}){re.escape(form)}(?!{_KANJI})"


def _form(word: str) -> str:
    """What all forms of a word begin with: of a verb (支える) what stands before its ending."""
    is_verb = _VERB.fullmatch(word) is not None
    return word[:-1] if is_verb else word


@dataclass(frozen=True, slots=True)
class Term:
    """Something that a text says: a word of a group, two characters, a run of kana or letters.

    Attributes:
        key: what is compared.
        begin, end: where it stands in the content.
        weight: how much its kind tells, 1 for what is acted on.
    """

    key: str
    begin: int
    end: int
    weight: float


_OF_FRAME = 0.15
_OF_OBJECT = 1.0
_OF_PURPOSE = 0.8
_OF_REST = 0.7
_OF_PREDICATE = 0.4  # of what a verb is made of: how something is done more than to what


@lru_cache(maxsize=1 << 14)
def terms_of(content: str) -> tuple[Term, ...]:
    """The terms of a content, in order."""
    words = read_words()
    objects = [match.span() for match in _OBJECT_BEHIND.finditer(content)]
    ends = [match.start() for match in words.purpose.finditer(content)]
    purpose_end = max(ends, default=0)

    def weight(begin: int, end: int) -> float:
        if begin < purpose_end:
            return _OF_PURPOSE
        return _OF_OBJECT if any(b <= begin < e for b, e in objects) else _OF_REST

    found: list[Term] = []
    covered = [False] * len(content)

    def cover(match: re.Match[str]) -> bool:
        begin, end = match.span()
        if any(covered[begin:end]):
            return False
        covered[begin:end] = [True] * (end - begin)
        return True

    compounds = {at: (b, e) for _, b, e in forms_in(content) for at in range(b, e)}
    for match in words.same.finditer(content):
        begin, end = compounds.get(match.start(), (0, 0))
        if begin <= match.start() and match.end() <= end and end - begin > len(match.group()):
            continue  # part of a word of its own: 電池 in 太陽電池
        if cover(match):
            group = words.groups[match.group()]
            found.append(Term(f"={group}", *match.span(), weight(*match.span())))
    for match in words.frame.finditer(content):
        if cover(match):
            found.append(Term(f"~{match.group()}", *match.span(), _OF_FRAME))
    for match in words.plain.finditer(content):
        if match["word"] not in words.particles and not any(covered[slice(*match.span("word"))]):
            begin, end = match.span("word")
            found.append(Term(match["word"], begin, end, weight(begin, end)))
    for begin, end, kind in _runs(content, covered):
        run = content[begin:end]
        own = weight(begin, end) * (_OF_PREDICATE if _IS_ACT.match(content, end) else 1.0)
        if kind == "latin" or (kind == "kana" and len(run) <= 4):
            found.append(Term(run.lower(), begin, end, own))
        elif len(run) == 1:
            found.append(Term(run, begin, end, own * 0.5))
        else:
            size = 3 if kind == "kana" else 2
            found += [
                Term(run[at : at + size], begin + at, begin + at + size, own)
                for at in range(len(run) - size + 1)
            ]
    return tuple(sorted(found, key=lambda term: (term.begin, term.end, term.key)))


def _runs(content: str, covered: list[bool]) -> Iterator[tuple[int, int, str]]:
    """The runs of kanji, of kana and of letters that nothing covers, with their kind."""
    open_ = "".join(
        _MASK if is_covered else c for c, is_covered in zip(content, covered, strict=True)
    )
    for match in _RUN.finditer(open_):
        yield match.start(), match.end(), match.lastgroup or ""


def names_in(content: str) -> frozenset[str]:
    """The quoted names in a content."""
    found = read_words().quoted.finditer(content)
    return frozenset(match.group("name") or match.group("other") for match in found)


def masked(words: str, spans: Iterable[tuple[int, int]]) -> str:
    """Words with some spans left out."""
    letters = list(words)
    for begin, end in spans:
        letters[begin:end] = [_MASK] * (end - begin)
    return re.sub(f"{_MASK}+", _MASK, "".join(letters))
