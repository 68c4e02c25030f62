"""Which engine validates: the fast one where the shapes need only what it is proved to do."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec

import pyoxigraph as ox

from policygraph.core.errors import UsageError
from policygraph.shapes.engines.protocol import Engine
from policygraph.shapes.shapes import SH, ShapesGraph
from policygraph.shapes.terms import ADVANCED, COVERED

ENGINES = ("fast", "pyshacl")


@dataclass(frozen=True, slots=True)
class Choice:
    """An engine, and why it was taken where that needs saying."""

    engine: Engine
    reason: str = ""


def uncovered_terms(shapes: ShapesGraph) -> list[str]:
    """The terms of SHACL in a shapes graph that the fast engine is not proved to evaluate."""
    used = {
        term.value.removeprefix(SH)
        for triple in shapes.store
        for term in (triple.predicate, triple.object)
        if isinstance(term, ox.NamedNode) and term.value.startswith(SH)
    }
    return sorted(used & ADVANCED - COVERED)


def choose_engine(shapes: ShapesGraph, name: str | None = None) -> Choice:
    """Take an engine.

    Args:
        shapes: what it is to evaluate.
        name: ``fast`` or ``pyshacl``; the fast one where it may be, if missing.

    Raises:
        UsageError: an unknown name, or the fast engine is asked for and cannot do it.
        DataError: the shapes are not SHACL.
    """
    from policygraph.shapes.engines.reference import ReferenceEngine

    if name is not None and name not in ENGINES:
        raise UsageError(f'no engine is called "{name}"; there are {" and ".join(ENGINES)}')
    if name == "pyshacl":
        return Choice(ReferenceEngine(shapes))
    reason = _reason_against_fast(shapes)
    if not reason:
        from policygraph.shapes.engines.fast import FastEngine

        return Choice(FastEngine(shapes))
    if name == "fast":
        raise UsageError(f"the fast engine cannot be used: {reason}; say --engine pyshacl")
    return Choice(ReferenceEngine(shapes), reason)


def _reason_against_fast(shapes: ShapesGraph) -> str:
    if find_spec("shacl") is None:
        return "the package shacl is not installed"
    missing = uncovered_terms(shapes)
    if missing:
        listed = ", ".join(f"sh:{term}" for term in missing[:4])
        return f"the shapes use {listed}, which only pySHACL evaluates"
    return ""
