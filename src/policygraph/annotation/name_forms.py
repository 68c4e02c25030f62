"""What names look like that no vocabulary knows: the name forms of ``ontology/vocabulary/name-forms.ttl``."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import ahocorasick_rs

from policygraph.annotation.beside import beside
from policygraph.core.fold import fold_text
from policygraph.core.index import Index
from policygraph.core.namespaces import IRI, POL

# What an edition adds behind a name's ending: 2020, 改訂2015, Ver.2.
_TAIL: Final = re.compile(
    r"(?: ?20[0-9]{2}(?:改訂版?)?| ?改訂(?:20[0-9]{2})?|\((?!仮称)[^()]{1,8}\)| ?[Vv]er\. ?[0-9.]+)?\Z"
)
_NUMBERED: Final = re.compile(r"第[0-9一二三四五六七八九十]+[期次]")
# 令和６年度主要事業: the year makes no name.
_YEAR: Final = re.compile(r"\A(?:[一-龥]{2})?(?:[0-9]+|元)年度?の?")
_COUNTED: Final = re.compile(r" ?[A-Z0-9①-⑳](?![0-9A-Za-z])[ :].")
# What stands before the label of a line in a sheet, and behind it where no body does.
_LINE_BEGIN: Final = re.compile(r"\s*[・○●◇◆■□-]?[ (\[〔【<]*")
_LABELLED: Final = re.compile(
    r"[)\]〕】>]?\s*(?:[:|/\t]|(?<=[)\]〕】>])|約?[0-9]|平成|令和|昭和|総額)"
)
_PARTICLES: Final = ("に", "の")


class Ending(NamedTuple):
    """Where the ending of a name stands in a text.

    Attributes:
        least: the fewest characters before it that make a name of it in running text; ``None`` where
            it makes none there unless something shows that it is one.
    """

    begin: int
    end: int
    form: NameForm
    least: int | None


@dataclass(frozen=True)
class NameForm:
    """A form of names.

    Attributes:
        iri: a `pol:NameForm`.
        names: the class of what such names name.
        quoted, running, long: what they end in, in quotation marks, in running text, and in running text
            where they are long.
        not_endings: what ends like them and is no name.
        beginnings: words that make what follows them a name (独立行政法人).
        generic: modifiers that make a kind and no name.
        apposed: nouns that stand before a quoted name and say what it is.
        columns: headings of columns whose cells hold such names.
        labels: what stands first in the line behind a heading that is such a name (所管：…).
        done: what stands behind a name and says that it is one: 「…」を開催.
        words: hiragana that can stand in such a name in running text (みらい, ものづくり).
    """

    iri: IRI
    names: IRI
    quoted: frozenset[str]
    running: frozenset[str]
    long: frozenset[str]
    not_endings: tuple[str, ...]
    beginnings: tuple[str, ...]
    generic: frozenset[str]
    apposed: tuple[str, ...]
    columns: frozenset[str]
    labels: tuple[str, ...]
    done: re.Pattern[str] | None
    words: re.Pattern[str] | None

    @cached_property
    def endings(self) -> frozenset[str]:
        """All that such names end in."""
        return self.quoted | self.running | self.long

    @cached_property
    def _most_generic(self) -> int:
        return max(map(len, self.generic), default=0)

    @cached_property
    def with_beginning(self) -> re.Pattern[str]:
        """A legal form and a name behind it, in which hiragana may stand (国立大学法人みなと大学)."""
        beginnings = "|".join(map(re.escape, self.beginnings))
        return re.compile(
            rf"(?:{beginnings})(?:(?!する|した|など|及び)[一-龥々ァ-ヺーA-Za-z0-9・ぁ-ん](?<![をがはにでへとの]))+\Z"
        )

    def beginning_end(self, name: str) -> int:
        """Where the word ends that a name begins with and that makes a name of it; else its own end."""
        word = next((word for word in self.beginnings if name.startswith(word)), name)
        return len(word)

    def is_generic(self, modifier: str) -> bool:
        """A modifier consists of generic words alone, and of few: a long one names one thing.

        Args:
            modifier: what stands before an ending.
        """
        # How many generic words the rest consists of at least, from each place on, from the end backwards.
        words = {len(modifier): 0}
        for begin in range(len(modifier) - 1, -1, -1):
            if modifier[begin] in "・-" and begin + 1 in words:
                words[begin] = words[begin + 1]
                continue
            found = [
                words[end]
                for end in range(begin + 1, min(len(modifier), begin + self._most_generic) + 1)
                if end in words and modifier[begin:end] in self.generic
            ]
            if found:
                words[begin] = 1 + min(found)
        return words.get(0, _MOST_GENERIC + 1) <= _MOST_GENERIC

    def is_kind(self, name: str) -> bool:
        """A name that ends in one of the endings consists of generic words before it."""
        name = _YEAR.sub("", name)
        endings = sorted(self.endings, key=len, reverse=True)
        ending = next((ending for ending in endings if name.endswith(ending)), "")
        return self.is_generic(name.removesuffix(ending))


class NameForms:
    """All name forms, ready to be looked for.

    Args:
        forms: in the order of their IRIs.
    """

    def __init__(self, forms: tuple[NameForm, ...]) -> None:
        self.forms = forms
        endings: dict[str, tuple[NameForm, int | None]] = {}
        for form in forms:
            for ending in sorted(form.endings):
                least = LEAST if ending in form.running else None
                if least is None and ending in form.long:
                    least = _LEAST_LONG
                if ending not in endings or (least or 99) < (endings[ending][1] or 99):
                    endings[ending] = form, least
        self._endings = list(endings)
        self._told = [endings[ending] for ending in self._endings]
        self._automaton = ahocorasick_rs.AhoCorasick(self._endings)
        self._lengths = sorted({len(ending) for ending in endings}, reverse=True)
        self._form_of = {ending: form for ending, (form, _) in endings.items()}
        self.beginnings = tuple(word for form in forms for word in form.beginnings)
        self.legal_forms = tuple(
            word for form in forms if form.names == POL.PublicBody for word in form.beginnings
        )
        self._apposed = [(noun, form) for form in forms for noun in form.apposed]

    def __reduce__(self) -> tuple[type[NameForms], tuple[object, ...]]:
        return NameForms, (self.forms,)

    def of_name(self, name: str) -> NameForm | None:
        """The form of a quoted name or a heading; ``None`` where it is no name.

        Args:
            name: its words after folding.
        """
        tail = _TAIL.search(name)
        bare = name[: tail.start()] if tail else name
        for length in self._lengths:
            ending = bare[-length:]
            form = self._form_of.get(ending)
            if form is not None:
                modifier = bare.removesuffix(ending)
                if len(modifier) < LEAST or bare.endswith(form.not_endings):
                    return None
                return None if modifier in form.generic else form
        return None

    def apposed_to(self, before: str) -> NameForm | None:
        """The form that the noun right before a quoted name gives it (データ基盤「…」)."""
        return next((form for noun, form in self._apposed if before.endswith(noun)), None)

    @property
    def of_programmes(self) -> NameForm | None:
        """The form of programmes, of which a name in Latin letters mostly is."""
        return next((form for form in self.forms if form.names == POL.Programme), None)

    def of_numbered(self, heading: str) -> NameForm | None:
        """The form of a heading that counts names of its kind: プロジェクトＡ …"""
        return next(
            (
                form
                for form in self.forms
                if form.quoted
                and form.beginnings
                and _COUNTED.match(heading, form.beginning_end(heading))
            ),
            None,
        )

    def of_act(self, folded: str, begin: int, end: int) -> NameForm | None:
        """The form that what is done gives a quoted name that ends before ``begin`` (「…」を開催)."""
        return next((f for f in self.forms if f.done and f.done.match(folded, begin, end)), None)

    def of_sheet(self, folded: str, begin: int, bodies: Container[str]) -> NameForm | None:
        """The form that the line behind a heading gives it: 所管：…, 予算額 12億円, 担当 環境省

        Args:
            folded: the text after folding.
            begin: where the heading ends.
            bodies: the names of bodies.
        """
        line = _LINE_BEGIN.match(folded, begin)
        at = line.end() if line else begin
        for form in self.forms:
            label = next((label for label in form.labels if folded.startswith(label, at)), None)
            if label is not None:
                behind = at + len(label)
                names = (folded[behind : behind + length].strip() for length in range(2, 12))
                if _LABELLED.match(folded, behind) or any(name in bodies for name in names):
                    return form
        return None

    def of_column(self, heading: str) -> NameForm | None:
        """The form of the names in a column; ``None`` where its heading says nothing of names."""
        return next((form for form in self.forms if heading in form.columns), None)

    def endings(self, folded: str) -> Iterator[Ending]:
        """The endings in a text, of those that end at one place the longest, by their ends."""
        last: Ending | None = None
        for index, begin, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            form, least = self._told[index]
            if last is not None and last.end == end:
                if begin < last.begin:
                    # 研究センター is of running text; センター alone is not: either way it is that.
                    last = Ending(begin, end, form, least)
                continue
            if last is not None:
                yield last
            last = Ending(begin, end, form, least)
        if last is not None:
            yield last

    def beginning_places(self, folded: str, begun: Container[IRI]) -> list[int]:
        """Where the words stand in a text that names of some forms begin with, in order."""
        words = [word for form in self.forms if form.iri in begun for word in form.beginnings]
        return sorted(m.start() for word in words for m in re.finditer(re.escape(word), folded))

    def is_phrase(self, ending: str) -> bool:
        """Before this ending a name is a phrase with particles: に関する法律."""
        return ending.startswith(_PARTICLES)


def read_name_forms(described: Index) -> NameForms:
    """The name forms of a vocabulary.

    Args:
        described: its triples.
    """

    def words(subject: IRI, predicate: IRI) -> tuple[str, ...]:
        found = {fold_text(literal.value) for literal in described.literals(subject, predicate)}
        return tuple(sorted(found, key=lambda word: (-len(word), word)))

    forms = []
    for subject in sorted(described.subjects()):
        classes = sorted(described.iris(subject, POL.formOf))
        if classes:
            forms.append(
                NameForm(
                    subject,
                    classes[0],
                    frozenset(words(subject, POL.quotedEnding)),
                    frozenset(words(subject, POL.runningEnding)),
                    frozenset(words(subject, POL.longEnding)),
                    words(subject, POL.notEnding),
                    words(subject, POL.nameBeginning),
                    frozenset(words(subject, POL.genericWord)),
                    words(subject, POL.apposedNoun),
                    frozenset(words(subject, POL.columnHeading)),
                    words(subject, POL.sheetLabel),
                    beside(described, subject, POL.actBehind, behind=True),
                    beside(described, subject, POL.nameWord, behind=False),
                )
            )
    return NameForms(tuple(forms))


def numbered(modifier: str) -> str | None:
    """What a modifier holds beside 第５期; ``None`` where it has no such number."""
    match = _NUMBERED.search(modifier)
    return None if match is None else modifier[: match.start()] + modifier[match.end() :]


_MOST_GENERIC: Final = 3  # generic words of a kind
_LEAST_LONG: Final = 5  # characters before an ending that makes names of long compounds alone
LEAST: Final = 2
"""The fewest characters that stand before an ending."""
STEPS: Final[Mapping[IRI, str]] = {
    POL.ReferencedWork: "work",
    POL.PublicBody: "org",
    POL.Programme: "programme",
}
"""The first step of the IRI of what a text names, by its class."""
