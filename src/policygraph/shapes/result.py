"""Results of a validation, and the rules (shapes and checks) that they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum

from policygraph.core.errors import UsageError
from policygraph.core.namespaces import IRI
from policygraph.core.prefixes import PREFIXES
from policygraph.core.terms import Value

_VALUE = "{?value}"  # in a message (SHACL, section 5.3.2)


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
        raise UsageError("no-severity", name=name)


@dataclass(frozen=True, slots=True)
class Rule:
    """A shape or a check, as people are told of it.

    Attributes:
        iri: of the shape or check; a blank shape has been given one.
        id: what a user calls it.
        names: by language; ``""`` is no language.
        messages: what is wrong, by language; ``{?value}`` stands for the value of a result, as in
            messages of SHACL-SPARQL.
        severity_iri: as the shape gives it; one of the user's own counts as a violation.
        path: of a property shape, in SPARQL's notation.
        solutions: of a check: what to do, by language; a shape's message says it already.
    """

    iri: str
    id: str
    names: Mapping[str, str]
    messages: Mapping[str, str]
    severity: Severity
    severity_iri: str
    path: str | None = None
    solutions: Mapping[str, str] = field(default_factory=dict)

    def name(self, language: str) -> str:
        """Its name; in another language where this one has none."""
        return _pick(self.names, language) or self.id

    @property
    def names_value(self) -> bool:
        """Whether its message is about the value of a result, and another for each."""
        return any(_VALUE in message for message in self.messages.values())

    def message(self, language: str, value: Value | None = None) -> str:
        """What is wrong and what to do.

        Args:
            language: ``ja`` or ``en``.
            value: of the result that it is said of; of none, ``…`` stands there.
        """
        named = "…" if value is None else getattr(value, "value", str(value))
        parts = (_pick(self.messages, language), _pick(self.solutions, language))
        return (" " if language == "en" else "").join(filter(None, parts)).replace(_VALUE, named)

    def message_of(self, result: ValidationResult, language: str) -> str:
        """What is wrong and what to do, as it is said of one result."""
        said = dict(result.said)
        return _pick(said, language) if said else self.message(language, result.value)

    def weighed(self, severity: Severity) -> Rule:
        """The rule with the severity that a user's profile gives it."""
        if severity == self.severity:
            return self
        return replace(self, severity=severity, severity_iri=severity.iri)


def _pick(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("") or next(iter(texts.values()), "")


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """What a shape or a check says of a node (SHACL, section 3.6.2).

    Attributes:
        focus: the node it is about.
        path: the path in SPARQL's notation, ``None`` where the node as a whole is meant.
        value: the offending value, where there is one.
        severity: after the user's profile.
        source: the IRI of the shape, or the id of the check.
        component: the IRI of the constraint component; empty for a check.
        said: messages of the constraint itself, where it has some beside those of its shape: language
            and words, with the variables filled in (section 5.3.2).
    """

    focus: Value
    path: str | None
    value: Value | None
    severity: Severity
    source: str
    component: str = ""
    said: tuple[tuple[str, str], ...] = ()

    @property
    def order(self) -> tuple[int, str, str, str, str, str]:
        """The gravest first, and the same order on every engine."""
        node, value = str(self.focus), str(self.value)
        return -self.severity, self.source, node, self.path or "", value, str(self.said)
