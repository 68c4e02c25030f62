"""What validation has to say about a graph."""

from __future__ import annotations

from dataclasses import dataclass, field

from policygraph.shapes.checks import Check
from policygraph.shapes.places import Place
from policygraph.shapes.result import Result, Severity, count_severities
from policygraph.shapes.shapes import ANONYMOUS, Shape, ShapesGraph, local_name


@dataclass(frozen=True, slots=True)
class Count:
    """A row of the completeness table.

    Attributes:
        class_iri: of those counted.
        shape: id of the shape by which they have it or not.
        names: of what is counted, by language.
    """

    class_iri: str
    shape: str
    names: dict[str, str]
    have: int
    total: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A result with everything that a reader needs."""

    result: Result
    place: Place | None
    label: str


@dataclass(frozen=True, slots=True)
class Source:
    """What results come from: a shape or a check, as people are told of it.

    Attributes:
        severity_iri: for the report as RDF; a shape may have one of the user's own.
        solution: what to do; a shape's message says it already.
    """

    id: str
    iri: str
    names: dict[str, str]
    messages: dict[str, str]
    severity: Severity
    severity_iri: str
    path: str | None = None
    solution: dict[str, str] = field(default_factory=dict)

    def name(self, language: str) -> str:
        """Its name; in another language where this one has none."""
        return _pick(self.names, language) or self.id

    def message(self, language: str) -> str:
        """What is wrong and what to do."""
        parts = (_pick(self.messages, language), _pick(self.solution, language))
        return (
            "" if not any(parts) else (" " if language == "en" else "").join(p for p in parts if p)
        )


def _pick(words: dict[str, str], language: str) -> str:
    return words.get(language) or words.get("") or next(iter(words.values()), "")


def shape_source(shape: Shape, severity: Severity) -> Source:
    """A shape as a source of results."""
    own = shape.severity_iri if severity == shape.severity else severity.iri
    return Source(shape.id, shape.iri, shape.names, shape.messages, severity, own, shape.path)


def check_source(check: Check, severity: Severity, iri: str) -> Source:
    """A check as a source of results."""
    return Source(
        check.id, iri, check.title, check.problem, severity, severity.iri, None, check.solution
    )


@dataclass(frozen=True)
class Report:
    """The outcome of a validation.

    Attributes:
        location: the graph, as the user named it.
        engine: the name of the engine that evaluated the shapes.
        findings: the gravest first.
        sources: the shapes and checks that were run, by id.
        idle: ids of shapes without a focus node.
        notes: what else the user should know.
        limit: the least severity at which the command fails.
    """

    location: str
    engine: str
    findings: tuple[Finding, ...]
    sources: dict[str, Source]
    completeness: tuple[Count, ...]
    idle: tuple[str, ...]
    notes: tuple[str, ...]
    shapes: ShapesGraph
    limit: Severity = Severity.VIOLATION

    @property
    def counts(self) -> dict[Severity, int]:
        """How many findings of each severity."""
        return count_severities(finding.result for finding in self.findings)

    @property
    def conforms(self) -> bool:
        """No result at all, as SHACL has it."""
        return not self.findings

    def fails(self, limit: Severity) -> bool:
        """Whether any result is as grave as ``limit``."""
        return any(finding.result.severity >= limit for finding in self.findings)

    def source(self, result: Result) -> Source:
        """The shape or check that a result comes from."""
        return self.sources[source_id(result.source)]

    def problems(self) -> list[tuple[Source, list[Finding]]]:
        """The findings by what they come from, the gravest problem first."""
        grouped: dict[str, list[Finding]] = {}
        for finding in self.findings:
            grouped.setdefault(source_id(finding.result.source), []).append(finding)
        return [(self.sources[id_], found) for id_, found in grouped.items()]


def source_id(source: str) -> str:
    """The id under which a result's shape or check is known; a blank shape goes by its owner."""
    return local_name(source.partition(ANONYMOUS)[0])
