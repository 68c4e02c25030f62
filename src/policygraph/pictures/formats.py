"""Write a network: as a table, CSV, JSON or GraphML."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from policygraph.core.formats import Format, Formats
from policygraph.core.namespaces import IRI, XSD
from policygraph.core.terms import Literal, Value, boolean, integer, text
from policygraph.core.xml import show_odd
from policygraph.pictures.document_parts import short_numbers
from policygraph.pictures.metrics import Metrics, to_networkx
from policygraph.pictures.networks import BODY, STRUCTURE, Node, NodeKind, Projection, say
from policygraph.questions.answer import Answer
from policygraph.questions.formats import Layout
from policygraph.questions.formats.people import write_table
from policygraph.questions.formats.results import write_csv
from policygraph.questions.question import ColumnType
from policygraph.store import Row, Solutions

_COLUMN: Final = "column-"
Writer = Callable[[Projection, Metrics | None, int | None], str]


def write_network(
    projection: Projection,
    name: str = "table",
    *,
    metrics: Metrics | None = None,
    width: int | None = None,
) -> str:
    """Write a network.

    Args:
        projection: the network.
        name: ``table`` and ``csv`` give the edges, or the nodes where there are metrics; ``json``
            and ``graphml`` give both.
        metrics: of its nodes.
        width: columns of a terminal that a table is wrapped to.

    Returns:
        The text; ends in a line break.

    Raises:
        UsageError: no such format.
    """
    return NETWORK_FORMATS.find(name).write(projection, metrics, width)


def remarks(projection: Projection, metrics: Metrics | None) -> list[str]:
    """What a reader of the numbers must know: the metrics explained, then the notes."""
    lines = list(metrics.explained.values()) if metrics else []
    return [*lines, *(metrics.notes if metrics else ()), *projection.notes]


def ranked(projection: Projection, metrics: Metrics) -> list[Node]:
    """The nodes by PageRank, highest first; those of a tree in reading order."""
    if projection.kind.name == STRUCTURE:
        return list(projection.nodes)
    rank = metrics.values.get("pageRank", {})
    return sorted(projection.nodes, key=lambda node: (-rank.get(node.iri, 0), node.iri))


def _headings(projection: Projection) -> dict[str, dict[str, str]]:
    """What the columns of a table are called: a weight by what it counts."""
    counting = projection.options.counting
    called = "shared" if projection.between_measures else counting
    keys = {
        key.removeprefix(_COLUMN): key for key in say.in_language("en") if key.startswith(_COLUMN)
    } | {"weight": f"weight-{called}"}
    if counting == "printed":
        keys["measures"] = "nodes-printed"
    return {name: say.both(key) for name, key in keys.items()}


def _answer(
    projection: Projection, columns: dict[str, ColumnType], rows: Iterable[Mapping[str, Value]]
) -> Answer:
    """The rows as if a query had given them, since answers can be written."""
    numbers = short_numbers(edge.example for edge in projection.edges if edge.example)
    labels = {IRI(iri): number for iri, number in numbers.items()}
    labels |= {node.iri: node.label for node in projection.nodes}
    cells: list[Row] = [tuple(row[name] for name in columns) for row in rows]
    return Answer(Solutions(tuple(columns), cells), columns, projection.options.language, labels)


def _edge_rows(projection: Projection) -> Answer:
    columns: dict[str, ColumnType] = {"source": "iri", "target": "iri"}
    if projection.between_measures:
        columns |= {"weight": "integer", "themes": "integer", "actors": "integer"}
    elif projection.kind.name != STRUCTURE:
        columns |= {"weight": "integer", "example": "iri"}
    rows: Iterator[dict[str, Value]] = (
        {
            "source": edge.source,
            "target": edge.target,
            "weight": integer(edge.weight),
            "themes": integer(edge.themes),
            "actors": integer(edge.actors),
            "example": IRI(edge.example),
        }
        for edge in projection.edges
    )
    return _answer(projection, columns, rows)


def _node_rows(projection: Projection, metrics: Metrics, *, collective: bool) -> Answer:
    language, kinds = projection.options.language, {end.key: end for end in projection.kind.ends}
    columns: dict[str, ColumnType] = {"node": "iri"}
    if projection.bipartite or projection.kind.name == STRUCTURE:
        columns["kind"] = "string"
    if collective and projection.kind.joins(BODY):
        columns["collective"] = "boolean"
    if "measures" in metrics.explained:
        columns["measures"] = "integer"
    columns |= {name: _column_type(values) for name, values in metrics.values.items()}
    rows: Iterator[dict[str, Value]] = (
        {
            "node": node.iri,
            "kind": text((kinds.get(node.kind) or NodeKind(node.kind)).name(language)),
            "collective": boolean(node.collective),
            "measures": integer(node.weight),
            **{name: _number(values[node.iri]) for name, values in metrics.values.items()},
        }
        for node in ranked(projection, metrics)
    )
    return _answer(projection, columns, rows)


def _column_type(values: Mapping[IRI, int | float]) -> ColumnType:
    return "integer" if all(isinstance(value, int) for value in values.values()) else "decimal"


def _number(value: float) -> Literal:
    if isinstance(value, int):
        return integer(value)
    return Literal(f"{value:.6f}".rstrip("0").rstrip("."), XSD.decimal)


def _rows(projection: Projection, metrics: Metrics | None, *, collective: bool = True) -> Answer:
    """The edges, or the nodes; a table needs no column for what its labels say already."""
    if metrics is None:
        return _edge_rows(projection)
    return _node_rows(projection, metrics, collective=collective)


def _write_table(projection: Projection, metrics: Metrics | None, width: int | None) -> str:
    answer = _rows(projection, metrics, collective=False)
    if answer:
        layout = Layout(width=width, headings=_headings(projection))
        table = [write_table(answer, layout)]
    else:
        table = [say("no-links", projection.options.language), ""]
    notes = (f"* {line}" for line in remarks(projection, metrics))
    return "\n".join([projection.title, "", *table, *notes, ""])


def _write_csv(projection: Projection, metrics: Metrics | None, _: int | None) -> str:
    return write_csv(_rows(projection, metrics), Layout(labels=True))


def _write_json(projection: Projection, metrics: Metrics | None, _: int | None) -> str:
    found: dict[str, Any] = {
        "kind": projection.kind.name,
        "title": projection.title,
        "question": projection.question,
        "language": projection.options.language,
        "layer": projection.options.layer,
        "reprises": projection.options.counting,
        "notes": [*projection.notes, *(metrics.notes if metrics else ())],
        "metrics": dict(metrics.explained) if metrics else {},
        "nodes": [_node_json(node, metrics) for node in projection.nodes],
        "links": [
            {
                "source": edge.source,
                "target": edge.target,
                "weight": edge.weight,
                **({"example": edge.example} if edge.example else {}),
                **(
                    {"themes": edge.themes, "actors": edge.actors}
                    if projection.between_measures
                    else {}
                ),
            }
            for edge in projection.edges
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _node_json(node: Node, metrics: Metrics | None) -> dict[str, Any]:
    return {
        "id": node.iri,
        "label": node.label,
        "kind": node.kind,
        "collective": node.collective,
        "weight": node.weight,
        **{name: values[node.iri] for name, values in (metrics.values if metrics else {}).items()},
    }


def _write_graphml(projection: Projection, metrics: Metrics | None, _: int | None) -> str:
    import networkx as nx

    graph = to_networkx(projection)
    graph.graph |= {
        "title": projection.title,
        "question": projection.question,
        "notes": "\n".join(remarks(projection, metrics)),
    }
    for name, values in (metrics.values if metrics else {}).items():
        nx.set_node_attributes(graph, {str(iri): value for iri, value in values.items()}, name)
    writer = nx.GraphMLWriter(graph, encoding="utf-8", prettyprint=True)
    xml: Any = writer.xml  # networkx writes True and False, which are no booleans of XML Schema
    booleans = {key.get("id") for key in xml.iter("key") if key.get("attr.type") == "boolean"}
    for data in xml.iter("data"):
        data.text = data.text.lower() if data.get("key") in booleans else show_odd(data.text or "")
    out = io.BytesIO()
    writer.dump(out)
    return out.getvalue().decode("utf-8").replace("\r", "&#13;") + "\n"


NETWORK_FORMATS: Final = Formats[Writer](
    "network",
    Format("network", "table", ".txt", "text/plain", _write_table, "for people, with notes"),
    Format("network", "csv", ".csv", "text/csv", _write_csv, "links, or nodes with --metrics"),
    Format("network", "json", ".json", "application/json", _write_json, "nodes and links"),
    Format("network", "graphml", ".graphml", "application/graphml+xml", _write_graphml,
           "for Gephi, Cytoscape and networkx"),
)  # fmt: skip
