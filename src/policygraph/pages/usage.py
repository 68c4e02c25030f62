"""Which shapes and queries use a term."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from policygraph.core.namespaces import IRI, POL
from policygraph.core.prefixes import PREFIXES
from policygraph.core.resources import resource
from policygraph.core.terms import BlankNode, Literal, Value
from policygraph.questions.front_matter import read_front_matter
from policygraph.store import Statement, open_store

_SH = PREFIXES["sh"]
_KINDS = frozenset((f"{_SH}NodeShape", f"{_SH}PropertyShape"))
_QUERIES = frozenset((f"{_SH}select", f"{_SH}ask"))
_PREFIX = re.compile(r"^\s*PREFIX\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)
_NAME = re.compile(r"<([^<>\s]+)>|(?<![\w:?$/])([\w-]*):([\w][\w.-]*\w|\w)")


@dataclass(frozen=True, slots=True)
class ShownShape:
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
    """A saved query: its path below ``queries``, and what it says of itself."""

    id: str
    path: str
    titles: dict[str, str]
    questions: dict[str, str]
    sparql: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Shapes and queries, and those that use a term."""

    shapes: list[ShownShape] = field(default_factory=list)
    queries: list[SavedQuery] = field(default_factory=list)
    shapes_of: dict[str, list[ShownShape]] = field(default_factory=lambda: defaultdict(list))
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
    statements: list[Statement] = []
    for path in paths:
        with open_store(path) as store:
            statements += store.match()
    parents = {value: subject for subject, _, value in statements if isinstance(value, BlankNode)}
    said: dict[IRI, list[Statement]] = defaultdict(list)
    for statement in statements:
        owner: Value = statement[0]
        while isinstance(owner, BlankNode) and owner in parents:
            owner = parents[owner]
        if isinstance(owner, IRI):
            said[owner].append(statement)
    for iri in sorted(said):
        if any(subject == iri and value in _KINDS for subject, _, value in said[iri]):
            _note_shape(iri, said[iri], usage)


def _note_shape(iri: IRI, statements: list[Statement], usage: Usage) -> None:
    own = [(predicate, value) for subject, predicate, value in statements if subject == iri]
    severity = [v.removeprefix(_SH) for p, v in own if p == f"{_SH}severity" and isinstance(v, IRI)]
    shape = ShownShape(
        iri, _texts(own, "name"), _texts(own, "message"), (severity or ["Violation"])[0]
    )
    usage.shapes.append(shape)
    terms: set[str] = {value for _, _, value in statements if isinstance(value, IRI)}
    for _, predicate, value in statements:
        if predicate in _QUERIES and isinstance(value, Literal):
            # Prefixes of a SPARQL constraint are declared elsewhere; ours is always called pol.
            terms |= query_terms(f"PREFIX pol: <{POL.iri}>\n{value.value}")
    for term in sorted(terms):
        usage.shapes_of[term].append(shape)


def _texts(own: Iterable[tuple[IRI, Value]], name: str) -> dict[str, str]:
    texts = {v.language: v.value for p, v in own if p == _SH + name and isinstance(v, Literal)}
    return {language: texts.get(language, "") for language in ("ja", "en")}
