"""How words are cut for the search: the same way in what is indexed and in what is typed.

After the one fold, letter case aside, a text is cut into stretches. One of Latin letters and digits is a
word; one of any other letters becomes pairs of neighbours (中小企業: 中小, 小企, 企業, 業), so that a term is
found wherever it stands, whatever its length, without a dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from policygraph.core.fold import fold, fold_text

_STRETCH: Final = re.compile(r"[0-9a-z\u00c0-\u024f]+|[^\W0-9a-z_\u00c0-\u024f]+")
_TERM: Final = re.compile(r"[\"“”「]([^\"“”「」]*)[\"“”」]|([^\s\u3000\"“”「」]+)")
_MOST_TERMS: Final = 8
_BEGINNING: Final = 3  # letters from which on a Latin word may be the beginning of one
# Words of English that say nothing where others stand beside them.
_EMPTY: Final = frozenset(
    ("a", "an", "and", "by", "for", "in", "of", "on", "or", "the", "to", "with")
)
_LONGEST_TERM: Final = 80  # characters


def lowered(text: str) -> str:
    """A folded text without regard to letter case, every character where it was."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(one if len(one) == 1 else sign for sign in text for one in [sign.lower()])


def stretches(text: str) -> list[str]:
    """The stretches of letters and digits of a text, folded."""
    return _STRETCH.findall(lowered(fold_text(text)))


def is_latin(text: str) -> bool:
    """Whether all stretches of a text are of Latin letters and digits."""
    return all(map(_is_latin, stretches(text)))


def _is_latin(stretch: str) -> bool:
    return stretch[0] < "\u0250"


def index_words(text: str) -> str:
    """What a text is found by, with a space between."""
    return " ".join(word for stretch in stretches(text) for word in _cut(stretch))


def _cut(stretch: str) -> Iterator[str]:
    if _is_latin(stretch):
        yield stretch
        return
    for at in range(len(stretch)):
        yield stretch[at : at + 2]


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """A term as it was typed.

    Attributes:
        typed: as printed.
        stretches: what is looked for, one behind the other.
    """

    typed: str
    stretches: tuple[str, ...]

    @property
    def is_latin(self) -> bool:
        """Whether it is one in Latin letters, so that names are found by their first letters."""
        return all(map(_is_latin, self.stretches))

    @property
    def match(self) -> str:
        """The term in the query language of SQLite's FTS5. Words that are being typed may go on."""
        words: list[str] = []
        for stretch in self.stretches[:-1]:
            words += _cut(stretch)
        last = self.stretches[-1]
        if _is_latin(last) or len(last) == 1:
            goes_on = not _is_latin(last) or len(last) >= _BEGINNING
            return f'"{" ".join([*words, last])}"{" *" if goes_on else ""}'
        words += (last[at : at + 2] for at in range(len(last) - 1))
        return f'"{" ".join(words)}"'

    @property
    def pattern(self) -> str:
        """A regular expression for the term in a folded text without letter case."""
        between = r"[\W_]*"
        parts = []
        for stretch in self.stretches:
            is_whole = _is_latin(stretch) and len(stretch) < _BEGINNING
            before = r"(?<![0-9a-z])" if _is_latin(stretch) else ""
            parts.append(before + re.escape(stretch) + (r"(?![0-9a-z])" if is_whole else ""))
        return between.join(parts)


def read_terms(typed: str) -> list[SearchTerm]:
    """The terms of what was typed: between spaces, or together in quotation marks or 「」."""
    terms = []
    for quoted, plain in _TERM.findall(typed):
        words = (quoted or plain)[:_LONGEST_TERM]
        cut = tuple(stretches(words))
        if cut:
            terms.append(SearchTerm(words, cut))
    telling = [term for term in terms if term.stretches[0] not in _EMPTY or len(term.stretches) > 1]
    found = list({term.stretches: term for term in telling or terms}.values())
    return found[:_MOST_TERMS]


def groups(terms: list[SearchTerm]) -> list[list[SearchTerm]]:
    """Terms in Latin letters that stand together, which may be one name; each other term alone."""
    found: list[list[SearchTerm]] = []
    for term in terms:
        if term.is_latin and found and found[-1][-1].is_latin:
            found[-1].append(term)
        else:
            found.append([term])
    return found


def find_terms(text: str, terms: list[SearchTerm]) -> list[tuple[int, int]]:
    """Where terms stand in a printed text: half-open spans of code points, sorted, without overlap."""
    if not terms:
        return []
    folded = fold(text)
    wanted = re.compile("|".join(f"(?:{term.pattern})" for term in terms))
    return [folded.span(*found.span()) for found in wanted.finditer(lowered(folded.text))]
