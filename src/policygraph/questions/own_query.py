"""A query that a user wrote: our prefixes are declared for it, and terms of ours that do not exist are named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from policygraph.core.messages import Message
from policygraph.core.namespaces import BASE, IRI, POL
from policygraph.core.near import nearest
from policygraph.core.prefixes import PREFIXES, short_name
from policygraph.questions.lookup import find_by_name
from policygraph.questions.select import select
from policygraph.store import Store
from policygraph.store.syntax import Token, tokens

_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")
_ESCAPED = re.compile(r"\\(.)")  # a sign of a local name, SPARQL 1.1, PN_LOCAL_ESC
_CONCEPTS = f"{BASE}concept/"
_NEAR = 3  # terms that are named beside a wrong one
_KNOWN = """SELECT DISTINCT ?thing WHERE { VALUES ?thing { } ?thing ?property ?value }"""
_IN_SCHEME = "SELECT DISTINCT ?thing WHERE { VALUES ?scheme { } ?thing skos:inScheme ?scheme }"
_TERMS = "SELECT DISTINCT ?thing WHERE { VALUES ?kind { } ?thing a ?kind }"
_TERM_KINDS = tuple(
    IRI(PREFIXES["owl"] + kind)
    for kind in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
)


@dataclass(slots=True)
class _Names:
    """What a query declares, and the names in it.

    Attributes:
        prefixes: that it declares, with what they stand for.
        base: that it declares, if it does.
        names, iris: CURIEs, and IRIs in angle brackets, as they stand there.
    """

    prefixes: dict[str, str] = field(default_factory=dict)
    base: str | None = None
    names: list[str] = field(default_factory=list)
    iris: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, sparql: str) -> _Names:
        found = cls()
        stream = tokens(sparql)
        for token in stream:
            keyword = token.text.upper() if token.kind == "word" else ""
            if keyword == "BASE":
                found.base = _inner(next(stream, None))
            elif keyword == "PREFIX":
                prefix = next(stream, None)
                name = prefix.text.removesuffix(":") if prefix else ""
                found.prefixes[name] = _inner(next(stream, None))
            elif token.kind == "name":
                found.names.append(token.text)
            elif token.kind == "iri":
                found.iris.append(token.text)
        return found

    def resolved(self) -> Iterator[IRI]:
        """What the names stand for, as far as it is of ours."""
        for name in self.names:
            prefix, _, local = name.partition(":")
            namespace = self.prefixes.get(prefix, PREFIXES.get(prefix))
            if namespace is not None:
                yield IRI(namespace + _ESCAPED.sub(r"\1", local))
        for iri in self.iris:
            inner = iri[1:-1]
            yield IRI(inner if _ABSOLUTE.match(iri) else (self.base or BASE) + inner)


def _inner(token: Token | None) -> str:
    return token.text[1:-1] if token is not None and token.kind == "iri" else ""


def missing_prologue(sparql: str) -> str:
    """The declarations of our prefixes, and of our base, that a query uses and does not make itself.

    Returns:
        One line that ends in a line break; nothing where nothing is missing.
    """
    found = _Names.read(sparql)
    used = {name.partition(":")[0] for name in found.names} & PREFIXES.keys()
    parts = [f"PREFIX {name}: <{PREFIXES[name]}>" for name in sorted(used - found.prefixes.keys())]
    if found.base is None and not all(map(_ABSOLUTE.match, found.iris)):
        parts.insert(0, f"BASE <{BASE}>")
    return f"{' '.join(parts)}\n" if parts else ""


def unknown_terms(store: Store, sparql: str) -> list[Message]:
    """What to say of the terms of our ontology and schemes in a query that the graph does not have.

    Args:
        store: whose ontology and vocabulary count; of a graph without them nothing is said.
        sparql: any query.
    """
    used = {iri for iri in _Names.read(sparql).resolved() if _home(iri)}
    known = {thing for (thing,) in select(store, _KNOWN, used)}
    notes = []
    for iri in sorted(used - known):
        terms = [term for term in _terms(store, _home(iri)) if isinstance(term, IRI)]
        by_name = {term.removeprefix(_home(iri)): term for term in terms}
        local = iri.removeprefix(_home(iri))
        called = [thing for thing, _ in find_by_name(store, local) if thing in terms]
        near = [*called, *(by_name[name] for name in nearest(local, sorted(by_name)))]
        listed = ", ".join(map(short_name, list(dict.fromkeys(near))[:_NEAR]))
        if near:
            notes.append(Message("questions", "no-term-near", term=short_name(iri), near=listed))
        elif terms:
            notes.append(Message("questions", "no-term", term=short_name(iri)))
    return notes


def _home(iri: str) -> str:
    """The namespace of the ontology, or the scheme, that an IRI would be a term of; empty for others."""
    if iri.startswith(POL.iri) and iri != POL.iri:
        return POL.iri
    scheme, slash, name = iri.removeprefix(_CONCEPTS).partition("/")
    return f"{_CONCEPTS}{scheme}/" if iri.startswith(_CONCEPTS) and slash and name else ""


def _terms(store: Store, home: str) -> list[object]:
    if home == POL.iri:
        found = select(store, _TERMS, _TERM_KINDS, variable="kind")
        return [thing for (thing,) in found if str(thing).startswith(home)]
    return [thing for (thing,) in select(store, _IN_SCHEME, [IRI(home)], variable="scheme")]
