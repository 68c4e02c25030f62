"""Both engines, and the compiled validators alone, against the W3C SHACL test suite.

The suite is third-party data that is not copied: the tests look in $POLICYGRAPH_CONFORMANCE, else
in ../shared/conformance beside the checkout, and are skipped where it is in neither.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from peers import ShaclAlone, ShaclRust
from suites import HOME, Case, cases, suite

from policygraph.core.errors import DataError
from policygraph.core.terms import BlankNode, Value
from policygraph.shapes import ValidationResult
from policygraph.shapes.fast import FastEngine
from policygraph.shapes.lint import Linter
from policygraph.shapes.reference import ReferenceEngine
from policygraph.shapes.shapes_graph import ANONYMOUS, ShapesGraph, read_shapes, sh
from policygraph.store import OxigraphStore, Statements, Store, read_statements

CASES = list(cases())
ENGINES = {
    "fast": FastEngine, "pyshacl": ReferenceEngine, "shacl": ShaclAlone, "shacl-rust": ShaclRust,
}  # fmt: skip
# What an engine does not do as the suite wants it; each fails, and a test says so if it ever passes.
FAILURES = {
    ("pyshacl", "sparql/pre-binding/shapesGraph-001"): "pySHACL does not support $shapesGraph",
    **{
        (engine, "sparql/pre-binding/unsupported-sparql-004"): (
            "shacl evaluates a sub-SELECT that does not return $this; the linter refuses it before"
        )
        for engine in ("fast", "shacl")
    },
    **{
        ("shacl-rust", f"sparql/{name}"): "shacl-rust leaves sh:value out where the query has none"
        for name in (
            "node/sparql-003", "pre-binding/shapesGraph-001",
            *(f"pre-binding/pre-binding-00{number}" for number in (1, 2, 3, 4, 5, 7)),
        )
    },
    **{
        ("shacl-rust", f"sparql/pre-binding/unsupported-sparql-00{number}"): (
            "shacl-rust evaluates a query that must be refused"
        )
        for number in (2, 6)
    },
}  # fmt: skip

pytestmark = pytest.mark.skipif(
    suite() is None,
    reason=f"no W3C SHACL test suite; set POLICYGRAPH_CONFORMANCE to a folder with data-shapes ({HOME})",
)


def _parameters() -> list[object]:
    return [
        pytest.param(
            engine,
            case,
            id=f"{engine}-{case.name}",
            marks=[pytest.mark.xfail(strict=True, reason=FAILURES[engine, case.name])]
            if (engine, case.name) in FAILURES
            else [],
        )
        for case in CASES
        for engine in ENGINES
    ]


def _data(case: Case) -> Store:
    return OxigraphStore(file=case.data)


Row = tuple[object, object, object, object, object, object]


def _node(value: Value | None) -> object:
    return "blank" if isinstance(value, BlankNode) else value


def _found(result: ValidationResult, shapes: ShapesGraph) -> Row:
    severity = shapes.described[result.source].severity_iri
    source = "blank" if ANONYMOUS in result.source else result.source
    return (
        _node(result.focus), result.path, _node(result.value), severity,
        result.component, source,
    )  # fmt: skip


def _expected(case: Case) -> Counter[Row]:
    """The rows of the expected report, read by pyoxigraph: rdflib would respell ill-typed literals."""
    report = ShapesGraph(Statements(read_statements(case.manifest)))
    rows: Counter[Row] = Counter()
    for _, _, node in report.store.match(None, sh("result")):

        def value(name: str, node: Value = node) -> Value | None:
            return report.value(node, sh(name))

        path = value("resultPath")
        rows[
            _node(value("focusNode")),
            None if path is None else report.path(path),
            _node(value("value")),
            value("resultSeverity"),
            value("sourceConstraintComponent"),
            _node(value("sourceShape")),
        ] += 1
    return rows


@pytest.mark.parametrize(("engine", "case"), _parameters())
def test_an_engine_reports_what_the_suite_expects(engine: str, case: Case) -> None:
    if case.must_fail:
        with pytest.raises(DataError):
            ENGINES[engine](read_shapes([case.shapes])).validate(_data(case))
        return
    shapes = read_shapes([case.shapes])
    results = ENGINES[engine](shapes).validate(_data(case))
    assert Counter(_found(result, shapes) for result in results) == _expected(case)


@pytest.mark.parametrize("case", [c for c in CASES if c.must_fail], ids=lambda case: case.name)
def test_shapes_that_must_not_be_evaluated_never_reach_the_fast_engine(case: Case) -> None:
    """What the fast engine fails to refuse, the linter refuses."""
    shapes = read_shapes([case.shapes])
    if Linter(shapes, case.name).problems(_data(case)):
        return
    with pytest.raises(DataError):
        FastEngine(shapes).validate(_data(case))


_TABLE_NAMES = {
    "pyshacl": "pySHACL", "shacl": "`shacl`", "shacl-rust": "`shacl-rust`", "fast": "`fast`",
}  # fmt: skip
_SIZES = {"core": 98, "sparql": 22}


def test_the_documentation_has_what_each_engine_passes() -> None:
    """Every case passes or is a known failure, so the known failures give the table."""
    page = (Path(__file__).parents[2] / "docs" / "validation.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in page.splitlines()
        if line.startswith("|")
    ]
    for engine, name in _TABLE_NAMES.items():
        (row,) = (row for row in rows if row[0].startswith(name) and "of 98" in row[1])
        for cell, (group, size) in zip(row[1:], _SIZES.items(), strict=False):
            failed = sum(e == engine and case.startswith(group) for e, case in FAILURES)
            assert cell == f"{size - failed} of {size}", (engine, group)


def test_the_whole_suite_is_run() -> None:
    assert len(CASES) == 120
    assert Counter(case.name.split("/")[0] for case in CASES) == _SIZES


def test_a_folder_can_be_given_for_the_suite(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYGRAPH_CONFORMANCE", os.devnull)
    assert suite() is None
