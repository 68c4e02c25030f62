"""The shapes as one file for other validators: all of them, or those that every engine of SHACL Core evaluates."""

from __future__ import annotations

from collections.abc import Iterator

from policygraph.core.namespaces import IRI, RDFS
from policygraph.core.resources import resource
from policygraph.core.terms import BlankNode, Literal, Value
from policygraph.shapes.lint import shacl_terms
from policygraph.shapes.shapes_graph import ShapesGraph, read_shapes, sh, shape_files
from policygraph.store import Statement, encode_statement, read_statements, statements_text

_SPARQL = sh("sparql")


def write_shapes(*, core: bool = False) -> str:
    """The shipped shapes in Turtle.

    Args:
        core: without SPARQL constraints, and without the shapes that are nothing else; with the
            superclasses of the ontology, which some engines (shacl-engine 1.1.2) look for there and not
            in the data.
    """
    shapes = read_shapes(shape_files(resource("shapes")))
    if not core:
        return statements_text(_all(shapes))
    return statements_text([*core_statements(shapes), *_superclasses()])


def _superclasses() -> list[Statement]:
    found = (
        s
        for s in read_statements(resource("ontology", "policygraph.ttl"))
        if s[1] == RDFS.subClassOf
    )
    return sorted((s for s in found if isinstance(s[2], IRI)), key=encode_statement)


def core_statements(shapes: ShapesGraph) -> list[Statement]:
    """What a shapes graph says without SPARQL; blank nodes are numbered as they are met."""
    asking = [sh(name) for name in shacl_terms("constraints") if name != "sparql"]
    leading = [sh("property"), *asking]
    kept = [
        shape
        for shape in shapes.nodes_of_shapes
        if any(shapes.value(shape, name) is not None for name in leading)
    ]
    return _reached(shapes, kept, core=True)


def _all(shapes: ShapesGraph) -> list[Statement]:
    return _reached(shapes, shapes.nodes_of_shapes, core=False)


def _reached(shapes: ShapesGraph, roots: list[Value], *, core: bool) -> list[Statement]:
    """The statements of some shapes and of what they lead to, each once."""
    names: dict[Value, BlankNode] = {}

    def named(value: Value) -> Value:
        if isinstance(value, BlankNode):
            return names.setdefault(value, BlankNode(f"b{len(names) + 1}"))
        return value

    def walk() -> Iterator[Statement]:
        seen: set[Value] = set()
        waiting = list(reversed(roots))
        while waiting:
            node = waiting.pop()
            if node in seen or isinstance(node, Literal):
                continue
            seen.add(node)
            said = sorted(shapes.store.match(node), key=shapes.by_content)
            for subject, predicate, value in said:
                if not (core and predicate == _SPARQL):
                    yield named(subject), predicate, named(value)
            waiting += [v for _, p, v in reversed(said) if not (core and p == _SPARQL)]

    return list(walk())
