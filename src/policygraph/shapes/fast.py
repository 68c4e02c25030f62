"""The fast engine: ``shacl``, a compiled validator, and the store's own engine for SPARQL constraints.

``shacl`` (Rust; MIT or Apache 2.0) evaluates SHACL core and what it must of SHACL-SPARQL. SHACL evaluates
``sh:select`` anew for every focus node, with ``$this`` bound before. Where the outermost group of the
query binds ``$this`` by itself, the answer of the query as a whole, cut down to the focus nodes, is the
same (SPARQL 1.1, section 18: the solutions of a join with a table of one row each), and one query of the
store takes the place of thousands. What is not clearly of that form is left to the compiled validator.
"""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from policygraph.core.errors import DataError, StoreError
from policygraph.core.namespaces import IRI, XSD
from policygraph.core.terms import Literal, Value, encode_term
from policygraph.shapes.focus import FocusNodes
from policygraph.shapes.nested_classes import looked_up_classes
from policygraph.shapes.remembered import WHOLE, Remembered, seen_by
from policygraph.shapes.result import Severity, ValidationResult
from policygraph.shapes.shapes_graph import SH, ShapesGraph, sh
from policygraph.shapes.templates import Template, fill, read_templates, recognise
from policygraph.store import (
    OxigraphStore,
    Solutions,
    Statement,
    Store,
    encode_statement,
    read_term,
    triples_file,
)
from policygraph.store.syntax import Token, tokens

_COMPONENT = sh("SPARQLConstraintComponent")
_ONE_PREDICATE = re.compile(r"<[^<>]*>")


_read_term = lru_cache(maxsize=4096)(read_term)  # the same terms come again and again


def one_predicate(path: str | None) -> str | None:
    """A path if it is a single predicate; any other is that of its shape."""
    return path if path is not None and _ONE_PREDICATE.fullmatch(path) else None


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
    pieces = list(tokens(select))
    words = {token.text.upper() for token in pieces if token.kind == "word"}
    names = {token.text[1:] for token in pieces if token.kind == "variable"}
    if words & _NOT_SO or names & _PREBOUND:
        return False
    if sum(token.kind == "word" and token.text.upper() == "SELECT" for token in pieces) != 1:
        return False
    head = next((i for i, token in enumerate(pieces) if token.text == "{"), 0)
    if not any(token.text in ("$this", "?this", "*") for token in pieces[:head]):
        return False
    return _binds_this(pieces[head:])


@dataclass
class _Group:
    binds: bool = False
    speaks: bool = False  # of $this in an expression


def _binds_this(pieces: list[Token]) -> bool:
    groups: list[_Group] = []
    brackets = 0
    before = ""
    for token in pieces:
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
        templates: its messages.
    """

    shape: IRI
    triple: Statement
    query: str
    templates: tuple[Template, ...] = ()

    def ask(self, data: Store, shapes: ShapesGraph) -> list[ValidationResult]:
        """The results for all nodes, whether the shape targets them or not.

        Raises:
            DataError: the query is not SPARQL.
        """
        try:
            answer = data.query(self.query)
        except StoreError as error:
            raise DataError("problem-of", name=f"<{self.shape}>", problem=error) from None
        if not isinstance(answer, Solutions):
            raise DataError("shape-no-select", shape=self.shape)
        severity = shapes.described[self.shape].severity
        results = []
        for row in answer.rows:
            values = dict(zip(answer.variables, row, strict=True))
            this, path = values["this"], values.get("path")
            if this is not None:
                results.append(
                    ValidationResult(
                        focus=this,
                        path=None if path is None else encode_term(path),
                        value=this if values.get("value") is None else values["value"],
                        severity=severity,
                        source=self.shape,
                        component=_COMPONENT,
                        said=fill(self.templates, values),
                    )
                )
        return results


def set_constraints(shapes: ShapesGraph) -> list[SetConstraint]:
    """The constraints of a shapes graph that may be asked once for all focus nodes."""
    used = shapes.used_by_others
    targeted = set(shapes.targeted())
    found = []
    for triple in sorted(shapes.store.match(None, sh("sparql")), key=encode_statement):
        shape, _, constraint = triple
        if shape in used or shape not in targeted or shapes.value(shape, sh("path")) is not None:
            continue
        if isinstance(constraint, Literal) or not isinstance(shape, IRI):
            continue
        select = shapes.value(constraint, sh("select"))
        if not isinstance(select, Literal) or not asks_for_all(select.value):
            continue
        if shapes.is_true(shape, "deactivated") or shapes.is_true(constraint, "deactivated"):
            continue
        query = prefixes(shapes, constraint) + select.value.replace("$this", "?this")
        found.append(SetConstraint(shape, triple, query, read_templates(shapes, constraint)))
    return found


def prefixes(shapes: ShapesGraph, constraint: Value) -> str:
    """The ``PREFIX`` lines that ``sh:prefixes`` of a constraint stands for."""
    lines = []
    for ontology in shapes.nodes(constraint, sh("prefixes")):
        for declaration in shapes.nodes(ontology, sh("declare")):
            prefix = shapes.value(declaration, sh("prefix"))
            namespace = shapes.value(declaration, sh("namespace"))
            if isinstance(prefix, Literal) and isinstance(namespace, Literal):
                lines.append(f"PREFIX {prefix.value}: <{namespace.value}>\n")
    return "".join(sorted(lines))


@cache
def takes_pattern(pattern: str) -> bool:
    """Whether the compiled validator has such a ``sh:pattern``; it knows no look-around."""
    import shacl

    shape, path = f"<{SH}pattern-of>", f"<{SH}path> <{SH}value>"
    text = (
        f"{shape} {path} .\n{shape} <{SH}pattern> {encode_term(Literal(pattern, XSD.string))} .\n"
    )
    try:
        shacl.Shapes.from_text(text, format="ntriples")
    except ValueError:
        return False
    return True


class FastEngine:
    """Shapes compiled once; any number of graphs validated."""

    name = "fast"

    def __init__(self, shapes: ShapesGraph) -> None:
        import shacl

        self.shapes = shapes
        self.constraints = set_constraints(shapes)
        apart = {constraint.triple for constraint in self.constraints}
        taken, added = looked_up_classes(shapes)
        text = shapes.text(without=apart | taken) + "".join(map(encode_statement, added))
        self._core = "".join(sorted(text.splitlines()))
        try:
            self._compiled = shacl.Shapes.from_text(text, format="ntriples")
        except ValueError as error:
            raise DataError("no-shacl", reason=str(error)) from None

    def validate(
        self, data: OxigraphStore, remembered: Remembered | None = None
    ) -> list[ValidationResult]:
        """See `Engine.validate`."""
        kept = remembered or Remembered(data)
        results: list[ValidationResult] = []
        waiting: list[tuple[SetConstraint, str, tuple[str, ...]]] = []
        for constraint in self.constraints:
            rule = self._said_of(constraint)
            seen = self._seen_by(constraint, kept) if kept.is_kept else ()
            found = kept.known(rule, seen)
            if found is None:
                waiting.append((constraint, rule, seen))
            else:
                results += found
        core = kept.known(self._core, WHOLE)
        # Both engines let go of Python's lock while they work.
        with ThreadPoolExecutor(os.cpu_count()) as cores:
            compiled = None if core is not None else cores.submit(self._core_of, data)
            asked = [cores.submit(each.ask, data, self.shapes) for each, _, _ in waiting]
            focus = FocusNodes(self.shapes, data)
            for (constraint, rule, seen), answer in zip(waiting, asked, strict=True):
                targets = focus.of(constraint.shape)
                own = [result for result in answer.result() if result.focus in targets]
                results += kept.note(rule, seen, own)
            if compiled is not None:
                core = kept.note(self._core, WHOLE, compiled.result())
        return results + (core or [])

    def _said_of(self, constraint: SetConstraint) -> str:
        """All that a constraint says, and its shape of whom and how grave it is."""
        severity = self.shapes.described[constraint.shape].severity
        return repr((constraint, sorted(map(str, self.shapes.targets(constraint.shape))), severity))

    def _seen_by(self, constraint: SetConstraint, kept: Remembered) -> tuple[str, ...]:
        """What a constraint and the targets of its shape see of a graph."""
        seen = set(seen_by(constraint.query))
        for kind, target in self.shapes.targets(constraint.shape):
            if kind == "targetClass" and isinstance(target, IRI):
                seen.update(kept.targets([target]))
            elif kind != "targetNode":
                seen.add(encode_term(target))
        return tuple(sorted(seen))

    def _core_of(self, data: Store) -> list[ValidationResult]:
        """What the compiled validator says of a store."""
        with triples_file(data, with_graphs=True) as path:
            return self.check_file(path)

    def check_file(self, path: Path) -> list[ValidationResult]:
        """Only what the compiled validator checks, of a file of any RDF syntax.

        Raises:
            DataError: a shape fails.
        """
        try:
            report = self._compiled.validate_file(str(path))
        except ValueError as error:
            raise DataError("shapes-fail", reason=str(error)) from None
        return [self._result(entry) for entry in report.results]

    def core(self, triples: str) -> list[ValidationResult]:
        """Only what the compiled validator checks, of N-Triples in memory."""
        report = self._compiled.validate_text(triples, format="ntriples")
        return [self._result(entry) for entry in report.results]

    def _result(self, entry: object) -> ValidationResult:
        source = _read_term(entry.source_shape)  # type: ignore[attr-defined]
        shape = self.shapes.described.get(str(source))
        value = entry.value  # type: ignore[attr-defined]
        path = one_predicate(entry.path)  # type: ignore[attr-defined]
        return ValidationResult(
            focus=_read_term(entry.focus_node),  # type: ignore[attr-defined]
            path=path or (shape.path if shape else None),
            value=None if value is None else _read_term(value),
            severity=shape.severity if shape else Severity.VIOLATION,
            source=str(source),
            component=entry.component_iri,  # type: ignore[attr-defined]
            said=recognise(self.shapes, source, entry.messages),  # type: ignore[attr-defined]
        )
