"""Turtle from templates in ``policygraph/templates/portal``.

What a template puts in is written as a term by its type, so that no value can end a string or an IRI
early, and what was rendered is parsed: only RDF comes out. A template says an IRI below the base in
angle brackets (``<dataset>``) and everything else with the prefixes of `PORTAL_PREFIXES`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import IO, TYPE_CHECKING, Any, Final

from policygraph.core.errors import DataError
from policygraph.core.html import TEMPLATES
from policygraph.core.messages import LANGUAGES, Messages
from policygraph.core.namespaces import IRI, RDF, XSD
from policygraph.core.prefixes import PREFIXES
from policygraph.core.terms import (
    Literal,
    Term,
    Triple,
    encode_term,
    integer,
    is_iri,
    parse_turtle,
    text,
)
from policygraph.store.rdf import write_triples
from policygraph.store.sorted_graph import triple_record

if TYPE_CHECKING:
    import jinja2
    from markupsafe import Markup

PORTAL_PREFIXES: Final = {
    **{name: PREFIXES[name] for name in (
        "dcat", "dcterms", "dqv", "foaf", "org", "owl", "pol", "prov", "rdf", "rdfs", "schema", "skos", "void", "xsd",
    )},
    "adms": "http://www.w3.org/ns/adms#",
    "dcatap": "http://data.europa.eu/r5r/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}  # fmt: skip
_NO_KEYWORD = re.compile(r"[^\w.-]")
_LONGEST_KEYWORD = 100  # characters
_say = Messages("portal")


def in_both(key: str, **values: object) -> list[Term]:
    """A text of `messages/portal.yaml` in both languages.

    Args:
        key: of the text.
        values: for its places; one that differs by language is a mapping.
    """
    return [
        text(_say(key, language, **{
            name: value[language] if isinstance(value, Mapping) else value
            for name, value in values.items()
        }), language)
        for language in LANGUAGES
    ]  # fmt: skip


def keywords(*keys: str) -> list[Term]:
    """The keywords of some lists in both languages."""
    marks = {"ja": "、", "en": ", "}
    return as_keywords(
        text(word, language)
        for key in keys
        for language in LANGUAGES
        for word in _say(key, language).split(marks[language])
    )


def as_keywords(labels: Iterable[Term]) -> list[Term]:
    """Labels as portals take them for keywords.

    CKAN takes letters, digits, spaces and ``-_.``, two to a hundred of them; for any other sign a space
    stands (事業化・実用化 is 事業化 実用化).
    """
    words = (
        (
            " ".join(_NO_KEYWORD.sub(" ", label.value).split())[:_LONGEST_KEYWORD].strip(),
            label.language,
        )
        for label in labels
        if isinstance(label, Literal)
    )
    return [text(word, language) for word, language in dict.fromkeys(words) if len(word) > 1]


def date(value: str) -> Literal:
    """An ISO date."""
    return Literal(value, XSD.date)


def _write(value: Any) -> Markup:
    """A value as Turtle: an IRI, a literal, a string, a number, or several of them."""
    from markupsafe import Markup

    if isinstance(value, Markup):  # of a macro, which has written its values itself
        return value
    if isinstance(value, IRI):
        if not is_iri(value):
            raise DataError("no-iri", value=value)
        return Markup(encode_term(value))
    if isinstance(value, Literal):
        return Markup(encode_term(value))
    if isinstance(value, str):
        return Markup(encode_term(text(value)))
    if isinstance(value, int):
        return Markup(encode_term(integer(value)))
    if isinstance(value, Iterable):
        return Markup(" , ").join(map(_write, value))
    raise TypeError(f"{value!r} is no term")


@cache
def _environment() -> jinja2.Environment:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES / "portal"),
        autoescape=True,  # so that what a macro gives is known from a string
        finalize=_write,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        in_both=in_both,
        keywords=keywords,
        date=date,
        IRI=IRI,
        Literal=Literal,
        lang_string=RDF.langString,
    )
    return environment


def render_turtle(template: str, base: str, **values: object) -> list[Triple]:
    """The triples of a template, sorted, each once.

    Args:
        template: its name, without ``.ttl``.
        base: what its relative IRIs stand under; its function ``below`` makes one of words.
        values: what it is made of.

    Raises:
        DataError: a value is no IRI where the graph has one, or what was rendered is not Turtle.
    """
    declared = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PORTAL_PREFIXES.items())
    rendered = _environment().get_template(f"{template}.ttl").render(
        values, below=lambda *steps: IRI(base + "".join(steps))
    )  # fmt: skip
    triples = parse_turtle(declared + rendered, name=f"{template}.ttl", base=base)
    return in_order(triples)


def in_order(triples: Iterable[Triple]) -> list[Triple]:
    """Triples sorted, each once."""
    return sorted(set(triples), key=triple_record)


def write_turtle(triples: Iterable[Triple], out: IO[bytes]) -> None:
    """Write triples, in their order, as Turtle with the prefixes of a portal."""
    write_triples(triples, out, "turtle", prefixes=PORTAL_PREFIXES)
