"""The fast engine: ``shacl``, a compiled validator, and pyoxigraph for SPARQL constraints.

``shacl`` (Rust; MIT or Apache 2.0) evaluates SHACL core and what it must of SHACL-SPARQL; the SPARQL
constraints whose query may be asked once for all focus nodes go to pyoxigraph as they are
(`policygraph.shapes.engines.constraints`).
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

from policygraph.core.errors import DataError
from policygraph.shapes.engines.constraints import Focus, set_constraints
from policygraph.shapes.engines.terms import one_predicate, parse_term
from policygraph.shapes.result import Result, Severity
from policygraph.shapes.shapes import ShapesGraph
from policygraph.store.triples import Data


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

    def validate(self, data: Data) -> list[Result]:
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

    def core(self, triples: str) -> list[Result]:
        """Only what the compiled validator checks, of N-Triples in memory."""
        report = self._compiled.validate_text(triples, format="ntriples")
        return [self._result(entry) for entry in report.results]

    def _result(self, entry: object) -> Result:
        source = parse_term(entry.source_shape)  # type: ignore[attr-defined]
        shape = self.shapes.described.get(str(source))
        value = entry.value  # type: ignore[attr-defined]
        path = one_predicate(entry.path)  # type: ignore[attr-defined]
        return Result(
            focus=parse_term(entry.focus_node),  # type: ignore[attr-defined]
            path=path or (shape.path if shape else None),
            value=None if value is None else parse_term(value),
            severity=shape.severity if shape else Severity.VIOLATION,
            source=str(source),
            component=entry.component_iri,  # type: ignore[attr-defined]
        )
