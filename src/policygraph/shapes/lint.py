"""Shapes are checked before they check anything.

A misspelt ``sh:minCoutn``, an empty folder, a class that no graph has: validators take all of that
and say that the data conforms. Here each is an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from policygraph.core.namespaces import (
    NAMESPACES,
    POL,
)
from policygraph.core.prefixes import PREFIXES, shorten
from policygraph.shapes.engines.constraints import Focus
from policygraph.shapes.shapes import (
    ANONYMOUS,
    SH,
    TARGETS,
    TYPE,
    ShapesGraph,
    key,
    local_name,
    sh,
)
from policygraph.shapes.terms import CONSTRAINTS, KNOWN
from policygraph.store.syntax import tokens
from policygraph.store.triples import Node

_LANGUAGES = ("ja", "en")
_FORBIDDEN = ("MINUS", "VALUES", "SERVICE")  # SHACL, section 5.2.1
_CLASS_OF_SUBJECTS = ("class", "targetClass")
_PREDICATES = ("targetSubjectsOf", "targetObjectsOf", "equals", "disjoint", "lessThan",
               "lessThanOrEquals")  # fmt: skip
_LANGUAGE = tuple(PREFIXES[prefix] for prefix in ("rdf", "rdfs", "owl"))  # of ontologies as such
_STEPS = ("inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")
_FIRST = "http://www.w3.org/1999/02/22-rdf-syntax-ns#first"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a shapes graph. ``str()`` is one line: file, shape, what and how."""

    place: str
    shape: str
    text: str

    def __str__(self) -> str:
        shape = f" {self.shape}:" if self.shape else ""
        return f"{self.place}:{shape} {self.text}"


class Linter:
    """Checks a shapes graph, by itself and against the data it is for."""

    def __init__(self, shapes: ShapesGraph, place: str) -> None:
        self._shapes = shapes
        self._place = place

    def problems(self, data: ox.Store) -> list[Problem]:
        """All problems, in the order of shapes.

        Args:
            data: the graph to be validated; a term that it uses counts as known.
        """
        if not len(self._shapes):
            return [Problem(self._place, "", "no shapes in it; nothing would be checked")]
        found = [
            *self._unknown_shacl(),
            *self._silent_shapes(),
            *self._queries(),
            *self._unknown_terms(data),
            *self._unmatched_nodes(data),
        ]
        return sorted(set(found), key=lambda p: (p.place, p.shape, p.text))

    def _problem(self, node: Node, text: str) -> Problem:
        iri = key(node).partition(ANONYMOUS)[0]
        file = self._shapes.files.get(iri)
        return Problem(str(file) if file else self._place, local_name(iri), text)

    def _unknown_shacl(self) -> Iterator[Problem]:
        for triple in self._shapes.store:
            for term in (triple.predicate, triple.object):
                if isinstance(term, ox.NamedNode) and term.value.startswith(SH):
                    name = term.value.removeprefix(SH)
                    if name not in KNOWN:
                        owner = self._owner(triple.subject)
                        yield self._problem(owner, f"SHACL has no sh:{name}; is it misspelt?")

    def _owner(self, node: Node) -> Node:
        """The shape that a blank node (a query, a list) belongs to."""
        seen: set[Node] = set()
        while isinstance(node, ox.BlankNode) and node not in seen:
            seen.add(node)
            above = {t.subject for t in self._shapes.store.match(None, None, node)}
            node = min(above, key=str, default=node)
        return node

    def reporting(self) -> list[Node]:
        """The shapes whose results are reported: targeted ones and the properties under them."""
        found: dict[Node, None] = dict.fromkeys(self._shapes.targeted())
        for node in list(found):
            waiting = self._shapes.nodes(node, sh("property"))
            while waiting:
                inner = waiting.pop()
                if inner not in found:
                    found[inner] = None
                    waiting += self._shapes.nodes(inner, sh("property"))
        return [node for node in found if self._constrains(node)]

    def _constrains(self, node: Node) -> bool:
        said = self._shapes.store.match(node, None, None)
        return any(triple.predicate.value in CONSTRAINTS for triple in said)

    def _silent_shapes(self) -> Iterator[Problem]:
        for node in self.reporting():
            for name, what in (("message", "sh:message"), ("name", "sh:name")):
                words = self._shapes.words(node, name)
                for language in _LANGUAGES:
                    if not words.get(language, "").strip():
                        yield self._problem(node, f'no {what} in "{language}"; write one')

    def _queries(self) -> Iterator[Problem]:
        for triple in self._shapes.store.match(None, sh("select"), None):
            if isinstance(triple.object, ox.Literal):
                for problem in _query_problems(triple.object.value):
                    yield self._problem(self._owner(triple.subject), problem)

    def _unknown_terms(self, data: ox.Store) -> Iterator[Problem]:
        for triple in self._shapes.store:
            name = triple.predicate.value.removeprefix(SH)
            if not isinstance(triple.object, ox.NamedNode):
                continue
            is_list_step = triple.predicate.value == _FIRST and self._in_path(triple.subject)
            if name == "path" or name in _STEPS or name in _PREDICATES or is_list_step:
                if not self._is_known(triple.object, data, predicate=True):
                    yield self._unknown(triple, "property")
            elif name in _CLASS_OF_SUBJECTS and not self._is_known(
                triple.object, data, predicate=False
            ):
                yield self._unknown(triple, "class")

    def _in_path(self, node: Node) -> bool:
        """Whether a list cell belongs to a path, not to a list of values or shapes."""
        for triple in self._shapes.store.match(None, None, node):
            name = triple.predicate.value.removeprefix(SH)
            if name in ("path", "alternativePath", *_STEPS):
                return True
            if name.endswith(("#rest", "#first")) and self._in_path(triple.subject):
                return True
        return False

    def _unknown(self, triple: ox.Triple, what: str) -> Problem:
        owner = self._owner(triple.subject)
        term = shorten(triple.object.value)  # type: ignore[union-attr]
        return self._problem(
            owner, f"the {what} {term} is neither in the ontology nor in the graph; is it misspelt?"
        )

    def _is_known(self, term: ox.NamedNode, data: ox.Store, *, predicate: bool) -> bool:
        if term.value.startswith(_LANGUAGE):
            return True
        for namespace in NAMESPACES:
            if term.value.startswith(namespace.iri):
                if term.value.removeprefix(namespace.iri) in namespace.terms:
                    return True
                if namespace is POL:
                    return False
        if self._shapes.is_class(term) or _any(data, term, TYPE, None):
            return True
        return _any(data, None, term, None) if predicate else _any(data, None, TYPE, term)

    def _unmatched_nodes(self, data: ox.Store) -> Iterator[Problem]:
        for triple in self._shapes.store.match(None, sh("targetNode"), None):
            node = triple.object
            if isinstance(node, ox.NamedNode) and not (
                _any(data, node, None, None) or _any(data, None, None, node)
            ):
                text = f"the target {shorten(node.value)} is nowhere in the graph"
                yield self._problem(triple.subject, text)


def _any(data: ox.Store, subject: object, predicate: object, value: object) -> bool:
    quads = data.quads_for_pattern(subject, predicate, value, None)  # type: ignore[arg-type]
    return next(iter(quads), None) is not None


def _query_problems(select: str) -> Iterator[str]:
    held = list(tokens(select))
    words = [token.text.upper() for token in held if token.kind == "word"]
    if "SELECT" not in words:
        yield "the query of sh:select is not a SELECT"
    for word in _FORBIDDEN:
        if word in words:
            yield f"the query uses {word}, which SHACL forbids in a constraint"
    starts = [i for i, t in enumerate(held) if t.kind == "word" and t.text.upper() == "SELECT"]
    for start in starts:
        projected = []
        for token in held[start + 1 :]:
            if token.text == "{" or token.text.upper() == "WHERE":
                break
            projected.append(token.text)
        if not {"$this", "?this", "*"} & set(projected):
            yield "a SELECT of the query does not return $this, so it speaks of no node"


# A term of these namespaces matches graphs of any kind: it does not make a graph one of ours.
_ANYBODYS = tuple(PREFIXES[prefix] for prefix in ("rdf", "rdfs", "owl", "skos", "dcterms", "prov"))


def idle_shapes(focus: Focus) -> list[str]:
    """The ids of targeted shapes that have no focus node in the data."""
    return [local_name(key(node)) for node in focus.shapes.targeted() if not focus.any_of(node)]


def matches_anything(focus: Focus) -> bool:
    """Whether some target that is not a term of anybody's has a focus node in the data."""
    own = False
    for name in TARGETS:
        for triple in focus.shapes.store.match(None, sh(name), None):
            target = triple.object
            if not isinstance(target, ox.NamedNode) or target.value.startswith(_ANYBODYS):
                continue
            own = True
            if focus.has(name, target):
                return True
    return not own and any(focus.any_of(node) for node in focus.shapes.targeted())
