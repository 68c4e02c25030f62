"""Answers for programs: SPARQL 1.1 results as CSV, TSV, JSON and XML, and triples.

The terms are the engine's, after `policygraph.questions.answer.normalise`. Lines end in ``\\n``.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from html import escape  # the same five characters as in XML; xml.sax would cost 20 ms to import
from itertools import chain
from textwrap import indent

from policygraph.core.errors import UsageError
from policygraph.core.namespaces import IRI, XSD
from policygraph.core.prefixes import PREFIXES
from policygraph.core.terms import BlankNode, Literal, Value, encode_term
from policygraph.core.xml import show_odd
from policygraph.questions.answer import Answer
from policygraph.questions.formats import InPieces, Layout
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


def _tables(parts: Iterator[Answer], layout: Layout) -> Iterator[Solutions]:
    labelled = None
    for part in parts:
        if layout.labels:
            labelled = part.columns_of_things if labelled is None else labelled
            yield part.with_labels(labelled).solutions
        else:
            yield part.solutions


def csv_pieces(parts: Iterator[Answer], layout: Layout) -> Iterator[str]:
    """SPARQL 1.1 Query Results CSV."""
    first = next(parts)
    if (truth := _truth(first)) is not None:
        yield f"{truth}\n"
        return
    for number, table in enumerate(_tables(chain([first], parts), layout)):
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        if number == 0:
            writer.writerow(table.variables)
        writer.writerows(map(_plain, row) for row in table.rows)
        yield out.getvalue()


def _plain(term: Value | None) -> str:
    if isinstance(term, Literal):
        return term.value
    return "" if term is None else f"_:{term}" if isinstance(term, BlankNode) else term


def tsv_pieces(parts: Iterator[Answer], layout: Layout) -> Iterator[str]:
    """SPARQL 1.1 Query Results TSV."""
    first = next(parts)
    if (truth := _truth(first)) is not None:
        yield f"{truth}\n"
        return
    for number, table in enumerate(_tables(chain([first], parts), layout)):
        lines = [[f"?{name}" for name in table.variables]] if number == 0 else []
        lines += [["" if term is None else encode_term(term) for term in row] for row in table.rows]
        yield "".join("\t".join(cell.replace("\t", "\\t") for cell in ls) + "\n" for ls in lines)


def json_pieces(parts: Iterator[Answer], layout: Layout) -> Iterator[str]:
    """SPARQL 1.1 Query Results JSON."""
    first = next(parts)
    if isinstance(first.result, Boolean):
        yield _json({"head": {}, "boolean": first.result.value}) + "\n"
        return
    names = first.solutions.variables
    frame = _json({"head": {"vars": list(names)}, "results": {"bindings": []}})
    begin, _, end = frame.rpartition("[]")
    yield begin + "["
    before = ""
    for part in chain([first], parts):
        for row in part.solutions.rows:
            pairs = zip(names, row, strict=True)
            bound = {name: _binding(term) for name, term in pairs if term is not None}
            yield before + "\n" + indent(_json(bound), "   ")
            before = ","
    yield ("\n  ]" if before else "]") + end + "\n"


def _json(found: object) -> str:
    return json.dumps(found, ensure_ascii=False, indent=1)


def _binding(term: Value) -> dict[str, str]:
    if isinstance(term, Literal):
        binding = {"type": "literal", "value": term.value}
        if term.language:
            binding["xml:lang"] = term.language
        elif term.datatype != XSD.string:
            binding["datatype"] = term.datatype
        return binding
    return {"type": "uri" if isinstance(term, IRI) else "bnode", "value": str(term)}


def xml_pieces(parts: Iterator[Answer], layout: Layout) -> Iterator[str]:
    """SPARQL Query Results XML. A character that XML 1.0 cannot hold becomes U+FFFD."""
    # As a bare carriage return it would be read as a line feed.
    return (show_odd(line).replace("\r", "&#13;") + "\n" for line in _xml_lines(parts))


def _xml_lines(parts: Iterator[Answer]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<sparql xmlns="http://www.w3.org/2005/sparql-results#">'
    first = next(parts)
    if isinstance(first.result, Boolean):
        yield "<head/>"
        yield f"<boolean>{_truth(first)}</boolean>"
    else:
        names = first.solutions.variables
        head = "".join(f'<variable name="{escape(name)}"/>' for name in names)
        yield f"<head>{head}</head>"
        yield "<results>"
        for part in chain([first], parts):
            for row in part.solutions.rows:
                cells = "".join(
                    f'<binding name="{escape(name)}">{_element(term)}</binding>'
                    for name, term in zip(names, row, strict=True)
                    if term is not None
                )
                yield f"<result>{cells}</result>"
        yield "</results>"
    yield "</sparql>"


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


write_csv = InPieces(csv_pieces)
write_tsv = InPieces(tsv_pieces)
write_json = InPieces(json_pieces)
write_xml = InPieces(xml_pieces)
