"""SHACL-SPARQL constraints asked once for all focus nodes.

SHACL evaluates ``sh:select`` anew for every focus node, with ``$this`` bound before. Where the
outermost group of the query binds ``$this`` by itself, the answer of the query as a whole, cut down
to the focus nodes, is the same (SPARQL 1.1, section 18: the solutions of a join with a table of one
row each), and one query takes the place of thousands. What is not clearly of that form is left to
the compiled validator.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from policygraph.core.errors import DataError
from policygraph.core.terms import Value
from policygraph.shapes.result import ValidationResult
from policygraph.shapes.shapes import TARGETS, TYPE, ShapesGraph, sh
from policygraph.store.oxigraph import to_value
from policygraph.store.syntax import Token, tokens
from policygraph.store.triples import Node

_COMPONENT = sh("SPARQLConstraintComponent").value
_SUBCLASS = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
# With these a query of all nodes may differ from a query of each: they are left alone.
_NOT_SO = frozenset(
    ("MINUS", "VALUES", "SERVICE", "GRAPH", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "COUNT",
     "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT", "REDUCED")
)  # fmt: skip
_PREBOUND = frozenset(("currentShape", "shapesGraph", "PATH"))


def asks_for_all(select: str) -> bool:
    """Whether the answer of a query as a whole holds the answers for every single focus node.

    So it is where ``$this`` is the subject of a triple pattern of the outermost group, and where no
    nested group speaks of ``$this`` in an expression without binding it itself.
    """
    held = list(tokens(select))
    words = {token.text.upper() for token in held if token.kind == "word"}
    names = {token.text[1:] for token in held if token.kind == "variable"}
    if words & _NOT_SO or names & _PREBOUND:
        return False
    if sum(token.kind == "word" and token.text.upper() == "SELECT" for token in held) != 1:
        return False
    head = next((i for i, token in enumerate(held) if token.text == "{"), 0)
    if not any(token.text in ("$this", "?this", "*") for token in held[:head]):
        return False
    return _binds_this(held[head:])


@dataclass
class _Group:
    binds: bool = False
    speaks: bool = False  # of $this in an expression


def _binds_this(held: list[Token]) -> bool:
    groups: list[_Group] = []
    brackets = 0
    before = ""
    for token in held:
        if token.text == "{":
            groups.append(_Group())
        elif token.text == "}":
            closed = groups.pop()
            if closed.speaks and not closed.binds:
                return False
            if not groups:
                return closed.binds
        elif token.text in "()" and token.kind == "sign":
            brackets += 1 if token.text == "(" else -1
        elif token.kind == "variable" and token.text[1:] == "this":
            if brackets:
                groups[-1].speaks = True
            elif before in "{.})":
                groups[-1].binds = True
        before = token.text
    return False


@dataclass(frozen=True, slots=True)
class SetConstraint:
    """A SPARQL constraint of a node shape, ready to be asked once.

    Attributes:
        triple: that by which the shape has it; the compiled validator is not given it.
        query: whole, with prefixes.
    """

    shape: ox.NamedNode
    triple: ox.Triple
    query: str

    def ask(self, data: ox.Store, shapes: ShapesGraph) -> list[ValidationResult]:
        """The results for all nodes, whether the shape targets them or not.

        Raises:
            DataError: the query is not SPARQL.
        """
        try:
            answer = data.query(self.query, use_default_graph_as_union=True)
        except SyntaxError as error:
            raise DataError(f"the query of {self.shape} is not SPARQL: {error.msg}") from None
        if not isinstance(answer, ox.QuerySolutions):
            raise DataError(f"the query of {self.shape} is not a SELECT")
        shape = shapes.described[self.shape.value]
        names = {variable.value for variable in answer.variables}
        results = []
        for row in answer:
            this = to_value(row["this"])
            value = row["value"] if "value" in names else None
            path = row["path"] if "path" in names else None
            results.append(
                ValidationResult(
                    focus=this,
                    path=str(path) if path is not None else None,
                    value=to_value(value) if value is not None else this,
                    severity=shape.severity,
                    source=self.shape.value,
                    component=_COMPONENT,
                )
            )
        return results


def set_constraints(shapes: ShapesGraph) -> list[SetConstraint]:
    """The constraints of a shapes graph that may be asked once for all focus nodes."""
    used = shapes.used_by_others
    targeted = set(shapes.targeted())
    found = []
    for triple in sorted(shapes.store.match(None, sh("sparql"), None), key=str):
        shape, constraint = triple.subject, triple.object
        if shape in used or shape not in targeted or shapes.value(shape, sh("path")) is not None:
            continue
        if isinstance(constraint, ox.Literal) or not isinstance(shape, ox.NamedNode):
            continue
        select = shapes.value(constraint, sh("select"))
        if not isinstance(select, ox.Literal) or not asks_for_all(select.value):
            continue
        if shapes.is_true(shape, "deactivated") or shapes.is_true(constraint, "deactivated"):
            continue
        query = prefixes(shapes, constraint) + select.value.replace("$this", "?this")
        found.append(SetConstraint(shape, triple, query))
    return found


def prefixes(shapes: ShapesGraph, constraint: Node) -> str:
    """The ``PREFIX`` lines that ``sh:prefixes`` of a constraint stands for."""
    lines = []
    for ontology in shapes.nodes(constraint, sh("prefixes")):
        for declaration in shapes.nodes(ontology, sh("declare")):
            prefix = shapes.value(declaration, sh("prefix"))
            namespace = shapes.value(declaration, sh("namespace"))
            if isinstance(prefix, ox.Literal) and isinstance(namespace, ox.Literal):
                lines.append(f"PREFIX {prefix.value}: <{namespace.value}>\n")
    return "".join(sorted(lines))


class Focus:
    """The focus nodes of shapes in some data (SHACL, section 2.1.3).

    Attributes:
        shapes: the shapes graph.
    """

    def __init__(self, shapes: ShapesGraph, data: ox.Store) -> None:
        self.shapes = shapes
        self._data = data
        self._found: dict[tuple[str, Node], frozenset[Value]] = {}

    def of(self, shape: Node) -> frozenset[Value]:
        """The focus nodes of a shape."""
        nodes: set[Value] = set()
        for name in TARGETS:
            for target in self.shapes.values(shape, sh(name)):
                if name == "targetNode":
                    nodes.add(to_value(target))
                elif not isinstance(target, ox.Literal):
                    nodes |= self._nodes(name, target)
        if self.shapes.is_class(shape):
            nodes |= self._nodes("targetClass", shape)
        return frozenset(nodes)

    def any_of(self, shape: Node) -> bool:
        """Whether a shape has any focus node."""
        targets = ((name, t) for name in TARGETS for t in self.shapes.values(shape, sh(name)))
        if any(name == "targetNode" or self.has(name, target) for name, target in targets):  # type: ignore[arg-type]
            return True
        return self.shapes.is_class(shape) and self.has("targetClass", shape)

    def has(self, name: str, target: Node) -> bool:
        """Whether a target (``targetClass`` …) has any focus node; one is looked for, not all."""
        return name == "targetNode" or any(True for _ in self._terms(name, target))

    def _nodes(self, name: str, target: Node) -> frozenset[Value]:
        if (name, target) not in self._found:
            self._found[name, target] = frozenset(_distinct(self._terms(name, target)))
        return self._found[name, target]

    def _terms(self, name: str, target: Node) -> Iterator[object]:
        """What a target leads to, perhaps more than once."""
        if name == "targetClass":
            for class_ in self._subclasses(target):
                for quad in self._data.quads_for_pattern(None, TYPE, class_, None):
                    yield quad.subject
        elif isinstance(target, ox.NamedNode):
            by_subject = name == "targetSubjectsOf"
            for quad in self._data.quads_for_pattern(None, target, None, None):
                yield quad.subject if by_subject else quad.object

    def _subclasses(self, class_: Node) -> set[Node]:
        reached: set[Node] = {class_}
        waiting = [class_]
        while waiting:
            for quad in self._data.quads_for_pattern(None, _SUBCLASS, waiting.pop(), None):
                if quad.subject not in reached:
                    reached.add(quad.subject)
                    waiting.append(quad.subject)
        return reached


def _distinct(terms: Iterable[object]) -> Iterable[Value]:
    return {to_value(term) for term in set(terms)}
