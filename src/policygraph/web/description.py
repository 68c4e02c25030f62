"""What the server says of itself to machines: service description, VoID, OpenAPI."""

from __future__ import annotations

from typing import Any

from policygraph.core.messages import LANGUAGES, Messages
from policygraph.core.namespaces import BASE, IRI
from policygraph.core.terms import text
from policygraph.pages.site_layout import find_base
from policygraph.publish.turtle import render_turtle
from policygraph.questions.catalogue import find_questions, headings
from policygraph.questions.formats import ROWS as ROW_FORMATS
from policygraph.questions.formats import TRIPLES as TRIPLE_FORMATS
from policygraph.questions.question import ColumnType, Parameter, ParameterType, Question
from policygraph.store import Statement, Store
from policygraph.version import VERSION

_FORMATS = tuple(
    IRI(f"http://www.w3.org/ns/formats/{name}")
    for name in (
        "JSON-LD", "N-Triples", "RDF_XML", "SPARQL_Results_CSV", "SPARQL_Results_JSON",
        "SPARQL_Results_TSV", "SPARQL_Results_XML", "Turtle",
    )
)  # fmt: skip
_say = Messages("web")
_STRING: dict[str, Any] = {"type": "string"}
_PARAMETERS: dict[ParameterType, dict[str, Any]] = {
    "integer": {"type": "integer"},
    "date": {"type": "string", "format": "date"},
}
_CELLS: dict[ColumnType, str] = {"iri": "IRI", "iris": "IRIs", "boolean": "xsd:boolean"}


def service_description(store: Store, here: str) -> list[Statement]:
    """The endpoint in the terms of SPARQL 1.1 Service Description.

    Args:
        store: which is asked.
        here: the address of the server, with a slash at its end.
    """
    return [*render_turtle("service", here, formats=_FORMATS, graphs=store.graphs())]


def dataset_description(store: Store, here: str) -> list[Statement]:
    """What the graph's metadata say of it (DCAT, VoID, PROV), and where it can be asked.

    Args:
        store, here: see `service_description`.
    """
    base = find_base(store)
    metadata = IRI(f"{base}graph/metadata")
    where = render_turtle(
        "where", here, description=IRI(f"{here}.well-known/void"), dataset=IRI(f"{base}dataset"),
        spaces=[text(space) for space in sorted({base, BASE})],
    )  # fmt: skip
    said = store.triples(metadata) if metadata in store.graphs() else ()
    return [*where, *said]


def catalogue(lang: str) -> list[dict[str, Any]]:
    """The saved questions, for programs.

    Args:
        lang: of titles and questions.
    """
    return [
        {
            "id": question.id,
            "topic": question.topic,
            "title": question.title[lang],
            "question": question.question[lang],
            "tags": list(question.tags),
            "parameters": [
                {"name": one.name, "type": one.type, "of": list(one.of), "example": one.example}
                for one in question.params
            ],
            "columns": dict(question.columns),
            "href": f"/api/questions/{question.id}",
        }
        for question in find_questions()
    ]


def openapi(here: str, lang: str) -> dict[str, Any]:
    """The API in OpenAPI 3.1.

    Args:
        here: see `service_description`.
        lang: of titles and descriptions.
    """
    paths: dict[str, Any] = {
        "/api/questions": {
            "get": {
                "operationId": "questions",
                "summary": _say("list", lang),
                "responses": {"200": _content(_say("list", lang), "application/json")},
            }
        }
    }
    for question in find_questions():
        paths[f"/api/questions/{question.id}"] = {"get": _operation(question, lang)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _say("title", lang),
            "version": VERSION,
            "description": _say("description", lang),
            "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": here.rstrip("/")}],
        "paths": paths,
    }


def _operation(question: Question, lang: str) -> dict[str, Any]:
    is_graph = not question.columns
    formats = TRIPLE_FORMATS if is_graph else ROW_FORMATS
    names = [name for name in formats.own_names if name != "html"]
    shared = [
        _parameter("lang", _say("lang", lang), {"type": "string", "enum": list(LANGUAGES)}),
        _parameter("format", _say("format", lang), {"type": "string", "enum": names}),
    ]
    if not is_graph:
        shared += [
            _parameter("limit", _say("limit", lang), {"type": "integer", "minimum": 1}),
            _parameter("offset", _say("offset", lang), {"type": "integer", "minimum": 0}),
            _parameter("labels", _say("labels", lang), {"type": "boolean"}),
        ]
    types = [formats.find(name).media_type for name in names]
    told = "; ".join(
        f"{name} ({_CELLS.get(kind, kind)})" for name, kind in question.columns.items()
    )
    return {
        "operationId": question.id,
        "summary": question.title[lang],
        "description": question.question[lang],
        "tags": [question.topic],
        "parameters": [*(_own(one, lang) for one in question.params), *shared],
        "responses": {
            "200": _content(told or question.title[lang], *types),
            "400": _content(_say("wrong", lang), "text/plain"),
            "406": _content(_say("no-format", lang), "text/plain"),
            "503": _content(_say("busy", lang), "text/plain"),
        },
    }


def _own(parameter: Parameter, lang: str) -> dict[str, Any]:
    """A parameter of a question."""
    called = headings().get(parameter.name, {}).get(lang, parameter.name)
    schema = _PARAMETERS.get(parameter.type, _STRING)
    found = _parameter(parameter.name, called, schema)
    return {**found, "required": True, "example": parameter.example}


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _content(description: str, *media_types: str) -> dict[str, Any]:
    return {
        "description": description,
        "content": {media_type: {"schema": _STRING} for media_type in media_types},
    }
