"""What a parameter of a question can be: a list to pick from, or a field to type into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from policygraph.core.errors import UsageError
from policygraph.core.links import link_properties
from policygraph.core.namespaces import IRI, POL
from policygraph.core.prefixes import PROLOGUE, short_name
from policygraph.questions.catalogue import headings
from policygraph.questions.labels import find_labels, tell_apart
from policygraph.questions.lookup import find_thing, members
from policygraph.questions.question import Parameter
from policygraph.questions.units import reading_order
from policygraph.store import Solutions, Store

MOST: Final = 400  # things that a list holds; where there are more, their names are typed
_INPUTS: Final = {"integer": "number", "date": "date"}
_READ_IN_ORDER: Final = (POL.DocumentPart, POL.PolicyItem)


@dataclass(frozen=True, slots=True)
class Choice:
    """A thing to pick: its short name and its label."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form.

    Attributes:
        name: of the parameter.
        label: what it is called.
        input: the type of the input element; empty for a list to pick from.
        value: that it has.
        used, others: what measures lead to, and what else there is.
    """

    name: str
    label: str
    input: str
    value: str
    used: Sequence[Choice] = ()
    others: Sequence[Choice] = ()

    @property
    def shown(self) -> str:
        """The value in words."""
        labels = (c.label for c in (*self.used, *self.others) if c.value == self.value)
        return next(labels, self.value)


class Choices:
    """The fields of forms, over one store; what can be picked is read once.

    Args:
        store: where things and their labels are.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._things = lru_cache(maxsize=64)(self._read)

    def field(self, parameter: Parameter, value: str, lang: str) -> Field:
        """The field of a parameter.

        Args:
            parameter: of a question.
            value: as it was given.
            lang: of its words.
        """
        label = headings().get(parameter.name, {}).get(lang, parameter.name)
        if parameter.type != "iri" or not parameter.of:
            return Field(parameter.name, label, _INPUTS.get(parameter.type, "text"), value)
        used, others = self._things(parameter.of, lang)
        if not used and not others:
            return Field(parameter.name, label, "text", value)
        try:
            value = short_name(find_thing(self.store, value, parameter.of))
        except UsageError:
            return Field(parameter.name, label, "text", value)  # it is said what is wrong
        return Field(parameter.name, label, "", value, used, others)

    def _read(self, of: tuple[IRI, ...], lang: str) -> tuple[Sequence[Choice], Sequence[Choice]]:
        things = members(self.store, of)
        if len(things) > MOST:
            return [], []
        labels = tell_apart(find_labels(self.store, things, lang), [things])
        linked = self._linked(of)

        def choices(listed: list[IRI]) -> list[Choice]:
            if any(kind in _READ_IN_ORDER for kind in of):
                listed.sort(key=reading_order)
            else:
                listed.sort(key=lambda thing: (labels[thing].casefold(), thing))
            return [Choice(short_name(thing), labels[thing]) for thing in listed]

        return (
            choices([thing for thing in things if thing in linked]),
            choices([thing for thing in things if thing not in linked]),
        )

    def _linked(self, of: tuple[IRI, ...]) -> set[IRI]:
        """What measures lead to, of these schemes and classes."""
        links = " ".join(f"<{link}>" for link in sorted(link_properties()))
        groups = " UNION ".join(
            f"{{ ?thing skos:inScheme <{iri}> }}"
            if iri.endswith("/")
            else f"{{ ?thing a <{iri}> }}"
            for iri in of
        )
        found = self.store.query(
            f"{PROLOGUE}SELECT DISTINCT ?thing WHERE {{ {groups} VALUES ?link {{ {links} }} "
            "?measure ?link ?thing ; a pol:Measure }"
        )
        assert isinstance(found, Solutions)
        return {thing for (thing,) in found.rows if isinstance(thing, IRI)}
