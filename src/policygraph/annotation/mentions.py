"""What recognisers find: words of a unit and what they mean."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Final, NamedTuple
from typing import Literal as OneOf

from policygraph.core.names import role
from policygraph.core.namespaces import IRI
from policygraph.core.terms import Literal
from policygraph.document import Span, TextUnit

_MERE_DATE = role("date")
MentionKind = OneOf["name", "commitment", "responsibility", "role"]


@dataclass(frozen=True, slots=True)
class DiscoveredThing:
    """A thing that the text names and no vocabulary knows.

    Attributes:
        rdf_class: `pol:PublicBody`, `pol:ReferencedWork` or `pol:Programme`.
        label: its name after folding.
        part_of: the programme, or the body, it is a part of.
        near: the name of a known body that it may be a misprint of; empty where there is none.
    """

    iri: IRI
    rdf_class: IRI
    label: str
    part_of: IRI | None = None
    near: str = ""


class Mention(NamedTuple):
    """Words of a unit and what they mean. Offsets are code points into the normalised text.

    A tuple, since a text has very many: a frozen dataclass takes three times as long to make.

    Attributes:
        recogniser: the name of the recogniser that made it.
        meanings: one IRI, or several where a compound term denotes several concepts.
        link: the property by which the policy item of the unit is linked to each meaning.
        order: the place in its tag, from 1, of a responsible body; 0 for all others.
        makes_link: whether it does; not under a negating, replacing or foreign cue, nor a predicate behind the
            first sentence.
        compound: the compound term, where the words are one.
        cues: under which it stands, concepts of the scheme of cues.
        thing: what it means, where no vocabulary knows it.
        law_number: of a law, where its number stands behind its name (平成7年法律第130号).
        short_for: of a short form that the document introduces, the name that it stands for.
        role: the part of an actor or organisation in what is done, a concept of the scheme of parts of
            actors; ``None`` where the words do not tell.
        role_link: the property by which the item is linked to an actor of that part, besides ``link``.
    """

    unit: TextUnit
    begin: int
    end: int
    recogniser: str
    meanings: tuple[IRI, ...]
    link: IRI
    kind: MentionKind = "name"
    order: int = 0
    makes_link: bool = True
    compound: IRI | None = None
    cues: tuple[IRI, ...] = ()
    thing: DiscoveredThing | None = None
    law_number: str = ""
    short_for: str = ""
    role: IRI | None = None
    role_link: IRI | None = None

    def in_context(
        self, cues: tuple[IRI, ...], role: IRI | None, role_link: IRI | None, *, makes_link: bool
    ) -> Mention:
        """The mention with what stands beside it."""
        return made((
            self.unit, self.begin, self.end, self.recogniser, self.meanings, self.link, self.kind,
            self.order, makes_link, self.compound, cues, self.thing, self.law_number,
            self.short_for, role, role_link,
        ))  # fmt: skip


made: Final[Callable[[tuple[object, ...]], Mention]] = partial(tuple.__new__, Mention)
"""A mention of all its attributes in their order, in half the time."""
Said = tuple[
    tuple[IRI, ...],
    IRI,
    MentionKind,
    int,
    bool,
    IRI | None,
    tuple[IRI, ...],
    None,
    str,
    str,
    None,
    None,
]
"""All attributes of a mention behind its recogniser."""


def says(meanings: tuple[IRI, ...], link: IRI, compound: IRI | None) -> Said:
    """What the mentions of one name have in common."""
    return meanings, link, "name", 0, True, compound, (), None, "", "", None, None


@dataclass(frozen=True, slots=True)
class Decision:
    """The brackets behind a work's name that say when, and perhaps by whom, it was decided."""

    work: IRI
    decided_by: IRI | None
    span: Span


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date printed to the day (平成29年５月16日), and the decision that it dates.

    Attributes:
        role: a concept of the scheme of roles.
        link: the property by which the policy item of the unit has it.
    """

    unit: TextUnit
    begin: int
    end: int
    recogniser: str
    date: datetime.date
    decision: Decision | None = None
    role: IRI = _MERE_DATE
    link: IRI | None = None


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time that is no date to the day: a year, a fiscal year, a month, a period, a frequency.

    Attributes:
        role: a concept of the scheme of roles.
        value: ``xsd:gYear``, ``xsd:gYearMonth``, `pol:Duration` or EDTF; ``None`` where the words
            alone do not tell (今年度, 当面).
        upper: the longer of two durations (５年から10年).
        first_day, last_day: of a time with a place in the calendar; of a fiscal year 1 April and 31 March.
        link: the property by which the policy item of the unit has it.
        makes_link: whether it does; not under a negating, replacing or foreign cue.
        qualifiers: concepts of the scheme of qualifiers (頃, 程度, 以上).
        cues: see `Mention`.
    """

    unit: TextUnit
    begin: int
    end: int
    recogniser: str
    role: IRI
    value: Literal | None = None
    upper: Literal | None = None
    first_day: datetime.date | None = None
    last_day: datetime.date | None = None
    link: IRI | None = None
    makes_link: bool = True
    qualifiers: tuple[IRI, ...] = ()
    cues: tuple[IRI, ...] = ()


@dataclass(frozen=True, slots=True)
class QuantityMention:
    """An amount of money, a count, a share, a multiple or a physical measure.

    Attributes:
        role: a concept of the scheme of roles.
        measured_in: the unit, a concept of the scheme of units.
        value: in that unit; ``None`` where the words do not tell (数百件).
        upper: the larger of two values (100～200件).
        compared_with: the span of the time of which the value is compared (2013年度比).
        link, makes_link, qualifiers, cues: see `TimeMention`.
    """

    unit: TextUnit
    begin: int
    end: int
    recogniser: str
    role: IRI
    measured_in: IRI
    value: Decimal | None = None
    upper: Decimal | None = None
    compared_with: Span | None = None
    link: IRI | None = None
    makes_link: bool = True
    qualifiers: tuple[IRI, ...] = ()
    cues: tuple[IRI, ...] = ()


AnyMention = Mention | DateMention | TimeMention | QuantityMention
