"""What became of an edition: from the bodies of the earlier one over fates to those of the later one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from policygraph.core.namespaces import DCTERMS, IRI, POL
from policygraph.pictures.draw.flow import NONE, Flow, FlowWords, largest, merge
from policygraph.pictures.draw.sheet import say
from policygraph.pictures.networks import BODY, Node, Options
from policygraph.pictures.project import body_nodes
from policygraph.pictures.queries import LAYERS, run
from policygraph.questions.labels import find_labels
from policygraph.store import Store

# What is said of each, in the order of the middle column, from what stayed to what came.
FATES: Final = {
    POL.restatesUnchanged: "kept", POL.revises: "revised", POL.splitFrom: "split", POL.mergedFrom: "merged",
    POL.droppedIn: "dropped", POL.introducedIn: "new",
}  # fmt: skip
Bodies = Mapping[IRI, list[IRI]]


def read_fates(store: Store, options: Options, *, bodies: int = 12) -> Flow:
    """Read what became of the latest edition that has one before it.

    Args:
        store: any store.
        options: whose bodies count, and the language.
        bodies: how many are shown of each edition; the others flow together.

    Returns:
        A flow whose columns are empty where no document is an edition of another.
    """
    language = options.language
    rows = list(run(store, "fates", language, ()))
    latest = max(
        {row.edition for row in rows}, key=lambda iri: (issued(store, iri), iri), default=None
    )
    rows = [row for row in rows if row.edition == latest]
    of_item: dict[IRI, list[IRI]] = defaultdict(list)
    for row in run(store, "bodies-of-items", language, (), layer=LAYERS[options.layer]):
        of_item[row.item].append(row.body)
    fate_of = {row.earlier: row.fate for row in rows if row.earlier}
    came_by = {row.later: row.fate for row in rows if row.later}
    first = _bands(of_item, fate_of.items(), to_fate=True)
    second = _bands(of_item, came_by.items(), to_fate=False)
    before, other_before = largest(_nodes(store, of_item, fate_of, language), bodies, language)
    after, other_after = largest(_nodes(store, of_item, came_by, language), bodies, language)
    counts = {
        fate: max(list(fate_of.values()).count(fate), list(came_by.values()).count(fate))
        for fate in FATES
    }
    fates = [Node(fate, say(f"fate-{name}", language), "fate", counts[fate])
             for fate, name in FATES.items() if counts[fate]]  # fmt: skip
    ends = _editions(store, rows[0].before, rows[0].edition, language) if rows else ("", "")
    return Flow(
        level="all",
        parts=[*before, *other_before, *_nobody(first, 0, language)],
        bodies=fates,
        actors=[*after, *other_after, *_nobody(second, 1, language)],
        first=merge(first, [*before, *_nobody(first, 0, language)], fates),
        second=merge(second, fates, [*after, *_nobody(second, 1, language)]),
        options=options,
        words=FlowWords(
            title=say("fates-title", language),
            subtitle=say(
                "fates-subtitle" if rows else "fates-none", language, before=ends[0], after=ends[1]
            ),
            headings=(
                say("fates-before", language),
                say("fates-middle", language),
                say("fates-after", language),
            ),
            notes=(say("fates-note", language),),
        ),
    )


def issued(store: Store, edition: IRI) -> str:
    """The day on which a document was issued; empty where that is not known."""
    days = (value for _, _, value in store.match(edition, DCTERMS.issued))
    return min((str(getattr(day, "value", day)) for day in days), default="")


def _bands(
    of_item: Bodies, items: Iterable[tuple[IRI, IRI]], *, to_fate: bool
) -> dict[tuple[IRI, IRI], float]:
    """Each item is one wide, split evenly among its bodies."""
    bands: dict[tuple[IRI, IRI], float] = defaultdict(float)
    for item, fate in items:
        bodies = of_item.get(item) or [NONE]
        for body in bodies:
            bands[(body, fate) if to_fate else (fate, body)] += 1 / len(bodies)
    return bands


def _nodes(store: Store, of_item: Bodies, items: Iterable[IRI], language: str) -> list[Node]:
    """The bodies of items, with how many they have, the most first."""
    counts: dict[IRI, int] = defaultdict(int)
    for item in items:
        for body in of_item.get(item, ()):
            counts[body] += 1
    return body_nodes(store, counts, language)


def _nobody(bands: Mapping[tuple[IRI, IRI], float], side: int, language: str) -> list[Node]:
    count = round(sum(thick for ends, thick in bands.items() if ends[side] == NONE))
    return [Node(NONE, say("flow-bodiless", language), BODY, count)] if count else []


def _editions(store: Store, before: IRI, after: IRI, language: str) -> tuple[str, str]:
    labels = find_labels(store, [before, after], language)
    return labels[before], labels[after]
