"""Validate a graph: shapes by an engine, checks as queries, and what people need to know of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from policygraph.core.errors import DataError
from policygraph.shapes.completeness import count_completeness
from policygraph.shapes.engines import choose_engine, reason_against_fast
from policygraph.shapes.engines.constraints import Focus
from policygraph.shapes.lint import Linter, idle_shapes, matches_anything
from policygraph.shapes.places import Places
from policygraph.shapes.report import Finding, Report, rule_id
from policygraph.shapes.result import Rule, ValidationResult
from policygraph.shapes.rules import Rules
from policygraph.store import Store, embedded, open_store, rdf_file_of
from policygraph.store.triples import Data

_SHIPPED = "the shipped graph"


def validate(
    graph: str | Path | Store | None = None,
    rules: Rules | None = None,
    *,
    engine: str | None = None,
) -> Report:
    """Hold a graph against shapes (W3C SHACL) and check queries.

    >>> report = policygraph.validate()
    >>> report.conforms  # as SHACL has it: not one result, be it the mildest
    False
    >>> print(report.write("text", "en").splitlines()[-1])
    the shipped graph: Violation 0, Warning 0, Info 33 (engine: fast)

    Args:
        graph: a file, a folder, the URL of an endpoint, or an open store; the shipped graph if
            missing. A remote one is copied for the shapes; the checks run where it is. Datatypes
            are checked as a file writes them, which an embedded store does not keep.
        rules: the shapes and checks; those that ship with the package if missing.
        engine: ``fast`` or ``pyshacl``; the fast one where the shapes allow it, if missing.

    Raises:
        DataError: the graph is empty or of another ontology, or the shapes are wrong.
        StoreError: the graph cannot be opened, or the engine does not answer.
        UsageError: an unknown engine, or one that cannot evaluate the shapes.
    """
    rules = rules or Rules.load()
    if graph is None or isinstance(graph, (str, Path)):
        location, file = str(graph or _SHIPPED), rdf_file_of(graph)
        store = open_store(graph, may_be_empty=True)  # it is refused below
    else:
        location, file, store = "the graph", None, graph
    data = _local(store, location)
    _check_shapes(rules, data)
    focus = Focus(rules.shapes, data)
    if not matches_anything(focus):
        raise DataError(
            f"{location}: nothing in it is what the shapes are about; is it a graph of policygraph?"
        )
    evaluator = choose_engine(rules.shapes, engine)
    found = set(evaluator.validate(Data(data, file)))
    for check in rules.checks:
        found.update(check.run(store))
    described = rules.described()
    results = sorted((_weigh(result, described) for result in found), key=lambda r: r.order)
    places = Places(data)
    fell_back = engine is None and evaluator.name == "pyshacl"
    return Report(
        location=location,
        engine=evaluator.name,
        findings=tuple(
            Finding(result, places.of(result), places.label(result.focus, "ja"))
            for result in results
        ),
        rules=described,
        completeness=tuple(count_completeness(focus, results)),
        idle=tuple(idle_shapes(focus)),
        notes=(f"pySHACL evaluates the shapes: {reason_against_fast(rules.shapes)}",)
        if fell_back
        else (),
        shapes=rules.shapes,
    )


def _weigh(result: ValidationResult, rules: Mapping[str, Rule]) -> ValidationResult:
    """The result with the severity that its rule has after the user's profile."""
    rule = rules.get(rule_id(result.source))
    return result if rule is None else replace(result, severity=rule.severity)


def _local(store: Store, location: str) -> ox.Store:
    """The triples in memory.

    Raises:
        DataError: there is none.
    """
    data = embedded(store).engine
    if next(iter(data), None) is None:
        raise DataError(f"{location}: the graph is empty; build or load one first")
    return data


def _check_shapes(rules: Rules, data: ox.Store) -> None:
    """Check the shapes before they check anything.

    Raises:
        DataError: one line a problem.
    """
    problems = Linter(rules.shapes, rules.place).problems(data)
    if len(problems) == 1:
        raise DataError(str(problems[0]))
    if problems:
        shown = [str(problem) for problem in problems[:10]]
        if len(problems) > 10:
            shown.append(f"… and {len(problems) - 10} more problems of the shapes")
        raise DataError("the shapes are wrong:\n" + "\n".join(shown))
