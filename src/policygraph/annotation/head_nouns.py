"""Concepts by the head of a compound and by its verb, where no label says the words.

研究開発税制 is a tax incentive because it ends in 税制; 審査基準 alone is nothing, but 審査基準の策定 is the making
of a standard; 補助 is a subsidy where it is done: 費用の一部を補助する. Which nouns and verbs these are stands with
the concepts (``pol:headNoun``, ``pol:objectNoun`` with ``pol:actVerb``, ``pol:verbalNoun``) and with their scheme
(``pol:actNoun``, ``pol:actBehind``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

import ahocorasick_rs

from policygraph.annotation.pattern_ends import may_begin
from policygraph.core.errors import DataError
from policygraph.core.fold import fold_text
from policygraph.core.index import Index
from policygraph.core.namespaces import IRI, POL, SKOS

_RUN: Final = re.compile(r"[一-龥々〆ヵヶァ-ヺーA-Za-z0-9]")
_RUN_BEFORE: Final = re.compile(_RUN.pattern + r"+\Z")
# Words before a compound that are no part of it.
_PREFIX: Final = re.compile("各種|当該|各")
_MOST: Final = 16  # characters of a compound before its head
# Between an object and its verb: 基準を令和５年度中に策定, 設備の更新.
_OBJECT: Final = r"(?:等|など|類)?(?:[0-9]+(?:名|人|社|件|校|基|台|隻|棟|機|か所|拠点|団体))?(?:(?:の(?:[^、。をにがのは「」()]{0,5}[な的]|早期|在り方の|[^、。をにがのは「」()]{2,8}及び)?)|(?:を|について|についても)(?:(?:[^、。「」()をが]|を目途に){0,16}?))?"
# What is done to it may be its subject: 計画の提出が命ぜられた.
_SUBJECT: Final = r"が(?:[^、。「」()をが]{0,12}?)"
_PASSIVE: Final = "[ぁ-ん]{0,2}(?:され|られ|れ[たてる])"
_NAMED: Final = r"[」』]?(?:\([^()]{0,60}\))?"  # behind a name, before its verb
Way = Literal["head", "object", "verbal"]


@dataclass(frozen=True, slots=True)
class Head:
    """A word that decides the concept of a compound.

    Attributes:
        word: the noun, folded.
        concept: whose head it is.
        way: alone, as the object of a verb, or as the verb.
        behind: what must follow it.
    """

    word: str
    concept: IRI
    way: Way
    behind: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class NamedObject:
    """What may be done to a thing with a name: 「…研究所」を統合.

    Attributes:
        object_class: of the thing.
        concept: what is then done.
        endings: names that end so are of that concept alone where their class has several (…法 is legislation).
        behind: what must follow the name, with the verb as the group ``verb``.
    """

    object_class: IRI
    concept: IRI
    endings: tuple[str, ...]
    behind: re.Pattern[str]


class Heads:
    """All heads of a vocabulary, ready to be looked for.

    Args:
        heads: in the order of their concepts.
        named: what is done to things with names.
    """

    def __init__(self, heads: tuple[Head, ...], named: tuple[NamedObject, ...] = ()) -> None:
        self.heads, self.named = heads, named
        index: dict[str, int] = {}
        self._heads: list[list[Head]] = []
        for head in heads:
            if head.word not in index:
                index[head.word] = len(self._heads)
                self._heads.append([])
            self._heads[index[head.word]].append(head)
        # Of each word, what `following` has told.
        self.known: list[dict[str, tuple[Head, ...]]] = [{} for _ in self._heads]
        self._automaton = ahocorasick_rs.AhoCorasick(list(index))

    def __reduce__(self) -> tuple[type[Heads], tuple[object, ...]]:
        return Heads, (self.heads, self.named)

    def places(self, folded: str) -> list[tuple[int, int, int]]:
        """Begin, end and number of every head's word in a text, overlapping ones included, by their begins."""
        places = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        return sorted((begin, end, word) for word, begin, end in places)

    def following(self, word: int, sign: str) -> tuple[Head, ...]:
        """The heads of a word that what follows it may make one, to judge by the next character.

        Args:
            word: its number.
            sign: the character; empty at the end of a unit.
        """
        heads = tuple(head for head in self._heads[word] if may_begin(head.behind, sign))
        self.known[word][sign] = heads
        return heads


def compound(
    folded: str, begin: int, head: Head, behind: re.Match[str], first: int
) -> tuple[int, int]:
    """The compound of a head, with its verb where the verb makes it the concept.

    Args:
        folded: the text after folding.
        begin: where the head's word stands.
        head: the head.
        behind: what follows it, as it must.
        first: where the unit begins, in which the compound lies.

    Returns:
        Where it begins and ends.
    """
    end = behind.end("verb") if head.way == "object" else behind.start()
    run = _RUN_BEFORE.search(folded, max(first, begin - _MOST), begin)
    begin = run.start() if run else begin
    prefix = _PREFIX.match(folded, begin, end)
    return (prefix.end() if prefix else begin), end


def read_heads(described: Index) -> Heads:
    """The heads of a vocabulary.

    Args:
        described: its triples.

    Raises:
        DataError: a pattern of a scheme that is no regular expression.
    """

    def words(subject: IRI, predicate: IRI) -> list[str]:
        found = {fold_text(literal.value) for literal in described.literals(subject, predicate)}
        return sorted(found, key=lambda word: (-len(word), word))

    behind_head: dict[IRI, re.Pattern[str]] = {}
    behind_verb: dict[IRI, re.Pattern[str]] = {}
    heads: list[Head] = []
    named: list[NamedObject] = []
    for scheme in sorted(described.subjects()):
        if described.is_a(scheme, SKOS.ConceptScheme):
            nouns = "|".join(map(re.escape, words(scheme, POL.actNoun)))
            behind_head[scheme] = re.compile(
                rf"(?!{_RUN.pattern})|{nouns}" if nouns else rf"(?!{_RUN.pattern})"
            )
            behind_verb[scheme] = _pattern(
                scheme, "|".join(words(scheme, POL.actBehind)) or "する|し"
            )
    for concept in sorted(described.subjects()):
        schemes = [s for s in sorted(described.iris(concept, SKOS.inScheme)) if s in behind_head]
        if not schemes:
            continue
        scheme = schemes[0]
        heads += [
            Head(w, concept, "head", behind_head[scheme]) for w in words(concept, POL.headNoun)
        ]
        heads += [
            Head(w, concept, "verbal", behind_verb[scheme]) for w in words(concept, POL.verbalNoun)
        ]
        verbs = "|".join(map(re.escape, words(concept, POL.actVerb)))
        if verbs:
            pattern = re.compile(
                rf"(?:{_OBJECT}|{_SUBJECT}(?=(?:{verbs}){_PASSIVE}))(?P<verb>{verbs})"
            )
            heads += [Head(w, concept, "object", pattern) for w in words(concept, POL.objectNoun)]
            behind_name = re.compile(
                rf"{_NAMED}(?:{_OBJECT}|{_SUBJECT}(?=(?:{verbs}){_PASSIVE}))(?P<verb>{verbs})"
            )
            named += [
                NamedObject(
                    object_class, concept, tuple(words(concept, POL.objectNoun)), behind_name
                )
                for object_class in sorted(described.iris(concept, POL.objectClass))
            ]
    return Heads(tuple(heads), tuple(named))


def _pattern(scheme: IRI, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise DataError(
            "no-pattern", name=scheme, pattern=repr(pattern), reason=str(error)
        ) from None
