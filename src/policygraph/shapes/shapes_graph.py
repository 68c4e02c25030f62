"""The shapes graph: read from folders, the same for every engine, with what people are told of a shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from policygraph.core.errors import DataError
from policygraph.core.namespaces import IRI, RDF
from policygraph.core.prefixes import PREFIXES
from policygraph.core.terms import BlankNode, Literal, Value, boolean, encode_term
from policygraph.shapes.result import Rule, Severity
from policygraph.store import Statement, Statements, encode_statement, read_statements
from policygraph.store.rdf import SUFFIXES

SH = PREFIXES["sh"]
SHAPES = PREFIXES["shapes"]
FIRST = IRI(RDF.iri + "first")
REST = IRI(RDF.iri + "rest")
_IMPORTS = IRI(PREFIXES["owl"] + "imports")
_CLASSES = (IRI(PREFIXES["rdfs"] + "Class"), IRI(PREFIXES["owl"] + "Class"))
ANONYMOUS = "/anonymous-"  # between the IRI of a shape and the number of a blank one in it
# Parameters that lead from a shape to a further shape, and those that lead to a list of shapes.
_TO_SHAPE = ("property", "node", "not", "qualifiedValueShape")
_TO_SHAPES = ("and", "or", "xone")
TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
_STEPS = {"inversePath": "^{}", "zeroOrMorePath": "({})*", "oneOrMorePath": "({})+",
          "zeroOrOnePath": "({})?"}  # fmt: skip


def sh(name: str) -> IRI:
    """A term of SHACL."""
    return IRI(SH + name)


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

    store: Statements = field(default_factory=Statements)
    files: dict[str, Path] = field(default_factory=dict)

    # -- reading ---------------------------------------------------------------------------------

    def add_file(self, path: Path) -> None:
        """Add a Turtle file.

        Raises:
            DataError: not RDF, or wrong syntax (file, line, column).
        """
        if path.suffix.lower() not in SUFFIXES:
            raise DataError("shapes-not-rdf", path=path)
        # A blank node of one file is never that of another, whatever both call it.
        mark = f"f{len(self.store)}-"

        def own(term: Value) -> Value:
            return BlankNode(mark + term) if isinstance(term, BlankNode) else term

        for subject, predicate, value in read_statements(path):
            self.store.add((own(subject), predicate, own(value)))
            if isinstance(subject, IRI) and predicate.startswith(SH):
                self.files.setdefault(subject, path)

    def finish(self) -> None:
        """Make the graph say the same to every engine, once all files are read."""
        self._import_prefixes()
        self._name_blank_shapes()

    def _import_prefixes(self) -> None:
        """Give every holder of prefixes those that it imports (SHACL, section 5.2.1)."""
        for holder in {value for _, _, value in self.store.match(None, sh("prefixes"))}:
            reached: set[Value] = {holder}
            waiting = [holder]
            while waiting:
                node = waiting.pop()
                for _, predicate, value in self.store.match(node, sh("declare")):
                    self.store.add((holder, predicate, value))
                for _, _, imported in self.store.match(node, _IMPORTS):
                    if imported not in reached:
                        reached.add(imported)
                        waiting.append(imported)

    def _name_blank_shapes(self) -> None:
        """Give every blank shape an IRI, so that all engines report it by the same name.

        It is called after the nearest shape with an IRI, and numbered as one meets it from there.
        """
        owners = {n: self.owner(n) for n in self.nodes_of_shapes if isinstance(n, BlankNode)}
        named: dict[str, int] = {}
        names: dict[BlankNode, IRI] = {}
        for owner in sorted(set(owners.values()), key=self.content):
            name = owner if isinstance(owner, IRI) else "urn:shape"
            for node in self._blank_nodes(owner):
                if owners.get(node) == owner:
                    named[name] = named.get(name, 0) + 1
                    names[node] = IRI(f"{name}{ANONYMOUS}{named[name]}")
        for node, iri in names.items():
            self._rename(node, iri)
        self.__dict__.pop("nodes_of_shapes", None)

    def _blank_nodes(self, top: Value) -> Iterator[BlankNode]:
        """A node, if blank, and the blank ones below it, each once, in an order of what they say."""
        seen: set[Value] = set()
        waiting = [top]
        while waiting:
            node = waiting.pop()
            if node in seen:
                continue
            seen.add(node)
            if isinstance(node, BlankNode):
                yield node
            below = [s for s in self.store.match(node) if isinstance(s[2], BlankNode)]
            if len(below) > 1:
                below.sort(key=self.by_content, reverse=True)
            waiting += [value for _, _, value in below]

    def owner(self, node: Value) -> Value:
        """The nearest node with an IRI above a blank one (a shape, a query, a list); else itself."""
        seen: set[Value] = set()
        while isinstance(node, BlankNode) and node not in seen:
            seen.add(node)
            above = {subject for subject, _, _ in self.store.match(None, None, node)}
            node = min(above - seen, key=encode_term, default=node)
        return node

    def by_content(self, statement: Statement) -> tuple[str, str]:
        """What the statements of a node are sorted by: the same for every reading of the file."""
        return statement[1], self.content(statement[2])

    def content(self, node: Value, above: tuple[Value, ...] = ()) -> str:
        """A term as text, a blank node as what it says: the same for every reading of the file."""
        if not isinstance(node, BlankNode):
            return encode_term(node)
        if node in above:
            return "[]"
        above = (*above, node)
        members = [self.content(member, above) for member in self.members(node)]
        if members:  # a list may be longer than calls can be deep
            return f"({' '.join(members)})"
        triples = self.store.match(node)
        said = sorted(f"<{p}> {self.content(value, above)}" for _, p, value in triples)
        return f"[{' ; '.join(said)}]"

    def _rename(self, node: BlankNode, iri: IRI) -> None:
        for old in (*self.store.match(node), *self.store.match(None, None, node)):
            subject, predicate, value = old
            self.store.remove(old)
            new = (iri if subject == node else subject, predicate, iri if value == node else value)
            self.store.add(new)

    # -- looking up ------------------------------------------------------------------------------

    def values(self, subject: Value, predicate: IRI) -> list[Value]:
        """The objects of a subject and predicate, in a fixed order."""
        return sorted((v for _, _, v in self.store.match(subject, predicate)), key=encode_term)

    def value(self, subject: Value, predicate: IRI) -> Value | None:
        """One object of a subject and predicate, or ``None``."""
        return next(iter(self.values(subject, predicate)), None)

    def nodes(self, subject: Value, predicate: IRI) -> list[Value]:
        """Those objects that are nodes."""
        return [v for v in self.values(subject, predicate) if not isinstance(v, Literal)]

    def members(self, head: Value) -> Iterator[Value]:
        """The members of an RDF list."""
        seen: set[Value] = set()
        while not isinstance(head, Literal) and head not in seen:
            seen.add(head)
            first = self.value(head, FIRST)
            if first is None:
                return
            yield first
            head = self.value(head, REST) or FIRST

    def subjects(self, predicate: IRI, value: Value | None = None) -> list[Value]:
        """The subjects of a predicate and object, in a fixed order."""
        found = {subject for subject, _, _ in self.store.match(None, predicate, value)}
        return sorted(found, key=encode_term)

    def is_true(self, subject: Value, name: str) -> bool:
        """Whether ``sh:name`` of a shape is true."""
        values = self.values(subject, sh(name))
        return any(isinstance(value, Literal) and value.value == "true" for value in values)

    def texts(self, node: Value, name: str) -> dict[str, str]:
        """The literals of ``sh:name`` by language."""
        values = self.values(node, sh(name))
        return {v.language: v.value for v in values if isinstance(v, Literal)}

    # -- shapes ----------------------------------------------------------------------------------

    @cached_property
    def nodes_of_shapes(self) -> list[Value]:
        """All shapes: typed as such, targeted, or used as one by another (SHACL, section 2.1)."""
        found: set[Value] = set()
        for kind in ("NodeShape", "PropertyShape"):
            found.update(self.subjects(RDF.type, sh(kind)))
        for name in (*TARGETS, "path"):
            found.update(self.subjects(sh(name)))
        for name in _TO_SHAPE:
            for subject in self.subjects(sh(name)):
                found.update(self.nodes(subject, sh(name)))
        for name in _TO_SHAPES:
            for subject in self.subjects(sh(name)):
                for head in self.values(subject, sh(name)):
                    found.update(m for m in self.members(head) if not isinstance(m, Literal))
        paths = {node for p in self.subjects(sh("path")) for node in self.nodes(p, sh("path"))}
        return sorted(found - paths, key=encode_term)

    @cached_property
    def described(self) -> dict[str, Rule]:
        """What people are told of every shape, by IRI."""
        return {str(node): self._describe(node) for node in self.nodes_of_shapes}

    def _describe(self, node: Value) -> Rule:
        severity = self.value(node, sh("severity"))
        path = self.value(node, sh("path"))
        iri = str(node)
        return Rule(
            iri=iri,
            id=local_name(iri),
            names=self.texts(node, "name") or ({"": local_name(iri)} if isinstance(node, IRI) else {}),
            messages=self.texts(node, "message"),
            severity=_severity(severity),
            severity_iri=severity if isinstance(severity, IRI) else sh("Violation"),
            path=None if path is None else self.path(path),
        )  # fmt: skip

    def path(self, node: Value) -> str:
        """A path in SPARQL's notation, with full IRIs."""
        if not isinstance(node, BlankNode):
            return encode_term(node)
        if self.value(node, FIRST) is not None:
            return f"({'/'.join(map(self.path, self.members(node)))})"
        for name, form in _STEPS.items():
            inner = self.value(node, sh(name))
            if inner is not None:
                return form.format(self.path(inner))
        alternatives = self.value(node, sh("alternativePath"))
        if alternatives is not None:
            return f"({'|'.join(map(self.path, self.members(alternatives)))})"
        return "()"

    def targeted(self) -> list[Value]:
        """The shapes with a target of their own, implicit class targets included."""
        found = {node for name in TARGETS for node in self.subjects(sh(name))}
        return sorted(found | set(filter(self.is_class, self.nodes_of_shapes)), key=encode_term)

    def targets(self, shape: Value) -> Iterator[tuple[str, Value]]:
        """The kind (``targetClass`` …) and value of each target, an implicit class target included."""
        for name in TARGETS:
            for target in self.values(shape, sh(name)):
                yield name, target
        if self.is_class(shape):
            yield "targetClass", shape

    def is_class(self, node: Value) -> bool:
        """Whether a shape is a class, too, whose instances it is about."""
        return any(kind in _CLASSES for kind in self.values(node, RDF.type))

    @cached_property
    def used_by_others(self) -> set[Value]:
        """What other shapes lead to: as property, node or value shapes, or by a list."""
        leading = (FIRST, *map(sh, _TO_SHAPE))
        return {value for predicate in leading for _, _, value in self.store.match(None, predicate)}

    def disable(self, shape: IRI) -> None:
        """Deactivate a shape."""
        for statement in self.store.match(shape, sh("deactivated")):
            self.store.remove(statement)
        self.store.add((shape, sh("deactivated"), boolean(True)))

    def text(self, without: Iterable[Statement] = ()) -> str:
        """The graph in N-Triples, but for some of its triples."""
        left_out = set(without)
        return "".join(encode_statement(s) for s in self.store if s not in left_out)

    def __len__(self) -> int:
        return len(self.nodes_of_shapes)


def _severity(node: Value | None) -> Severity:
    if isinstance(node, IRI) and node in {severity.iri for severity in Severity}:
        return Severity.named(node)
    return Severity.VIOLATION  # none, or one of the user's own: no lower than the default


def shape_files(folder: Path) -> list[Path]:
    """The files of a folder of shapes, sorted by name.

    Raises:
        DataError: no such folder, or none in it.
    """
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        raise DataError("no-shapes-folder", folder=folder)
    files = sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES)
    if not files:
        raise DataError("no-shapes", folder=folder)
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
