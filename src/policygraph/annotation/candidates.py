"""Words that the vocabulary may lack, as a steward would add them.

Names that their form gives away and no vocabulary knows; quotations; compounds whose head is that of known
labels (港湾研究拠点 beside 研究拠点); compounds that stand where concepts of a scheme stand in the texts
themselves; and, behind all of these, whatever else is frequent. Adjectives, adverbs and words of every plan
are passed over (``data/candidates.toml``).
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from typing import Final, Literal, NamedTuple

from policygraph.annotation.annotator import Annotations
from policygraph.annotation.lexicon import Lexicon
from policygraph.annotation.mentions import DiscoveredThing, Mention
from policygraph.core.fold import Folded, fold, fold_text
from policygraph.core.namespaces import IRI, iri_step
from policygraph.core.resources import resource

CandidateKind = Literal["name", "kin", "context", "quoted", "other"]
KINDS: Final[tuple[CandidateKind, ...]] = ("name", "kin", "context", "quoted", "other")

_QUOTED: Final = re.compile(r"[「『]([^「」『』、。]{2,40})[」』]")
# A run of kanji, katakana and Latin letters.
_COMPOUND: Final = re.compile(r"[一-龥々〆ァ-ヶーA-Za-z0-9]+(?:・[ァ-ヶー]+)*")
_KANJI: Final = re.compile("[一-龥々]+")
_CONTEXT: Final = 12  # characters on either side that are shown
_SHOWN: Final = 3  # places of a candidate
_HEAD: Final = 2  # characters of a head, at least
_SHARED: Final = 3  # known labels that a head must be that of, where it is no label itself
_BEHIND: Final = 2  # characters behind a word by which it is compared with known ones
_LIKELY: Final = 0.5  # share of known concepts of a scheme among the words in the same contexts
_ENOUGH: Final = 8  # words seen in a context, at least
_MOSTLY: Final = 0.5


class CandidatePlace(NamedTuple):
    """A place where a candidate stands, as messages have it, and its words with their surroundings."""

    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may be a term.

    Attributes:
        kind: why; see the module.
        count: how often it stands in the texts.
        places: where, at most three.
        near: the known concept whose head it has.
        home: the scheme that it may belong to, or the class of the thing that it may name.
        iri: what it would be called in the vocabulary; ``None`` where it is a label of ``near`` or where
            it belongs nobody can say.
    """

    words: str
    kind: CandidateKind
    count: int
    places: tuple[CandidatePlace, ...]
    near: IRI | None = None
    home: IRI | None = None
    iri: IRI | None = None


class _Patterns(NamedTuple):
    passed_over: re.Pattern[str]
    adjective: re.Pattern[str]
    verb: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    path = resource("data", "candidates.toml")
    said: Mapping[str, Sequence[str]] = tomllib.loads(path.read_text(encoding="utf-8"))

    def either(key: str) -> str:
        return "|".join(map(re.escape, said[key]))

    return _Patterns(
        re.compile(
            f"(?:{either('beginnings')}).*|.*(?:{either('endings')})|(?:{either('words')})|[0-9A-Za-z]?[0-9]+.{{0,2}}"
        ),
        re.compile(f"(?!{either('noun')})(?:{either('adjective')})"),
        re.compile(either("verb")),
    )


class _Found(NamedTuple):
    """Words in a text, in its printed offsets, with what stands behind them."""

    text: int
    begin: int
    end: int
    behind: str


def find_candidates(
    readings: Sequence[Annotations],
    lexicon: Lexicon,
    *,
    least: int = 2,
    shortest: int = 3,
) -> list[Candidate]:
    """List what a steward would add, the most used first; what nothing speaks for stands at the end.

    Args:
        readings: of some texts, which are counted together.
        lexicon: that they were read with.
        least: how often a compound must stand in them; names and quotations are always listed.
        shortest: the least number of characters of a compound.
    """
    search = _Search(readings, lexicon)
    found = [
        *search.names(),
        *search.quoted(),
        *search.compounds(least, shortest),
    ]
    return sorted(found, key=lambda c: (c.kind == "other", -c.count, KINDS.index(c.kind), c.words))


class _Search:
    """What is counted over some texts."""

    def __init__(self, readings: Sequence[Annotations], lexicon: Lexicon) -> None:
        self.readings, self.lexicon = readings, lexicon
        self.folded = [fold(reading.document.source.text) for reading in readings]
        self.mentions = [
            sorted((m for m in reading.mentions if m.kind == "name"), key=lambda m: m.begin)
            for reading in readings
        ]
        self._schemes = {entry.iri: entry.scheme for entry in lexicon.entries if not entry.proper}
        self._heads = _heads(lexicon)

    # ---- Names and quotations ----

    def names(self) -> Iterator[Candidate]:
        """Things that texts name and no vocabulary knows."""
        places: dict[DiscoveredThing, list[_Found]] = defaultdict(list)
        for number, reading in enumerate(self.readings):
            for mention in reading.mentions:
                if mention.thing is not None:
                    found = _Found(number, mention.begin, mention.end, "")
                    places[mention.thing].append(found)
        for thing, at in places.items():
            yield self._candidate(thing.label, "name", at, home=thing.rdf_class, iri=thing.iri)

    def quoted(self) -> Iterator[Candidate]:
        """Quotations without a mention."""
        places: dict[str, list[_Found]] = defaultdict(list)
        for number, begin, end, words in self._matches(_QUOTED):
            if not self._touching(number, begin, end):
                places[words].append(_Found(number, begin, end, ""))
        for words, found in places.items():
            yield self._candidate(words, "quoted", found)

    # ---- Compounds ----

    def compounds(self, least: int, shortest: int) -> Iterator[Candidate]:
        """Compounds that are no mention as a whole."""
        places: dict[str, list[_Found]] = defaultdict(list)
        inner: dict[str, IRI] = {}
        for number, begin, end, words in self._matches(_COMPOUND):
            touching = self._touching(number, begin, end)
            if any(
                m.begin < begin or m.end > end or (m.begin, m.end) == (begin, end) for m in touching
            ):
                continue
            head = next((m for m in touching if m.end == end), None)
            if touching and head is None:
                continue
            if head is not None:
                inner[words] = head.meanings[0]
            places[words].append(_Found(number, begin, end, self._behind(number, end)))
        passed_over = _patterns().passed_over
        contexts = self._contexts(places)
        for words, found in places.items():
            if len(found) < least or len(words) < shortest or passed_over.fullmatch(words):
                continue
            near = self._near(words, inner.get(words))
            if self._is_mostly(_patterns().adjective, found):
                continue
            if near is not None:
                yield self._candidate(words, "kin", found, near, self._schemes.get(near))
            elif not self._is_mostly(_patterns().verb, found):
                scheme = self._likely(found, contexts)
                if scheme is None:
                    yield self._candidate(words, "other", found)
                else:
                    iri = IRI(f"{scheme}{iri_step(words)}")
                    yield self._candidate(words, "context", found, home=scheme, iri=iri)

    def _near(self, words: str, inside: IRI | None) -> IRI | None:
        """The known concept whose head a compound has: that of a label in it, or of many labels."""
        if inside in self._schemes:
            return inside
        for begin in range(1, len(words) - _HEAD + 1):
            near = self._heads.get(words[begin:])
            if near is not None:
                return near
        return None

    @staticmethod
    def _is_mostly(pattern: re.Pattern[str], found: Sequence[_Found]) -> bool:
        return sum(pattern.match(f.behind) is not None for f in found) > _MOSTLY * len(found)

    # ---- Contexts ----

    def _contexts(
        self, places: Mapping[str, Sequence[_Found]]
    ) -> Mapping[str, Counter[IRI | None]]:
        """What stands in each context: concepts by scheme, and compounds that are none."""
        seen: dict[str, Counter[IRI | None]] = defaultdict(Counter)
        for number, mentions in enumerate(self.mentions):
            for mention in mentions:
                scheme = self._schemes.get(mention.meanings[0]) if mention.thing is None else None
                if scheme is not None:
                    seen[self._behind(number, mention.end)[:_BEHIND]][scheme] += 1
        for found in places.values():
            for place in found:
                seen[place.behind[:_BEHIND]][None] += 1
        return seen

    @staticmethod
    def _likely(found: Sequence[_Found], contexts: Mapping[str, Counter[IRI | None]]) -> IRI | None:
        """The scheme whose concepts most often stand where some words do, if they mostly do."""
        shares: Counter[IRI] = Counter()
        total = 0
        for place in found:
            seen = contexts[place.behind[:_BEHIND]]
            total += seen.total()
            for scheme, count in seen.items():
                if scheme is not None:
                    shares[scheme] += count
        if total < _ENOUGH * len(found) or not shares:
            return None
        scheme, count = max(shares.items(), key=lambda share: (share[1], share[0]))
        return scheme if count > _LIKELY * total else None

    # ---- Texts ----

    def _matches(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, int, str]]:
        """Matches in the units of the texts: the text, printed offsets, and the folded words."""
        for number, reading in enumerate(self.readings):
            folded: Folded = self.folded[number]
            for unit in reading.document.units():
                for segment in unit.segments:
                    for match in pattern.finditer(folded.text, *folded.folded_span(*segment)):
                        yield (
                            number,
                            *folded.span(*match.span(pattern.groups)),
                            match[pattern.groups],
                        )

    def _touching(self, number: int, begin: int, end: int) -> list[Mention]:
        mentions = self.mentions[number]
        last = bisect_left(mentions, end, key=lambda m: m.begin)
        return [m for m in mentions[max(0, last - 12) : last] if m.end > begin]

    def _behind(self, number: int, end: int) -> str:
        folded = self.folded[number]
        at = folded.folded_end(end)
        return folded.text[at : at + 4]

    def _candidate(
        self,
        words: str,
        kind: CandidateKind,
        found: Sequence[_Found],
        near: IRI | None = None,
        home: IRI | None = None,
        iri: IRI | None = None,
    ) -> Candidate:
        shown = []
        for place in found[:_SHOWN]:
            source = self.readings[place.text].document.source
            around = source.text[max(0, place.begin - _CONTEXT) : place.end + _CONTEXT]
            where = f"{PurePath(source.name).name}:{source.place(place.begin)}"
            shown.append(CandidatePlace(where, around))
        return Candidate(words, kind, len(found), tuple(shown), near, home, iri)


def _heads(lexicon: Lexicon) -> Mapping[str, IRI]:
    """Heads of known concepts: labels themselves, and what several labels of one concept end in.

    A label that a context rules out somewhere is no head.
    """
    heads: dict[str, IRI] = {}
    shared: dict[str, Counter[IRI]] = defaultdict(Counter)
    for entry in lexicon.entries:
        if entry.proper or entry.only_within or len(entry.meanings) > 1:
            continue
        for surface in entry.surfaces:
            if len(surface) >= _HEAD and not entry.not_within:
                heads.setdefault(surface, entry.iri)
            if len(surface) > _HEAD and _KANJI.fullmatch(surface[-_HEAD:]):
                shared[surface[-_HEAD:]][entry.iri] += 1
    for head, counts in shared.items():
        (iri, count), *_ = counts.most_common(1)
        if count >= _SHARED and count > _MOSTLY * counts.total():
            heads.setdefault(head, iri)
    return {fold_text(head): iri for head, iri in heads.items()}
