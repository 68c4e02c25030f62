"""rdflib as a store, the reference engine of the tests."""

from __future__ import annotations

import rdflib

from policygraph.core.namespaces import IRI, RDF, XSD
from policygraph.core.terms import BlankNode, Literal, Value
from policygraph.store import Boolean, Result, Solutions


class RdflibStore:
    """Asks an `rdflib.Dataset` whose default graph is the union."""

    def __init__(self, dataset: rdflib.Dataset) -> None:
        self.dataset = dataset

    def query(self, sparql: str) -> Result:
        answer = self.dataset.query(sparql)
        if answer.type == "ASK":
            return Boolean(bool(answer.askAnswer))
        assert answer.type == "SELECT", answer.type
        return Solutions(
            tuple(str(variable) for variable in answer.vars or ()),
            [tuple(None if cell is None else _value(cell) for cell in row) for row in answer],
        )


def _value(term: rdflib.term.Node) -> Value:
    if isinstance(term, rdflib.Literal):
        language = (term.language or "").lower()
        datatype = RDF.langString if language else IRI(term.datatype or XSD.string)
        return Literal(str(term), datatype, language)
    return BlankNode(term) if isinstance(term, rdflib.BNode) else IRI(str(term))
