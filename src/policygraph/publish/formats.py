"""The formats of ``policygraph export``, each written down once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, Protocol

from policygraph.core.errors import UsageError
from policygraph.pages import write_html, write_markdown
from policygraph.publish import framing
from policygraph.store import serialise
from policygraph.store.sorted_graph import SortedGraph


class Writer(Protocol):
    """Writes a graph to a file as a stream."""

    def __call__(self, graph: SortedGraph, out: IO[bytes], /) -> None:
        """Write the graph; ``out`` stays open."""


class LabelledWriter(Protocol):
    """Writes a graph for people, in their language."""

    def __call__(self, graph: SortedGraph, out: IO[bytes], /, *, language: str) -> None:
        """Write the graph with labels in a language; ``out`` stays open."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format of one file.

    Attributes:
        name: what it is asked for by.
        suffix: of a file in it.
        media_type: as IANA registers it.
        file_type: its code in the EU authority table of file types.
        write: writes it.
        help: one line.
        compressible: whether it is offered with ``.gz``.
    """

    name: str
    suffix: str
    media_type: str
    file_type: str
    write: Writer
    help: str
    compressible: bool = False


@dataclass(frozen=True, slots=True)
class PageFormat:
    """A format for people, with labels in a language."""

    name: str
    suffix: str
    media_type: str
    write: LabelledWriter
    help: str


FORMATS: tuple[Format, ...] = (
    Format("turtle", ".ttl", "text/turtle", "RDF_TURTLE", serialise.turtle,
           "Turtle: all graphs together.", True),
    Format("trig", ".trig", "application/trig", "RDF_TRIG", serialise.trig,
           "TriG: the named graphs.", True),
    Format("ntriples", ".nt", "application/n-triples", "RDF_N_TRIPLES", serialise.ntriples,
           "N-Triples: all graphs together.", True),
    Format("nquads", ".nq", "application/n-quads", "RDF_N_QUADS", serialise.nquads,
           "N-Quads: the named graphs.", True),
    Format("rdfxml", ".rdf", "application/rdf+xml", "RDF_XML", serialise.rdfxml,
           "RDF/XML: all graphs together."),
    Format("jsonld", ".jsonld", "application/ld+json", "JSON_LD", framing.jsonld,
           "JSON-LD: one object a measure, with names to read."),
)  # fmt: skip

PAGES: tuple[PageFormat, ...] = (
    PageFormat("markdown", ".md", "text/markdown", write_markdown,
               "Markdown: the text, its links under each bullet."),
    PageFormat("html", ".html", "text/html", write_html,
               "HTML: the text on one page, every mention marked."),
)  # fmt: skip


def find_format(name: str) -> Format:
    """An RDF format by its name or the suffix of its files.

    Raises:
        UsageError: there is none of that name.
    """
    for found in FORMATS:
        if name in (found.name, found.suffix, found.suffix[1:]):
            return found
    known = ", ".join(found.name for found in FORMATS)
    raise UsageError(f'there is no format "{name}"; there are {known}')
