"""The SPARQL 1.1 Protocol and the Graph Store Protocol as far as a worker knows them: a query and its answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Final, NamedTuple

from policygraph.core.errors import PolicygraphError, UsageError
from policygraph.core.namespaces import IRI
from policygraph.core.terms import is_iri
from policygraph.questions.syntax import calls_service, query_form
from policygraph.store import OxigraphStore, Statement, Store
from policygraph.store.remote import RemoteStore
from policygraph.store.results import (
    NamedDataset,
    Size,
    TooLargeError,
    answer_bytes,
    triples_bytes,
)
from policygraph.web.negotiation import choose
from policygraph.web.reply import Reply, refusal

# Formats by media type; of several types of a format the first is its own, the others are for programs
# that know no better.
ROWS: Final[Mapping[str, str]] = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
TRIPLES: Final[Mapping[str, str]] = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
    "application/json": "jsonld",
    "application/xml": "rdfxml",
    "text/plain": "ntriples",
}
LATER: Final = ("Retry-After", "3600")  # what is too large now is so until the graph changes


class Asked(NamedTuple):
    """A query as it came in.

    Attributes:
        query: SPARQL.
        default, named: ``default-graph-uri`` and ``named-graph-uri``.
        accept: what the client takes.
        format: the name of a format, which overrides it where there is one of that name.
        lang: of messages.
    """

    query: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    accept: str = ""
    format: str = ""
    lang: str = "en"


def answer_query(store: Store, asked: Asked, size: Size) -> Reply:
    """Answer a query.

    Args:
        store: which is asked.
        asked: the request.
        size: that an answer may have.
    """
    try:
        is_graph = query_form(asked.query) in ("CONSTRUCT", "DESCRIBE")
        if calls_service(asked.query):
            raise UsageError("server-calls-service")
        dataset = _dataset(asked)
        formats = TRIPLES if is_graph else ROWS
        media_type = _media_type(formats, asked)
        if media_type is None:
            return not_acceptable(formats, asked.lang)
        if isinstance(store, OxigraphStore):
            body = answer_bytes(store, asked.query, formats[media_type], size, dataset)
        else:
            body = _remote_bytes(store, asked, formats[media_type], size, dataset)
    except TooLargeError as error:
        return refusal(503, error, asked.lang, LATER)
    except PolicygraphError as error:
        return refusal(400, error, asked.lang)
    return Reply(200, media_type, body, (("Vary", "Accept"),))


def _media_type(formats: Mapping[str, str], asked: Asked) -> str | None:
    # SPARQLWrapper sends names of its own beside what it accepts; those are passed over.
    named = (media_type for media_type, name in formats.items() if name == asked.format)
    return next(named, None) or choose(asked.accept, tuple(formats))


def _dataset(asked: Asked) -> NamedDataset | None:
    if not asked.default and not asked.named:
        return None
    for iri in (*asked.default, *asked.named):
        check_graph_name(iri)
    return NamedDataset(tuple(map(IRI, asked.default)), tuple(map(IRI, asked.named)))


def check_graph_name(iri: str) -> None:
    """Check the name of a graph.

    Raises:
        UsageError: it is no absolute IRI.
    """
    if not is_iri(iri):
        raise UsageError("no-graph-name", name=iri)


def not_acceptable(formats: Mapping[str, str], lang: str) -> Reply:
    """The answer to who takes none of some formats (406)."""
    return refusal(406, UsageError("not-acceptable", known=", ".join(formats)), lang)


def _remote_bytes(
    store: Store, asked: Asked, format_: str, size: Size, dataset: NamedDataset | None
) -> bytes:
    """The answer of a store whose engine works elsewhere."""
    from policygraph.questions.asking import ask
    from policygraph.questions.formats import write

    if dataset is not None and isinstance(store, RemoteStore):
        store = store.seeing(dataset.default, dataset.named)
    is_select = query_form(asked.query) == "SELECT"
    answer = ask(asked.query, graph=store, lang=asked.lang, limit=size.rows if is_select else None)
    if answer.is_cut:
        raise TooLargeError("answer-too-many-rows", rows=f"{size.rows:,}")
    if format_ in TRIPLES.values():
        return triples_bytes(answer.result.triples, format_, size)  # type: ignore[union-attr]
    written = write(answer, format_)
    return written.encode() if isinstance(written, str) else written


def answer_graph(store: Store, name: str | None, accept: str, size: Size, lang: str) -> Reply:
    """A graph of the store (Graph Store HTTP Protocol, section 5.2).

    Args:
        store: which holds it.
        name: of a named graph; ``None`` for the union of all, which is the default graph.
        accept: what the client takes.
        size: that an answer may have.
        lang: of messages.
    """
    try:
        if name is not None:
            check_graph_name(name)
            if IRI(name) not in store.graphs():
                return refusal(404, UsageError("no-such-graph", name=name), lang)
        media_type = choose(accept, tuple(TRIPLES))
        if media_type is None:
            return not_acceptable(TRIPLES, lang)
        found = store.match() if name is None else store.triples(IRI(name))
        body = triples_bytes(_at_most(found, size), TRIPLES[media_type], size)
    except TooLargeError as error:
        return refusal(503, error, lang, LATER)
    except PolicygraphError as error:
        return refusal(400, error, lang)
    return Reply(200, media_type, body, (("Vary", "Accept"),))


def _at_most(found: Iterable[Statement], size: Size) -> set[Statement]:
    return set(islice(found, size.rows + 1))
