"""What the page of a thing gives to take along: a citation, its IRI, a piece of HTML, and schema.org data."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from markupsafe import Markup

from policygraph.core.messages import Messages
from policygraph.core.namespaces import IRI
from policygraph.version import VERSION

_say: Final = Messages("book")
# The types of schema.org, by the first step of an IRI below the base.
_TYPES: Final = {
    "concept": "DefinedTerm",
    "compound": "DefinedTerm",
    "doc": "Report",
    "measure": "Quotation",
    "org": "GovernmentOrganization",
    "place": "Place",
    "programme": "Project",
    "reported": "Quotation",
    "target": "Quotation",
    "work": "CreativeWork",
}


@dataclass(frozen=True, slots=True)
class Citation:
    """What is to be copied.

    Attributes:
        words: of the citation, in the language of the page.
        iri: of the thing.
        html: that quotes it in another page, and loads nothing.
        data: of schema.org, as JSON-LD.
    """

    words: str
    iri: str
    html: str
    data: Markup


def cite(
    iri: IRI,
    label: str,
    lang: str,
    *,
    source: str = "",
    words_quoted: str = "",
    kind: str = "",
    **said: Any,
) -> Citation:
    """The citation of a thing.

    Args:
        iri: of it.
        label: what it is called.
        lang: of the page.
        source: where it stands: document, day, place.
        words_quoted: its words.
        kind: the first step of its IRI.
        said: further properties of schema.org.
    """
    words = _say(
        "citation",
        lang,
        label=label,
        source=f"{source} " if source else "",
        version=VERSION,
        iri=iri,
    )
    quoted = f'<p lang="ja">{escape(words_quoted)}</p>' if words_quoted else ""
    html = (
        f'<blockquote cite="{escape(iri)}">{quoted}<p><a href="{escape(iri)}">{escape(label)}</a>'
        f"{f' ({escape(source)})' if source else ''}</p></blockquote>"
    )
    data = {
        "@context": "https://schema.org",
        "@type": _TYPES.get(kind, "Thing"),
        "@id": iri,
        "name": label,
    }
    return Citation(words, iri, html, as_script(data | {k: v for k, v in said.items() if v}))


def as_script(data: Mapping[str, Any] | Sequence[Any]) -> Markup:
    """JSON for a script element: no text in it ends the element."""
    text = json.dumps(data, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
