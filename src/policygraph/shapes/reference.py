"""pySHACL: slow, and the measure of the other."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from policygraph.core.errors import DataError
from policygraph.core.namespaces import (
    IRI,
    XSD,
)
from policygraph.core.prefixes import PREFIXES
from policygraph.core.terms import BlankNode, Literal, Value
from policygraph.shapes.remembered import WHOLE, Remembered
from policygraph.shapes.result import Severity, ValidationResult
from policygraph.shapes.shapes_graph import ShapesGraph
from policygraph.shapes.templates import recognise
from policygraph.store import OxigraphStore, Store, triples_file

if TYPE_CHECKING:
    import rdflib
    from rdflib.plugins.sparql.sparql import Query

_SH = PREFIXES["sh"]


class ReferenceEngine:
    """pySHACL over rdflib's memory store, with the advanced features on."""

    name = "pyshacl"

    def __init__(self, shapes: ShapesGraph) -> None:
        import rdflib

        self._shapes = shapes
        self._graph = rdflib.Graph()
        with _terms_as_written(), _without_tracebacks():
            self._graph.parse(data=shapes.text(), format="nt")

    def validate(
        self, data: OxigraphStore, remembered: Remembered | None = None
    ) -> list[ValidationResult]:
        """See `Engine.validate`; of a changed graph all is asked again."""
        kept = remembered or Remembered(data)
        with _without_tracebacks():
            rules = "".join(sorted(self._shapes.text().splitlines())) if kept.is_kept else ""
            return kept.once(f"pyshacl {rules}", WHOLE, lambda: self._validate(data))

    def _validate(self, data: Store) -> list[ValidationResult]:
        import pyshacl
        import rdflib
        from pyshacl.errors import ReportableRuntimeError, ShapeLoadError

        graph = _preparing_graph()
        with triples_file(data) as path, _terms_as_written():
            graph.parse(path, format="nt" if path.suffix == ".nt" else "turtle")
        try:
            _, report, _ = pyshacl.validate(
                graph, shacl_graph=self._graph, advanced=True, inplace=True, do_owl_imports=False
            )
        except (ReportableRuntimeError, ShapeLoadError, NotImplementedError) as error:
            raise DataError("pyshacl-refuses", reason=_first_line(error)) from None
        if not isinstance(report, rdflib.Graph):
            raise DataError("pyshacl-refuses", reason=_first_line(report))
        return list(self._results(report))

    def _results(self, report: rdflib.Graph) -> list[ValidationResult]:
        from rdflib import URIRef

        found = []
        for node in report.objects(None, URIRef(f"{_SH}result")):

            def value(name: str, node: Any = node) -> Value | None:
                return _to_value(report.value(node, URIRef(_SH + name)))

            source = value("sourceShape")
            path = value("resultPath")
            shape = self._shapes.described.get(str(source))
            component = value("sourceConstraintComponent")
            words = map(str, report.objects(node, URIRef(f"{_SH}resultMessage")))
            found.append(
                ValidationResult(
                    focus=value("focusNode") or BlankNode("unknown"),
                    path=f"<{path}>" if isinstance(path, IRI) else (shape.path if shape else None),
                    value=value("value"),
                    severity=shape.severity if shape else Severity.VIOLATION,
                    source=str(source),
                    component=str(component),
                    said=() if source is None else recognise(self._shapes, source, words),
                )
            )
        return found


@contextmanager
def _terms_as_written() -> Iterator[None]:
    """Read literals as pySHACL reads them from a file: "01" stays "01", and "1" is not true."""
    from pyshacl.monkey import rdflib_bool_patch, rdflib_bool_unpatch

    rdflib_bool_patch()
    try:
        yield
    finally:
        rdflib_bool_unpatch()


@contextmanager
def _without_tracebacks() -> Iterator[None]:
    """Keep rdflib from logging where in itself it met a literal that is not of its datatype.

    The results of the validation say so.
    """
    log = logging.getLogger("rdflib.term")
    log.addFilter(_is_no_conversion)
    try:
        yield
    finally:
        log.removeFilter(_is_no_conversion)


def _is_no_conversion(record: logging.LogRecord) -> bool:
    return not record.getMessage().startswith("Failed to convert Literal")


def _preparing_graph() -> rdflib.Graph:
    """A graph that parses a query once; pySHACL asks the same one for every focus node."""
    import rdflib

    class PreparingGraph(rdflib.Graph):
        def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Any:
            if isinstance(query_object, str):
                namespaces = kwargs.get("initNs") or dict(self.namespaces())
                declared = tuple(sorted((prefix, str(iri)) for prefix, iri in namespaces.items()))
                query_object = _prepared(query_object, declared)
            return super().query(query_object, *args, **kwargs)

    return PreparingGraph()


@lru_cache(maxsize=512)
def _prepared(query: str, namespaces: tuple[tuple[str, str], ...]) -> Query:
    from rdflib import URIRef
    from rdflib.plugins.sparql import prepareQuery

    return prepareQuery(query, initNs={prefix: URIRef(iri) for prefix, iri in namespaces})


def _to_value(term: Any) -> Value | None:
    from rdflib import BNode, URIRef

    if term is None:
        return None
    if isinstance(term, URIRef):
        return IRI(term)
    if isinstance(term, BNode):
        return BlankNode(term)
    return Literal(
        str(term),
        IRI(PREFIXES["rdf"] + "langString" if term.language else term.datatype or XSD.string),
        (term.language or "").lower(),
    )


def _first_line(error: object) -> str:
    text = str(getattr(error, "message", error)).strip()
    return text.splitlines()[0] if text else type(error).__name__
