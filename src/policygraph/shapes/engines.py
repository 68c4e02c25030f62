"""The validators: pySHACL, which is the reference, and the fast one, for shapes it is proved to evaluate."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Protocol

from policygraph.core.errors import UsageError
from policygraph.core.namespaces import IRI
from policygraph.shapes.lint import shacl_terms
from policygraph.shapes.result import ValidationResult
from policygraph.shapes.shapes_graph import SH, ShapesGraph
from policygraph.store import Store

ENGINES = ("fast", "pyshacl")


class Engine(Protocol):
    """A validator with its shapes compiled."""

    name: str

    def validate(self, data: Store) -> list[ValidationResult]:
        """Validate the union of the named graphs.

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


def reason_against_fast(shapes: ShapesGraph) -> str:
    """Why the fast engine cannot evaluate some shapes; empty where it can."""
    if find_spec("shacl") is None:
        return "the package shacl is not installed"
    missing = uncovered_terms(shapes)
    if missing:
        listed = ", ".join(f"sh:{term}" for term in missing[:4])
        return f"the shapes use {listed}, which only pySHACL evaluates"
    return ""


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
        raise UsageError(f'no engine is called "{name}"; there are {" and ".join(ENGINES)}')
    reason = reason_against_fast(shapes)
    if name == "fast" and reason:
        raise UsageError(f"the fast engine cannot be used: {reason}; say --engine pyshacl")
    if name == "pyshacl" or reason:
        from policygraph.shapes.reference import ReferenceEngine

        return ReferenceEngine(shapes)
    from policygraph.shapes.fast import FastEngine

    return FastEngine(shapes)
