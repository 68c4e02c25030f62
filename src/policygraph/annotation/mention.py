"""What the annotate step gives. Offsets are code points into the normalised text, half open."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal, NamedTuple

from policygraph.core.namespaces import IRI
from policygraph.document import TextUnit

MentionKind = Literal["name", "commitment", "responsibility"]


class Mention(NamedTuple):
    """Words of a unit and what they mean.

    Attributes:
        meanings: one IRI, or several where a compound term denotes several concepts.
        link: the property that the mention makes, from the unit's item to each meaning.
        order: the place in its tag, from 1, of a responsible body; 0 for all others.
        first_sentence: it stands in the first sentence of its unit (commitments need to know).
    """

    unit: TextUnit
    begin: int
    end: int
    meanings: tuple[IRI, ...]
    link: IRI
    kind: MentionKind = "name"
    order: int = 0
    first_sentence: bool = True


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date printed to the day (平成29年５月16日) and, where it is one, the work it dates."""

    unit: TextUnit
    begin: int
    end: int
    date: datetime.date
    work: IRI | None = None


@dataclass(frozen=True, slots=True)
class WorkFact:
    """What the text says of a work in the brackets behind its name."""

    work: IRI
    issued: datetime.date | None
    decided_by: IRI | None


@dataclass(frozen=True, slots=True)
class DiscoveredThing:
    """A thing that the text names and no vocabulary knows.

    Attributes:
        rdf_class: `pol:PublicBody`, `pol:ReferencedWork` or `pol:Programme`.
        label: its name as printed, after NFKC.
        part_of: the programme it is a part of.
    """

    iri: IRI
    rdf_class: IRI
    label: str
    part_of: IRI | None = None
