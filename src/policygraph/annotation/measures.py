"""Units, roles and qualifiers: what the vocabulary knows of times and quantities.

A unit is a concept of ``ontology/vocabulary/units.ttl``, found by its Japanese labels behind a number; a
role (``mention-roles.ttl``) and a qualifier (``qualifiers.ttl``) are told by the words beside a mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from policygraph.annotation.beside import Context, Cue, contexts, read_cue
from policygraph.core.fold import fold_text
from policygraph.core.index import Index
from policygraph.core.names import UNITS
from policygraph.core.namespaces import IRI, POL, RDF, SKOS

_LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
_AROUND = 8  # characters before a unit in which a context of it can begin
_PARTICLES = "をの"
REACH = 40  # characters before a mention in which a role or a qualifier can begin


@dataclass(frozen=True, slots=True)
class Unit:
    """What makes a quantity, or a length of time, of a number.

    Attributes:
        iri: the unit that a value is given in.
        kind: the concept above all (money, a count, a share).
        link: the property by which a policy item has a quantity in it.
        factor: how many of that unit one of the words is (割: 10 per cent).
        value: of a word that needs no number (倍増: 2 times).
        months, days, hours: of a unit of time, its length.
        not_within: contexts in which the label is no unit.
    """

    iri: IRI
    kind: IRI
    link: IRI | None = None
    factor: Decimal = Decimal(1)
    value: Decimal | None = None
    months: int = 0
    days: int = 0
    hours: int = 0
    not_within: tuple[Context, ...] = ()

    @property
    def is_time(self) -> bool:
        """Whether it is a length of time."""
        return bool(self.months or self.days or self.hours)

    def stands_at(self, folded: str, begin: int, end: int) -> bool:
        """No context rules a label between two offsets out."""
        first, last = max(0, begin - _AROUND), end + _AROUND
        for context in self.not_within:
            pattern = re.compile(re.escape(context)) if isinstance(context, str) else context
            for match in pattern.finditer(folded, first, last):
                if match.start() <= begin and end <= match.end():
                    return False
        return True


@dataclass(frozen=True, slots=True)
class Role:
    """What a time or a quantity is to what is said.

    Attributes:
        iri: a concept of the scheme of roles.
        cue: the words beside such a mention; ``None`` of one that grammar alone tells.
        said_of: the classes of mention, or kinds of unit, that it can be said of.
        link: the property by which a policy item has such a mention.
    """

    iri: IRI
    cue: Cue | None
    said_of: frozenset[IRI]
    link: IRI | None


@dataclass(frozen=True)
class Measures:
    """The units, roles and qualifiers of a vocabulary.

    Attributes:
        units: by label, folded.
        roles: in the order in which they are tried.
        qualifiers: with the classes of mention that each can be said of.
    """

    units: Mapping[str, Unit] = field(default_factory=dict)
    roles: tuple[Role, ...] = ()
    qualifiers: tuple[tuple[Cue, frozenset[IRI]], ...] = ()

    def labels(self, *, of_time: bool, of_word: bool = False) -> str:
        """The labels of units as alternatives of a pattern, the longest first.

        Args:
            of_time: those of lengths of time, or the others.
            of_word: those that need no number, or those that do.
        """
        found = (
            label
            for label, unit in self.units.items()
            if unit.is_time == of_time and (unit.value is not None) == of_word
        )
        return "|".join(map(re.escape, sorted(found, key=lambda label: (-len(label), label))))

    @cached_property
    def time_labels(self) -> str:
        """The labels of lengths of time, as `labels` gives them."""
        return self.labels(of_time=True)

    @cached_property
    def quantity_labels(self) -> str:
        """The labels of what is counted and measured."""
        return self.labels(of_time=False)

    @cached_property
    def word_labels(self) -> str:
        """The labels that need no number."""
        return self.labels(of_time=False, of_word=True)

    @cached_property
    def links(self) -> Mapping[IRI, IRI | None]:
        """The property by which a policy item has a mention of a role."""
        return {role.iri: role.link for role in self.roles}

    def role(
        self, kinds: frozenset[IRI], folded: str, begin: int, end: int, first: int, last: int
    ) -> IRI | None:
        """The first role whose words stand beside a mention.

        Args:
            kinds: its class, and the kind of its unit.
            folded: the text.
            begin, end: the mention without what qualifies it.
            first, last: its sentence.
        """
        first = max(first, begin - REACH)
        for role in self.roles:
            cue = role.cue if kinds & role.said_of else None
            if cue is not None and cue.stands(folded, begin, end, first, last):
                return role.iri
        return None

    def qualified(
        self, kind: IRI, folded: str, begin: int, end: int, first: int, last: int
    ) -> tuple[int, int, tuple[IRI, ...]]:
        """A mention with the words that qualify it, and what they say.

        Args:
            kind: its class.
            folded, begin, end, first, last: as of `role`.

        Returns:
            Begin and end with these words, and the qualifiers, each once, in order.
        """
        first = max(first, begin - REACH)
        found: list[IRI] = []
        for _ in range(3):  # 約5年程度以上
            was = begin, end
            for cue, said_of in self.qualifiers:
                if kind not in said_of:
                    continue
                before = cue.before and cue.before.search(folded, first, begin)
                after = cue.after and cue.after.match(folded, end, last)
                begin = before.start() if before else begin
                if (
                    after and after[0][0] not in _PARTICLES
                ):  # を超える qualifies, and is not part of it
                    end = after.end()
                if before or after:
                    found.append(cue.iri)
            if was == (begin, end):
                break
        return begin, end, tuple(sorted(set(found)))


def read_measures(described: Index) -> Measures:
    """The units, roles and qualifiers that some triples describe.

    Raises:
        DataError: a pattern is no regular expression.
    """
    units: dict[str, Unit] = {}
    roles: list[tuple[int, Role]] = []
    qualifiers: list[tuple[Cue, frozenset[IRI]]] = []
    for subject in sorted(described.subjects()):
        said_of = frozenset(described.iris(subject, POL.saidOf))
        order = described.number(subject, POL.order)
        if said_of and order:
            link = described.iri(subject, POL.linkedBy)
            cue = read_cue(described, subject)
            roles.append((order, Role(subject, cue, said_of, link)))
        elif said_of:
            cue = read_cue(described, subject)
            if cue is not None:
                qualifiers.append((cue, said_of))
        for label, unit in _units(described, subject):
            units[label] = unit
    return Measures(units, tuple(role for _, role in sorted(roles, key=_first)), tuple(qualifiers))


def _first(pair: tuple[int, Role]) -> int:
    return pair[0]


def _units(described: Index, subject: IRI) -> Iterator[tuple[str, Unit]]:
    """A unit by each of its labels; nothing of what is none: it lies below no kind of units."""
    if described.iri(subject, SKOS.inScheme) != UNITS:
        return
    above = [subject]
    while wider := described.iri(above[-1], SKOS.broader):
        if wider in above:
            return
        above.append(wider)
    if len(above) < 2:
        return
    factor = described.words(subject, POL.factor)
    value = described.words(subject, RDF.value)
    length = _LENGTH.fullmatch(value)
    months, days, hours = _length(length)
    unit = Unit(
        iri=above[1] if factor or (value and not length) else subject,
        kind=above[-1],
        link=next((link for each in above if (link := described.iri(each, POL.linkedBy))), None),
        factor=Decimal(factor or 1),
        value=Decimal(value) if value and not length else None,
        months=months,
        days=days,
        hours=hours,
        not_within=contexts(described, subject, POL.notWithin),
    )
    for predicate in _LABELS:
        for label in described.literals(subject, predicate):
            if label.language == "ja":
                yield fold_text(label.value), unit


_LENGTH = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(\d+)H)?")


def _length(match: re.Match[str] | None) -> tuple[int, int, int]:
    """The months, days and hours of an `pol:Duration` in whole numbers; 0 where it is none."""
    years, months, days, hours = (int(n or 0) for n in match.groups()) if match else (0, 0, 0, 0)
    return 12 * years + months, days, hours
