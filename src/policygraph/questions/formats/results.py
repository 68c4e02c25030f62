"""Answers for programs: SPARQL 1.1 results as CSV, TSV, JSON and XML, and triples.

The terms are the engine's, after `policygraph.questions.answer.normalise`. Lines end in ``\\n``.
"""

from __future__ import annotations

import csv
import io
import json
from html import escape  # the same five characters as in XML; xml.sax would cost 20 ms to import

from policygraph.core.errors import UsageError
from policygraph.core.namespaces import IRI, XSD
from policygraph.core.prefixes import PREFIXES
from policygraph.core.terms import BlankNode, Literal, Value, encode_term
from policygraph.core.xml import show_odd
from policygraph.questions.answer import Answer
from policygraph.questions.formats import Layout
from policygraph.store import (
    Boolean,
    Graph,
    Solutions,
    Statement,
    encode_statement,
    statements_text,
)


def _truth(answer: Answer) -> str | None:
    if isinstance(answer.result, Boolean):
        return "true" if answer.result.value else "false"
    return None


def _table(answer: Answer, layout: Layout) -> Solutions:
    return (answer.with_labels() if layout.labels else answer).solutions


def write_csv(answer: Answer, layout: Layout) -> str:
    """SPARQL 1.1 Query Results CSV."""
    if (truth := _truth(answer)) is not None:
        return f"{truth}\n"
    table = _table(answer, layout)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.variables)
    writer.writerows(map(_plain, row) for row in table.rows)
    return out.getvalue()


def _plain(term: Value | None) -> str:
    if isinstance(term, Literal):
        return term.value
    return "" if term is None else f"_:{term}" if isinstance(term, BlankNode) else term


def write_tsv(answer: Answer, layout: Layout) -> str:
    """SPARQL 1.1 Query Results TSV."""
    if (truth := _truth(answer)) is not None:
        return f"{truth}\n"
    table = _table(answer, layout)
    lines = [[f"?{name}" for name in table.variables]]
    lines += [["" if term is None else encode_term(term) for term in row] for row in table.rows]
    return "".join("\t".join(cell.replace("\t", "\\t") for cell in line) + "\n" for line in lines)


def write_json(answer: Answer, layout: Layout) -> str:
    """SPARQL 1.1 Query Results JSON."""
    found: dict[str, object]
    if isinstance(answer.result, Boolean):
        found = {"head": {}, "boolean": answer.result.value}
    else:
        names = answer.solutions.variables
        found = {
            "head": {"vars": list(names)},
            "results": {
                "bindings": [
                    {
                        name: _binding(term)
                        for name, term in zip(names, row, strict=True)
                        if term is not None
                    }
                    for row in answer.solutions.rows
                ]
            },
        }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _binding(term: Value) -> dict[str, str]:
    if isinstance(term, Literal):
        binding = {"type": "literal", "value": term.value}
        if term.language:
            binding["xml:lang"] = term.language
        elif term.datatype != XSD.string:
            binding["datatype"] = term.datatype
        return binding
    return {"type": "uri" if isinstance(term, IRI) else "bnode", "value": str(term)}


def write_xml(answer: Answer, layout: Layout) -> str:
    """SPARQL Query Results XML. A character that XML 1.0 cannot hold becomes U+FFFD."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append('<sparql xmlns="http://www.w3.org/2005/sparql-results#">')
    if isinstance(answer.result, Boolean):
        lines += ["<head/>", f"<boolean>{_truth(answer)}</boolean>"]
    else:
        names = answer.solutions.variables
        head = "".join(f'<variable name="{escape(name)}"/>' for name in names)
        lines += [f"<head>{head}</head>", "<results>"]
        for row in answer.solutions.rows:
            cells = "".join(
                f'<binding name="{escape(name)}">{_element(term)}</binding>'
                for name, term in zip(names, row, strict=True)
                if term is not None
            )
            lines.append(f"<result>{cells}</result>")
        lines.append("</results>")
    written = show_odd("\n".join([*lines, "</sparql>", ""]))
    return written.replace("\r", "&#13;")  # as a bare one it would be read as a line feed


def _element(term: Value) -> str:
    if isinstance(term, Literal):
        if term.language:
            return f'<literal xml:lang="{escape(term.language)}">{escape(term.value)}</literal>'
        if term.datatype != XSD.string:
            return f'<literal datatype="{escape(term.datatype)}">{escape(term.value)}</literal>'
        return f"<literal>{escape(term.value)}</literal>"
    tag = "uri" if isinstance(term, IRI) else "bnode"
    return f"<{tag}>{escape(str(term))}</{tag}>"


def _sorted_triples(answer: Answer) -> list[Statement]:
    if not isinstance(answer.result, Graph):
        raise UsageError("no-triples")
    triples = (
        triple for triple in set(answer.result.triples) if not isinstance(triple[0], Literal)
    )
    return sorted(triples, key=encode_statement)


def write_turtle(answer: Answer, layout: Layout) -> str:
    """Turtle, sorted."""
    triples = _sorted_triples(answer)
    lines = "".join(map(encode_statement, triples))
    used = {prefix: iri for prefix, iri in PREFIXES.items() if f"<{iri}" in lines}
    return statements_text(triples, "turtle", prefixes=used)


def write_jsonld(answer: Answer, layout: Layout) -> str:
    """JSON-LD in expanded form, sorted."""
    return statements_text(_sorted_triples(answer), "jsonld") + "\n"


def write_ntriples(answer: Answer, layout: Layout) -> str:
    """N-Triples, sorted."""
    return "".join(map(encode_statement, _sorted_triples(answer)))
