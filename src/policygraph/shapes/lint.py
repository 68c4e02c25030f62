"""Shapes are checked before they check anything.

A misspelt ``sh:minCoutn``, an empty folder, a class that no graph has: validators take all of that
and say that the data conforms. Here each is an error.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from policygraph.core.messages import LANGUAGES, Messages, Wording
from policygraph.core.namespaces import IRI, NAMESPACES, POL, RDF
from policygraph.core.prefixes import PREFIXES, shorten
from policygraph.core.terms import Literal, Value
from policygraph.shapes.shapes_graph import (
    ANONYMOUS,
    FIRST,
    REST,
    SH,
    ShapesGraph,
    local_name,
    sh,
)
from policygraph.store import Statement, Store
from policygraph.store.syntax import tokens

_FORBIDDEN = ("MINUS", "VALUES", "SERVICE")  # SHACL, section 5.2.1
_CLASSES = ("class", "targetClass")
_STEPS = ("inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")
_PREDICATES = ("path", *_STEPS, "targetSubjectsOf", "targetObjectsOf", "equals", "disjoint", "lessThan",
               "lessThanOrEquals")  # fmt: skip
_LANGUAGE = tuple(PREFIXES[prefix] for prefix in ("rdf", "rdfs", "owl"))  # of ontologies as such
_say = Messages("validation")


@cache
def shacl_terms(group: str) -> frozenset[str]:
    """The local names of a group of ``shacl.toml``: ``covered``, ``constraints``, ``advanced`` …"""
    table: dict[str, str] = tomllib.loads(
        Path(__file__).with_name("shacl.toml").read_text(encoding="utf-8")
    )
    return frozenset(table[group].split())


def _is_shacl(name: str) -> bool:
    if any(name in shacl_terms(group) for group in ("covered", "silent", "advanced")):
        return True
    component = name.removesuffix("ConstraintComponent")
    return component != name and component in shacl_terms("components")


@dataclass(frozen=True, slots=True)
class Problem(Wording):
    """Something wrong with a shapes graph. ``str()`` is one line: file, shape, what and how.

    Attributes:
        key: of the problem in ``messages/validation.yaml``, without ``lint-``.
        term: that it is about, if it is about one.
    """

    place: str
    shape: str
    key: str
    term: str = ""

    def words(self, language: str) -> str:
        """It in words."""
        problem = _say(f"lint-{self.key}", language, term=self.term)
        return ": ".join(filter(None, (self.place, self.shape, problem)))


class Linter:
    """Checks a shapes graph, by itself and against the data it is for."""

    def __init__(self, shapes: ShapesGraph, place: str) -> None:
        self._shapes = shapes
        self._place = place

    def problems(self, data: Store) -> list[Problem]:
        """All problems, in the order of shapes.

        Args:
            data: the graph to be validated; a term that it uses counts as known.
        """
        if not len(self._shapes):
            return [Problem(self._place, "", "empty")]
        found = [
            *self._unknown_shacl(),
            *self._silent_shapes(),
            *self._queries(),
            *self._unknown_terms(data),
            *self._unmatched_nodes(data),
        ]
        return sorted(set(found), key=lambda p: (p.place, p.shape, p.key, p.term))

    def _problem(self, node: Value, key: str, term: str = "") -> Problem:
        """Something wrong with a shape, or with the one that a blank node belongs to."""
        iri = str(self._shapes.owner(node)).partition(ANONYMOUS)[0]
        return Problem(str(self._shapes.files.get(iri, self._place)), local_name(iri), key, term)

    def _unknown_shacl(self) -> Iterator[Problem]:
        for subject, predicate, value in self._shapes.store:
            for term in (predicate, value):
                if isinstance(term, IRI) and term.startswith(SH):
                    name = term.removeprefix(SH)
                    if name and not _is_shacl(name):
                        yield self._problem(subject, "no-shacl-term", f"sh:{name}")

    def reporting(self) -> list[Value]:
        """The shapes whose results are reported: targeted ones and the properties under them."""
        found: dict[Value, None] = dict.fromkeys(self._shapes.targeted())
        for node in list(found):
            waiting = self._shapes.nodes(node, sh("property"))
            while waiting:
                inner = waiting.pop()
                if inner not in found:
                    found[inner] = None
                    waiting += self._shapes.nodes(inner, sh("property"))
        return [node for node in found if self._constrains(node)]

    def _constrains(self, node: Value) -> bool:
        parameters = (
            predicate.removeprefix(SH) for _, predicate, _ in self._shapes.store.match(node)
        )
        return not shacl_terms("constraints").isdisjoint(parameters)

    def _silent_shapes(self) -> Iterator[Problem]:
        for node in self.reporting():
            for name in ("message", "name"):
                texts = self._shapes.texts(node, name)
                for language in LANGUAGES:
                    if not texts.get(language, "").strip():
                        yield self._problem(node, f"no-{name}", language)

    def _queries(self) -> Iterator[Problem]:
        for subject, _, value in self._shapes.store.match(None, sh("select")):
            if isinstance(value, Literal):
                for key, word in _query_problems(value.value):
                    yield self._problem(subject, key, word)

    def _unknown_terms(self, data: Store) -> Iterator[Problem]:
        for statement in self._shapes.store:
            subject, predicate, value = statement
            name = predicate.removeprefix(SH)
            if not isinstance(value, IRI):
                continue
            is_list_step = predicate == FIRST and self._in_path(subject)
            if name in _PREDICATES or is_list_step:
                if not self._is_known(value, data, predicate=True):
                    yield self._unknown(statement, "property")
            elif name in _CLASSES and not self._is_known(value, data, predicate=False):
                yield self._unknown(statement, "class")

    def _in_path(self, node: Value) -> bool:
        """Whether a list cell belongs to a path, not to a list of values or shapes."""
        for subject, predicate, _ in self._shapes.store.match(None, None, node):
            if predicate.removeprefix(SH) in ("path", "alternativePath", *_STEPS):
                return True
            if predicate in (FIRST, REST) and self._in_path(subject):
                return True
        return False

    def _unknown(self, statement: Statement, what: str) -> Problem:
        subject, _, value = statement
        return self._problem(subject, f"unknown-{what}", shorten(str(value)))

    def _is_known(self, term: IRI, data: Store, *, predicate: bool) -> bool:
        if term.startswith(_LANGUAGE):
            return True
        for namespace in NAMESPACES:
            if term.startswith(namespace.iri):
                if term.removeprefix(namespace.iri) in namespace.terms:
                    return True
                if namespace is POL:  # what the graph only uses may be misspelt there, too
                    return _any(data, term, RDF.type, None)
        if self._shapes.is_class(term) or _any(data, term, RDF.type, None):
            return True
        return _any(data, None, term, None) if predicate else _any(data, None, RDF.type, term)

    def _unmatched_nodes(self, data: Store) -> Iterator[Problem]:
        for subject, _, node in self._shapes.store.match(None, sh("targetNode")):
            if isinstance(node, IRI) and not (
                _any(data, node, None, None) or _any(data, None, None, node)
            ):
                yield self._problem(subject, "unknown-target", shorten(node))


def _any(data: Store, subject: IRI | None, predicate: IRI | None, value: IRI | None) -> bool:
    return next(data.match(subject, predicate, value), None) is not None


def _query_problems(select: str) -> Iterator[tuple[str, str]]:
    """The problems of a constraint's query: the key of each, and the word it is about."""
    pieces = list(tokens(select))
    words = [token.text.upper() for token in pieces if token.kind == "word"]
    if "SELECT" not in words:
        yield "no-select", ""
    for word in _FORBIDDEN:
        if word in words:
            yield "forbidden-word", word
    starts = [i for i, t in enumerate(pieces) if t.kind == "word" and t.text.upper() == "SELECT"]
    for start in starts:
        projected = []
        for token in pieces[start + 1 :]:
            if token.text == "{" or token.text.upper() == "WHERE":
                break
            projected.append(token.text)
        if not {"$this", "?this", "*"} & set(projected):
            yield "no-this", ""
