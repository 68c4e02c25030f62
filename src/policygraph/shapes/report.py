"""What validation has to say about a graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from policygraph.core.formats import Format, Formats
from policygraph.core.messages import Message, find_language
from policygraph.core.terms import Value
from policygraph.questions.units import Unit
from policygraph.shapes.result import Rule, Severity, ValidationResult
from policygraph.shapes.shapes_graph import ANONYMOUS, ShapesGraph, local_name

WriteReport = Callable[["Report", str], str]


@dataclass(frozen=True, slots=True)
class Completeness:
    """A row of the completeness table.

    Attributes:
        class_iri: of those counted.
        shape: id of the shape by which they have it or not.
        names: of what is counted, by language.
    """

    class_iri: str
    shape: str
    names: Mapping[str, str]
    have: int
    total: int

    def name(self, language: str) -> str:
        """Of what is counted; the id of the shape where it has none in a language."""
        return self.names.get(language) or self.shape


@dataclass(frozen=True, slots=True)
class Finding:
    """A result with everything that a reader needs.

    Attributes:
        unit: where its focus node, or else its value, stands in the text; of an item the first. Its
            headings are as printed; see `heading` for others.
        headings: number and title of the parts around the unit, outermost first, by language.
        labels, value_labels: of its focus node and of its value, by language; nothing in those in
            which they have none.
    """

    result: ValidationResult
    unit: Unit | None = None
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    value_labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def value(self) -> Value | None:
        """The offending value where it is not the focus node itself."""
        return None if self.result.value == self.result.focus else self.result.value

    def heading(self, language: str) -> tuple[str, ...]:
        """Number and title of the parts around the unit, outermost first."""
        return self.headings.get(language, ())

    def label(self, language: str) -> str:
        """What its focus node is called; empty where nobody gave it a label."""
        return self.labels.get(language, "")

    def value_label(self, language: str) -> str:
        """What its value is called; empty where nobody gave it a label, or it is a literal."""
        return self.value_labels.get(language, "")


@dataclass(frozen=True, slots=True)
class View:
    """How much of a report people are shown at once.

    Attributes:
        limit: places a problem.
        offset: places a problem that are passed over; a problem that has no more is left out.
        wide: known gaps (Info) with their places, too, and words and terms whole.
    """

    limit: int = 10
    offset: int = 0
    wide: bool = False


@dataclass(frozen=True)
class Report:
    """The outcome of a validation.

    >>> report = policygraph.validate()
    >>> {finding.result.severity.name for finding in report.findings}
    {'INFO'}

    Attributes:
        location: the graph, as the user named it.
        engine: the name of the engine that evaluated the shapes.
        findings: the gravest first.
        rules: the shapes and checks that were run, by id.
        completeness: how many have what they should have.
        idle: ids of shapes without a focus node.
        notes: what else the user should know.
        shapes: the shapes graph.
        limit: the least severity at which the command fails.
        view: how much of it ``text`` shows; the other formats hold everything.
    """

    location: str
    engine: str
    findings: tuple[Finding, ...]
    rules: Mapping[str, Rule]
    completeness: tuple[Completeness, ...]
    idle: tuple[str, ...]
    notes: tuple[Message, ...]
    shapes: ShapesGraph
    limit: Severity = Severity.VIOLATION
    view: View = View()

    @property
    def counts(self) -> dict[Severity, int]:
        """How many findings of each severity, the gravest first, zeros included."""
        counts = Counter(finding.result.severity for finding in self.findings)
        return {severity: counts[severity] for severity in sorted(Severity, reverse=True)}

    @property
    def conforms(self) -> bool:
        """No result at all, as SHACL has it."""
        return not self.findings

    def fails(self, limit: Severity) -> bool:
        """Whether any result is as grave as ``limit``."""
        return any(finding.result.severity >= limit for finding in self.findings)

    def rule(self, result: ValidationResult) -> Rule:
        """The shape or check that a result comes from."""
        return self.rules[rule_id(result.source)]

    def message(self, result: ValidationResult, language: str) -> str:
        """What is wrong and what to do, as it is said of one result."""
        return self.rule(result).message_of(result, language)

    def problems(self) -> list[tuple[Rule, list[Finding]]]:
        """The findings by the rule they come from, the gravest problem first."""
        grouped: dict[str, list[Finding]] = {}
        for finding in self.findings:
            grouped.setdefault(rule_id(finding.result.source), []).append(finding)
        return [(self.rules[id_], found) for id_, found in grouped.items()]

    def write(self, name: str = "text", language: str | None = None) -> str:
        """The report in one of `REPORT_FORMATS`.

        Args:
            name: ``text``, ``json``, ``turtle``, ``html``, ``junit``, ``github``, or one that another
                package brings.
            language: ``ja`` or ``en``; see `find_language`.

        Raises:
            UsageError: there is no such format or language.
        """
        return REPORT_FORMATS.find(name).write(self, find_language(language))


def is_told_each(rule: Rule, findings: Sequence[Finding]) -> bool:
    """Whether the findings of a rule have a message each, so that none is said of them all."""
    return rule.names_value or any(finding.result.said for finding in findings)


def rule_id(source: str) -> str:
    """The id of a result's shape or check; a blank shape goes by its owner."""
    return local_name(source.partition(ANONYMOUS)[0])


_TEXT = "policygraph.shapes.report_text"
_DATA = "policygraph.shapes.report_data"
REPORT_FORMATS: Formats[WriteReport] = Formats(
    "report",
    Format("report", "text", ".txt", "text/plain", f"{_TEXT}:write_text", "for people"),
    Format("report", "json", ".json", "application/json", f"{_DATA}:write_json", "every result whole"),
    Format("report", "turtle", ".ttl", "text/turtle", f"{_DATA}:write_turtle", "a sh:ValidationReport"),
    Format("report", "html", ".html", "text/html", f"{_TEXT}:write_html", "one page, with nothing to load"),
    Format("report", "junit", ".xml", "application/xml", f"{_DATA}:write_junit", "a test case a rule"),
    Format("report", "github", ".txt", "text/plain", f"{_DATA}:write_github", "workflow commands"),
)  # fmt: skip
