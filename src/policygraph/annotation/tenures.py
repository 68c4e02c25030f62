"""Bodies over time: which of several bodies of one name was in being on a day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from policygraph.core.index import Index
from policygraph.core.namespaces import DCTERMS, IRI, ORG, RDF


@dataclass(frozen=True, slots=True)
class Tenure:
    """From when until when a body was in being, as far as the vocabulary tells.

    Attributes:
        begin: its first day, month or year in ISO 8601; empty where nothing says that it was founded.
        end: the first without it; empty where nothing ended it.
    """

    begin: str = ""
    end: str = ""

    def holds(self, day: str) -> bool:
        """It was in being on a day in ISO 8601; a month or a year begins with its first day."""
        return self.begin <= day and (not self.end or day < self.end)


_ALWAYS = Tenure()


@dataclass(frozen=True)
class Tenures:
    """The tenures of bodies, read from the changes that made and ended them (``org:ChangeEvent``)."""

    by_body: Mapping[IRI, Tenure] = field(default_factory=dict)

    def holder(self, bodies: Iterable[IRI], day: datetime.date | None = None) -> IRI:
        """The one of several bodies with one name that it means.

        Args:
            bodies: at least one, in order of preference.
            day: on which the name was written; ``None`` for today's bodies.

        Returns:
            The first that was in being on the day; the first of all where none was.
        """
        listed = list(bodies)
        written = "9999" if day is None else day.isoformat()
        return next(
            (body for body in listed if self.by_body.get(body, _ALWAYS).holds(written)), listed[0]
        )


def read_tenures(described: Index) -> Tenures:
    """The tenures that the changes of a vocabulary tell of.

    A body begins with the first change that it resulted from and ends with the last that it went into.
    """
    begins: dict[IRI, str] = {}
    ends: dict[IRI, str] = {}
    for event in described.subjects():
        if ORG.ChangeEvent not in described.iris(event, RDF.type):
            continue
        dates = sorted(said.value for said in described.literals(event, DCTERMS.date))
        if not dates:
            continue
        for body in described.iris(event, ORG.resultingOrganization):
            begins[body] = min(begins.get(body, dates[0]), dates[0])
        for body in described.iris(event, ORG.originalOrganization):
            ends[body] = max(ends.get(body, dates[-1]), dates[-1])
    return Tenures(
        {body: Tenure(begins.get(body, ""), ends.get(body, "")) for body in begins | ends}
    )
