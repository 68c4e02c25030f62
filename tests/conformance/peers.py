"""Compiled validators by themselves, as they were compared before one was chosen."""

from __future__ import annotations

from pathlib import Path

import shacl_rust

from policygraph.core.errors import DataError
from policygraph.shapes import Severity, ValidationResult
from policygraph.shapes.fast import FastEngine, one_predicate
from policygraph.shapes.shapes_graph import ShapesGraph
from policygraph.store import Store, read_term, triples_file


class ShaclAlone(FastEngine):
    """The package ``shacl``, which evaluates the SPARQL constraints itself."""

    def __init__(self, shapes: ShapesGraph) -> None:
        super().__init__(shapes)
        import shacl

        self.constraints = []
        try:
            self._compiled = shacl.Shapes.from_text(shapes.text(), format="ntriples")
        except ValueError as error:
            raise DataError(str(error)) from None


class ShaclRust:
    """The package ``shacl-rust``, with its index that it calls experimental."""

    def __init__(self, shapes: ShapesGraph) -> None:
        self._shapes = shapes

    def validate(self, data: Store) -> list[ValidationResult]:
        with triples_file(data) as path:
            text = Path(path).read_text(encoding="utf-8")
        try:
            report = shacl_rust.validate(
                text, self._shapes.text(), shapes_format="nt", experimental_index=True
            )
        except (RuntimeError, ValueError) as error:
            raise DataError(str(error)) from None
        return [self._result(entry) for entry in report["results"]]

    def _result(self, entry: dict[str, str]) -> ValidationResult:
        source = str(read_term(entry["sourceShape"]))
        shape = self._shapes.described.get(source)
        return ValidationResult(
            focus=read_term(entry["focusNode"]),
            path=one_predicate(entry.get("resultPath")) or (shape.path if shape else None),
            value=read_term(entry["value"]) if "value" in entry else None,
            severity=shape.severity if shape else Severity.VIOLATION,
            source=source,
            component=str(read_term(entry["sourceConstraintComponent"])),
        )
