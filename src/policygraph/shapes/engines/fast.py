"""The fast engine: ``shacl``, a compiled validator, and pyoxigraph for SPARQL constraints.

``shacl`` (Rust; MIT or Apache 2.0) evaluates SHACL core and what it must of SHACL-SPARQL; the SPARQL
constraints whose query may be asked once for all focus nodes go to pyoxigraph as they are
(`policygraph.shapes.engines.constraints`).
"""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import pyoxigraph as ox

from policygraph.core.errors import DataError
from policygraph.core.namespaces import IRI
from policygraph.core.terms import BlankNode, Value
from policygraph.shapes.engines.constraints import Focus, set_constraints
from policygraph.shapes.result import Severity, ValidationResult
from policygraph.shapes.shapes import ShapesGraph
from policygraph.store.oxigraph import to_value
from policygraph.store.triples import Data

_ONE_PREDICATE = re.compile(r"<[^<>]*>")


@lru_cache(maxsize=4096)
def parse_term(written: str) -> Value:
    """A term in N-Triples' notation."""
    if written.startswith("<"):
        return IRI(written[1:-1])
    if written.startswith("_:"):
        return BlankNode(written[2:])
    (quad,) = ox.parse(f"<urn:s> <urn:p> {written} .", format=ox.RdfFormat.N_TRIPLES)
    return to_value(quad.object)


def one_predicate(path: str | None) -> str | None:
    """A path if it is a single predicate; any other is that of its shape."""
    return path if path is not None and _ONE_PREDICATE.fullmatch(path) else None


class FastEngine:
    """Shapes compiled once; any number of graphs validated."""

    name = "fast"

    def __init__(self, shapes: ShapesGraph) -> None:
        import shacl

        self.shapes = shapes
        self.constraints = set_constraints(shapes)
        text = shapes.text(without={constraint.triple for constraint in self.constraints})
        try:
            self._compiled = shacl.Shapes.from_text(text, format="ntriples")
        except ValueError as error:
            raise DataError(f"the shapes are not SHACL: {error}") from None

    def validate(self, data: Data) -> list[ValidationResult]:
        """See `Engine.validate`."""
        # Both engines let go of Python's lock while they work.
        with data.triples() as path, ThreadPoolExecutor(os.cpu_count()) as cores:
            compiled = cores.submit(self._compiled.validate_file, str(path))
            asked = [
                cores.submit(constraint.ask, data.store, self.shapes)
                for constraint in self.constraints
            ]
            focus = Focus(self.shapes, data.store)
            results = []
            for constraint, answer in zip(self.constraints, asked, strict=True):
                targets = focus.of(constraint.shape)
                results += [result for result in answer.result() if result.focus in targets]
            try:
                report = compiled.result()
            except ValueError as error:
                raise DataError(f"the shapes cannot be evaluated: {error}") from None
        return results + [self._result(entry) for entry in report.results]

    def core(self, triples: str) -> list[ValidationResult]:
        """Only what the compiled validator checks, of N-Triples in memory."""
        report = self._compiled.validate_text(triples, format="ntriples")
        return [self._result(entry) for entry in report.results]

    def _result(self, entry: object) -> ValidationResult:
        source = parse_term(entry.source_shape)  # type: ignore[attr-defined]
        shape = self.shapes.described.get(str(source))
        value = entry.value  # type: ignore[attr-defined]
        path = one_predicate(entry.path)  # type: ignore[attr-defined]
        return ValidationResult(
            focus=parse_term(entry.focus_node),  # type: ignore[attr-defined]
            path=path or (shape.path if shape else None),
            value=None if value is None else parse_term(value),
            severity=shape.severity if shape else Severity.VIOLATION,
            source=str(source),
            component=entry.component_iri,  # type: ignore[attr-defined]
        )
