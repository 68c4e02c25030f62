"""The quotations: every bullet's words, with what was found in them."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from policygraph.core.namespaces import IRI
from policygraph.pictures.names import excerpt, natural, short_names
from policygraph.pictures.queries import run_for
from policygraph.pictures.report.anchors import anchor
from policygraph.questions.labels import find_given_labels, find_labels
from policygraph.store import Store


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words of a quotation.

    Attributes:
        words: as printed.
        meanings: labels of what they mean; none for plain words.
    """

    words: str
    meanings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A bullet's words, or those of a component under it."""

    stretches: tuple[Stretch, ...]
    lines: str
    component: bool


@dataclass(frozen=True, slots=True)
class Quotation:
    """A bullet as it is quoted.

    Attributes:
        anchor: of this bullet in the page.
        measure_anchor: of its measure.
        number: as ``5/1/C/2/1``.
        measure: that it states.
        title: the measure's title, empty where nobody gave it one.
        units: its words, then those of its components.
        tag: the names in its tag 【】, in their order.
        original: the anchor of the bullet it restates; empty where it is none, or unresolved.
        unresolved: restated from a place that is not at hand.
        group: the part it stands in.
        order: among its part's bullets.
    """

    anchor: str
    measure_anchor: str
    number: str
    measure: IRI
    title: str
    units: tuple[Unit, ...]
    tag: tuple[str, ...]
    original: str
    unresolved: bool
    group: IRI
    order: int


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a portrait shows, so that a page stays of a size that a browser opens.

    Attributes:
        figures: of one side of a portrait.
        quoted: quotations of one figure.
    """

    figures: int
    quoted: int


WHOLE, SAMPLED = Limits(figures=100, quoted=60), Limits(figures=30, quoted=6)


@dataclass(frozen=True)
class Evidence:
    """What the quoted measures are linked to, and by which words.

    Attributes:
        quotations: in the order of their measures.
        links: by measure and property, the things and the layer that states each link.
        words: by measure and thing, the first words that mean it.
        titles: of the measures, or their first words.
        names: the short names of the measures.
        limits: how much of it is shown.
    """

    quotations: Sequence[Quotation]
    links: Mapping[IRI, Mapping[IRI, Mapping[IRI, str]]]
    words: Mapping[tuple[IRI, IRI], str]
    titles: Mapping[IRI, str]
    names: Mapping[str, str]
    limits: Limits = WHOLE

    @cached_property
    def _by_link(self) -> Mapping[tuple[IRI, IRI], Mapping[IRI, None]]:
        """By property and thing the measures, in order."""
        found: dict[tuple[IRI, IRI], dict[IRI, None]] = defaultdict(dict)
        for measure, links in self.links.items():
            for link, things in links.items():
                for thing in things:
                    found[link, thing][measure] = None
        return found

    def measures(self, *wanted: tuple[IRI, IRI]) -> list[IRI]:
        """The quoted measures that have all these links, each a property and a thing."""
        groups = sorted((self._by_link.get(link, {}) for link in wanted), key=len)
        return [measure for measure in groups[0] if all(measure in g for g in groups[1:])]


def read_evidence(
    store: Store, measures: Collection[IRI], language: str, limits: Limits = WHOLE
) -> Evidence:
    """Read the quotations of some measures and what their links stand on.

    Args:
        store: any store.
        measures: that are quoted.
        language: of the labels.
        limits: how much of it is shown.
    """
    mentions = list(run_for(store, "quotation-mentions", "measure", measures))
    rows = list(run_for(store, "quotations", "measure", measures))
    links: dict[IRI, dict[IRI, dict[IRI, str]]] = {iri: {} for iri in sorted(measures, key=natural)}
    for row in run_for(store, "quotation-links", "measure", measures):
        layer = row.layer.rpartition("/")[2]
        links[row.measure].setdefault(row.link, {})[row.thing] = layer
    things = {row.thing for row in mentions}
    labels = find_labels(store, things, language)
    titles = find_given_labels(store, measures, language)
    numbers = short_names(row.bullet for row in rows)
    words: dict[tuple[IRI, IRI], str] = {}
    by_unit: dict[IRI, list[tuple[int, int, str, str]]] = defaultdict(list)
    tags: dict[IRI, list[tuple[int, str]]] = defaultdict(list)
    for row in mentions:
        words.setdefault((row.measure, row.thing), row.words)
        if row.tag:
            tags[row.unit].append((row.order or 0, row.words))
        else:
            by_unit[row.unit].append((row.begin, row.end, row.words, labels[row.thing]))
    units: dict[IRI, list[tuple[bool, int, Unit]]] = defaultdict(list)
    for row in rows:
        stretches = mark(row.text, row.begin, by_unit[row.unit])
        component = row.unit != row.bullet
        units[row.bullet].append((component, row.begin, Unit(stretches, row.lines, component)))
    quotations = [
        Quotation(
            anchor=anchor("bullet", row.bullet),
            measure_anchor=anchor("measure", row.measure),
            number=numbers[row.bullet],
            measure=row.measure,
            title=titles.get(row.measure, ""),
            units=tuple(unit for _, _, unit in sorted(units[row.bullet], key=lambda u: u[:2])),
            tag=tuple(name for _, name in sorted(set(tags[row.bullet]))),
            original=anchor("bullet", row.original) if row.original else "",
            unresolved=row.unresolved,
            group=row.group,
            order=row.order,
        )
        for row in rows
        if row.unit == row.bullet
    ]
    unique = {quotation.anchor: quotation for quotation in quotations}
    first = {row.measure: excerpt(row.text) for row in reversed(rows) if row.unit == row.bullet}
    return Evidence(
        quotations=sorted(unique.values(), key=lambda q: natural(q.number)),
        links=links,
        words=words,
        titles=first | titles,
        names=short_names(measures),
        limits=limits,
    )


def mark(
    text: str, begin: int, mentions: Sequence[tuple[int, int, str, str]]
) -> tuple[Stretch, ...]:
    """Cut words where mentions begin and end.

    Args:
        text: of a unit.
        begin: offset of its first character in its context.
        mentions: (begin, end, words, label), offsets in the context; they may overlap. Where a tag
            stands between two sentences it is not in the text, and words behind it are nearer.

    Returns:
        Stretches that give the text again when put together.
    """
    inside = []
    for _, last, words, label in mentions:
        first = text.rfind(words, 0, last - begin) if words else -1
        if first >= 0:
            inside.append((first, first + len(words), label))
    cuts = sorted({0, len(text), *(cut for first, last, _ in inside for cut in (first, last))})
    return tuple(
        Stretch(
            text[first:last],
            tuple(sorted({label for a, b, label in inside if a <= first and last <= b})),
        )
        for first, last in itertools.pairwise(cuts)
    )
