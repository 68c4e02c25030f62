"""Messages of SPARQL constraints, with the variables of a result filled in (SHACL, section 5.3.2).

Validators give the words without their language, so it is found again by the template that they fill.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from policygraph.core.terms import Literal, Value
from policygraph.shapes.shapes_graph import ShapesGraph, sh

_VARIABLE = re.compile(r"\{[?$](\w+)\}")

Said = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A message with ``{?variables}`` and its language."""

    language: str
    words: str

    def fill(self, bindings: Mapping[str, Value | None]) -> str:
        """The message of a solution; a variable without a value stays as it is."""

        def value(match: re.Match[str]) -> str:
            found = bindings.get(match[1])
            return match[0] if found is None else str(getattr(found, "value", found))

        return _VARIABLE.sub(value, self.words)

    def made(self, words: str) -> bool:
        """Whether a message is this template filled in."""
        parts = _VARIABLE.split(self.words)[::2]
        return re.fullmatch("(.*)".join(map(re.escape, parts)), words, re.DOTALL) is not None


def read_templates(shapes: ShapesGraph, constraint: Value) -> tuple[Template, ...]:
    """The messages of a constraint, sorted by language."""
    found = (v for v in shapes.values(constraint, sh("message")) if isinstance(v, Literal))
    return tuple(sorted((Template(v.language, v.value) for v in found), key=lambda t: t.language))


def fill(templates: Iterable[Template], bindings: Mapping[str, Value | None]) -> Said:
    """What is said of a solution, by language."""
    return tuple((template.language, template.fill(bindings)) for template in templates)


def recognise(shapes: ShapesGraph, shape: Value, messages: Iterable[str]) -> Said:
    """The messages of a result with their languages.

    Args:
        shapes: where the shape is described.
        shape: the source of the result.
        messages: as a validator wrote them, with those of the shape itself or without.

    Returns:
        Those of the one constraint of the shape that they were made by; nothing where it has none.
    """
    waiting = list(messages)
    for constraint in shapes.values(shape, sh("sparql")):
        said = []
        for template in read_templates(shapes, constraint):
            made = next((words for words in waiting if template.made(words)), None)
            if made is None:
                break
            said.append((template.language, made))
        else:
            if said:
                return tuple(said)
    return ()
