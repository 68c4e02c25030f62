"""What validation finds: results, and the report that holds them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from policygraph.core.errors import UsageError
from policygraph.core.namespaces import (
    IRI,
)
from policygraph.core.prefixes import PREFIXES
from policygraph.core.terms import BlankNode, Literal, Value, encode_literal


class Severity(IntEnum):
    """What a result asks for: 3 do not publish, 2 look, 1 a known gap."""

    INFO = 1
    WARNING = 2
    VIOLATION = 3

    @property
    def iri(self) -> IRI:
        """``sh:Violation``, ``sh:Warning`` or ``sh:Info``."""
        return IRI(PREFIXES["sh"] + self.name.capitalize())

    @classmethod
    def named(cls, name: str) -> Severity:
        """A severity by its name or IRI, in any case.

        Raises:
            UsageError: there is none of that name.
        """
        local = name.removeprefix(PREFIXES["sh"]).upper()
        if local in cls.__members__:
            return cls[local]
        raise UsageError(f'no severity is called "{name}"; there are violation, warning and info')


@dataclass(frozen=True, slots=True)
class Result:
    """One validation result, from a shape or from a check query.

    Attributes:
        focus: the node it is about.
        path: the path in SPARQL's notation, ``None`` where the node as a whole is meant.
        value: the offending value, where there is one.
        severity: after the user's profile.
        source: the IRI of the shape, or the id of the check.
        component: the IRI of the constraint component; empty for a check.
    """

    focus: Value
    path: str | None
    value: Value | None
    severity: Severity
    source: str
    component: str = ""

    @property
    def order(self) -> tuple[str, str, str, str]:
        """Sorts results the same way for every engine."""
        return self.source, str(self.focus), self.path or "", str(self.value)


def sort_results(results: Iterable[Result]) -> list[Result]:
    """Results in their order, the gravest first."""
    return sorted(results, key=lambda r: (-r.severity, r.order))


def count_severities(results: Iterable[Result]) -> dict[Severity, int]:
    """How many results of each severity, the gravest first, zeros included."""
    counts = Counter(result.severity for result in results)
    return {severity: counts[severity] for severity in sorted(Severity, reverse=True)}


def compact(iri: str) -> str:
    """An IRI as CURIE where one of our prefixes fits, else in angle brackets."""
    best = max(
        (p for p, base in PREFIXES.items() if iri.startswith(base)),
        key=lambda p: len(PREFIXES[p]),
        default=None,
    )
    if best is not None:
        local = iri.removeprefix(PREFIXES[best])
        if local.replace("-", "").replace("_", "").isalnum() or not local:
            return f"{best}:{local}"
    return f"<{iri}>"


def display(value: Value | None, limit: int = 60) -> str:
    """A term for people: a CURIE, an IRI, or a literal cut to ``limit`` characters."""
    if value is None:
        return ""
    if isinstance(value, Literal):
        if len(value.value) > limit:
            value = Literal(value.value[: limit - 1] + "…", value.datatype, value.language)
        written = encode_literal(value)
        words, mark, datatype = written.rpartition("^^<")
        return f"{words}^^{compact(datatype[:-1])}" if mark else written
    return f"_:{value}" if isinstance(value, BlankNode) else compact(value)
