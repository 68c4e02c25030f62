"""Which shapes and queries use a term."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from policygraph.core.errors import DataError
from policygraph.core.namespaces import IRI
from policygraph.core.resources import resource
from policygraph.questions.front_matter import read_front_matter

_SH = "http://www.w3.org/ns/shacl#"
_PREFIX = re.compile(r"^\s*PREFIX\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)
_NAME = re.compile(r"<([^<>\s]+)>|(?<![\w:?$/])([\w-]*):([\w][\w.-]*\w|\w)")


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape: its name and messages by language, and how bad what it finds is."""

    iri: IRI
    names: dict[str, str]
    messages: dict[str, str]
    severity: str

    @property
    def name(self) -> str:
        """The last part of its IRI."""
        return self.iri.rpartition("#")[2]


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query of the catalogue: its path below ``queries``, and what it says of itself."""

    id: str
    path: str
    titles: dict[str, str]
    questions: dict[str, str]
    sparql: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Shapes and queries, and those that use a term."""

    shapes: list[Shape] = field(default_factory=list)
    queries: list[SavedQuery] = field(default_factory=list)
    shapes_of: dict[str, list[Shape]] = field(default_factory=lambda: defaultdict(list))
    queries_of: dict[str, list[SavedQuery]] = field(default_factory=lambda: defaultdict(list))


def read_usage() -> Usage:
    """Read the shipped shapes and queries.

    Raises:
        DataError: a file of them is not as it has to be.
    """
    usage = Usage()
    _read_shapes(sorted(resource("shapes").glob("*.ttl")), usage)
    root = resource("queries")
    for path in sorted(root.rglob("*.rq")):
        query, terms = _read_query(path, root)
        usage.queries.append(query)
        for term in sorted(terms):
            usage.queries_of[term].append(query)
    return usage


def _read_query(path: Path, root: Path) -> tuple[SavedQuery, set[str]]:
    """A query and the IRIs in it."""
    found, sparql = read_front_matter(path.read_text(encoding="utf-8"), path.name)
    said = found.get("question") or found.get("description") or found.get("problem") or {}
    titles = found.get("title") or {}
    query = SavedQuery(
        id=path.stem,
        path=path.relative_to(root).as_posix(),
        titles={lang: str(titles.get(lang, path.stem)) for lang in ("ja", "en")},
        questions={lang: str(said.get(lang, "")) for lang in ("ja", "en")},
        sparql=sparql.strip(),
    )
    return query, query_terms(sparql)


def query_terms(sparql: str) -> set[str]:
    """The IRIs that a query names, in full or with a prefix; comments and strings do not count."""
    bare = re.sub(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'', " ", sparql)
    bare = re.sub(r"(?:^|(?<=\s))#.*", " ", bare)
    prefixes = dict(_PREFIX.findall(bare))
    terms = set()
    for iri, prefix, local in _NAME.findall(_PREFIX.sub(" ", bare)):
        if iri:
            terms.add(iri)
        elif prefix in prefixes:
            terms.add(prefixes[prefix] + local)
    return terms


def _read_shapes(paths: Iterable[Path], usage: Usage) -> None:
    """Note each shape, and the terms that it or a list below it names."""
    parents: dict[ox.BlankNode, ox.NamedNode | ox.BlankNode] = {}
    quads: list[ox.Quad] = []
    for path in paths:
        try:
            found = list(ox.parse(path=str(path)))
        except SyntaxError as error:
            raise DataError(f"{path}:{error.lineno}: not Turtle: {error.msg}") from None
        quads += found
    for quad in quads:
        if isinstance(quad.object, ox.BlankNode) and isinstance(
            quad.subject, (ox.NamedNode, ox.BlankNode)
        ):
            parents[quad.object] = quad.subject
    said: dict[IRI, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        owner = quad.subject
        while isinstance(owner, ox.BlankNode) and owner in parents:
            owner = parents[owner]
        if isinstance(owner, ox.NamedNode):
            said[IRI(owner.value)].append(quad)
    kinds = {f"{_SH}NodeShape", f"{_SH}PropertyShape"}
    for iri in sorted(said):
        if any(isinstance(q.object, ox.NamedNode) and q.object.value in kinds for q in said[iri]):
            _note_shape(iri, said[iri], usage)


def _note_shape(iri: IRI, quads: list[ox.Quad], usage: Usage) -> None:
    severity = next(
        (_local(q.object) for q in quads if q.predicate.value == f"{_SH}severity"), "Violation"
    )
    shape = Shape(iri, _texts(quads, iri, "name"), _texts(quads, iri, "message"), severity)
    usage.shapes.append(shape)
    terms = {q.object.value for q in quads if isinstance(q.object, ox.NamedNode)}
    for quad in quads:
        if quad.predicate.value in (f"{_SH}select", f"{_SH}ask") and isinstance(
            quad.object, ox.Literal
        ):
            # Prefixes of a SPARQL constraint are declared elsewhere; ours is always called pol.
            terms |= query_terms(f"PREFIX pol: <{_POL}>\n{quad.object.value}")
    for term in sorted(terms):
        usage.shapes_of[term].append(shape)


_POL = "https://w3id.org/policygraph/ontology#"


def _local(term: object) -> str:
    return term.value.rpartition("#")[2] if isinstance(term, ox.NamedNode) else "Violation"


def _texts(quads: list[ox.Quad], shape: IRI, name: str) -> dict[str, str]:
    found = {
        q.object.language: q.object.value
        for q in quads
        if q.predicate.value == _SH + name
        and isinstance(q.subject, ox.NamedNode)
        and q.subject.value == shape
        and isinstance(q.object, ox.Literal)
        and q.object.language
    }
    return {language: found.get(language, "") for language in ("ja", "en")}
