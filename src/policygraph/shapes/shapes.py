"""The shapes graph: read from folders, with what people are told of every shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox

from policygraph.core.errors import DataError, UsageError
from policygraph.core.prefixes import PREFIXES
from policygraph.shapes.result import Rule, Severity
from policygraph.store.rdf_file import FORMATS
from policygraph.store.triples import Node, Term, Triples, parse_file

SH = PREFIXES["sh"]
SHAPES = PREFIXES["shapes"]
_IMPORTS = ox.NamedNode("http://www.w3.org/2002/07/owl#imports")
_FIRST = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#first")
_REST = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#rest")
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")

_CLASSES = (
    "http://www.w3.org/2000/01/rdf-schema#Class",
    "http://www.w3.org/2002/07/owl#Class",
)
ANONYMOUS = "/anonymous-"  # between the IRI of a shape and the number of a blank one in it


# Parameters that lead from a shape to a further shape, and those that lead to a list of shapes.
_TO_SHAPE = ("property", "node", "not", "qualifiedValueShape")
_TO_SHAPES = ("and", "or", "xone")
TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")


def sh(name: str) -> ox.NamedNode:
    """A term of SHACL."""
    return ox.NamedNode(SH + name)


def key(node: Term) -> str:
    """The IRI of a shape."""
    return node.value if isinstance(node, ox.NamedNode) else str(node)


def local_name(iri: str) -> str:
    """What a user calls a shape: ``Measure-title-ja``; the whole IRI where it is not one of ours."""
    return iri.removeprefix(SHAPES)


@dataclass
class ShapesGraph:
    """A shapes graph in memory.

    Attributes:
        store: its triples.
        files: file by shape IRI.
    """

    store: Triples = field(default_factory=Triples)
    files: dict[str, Path] = field(default_factory=dict)

    # -- reading ---------------------------------------------------------------------------------

    def add_file(self, path: Path) -> None:
        """Add a Turtle file.

        Raises:
            DataError: not RDF, or wrong syntax (file, line, column).
        """
        if path.suffix.lower() not in FORMATS:
            raise DataError(f"{path}: not an RDF file by its name; shapes are written in .ttl")
        names: dict[ox.BlankNode, ox.BlankNode] = {}
        for triple in parse_file(path):
            subject = _own(triple.subject, names)
            self.store.add(ox.Triple(subject, triple.predicate, _own(triple.object, names)))
            if isinstance(subject, ox.NamedNode) and triple.predicate.value.startswith(SH):
                self.files.setdefault(subject.value, path)

    def finish(self) -> None:
        """Make the graph say the same to every engine, once all files are read."""
        self._import_prefixes()
        self._name_blank_shapes()

    def _import_prefixes(self) -> None:
        """Give every holder of prefixes those that it imports (SHACL, section 5.2.1)."""
        for holder in {t.object for t in self.store.match(None, sh("prefixes"), None)}:
            reached: set[Term] = {holder}
            waiting = [holder]
            while waiting:
                node = waiting.pop()
                if isinstance(node, ox.Literal) or isinstance(holder, ox.Literal):
                    continue
                for triple in self.store.match(node, sh("declare"), None):
                    self.store.add(ox.Triple(holder, sh("declare"), triple.object))
                for triple in self.store.match(node, _IMPORTS, None):
                    if triple.object not in reached:
                        reached.add(triple.object)
                        waiting.append(triple.object)

    def _name_blank_shapes(self) -> None:
        """Give every blank shape an IRI, so that all engines report it by the same name.

        It is called after the nearest shape with an IRI, and numbered by what it says.
        """
        blank = [node for node in self.nodes_of_shapes if isinstance(node, ox.BlankNode)]
        owners: dict[str, list[tuple[str, ox.BlankNode]]] = {}
        for node in blank:
            owners.setdefault(self._owner(node), []).append((self._said(node, ()), node))
        for owner, said in owners.items():
            for number, (_, node) in enumerate(sorted(said, key=lambda pair: pair[0]), 1):
                self._rename(node, ox.NamedNode(f"{owner}{ANONYMOUS}{number}"))
        self.__dict__.pop("nodes_of_shapes", None)

    def _owner(self, node: Node) -> str:
        """The nearest shape with an IRI above a blank one."""
        seen: set[Node] = set()
        while isinstance(node, ox.BlankNode) and node not in seen:
            seen.add(node)
            above = {q.subject for q in self.store.match(None, None, node)}
            node = min(above - seen, key=str, default=node)
        return node.value if isinstance(node, ox.NamedNode) else "urn:shape"

    def _said(self, node: Term, above: tuple[Term, ...]) -> str:
        """A blank node as the text of what it says, the same for every reading of the file."""
        if not isinstance(node, ox.BlankNode):
            return str(node)
        if node in above:
            return "[]"
        said_of_it = self.store.match(node, None, None)
        said = sorted(f"{q.predicate} {self._said(q.object, (*above, node))}" for q in said_of_it)
        return f"[{' ; '.join(said)}]"

    def _rename(self, node: ox.BlankNode, iri: ox.NamedNode) -> None:
        for triple in self.store.match(node, None, None):
            self.store.remove(triple)
            self.store.add(ox.Triple(iri, triple.predicate, triple.object))
        for triple in self.store.match(None, None, node):
            self.store.remove(triple)
            self.store.add(ox.Triple(triple.subject, triple.predicate, iri))

    # -- looking up ------------------------------------------------------------------------------

    def values(self, subject: Node, predicate: ox.NamedNode) -> list[Term]:
        """The objects of a subject and predicate, in a fixed order."""
        found = [q.object for q in self.store.match(subject, predicate, None)]
        return sorted(found, key=str)

    def value(self, subject: Node, predicate: ox.NamedNode) -> Term | None:
        """One object of a subject and predicate, or ``None``."""
        return next(iter(self.values(subject, predicate)), None)

    def nodes(self, subject: Node, predicate: ox.NamedNode) -> list[Node]:
        """Those objects that are nodes."""
        return [v for v in self.values(subject, predicate) if not isinstance(v, ox.Literal)]

    def members(self, head: Term) -> Iterator[Term]:
        """The members of an RDF list."""
        seen = set()
        while isinstance(head, (ox.NamedNode, ox.BlankNode)) and head not in seen:
            seen.add(head)
            first = self.value(head, _FIRST)
            if first is None:
                return
            yield first
            head = self.value(head, _REST) or _FIRST

    def subjects(self, predicate: ox.NamedNode, value: Term | None = None) -> list[Node]:
        """The subjects of a predicate and object, in a fixed order."""
        found = {q.subject for q in self.store.match(None, predicate, value)}
        return sorted(found, key=str)

    def is_true(self, subject: Node, name: str) -> bool:
        """Whether ``sh:name`` of a shape is true."""
        return any(getattr(v, "value", "") == "true" for v in self.values(subject, sh(name)))

    # -- shapes ----------------------------------------------------------------------------------

    @cached_property
    def nodes_of_shapes(self) -> list[Node]:
        """All shapes: typed as such, targeted, or used as one by another (SHACL, section 2.1)."""
        found: set[Node] = set()
        for kind in ("NodeShape", "PropertyShape"):
            found.update(self.subjects(TYPE, sh(kind)))
        for name in (*TARGETS, "path"):
            found.update(self.subjects(sh(name)))
        for name in _TO_SHAPE:
            for subject in self.subjects(sh(name)):
                found.update(self.nodes(subject, sh(name)))
        for name in _TO_SHAPES:
            for subject in self.subjects(sh(name)):
                for head in self.values(subject, sh(name)):
                    found.update(m for m in self.members(head) if not isinstance(m, ox.Literal))
        paths = {node for p in self.subjects(sh("path")) for node in self.nodes(p, sh("path"))}
        return sorted(found - paths, key=str)

    @cached_property
    def described(self) -> dict[str, Rule]:
        """What people are told of every shape, by IRI."""
        return {key(node): self._describe(node) for node in self.nodes_of_shapes}

    def _describe(self, node: Node) -> Rule:
        severity = self.value(node, sh("severity"))
        path = self.value(node, sh("path"))
        return Rule(
            iri=key(node),
            id=local_name(key(node)),
            names=self.words(node, "name") or _step(node),
            messages=self.words(node, "message"),
            severity=_severity(severity),
            severity_iri=severity.value
            if isinstance(severity, ox.NamedNode)
            else sh("Violation").value,
            path=None if path is None else self.path(path),
        )

    def words(self, node: Node, name: str) -> dict[str, str]:
        """The literals of ``sh:name`` by language."""
        return {
            v.language or "": v.value
            for v in self.values(node, sh(name))
            if isinstance(v, ox.Literal)
        }

    def path(self, node: Term) -> str:
        """A path in SPARQL's notation, with full IRIs."""
        if isinstance(node, ox.NamedNode):
            return f"<{node.value}>"
        if not isinstance(node, ox.BlankNode):
            return str(node)
        if self.value(node, _FIRST) is not None:
            return f"({'/'.join(self.path(member) for member in self.members(node))})"
        for name, form in (("inversePath", "^{}"), ("zeroOrMorePath", "({})*"),
                           ("oneOrMorePath", "({})+"), ("zeroOrOnePath", "({})?")):  # fmt: skip
            inner = self.value(node, sh(name))
            if inner is not None:
                return form.format(self.path(inner))
        alternatives = self.value(node, sh("alternativePath"))
        if alternatives is not None:
            return f"({'|'.join(self.path(member) for member in self.members(alternatives))})"
        return "()"

    def targeted(self) -> list[Node]:
        """The shapes with a target of their own, implicit class targets included."""
        found = {node for name in TARGETS for node in self.subjects(sh(name))}
        return sorted(found | set(filter(self.is_class, self.nodes_of_shapes)), key=str)

    def is_class(self, node: Node) -> bool:
        """Whether a shape is a class, too, whose instances it is about."""
        types = self.values(node, TYPE)
        return any(isinstance(t, ox.NamedNode) and t.value in _CLASSES for t in types)

    @cached_property
    def used_by_others(self) -> set[Term]:
        """What other shapes lead to: as property, node or value shapes, or by a list."""
        found = {q.object for q in self.store.match(None, _FIRST, None)}
        for name in _TO_SHAPE:
            found.update(q.object for q in self.store.match(None, sh(name), None))
        return found

    def disable(self, ids: Iterable[str]) -> None:
        """Deactivate shapes.

        Raises:
            UsageError: there is no shape of that id.
        """
        known = {shape.id: shape for shape in self.described.values()}
        for id_ in ids:
            if id_ not in known:
                raise UsageError(f'no shape is called "{id_}"; validate --list-shapes lists them')
            node = ox.NamedNode(known[id_].iri)
            for triple in self.store.match(node, sh("deactivated"), None):
                self.store.remove(triple)
            true = ox.Literal("true", datatype=ox.NamedNode(PREFIXES["xsd"] + "boolean"))
            self.store.add(ox.Triple(node, sh("deactivated"), true))

    def text(self, without: Iterable[ox.Triple] = ()) -> str:
        """The graph in N-Triples, but for some of its triples."""
        left_out = set(without)
        triples = (triple for triple in self.store if triple not in left_out)
        return (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()

    def __len__(self) -> int:
        return len(self.nodes_of_shapes)


def _step(node: Node) -> dict[str, str]:
    """A shape without a name goes by the last step of its IRI."""
    return {"": local_name(node.value)} if isinstance(node, ox.NamedNode) else {}


def _severity(node: Term | None) -> Severity:
    name = node.value if isinstance(node, ox.NamedNode) else ""
    if name in {severity.iri for severity in Severity}:
        return Severity.named(name)
    return Severity.VIOLATION  # none, or one of the user's own: no lower than the default


_AnyTerm = TypeVar("_AnyTerm", bound=Term)


def _own(term: _AnyTerm, names: dict[ox.BlankNode, ox.BlankNode]) -> _AnyTerm | ox.BlankNode:
    """A blank node of one file is never that of another, whatever both call it."""
    return names.setdefault(term, ox.BlankNode()) if isinstance(term, ox.BlankNode) else term


def shape_files(folder: Path) -> list[Path]:
    """The files of a folder of shapes, sorted by name.

    Raises:
        DataError: no such folder, or none in it.
    """
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        raise DataError(f"{folder}: no such folder of shapes")
    files = sorted(p for p in folder.rglob("*") if p.suffix.lower() in FORMATS)
    if not files:
        raise DataError(f"{folder}: holds no shapes; write them in files that end in .ttl")
    return files


def read_shapes(files: Iterable[Path]) -> ShapesGraph:
    """Read a shapes graph from files.

    Raises:
        DataError: a file that is not RDF.
    """
    graph = ShapesGraph()
    for path in files:
        graph.add_file(path)
    graph.finish()
    return graph
