"""What the report says of the edition before the latest: counts by body, what was dropped, what hardened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from policygraph.core.namespaces import IRI, POL
from policygraph.pictures.document_parts import short_numbers
from policygraph.pictures.draw.fates import read_fates
from policygraph.pictures.draw.fates_per_body import (
    DROPPED,
    FILLS,
    bodies_of_items,
    count_fates,
    read_editions,
)
from policygraph.pictures.draw.flow import NONE, Flow
from policygraph.pictures.draw.sheet import say as say_of_pictures
from policygraph.pictures.networks import BODY, Node, Options
from policygraph.pictures.project import body_nodes
from policygraph.questions.labels import find_labels
from policygraph.questions.units import reading_order
from policygraph.store import Store

_LISTED: Final = 60  # items of a list
_HARDENED: Final = "hardened"
# In the order of the table's columns.
_FATES: Final = tuple(FILLS)


@dataclass(frozen=True, slots=True)
class ChangedItem:
    """A measure or target that was dropped, or whose commitment hardened.

    Attributes:
        iri: of the item.
        number: as people cite it.
        label: its title, or how its text begins.
        bodies: that answer for it.
        before, after: what the degrees of commitment are called; empty of what was dropped.
    """

    iri: IRI
    number: str
    label: str
    bodies: Sequence[str]
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class SinceEdition:
    """The step to the latest edition.

    Attributes:
        before, edition: what the two are called.
        fates: those that occur, in order.
        totals: items by fate; of those that are dropped the earlier ones, else the later ones.
        bodies: with the most items first, those without a body last.
        counts: items by fate, by body.
        dropped, hardened: as many as are listed, in reading order.
        measures: of these, the measures.
        flow: what the picture of fates shows.
    """

    before: str
    edition: str
    fates: Sequence[str]
    totals: Counter[str]
    bodies: Sequence[Node]
    counts: Mapping[IRI, Counter[str]]
    dropped: Sequence[ChangedItem]
    hardened: Sequence[ChangedItem]
    measures: frozenset[IRI]
    flow: Flow

    @property
    def lists(self) -> dict[str, Sequence[ChangedItem]]:
        """The lists by fate."""
        return {DROPPED: self.dropped, _HARDENED: self.hardened}


def read_since(store: Store, options: Options) -> SinceEdition | None:
    """Read what became of the edition before the latest; ``None`` where none has one before it."""
    steps = read_editions(store)
    if not steps:
        return None
    step, language = steps[-1], options.language
    of_item = bodies_of_items(store, options)
    counts = count_fates(step, of_item)
    totals = Counter(step.fates.values())
    bodies = body_nodes(
        store,
        {body: tally.total() for body, tally in counts.items() if body != NONE},
        language,
    )
    if NONE in counts:
        label = say_of_pictures("flow-bodiless", language)
        bodies.append(Node(NONE, label, BODY, counts[NONE].total()))
    names = {node.iri: node.label for node in bodies}
    chosen = {
        fate: sorted((i for i, f in step.fates.items() if f == fate), key=reading_order)[:_LISTED]
        for fate in (DROPPED, _HARDENED)
    }
    listed = [item for items in chosen.values() for item in items]
    degrees = {end for move in step.moves.values() for end in (move.before, move.after)}
    labels = find_labels(store, [*listed, *degrees, step.before, step.edition], language)
    numbers = short_numbers([*listed, *step.fates])

    def changed(item: IRI) -> ChangedItem:
        move = step.moves.get(item)
        return ChangedItem(
            item, numbers[item], labels[item], [names[body] for body in of_item.get(item, ())],
            labels[move.before] if move else "", labels[move.after] if move else "",
        )  # fmt: skip

    return SinceEdition(
        before=labels[step.before],
        edition=labels[step.edition],
        fates=[fate for fate in _FATES if totals[fate]],
        totals=totals,
        bodies=bodies,
        counts=counts,
        dropped=[changed(item) for item in chosen[DROPPED]],
        hardened=[changed(item) for item in chosen[_HARDENED]],
        measures=frozenset(item for item in listed if any(store.match(item, None, POL.Measure))),
        flow=read_fates(store, options),
    )
