"""Validate a graph: shapes by an engine, checks as queries, and what people need to know of both."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from policygraph.core.errors import DataError, Errors, UsageError, phrase
from policygraph.core.messages import LANGUAGES, Message
from policygraph.core.namespaces import IRI, POL, RDF, RDFS
from policygraph.core.terms import Literal, Value
from policygraph.questions.labels import find_given_labels
from policygraph.questions.unit_lookup import fill_places, find_units
from policygraph.questions.units import Unit, UnitReader
from policygraph.shapes.fast import FastEngine, takes_pattern
from policygraph.shapes.focus import FocusNodes, count_completeness
from policygraph.shapes.lint import Linter, shacl_terms
from policygraph.shapes.reference import ReferenceEngine
from policygraph.shapes.remembered import Remembered, seen_by
from policygraph.shapes.report import Finding, Report, rule_id
from policygraph.shapes.result import Rule, ValidationResult
from policygraph.shapes.rules import Rules
from policygraph.shapes.shapes_graph import SH, ShapesGraph, sh
from policygraph.store import PATIENCE, OxigraphStore, Store, embedded, graph_name, open_store

ENGINES = ("fast", "pyshacl")


class Engine(Protocol):
    """A validator with its shapes compiled."""

    name: str

    def validate(
        self, data: OxigraphStore, remembered: Remembered | None = None
    ) -> list[ValidationResult]:
        """Validate the union of the named graphs.

        Args:
            data: the graph.
            remembered: what an earlier run found; an engine may ask nothing of it.

        Returns:
            The results, in no particular order; severities as the shapes give them.

        Raises:
            DataError: the shapes are not SHACL (a query that is not SPARQL, a list that is none).
        """


def uncovered_terms(shapes: ShapesGraph) -> list[str]:
    """The terms of SHACL in a shapes graph that the fast engine is not proved to evaluate."""
    used = {
        term.removeprefix(SH)
        for _, predicate, value in shapes.store
        for term in (predicate, value)
        if isinstance(term, IRI) and term.startswith(SH)
    }
    return sorted(used & shacl_terms("advanced") - shacl_terms("covered"))


def reason_against_fast(shapes: ShapesGraph) -> Message | None:
    """Why the fast engine cannot evaluate some shapes; ``None`` where it can."""
    if find_spec("shacl") is None:
        return phrase("without-shacl")
    missing = uncovered_terms(shapes)
    if missing:
        listed = ", ".join(f"sh:{term}" for term in missing[:4])
        return phrase("only-pyshacl", terms=listed)
    for pattern in sorted({v.value for _, _, v in shapes.store.match(None, sh("pattern"))
                           if isinstance(v, Literal)}):  # fmt: skip
        if not takes_pattern(pattern):
            return phrase("only-pyshacl-pattern", pattern=pattern)
    return None


def choose_engine(shapes: ShapesGraph, name: str | None = None) -> Engine:
    """Take an engine.

    Args:
        shapes: what it is to evaluate.
        name: ``fast`` or ``pyshacl``; the fast one where it may be, if missing.

    Raises:
        UsageError: an unknown name, or the fast engine is asked for and cannot do it.
        DataError: the shapes are not SHACL.
    """
    if name is not None and name not in ENGINES:
        raise UsageError("no-engine", name=name, known=", ".join(ENGINES))
    reason = reason_against_fast(shapes)
    if name == "fast" and reason:
        raise UsageError("no-fast-engine", reason=reason)
    return ReferenceEngine(shapes) if name == "pyshacl" or reason else FastEngine(shapes)


def validate(
    graph: str | Path | Store | None = None,
    rules: Rules | None = None,
    *,
    engine: str | None = None,
    kept: Path | None = None,
) -> Report:
    """Hold a graph against shapes (W3C SHACL) and check queries.

    >>> report = policygraph.validate()
    >>> report.conforms  # as SHACL has it: not one result, be it the mildest
    False
    >>> print(report.write("text", "en").splitlines()[0].partition(": ")[2])
    passes (Violation 0, Warning 0, Info 33; engine: fast)

    Args:
        graph: a file, a folder, the URL of an endpoint, or an open store; the shipped graph if
            missing. A remote one is copied for the shapes; the checks run where it is. Datatypes
            are checked as a file writes them, which an embedded store does not keep.
        rules: the shapes and checks; those that ship with the package if missing.
        engine: ``fast`` or ``pyshacl``; the fast one where the shapes allow it, if missing.
        kept: an existing folder for what rules gave; those are asked again that a change can affect.

    Raises:
        DataError: the graph is empty, of another ontology or but a core, or the shapes are wrong (`SeveralErrors`
            where they are so in more than one way).
        StoreError: the graph cannot be opened, or the engine does not answer.
        UsageError: an unknown engine, or one that cannot evaluate the shapes.
    """
    rules = rules or Rules.load()
    if graph is None or isinstance(graph, (str, Path)):
        location, store = graph_name(graph), open_store(graph, may_be_empty=True, patience=PATIENCE)
    else:
        location, store = "the graph", graph
    data = embedded(store)
    if data.is_empty():
        raise DataError("nothing-to-validate", location=location)
    if rules.profile.shipped and _is_core(data):
        raise DataError("core-to-validate", location=location)
    _check_shapes(rules, data)
    focus = FocusNodes(rules.shapes, data)
    if not focus.are_any():
        raise DataError("nothing-in-focus", location=location)
    evaluator = choose_engine(rules.shapes, engine)
    remembered = Remembered(data, kept)
    found = set(evaluator.validate(data, remembered))
    for check in rules.checks:
        seen = seen_by(check.sparql)
        found.update(remembered.once(repr(check), seen, partial(check.run, store)))
    remembered.keep()
    described = rules.described()
    results = sorted((_weigh(result, described) for result in found), key=lambda r: r.order)
    fell_back = engine is None and evaluator.name == "pyshacl"
    reason = reason_against_fast(rules.shapes) if fell_back else None
    return Report(
        location=location,
        engine=evaluator.name,
        findings=tuple(_findings(results, data)),
        rules=described,
        completeness=tuple(count_completeness(focus, results)),
        idle=tuple(focus.idle()),
        notes=(phrase("pyshacl-evaluates", reason=reason),) if reason else (),
        shapes=rules.shapes,
    )


def _is_core(data: Store) -> bool:
    """Whether a graph is one of measures without their occurrences, texts and phrases."""

    def any_of(predicate: IRI, value: IRI | None = None) -> bool:
        return next(data.match(None, predicate, value), None) is not None

    items = any(any_of(RDF.type, kind) for kind in (POL.Measure, POL.Target, POL.ReportedMeasure))
    return items and any_of(RDFS.seeAlso) and not any_of(POL.occurrenceOf)


def _findings(results: Collection[ValidationResult], data: Store) -> Iterator[Finding]:
    """The results with the units that they are about: of the focus node, or else of the value."""
    foci = {result.focus for result in results if isinstance(result.focus, IRI)}
    values = {result.value for result in results if isinstance(result.value, IRI)}
    units: dict[Value | None, list[IRI]] = dict(find_units(data, foci).items())
    others = {r.value for r in results if r.focus not in units and isinstance(r.value, IRI)}
    units.update(find_units(data, others - foci).items())
    places = fill_places(data, {found[0] for found in units.values()})
    readers = {language: UnitReader(places, language) for language in LANGUAGES}
    labels = {language: find_given_labels(data, foci | values, language) for language in LANGUAGES}

    @cache
    def read(unit: IRI) -> tuple[Unit, dict[str, tuple[str, ...]]]:
        by_language = {language: reader.read(unit) for language, reader in readers.items()}
        headings = {
            language: tuple(heading.label for heading in read.heading if heading.label)
            for language, read in by_language.items()
        }
        return by_language["ja"], headings

    for result in results:
        found = units.get(result.focus) or units.get(result.value)
        unit, headings = read(found[0]) if found else (None, {})
        called = (_called(node, labels) for node in (result.focus, result.value))
        yield Finding(result, unit, headings, *called)


def _called(node: Value | None, labels: Mapping[str, Mapping[IRI, str]]) -> dict[str, str]:
    """What a node is called, by language."""
    if not isinstance(node, IRI):
        return {}
    return {language: own[node] for language, own in labels.items() if node in own}


def _weigh(result: ValidationResult, rules: Mapping[str, Rule]) -> ValidationResult:
    """The result with the severity that its rule has after the user's profile."""
    rule = rules.get(rule_id(result.source))
    return result if rule is None else replace(result, severity=rule.severity)


def _check_shapes(rules: Rules, data: Store) -> None:
    """Check the shapes before they check anything.

    Raises:
        DataError: what is wrong; `SeveralErrors` where it is more than one thing.
    """
    errors = Errors()
    for problem in Linter(rules.shapes, rules.place).problems(data):
        errors.note(DataError("wrong-shape", problem=problem))
    errors.check()
