"""The formats of ``policygraph export``: of programs, of readers, and of annotation tools."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import IO, Protocol

from policygraph.core.formats import Format, Formats
from policygraph.publish import framing
from policygraph.publish.standoff_formats import (
    StandoffWriter,
    write_brat,
    write_cas,
    write_conll,
    write_doccano,
    write_label_studio,
)
from policygraph.store.sorted_graph import SortedGraph

PACKED = ".gz"  # ends the name and suffix of a format whose bytes are packed by who opens the file


GraphWriter = Callable[[SortedGraph, IO[bytes]], None]  # writes a stream; the file stays open


class PageWriter(Protocol):
    """Writes a graph for people, in their language, as a stream; the file stays open."""

    def __call__(self, graph: SortedGraph, out: IO[bytes], /, *, language: str) -> None:
        """Write it with labels in a language."""


def _graph(name: str, suffix: str, media_type: str, writer: GraphWriter) -> Format[GraphWriter]:
    return Format("graph", name, suffix, media_type, writer)


def _packed(entry: Format[GraphWriter]) -> Format[GraphWriter]:
    return _graph(entry.name + PACKED, entry.suffix + PACKED, entry.media_type, entry.write)


def _rdf(name: str, suffix: str, media_type: str) -> Format[GraphWriter]:
    return _graph(name, suffix, media_type, partial(SortedGraph.write, format_=name))


_QUADS_AND_TRIPLES = (
    _rdf("turtle", ".ttl", "text/turtle"),
    _rdf("trig", ".trig", "application/trig"),
    _rdf("ntriples", ".nt", "application/n-triples"),
    _rdf("nquads", ".nq", "application/n-quads"),
)

GRAPH_FORMATS = Formats[GraphWriter](
    "graph",
    *_QUADS_AND_TRIPLES,
    _rdf("rdfxml", ".rdf", "application/rdf+xml"),
    _graph("jsonld", ".jsonld", "application/ld+json", framing.jsonld),
    *map(_packed, _QUADS_AND_TRIPLES),
)  # fmt: skip

PAGE_FORMATS = Formats[PageWriter](
    "page",
    Format("page", "markdown", ".md", "text/markdown", "policygraph.pages:write_markdown"),
    Format("page", "html", ".html", "text/html", "policygraph.pages:write_html"),
)  # fmt: skip

# One without a suffix is several files, in a folder.
STANDOFF_FORMATS = Formats[StandoffWriter](
    "annotations",
    Format("annotations", "brat", "", "text/plain", write_brat),
    Format("annotations", "conll", ".conllup", "text/plain", write_conll),
    Format("annotations", "doccano", ".jsonl", "application/jsonl", write_doccano),
    Format("annotations", "label-studio", "", "application/json", write_label_studio),
    Format("annotations", "uima-cas", "", "application/vnd.xmi+xml", write_cas),
)  # fmt: skip
