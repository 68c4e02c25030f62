"""``sh:class`` of shapes whose results nobody sees, said in a way that grows with the data.

A shape below ``sh:or``, ``sh:xone``, ``sh:and``, ``sh:not``, ``sh:node`` or ``sh:qualifiedValueShape`` gives no
results of its own; it is held or not. ``shacl`` gathers all instances of a class for every node that such a
shape is asked about, so that ten times the data take a hundred times as long. A value that is reached by
``rdf:type/rdfs:subClassOf*`` means the same (SHACL, section 4.1.1) and is looked up from the node.
"""

from __future__ import annotations

from policygraph.core.namespaces import IRI, RDF, RDFS
from policygraph.core.terms import BlankNode, Value, encode_term
from policygraph.shapes.shapes_graph import FIRST, REST, ShapesGraph, sh
from policygraph.store import Statement

_CLASS = sh("class")
_PATH = BlankNode("path-of-classes")


def looked_up_classes(shapes: ShapesGraph) -> tuple[set[Statement], list[Statement]]:
    """What to take from a shapes graph, and what to add in its place.

    Returns:
        The triples with ``sh:class`` of nested shapes, and triples that ask the same of each.
    """
    reporting = _reporting(shapes)
    taken = {s for s in shapes.store.match(None, _CLASS) if s[0] not in reporting}
    added = list(_path()) if taken else []
    kinds = sorted({value for _, _, value in taken}, key=encode_term)
    asked = {kind: BlankNode(f"instance{number}") for number, kind in enumerate(kinds)}
    for kind, node in asked.items():
        added += [(node, sh("path"), _PATH), (node, sh("hasValue"), kind)]
    added += [(shape, sh("property"), asked[kind]) for shape, _, kind in taken]
    return taken, added


def _reporting(shapes: ShapesGraph) -> set[Value]:
    """The shapes that results may name: those with a target, and property shapes of these."""
    found: set[Value] = set()
    waiting = shapes.targeted()
    while waiting:
        shape = waiting.pop()
        if shape not in found:
            found.add(shape)
            waiting += shapes.nodes(shape, sh("property"))
    return found


def _path() -> list[Statement]:
    """``rdf:type/rdfs:subClassOf*``."""
    rest, step = BlankNode("path-of-classes-rest"), BlankNode("path-of-classes-up")
    nil = IRI(RDF.iri + "nil")
    return [
        (_PATH, FIRST, RDF.type), (_PATH, REST, rest), (rest, FIRST, step), (rest, REST, nil),
        (step, sh("zeroOrMorePath"), RDFS.subClassOf),
    ]  # fmt: skip
