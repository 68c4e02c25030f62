"""The order in which a person reads a graph, by IRIs alone.

The document comes first, its parts in reading order with their sentences, bullets and the phrases of
each; then measures and targets, what was curated, bodies and the like, and last the assertions. Of one
subject ``a`` comes first, then its names, its text and place, its links, and last the evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from policygraph.core.namespaces import DCTERMS, IRI, ITSRDF, NIF, POL, PROV, RDF, RDFS, SKOS

# The kinds of thing in the order of their ranks; the step of its IRI says of which kind a thing is.
_KINDS: Final = {
    "dataset": "1", "doc": "2", "measure": "3", "reported": "3", "target": "3", "curation": "4", "agent": "5",
    "assertion": "8", "withdrawal": "9",
}  # fmt: skip
_OTHER: Final = "7"
_KIND: Final = re.compile(rf"/({'|'.join(_KINDS)})(?:/|$)")
_DIGITS: Final = re.compile("[0-9]{1,9}")
_COUNTED: Final = re.compile("|".join(f"{n}[0-9]{{{n}}}" for n in range(1, 10)))
# Ⅰ and under it ⅰ; other small letters count sub-bullets.
_ROMAN: Final = re.compile("(?<=/)([IVX]+)(?:/([ivx]+))?(?=[/#]|$)")
_NUMERALS: Final = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV",
    "XVI", "XVII", "XVIII", "XIX", "XX",
)  # fmt: skip
_VALUES: Final = {numeral: chr(0x61 + value) for value, numeral in enumerate(_NUMERALS)}
# Below all that an IRI may have, above the tab that ends a subject in a sorted line.
_INTRO, _UPPER, _LOWER = "\x0e", "\x10", "\x11"
_INTRODUCTION: Final = re.compile("/intro(?=[/#]|$)")
_CODED: Final = re.compile(f"([{_UPPER}{_LOWER}])([a-t])")


def subject_key(iri: str) -> str:
    """What an IRI is sorted by as a subject; `subject_of` reads it back."""
    kind = _KIND.search(iri)
    rank = _KINDS[kind[1]] if kind else _OTHER
    if "/intro" in iri:
        iri = _INTRODUCTION.sub(f"/{_INTRO}intro", iri)
    if _ROMAN.search(iri):
        iri = _ROMAN.sub(_coded, iri)
    return rank + _DIGITS.sub(_counted, iri)


_PHRASE: Final = re.compile("([0-9]{1,9})-([0-9]{1,9})")


def subject_keys(iris: Iterable[str]) -> Iterator[str]:
    """The `subject_key` of each IRI; those of phrases are made from that of their unit, once for all."""
    units: dict[str, str] = {}
    for iri in iris:
        unit, sign, place = iri.rpartition("#")
        phrase = _PHRASE.fullmatch(place) if sign and "/doc/" in unit else None
        if phrase is None:
            yield subject_key(iri)
            continue
        key = units.get(unit)
        if key is None:
            key = units[unit] = subject_key(unit)
        begin, end = phrase.groups()
        yield f"{key}#{len(begin)}{begin}-{len(end)}{end}"


def by_number(words: str) -> str:
    """What words with numbers in them are sorted by: TH9 before TH10."""
    return _DIGITS.sub(_counted, words)


def _counted(digits: re.Match[str]) -> str:
    return f"{len(digits[0])}{digits[0]}"  # 2 comes before 10


def _coded(numerals: re.Match[str]) -> str:
    upper, lower = numerals.groups()
    if upper not in _VALUES or (lower and lower.upper() not in _VALUES):
        return numerals[0]
    below = f"/{_LOWER}{_VALUES[lower.upper()]}" if lower else ""
    return f"{_UPPER}{_VALUES[upper]}{below}"


def subject_of(key: str) -> IRI:
    """The IRI of a `subject_key`."""
    iri = _COUNTED.sub(lambda counted: counted[0][1:], key[1:])
    if _INTRO in iri:
        iri = iri.replace(_INTRO, "")
    if _UPPER in iri:
        iri = _CODED.sub(_decoded, iri)
    return IRI(iri)


def _decoded(coded: re.Match[str]) -> str:
    numeral = _NUMERALS[ord(coded[2]) - 0x61]
    return numeral if coded[1] == _UPPER else numeral.lower()


_BEFORE: Final = (
    RDF.type, SKOS.inScheme, SKOS.topConceptOf, SKOS.notation, DCTERMS.identifier, SKOS.prefLabel,
    RDFS.label, DCTERMS.title, POL.reading, SKOS.altLabel, SKOS.hiddenLabel, POL.number, POL.text,
    NIF.anchorOf, DCTERMS.isPartOf, POL.mentionedIn, POL.partType, POL.order, POL.firstLine,
    POL.lastLine, POL.page, POL.lastPage, POL.paragraph, POL.element, NIF.referenceContext, NIF.beginIndex, NIF.endIndex, POL.occurrenceOf, POL.reprises,
    ITSRDF.taIdentRef, RDF.subject, RDF.predicate, RDF.object, POL.withdrawnSubject,
    POL.withdrawnPredicate, POL.withdrawnObject, POL.rule, POL.score,
)  # fmt: skip
_BEHIND: Final = (
    POL.relatedIssue, POL.mentions, POL.evidence, POL.cue, RDFS.seeAlso, SKOS.definition, POL.reason,
    PROV.wasAttributedTo, NIF.isString,
)  # fmt: skip
# Links and all else stand between them, by IRI.
_RANKS: Final[dict[str, str]] = {
    **{iri: f"{rank:02}{iri}" for rank, iri in enumerate(_BEFORE)},
    **{iri: f"{rank:02}{iri}" for rank, iri in enumerate(_BEHIND, start=60)},
}
_BETWEEN: Final = "50"


def predicate_key(iri: str) -> str:
    """What an IRI is sorted by as a predicate; `predicate_of` reads it back."""
    return _RANKS.get(iri) or _BETWEEN + iri


def predicate_of(key: str) -> IRI:
    """The IRI of a `predicate_key`."""
    return IRI(key[2:])
