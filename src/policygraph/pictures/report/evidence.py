"""What the report's figures stand on: the bullets that are quoted, and the words in them that link."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from policygraph.core.links import LinkKind
from policygraph.core.messages import Messages
from policygraph.core.namespaces import BASE, IRI, POL
from policygraph.pictures.document_parts import short_numbers
from policygraph.pictures.networks import Node
from policygraph.pictures.queries import run_for
from policygraph.questions.labels import find_given_labels
from policygraph.questions.unit_lookup import read_units
from policygraph.questions.units import Unit, reading_order
from policygraph.store import Store

say: Final = Messages("report")
_FOLDER: Final = re.compile(r"^(?:org|concept/[^/]+|measure|target|doc)/")
_OTHER: Final = re.compile(r"[^\w-]+")


def anchor(prefix: str, iri: str) -> str:
    """The id of a thing in the page: ``body-mext``, ``measure-sti-strategy-2017-5-1-C-2-1``.

    Args:
        prefix: what it is, so that a body and an actor of the same name differ.
        iri: of the thing.
    """
    local = _FOLDER.sub("", iri.removeprefix(BASE))
    return f"{prefix}-{_OTHER.sub('-', local).strip('-')}"


def row_anchor(node: Node, other: Node) -> str:
    """The id of a row in the portrait of a node: ``body-mext--theme-matching``."""
    return f"{anchor(node.kind, node.iri)}--{anchor(other.kind, other.iri)}"


@dataclass(frozen=True, slots=True)
class QuotedBullet:
    """A bullet as it is quoted.

    Attributes:
        unit: the bullet, which is an occurrence of a measure.
        measure: that it states.
        components: the sub-bullets below it.
        number: as ``5/1/C/2/1``.
        title: the measure's title, empty where nobody gave it one.
        is_first: whether its measure is called after it; so it is, too, where it restates a measure of
            another edition.
        original: what it restates, where that is quoted.
    """

    unit: Unit
    measure: IRI
    components: tuple[Unit, ...]
    number: str
    title: str
    is_first: bool
    original: IRI | None

    @property
    def part(self) -> IRI | None:
        """The part that it stands in."""
        return self.unit.heading[-1].iri if self.unit.heading else self.unit.document


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a portrait shows, so that a page stays of a size that a browser opens.

    Attributes:
        figures: of one side of a portrait.
        quoted: quotations of one figure.
        portraits: of bodies, and of themes.
    """

    figures: int
    quoted: int
    portraits: int


WHOLE = Limits(figures=100, quoted=60, portraits=1000)
SAMPLED = Limits(figures=8, quoted=2, portraits=30)


@dataclass(frozen=True, slots=True)
class Cite:
    """A measure whose quotation a figure stands on.

    Attributes:
        words: that the link stands on; empty where there are none.
        origin: how the link came to be, where the text does not state it.
    """

    measure: IRI
    words: str
    origin: str


@dataclass(frozen=True, slots=True)
class RelatedIssue:
    """An issue that a rule takes for related to a measure, which is a guess.

    Attributes:
        iri: of the sentence.
        number: as ``5/1/B/s3``.
        text: its words.
        score: how much the two share, rarity counted.
    """

    iri: IRI
    number: str
    text: str
    score: float


@dataclass(frozen=True)
class Evidence:
    """What the quoted measures are linked to, and by which words.

    Attributes:
        bullets: in the order of the text.
        links: by measure and property, the things and the layer that states each link.
        words: by measure, thing, and whether it is a responsible body there: the first words that the
            link stands on.
        titles: of the measures, or how their texts begin.
        numbers: of the measures.
        issues: by measure, those that a rule takes for related, the likeliest first.
        limits: how much of it is shown.
    """

    bullets: Sequence[QuotedBullet]
    links: Mapping[IRI, Mapping[IRI, Mapping[IRI, str]]]
    words: Mapping[tuple[IRI, IRI, bool], str]
    titles: Mapping[IRI, str]
    numbers: Mapping[str, str]
    issues: Mapping[IRI, Sequence[RelatedIssue]]
    limits: Limits = WHOLE

    @cached_property
    def _by_link(self) -> Mapping[tuple[IRI | None, IRI], Mapping[IRI, None]]:
        """By property and thing the measures, in order."""
        found: dict[tuple[IRI | None, IRI], dict[IRI, None]] = defaultdict(dict)
        for measure, links in self.links.items():
            for link, things in links.items():
                for thing in things:
                    found[link, thing][measure] = None
        return found

    def measures(self, *wanted: tuple[IRI | None, IRI]) -> list[IRI]:
        """The quoted measures that have all these links, each a property and a thing."""
        groups = sorted((self._by_link.get(link, {}) for link in wanted), key=len)
        return [measure for measure in groups[0] if all(measure in g for g in groups[1:])]

    def having(self, link: IRI) -> list[IRI]:
        """The quoted measures that have a link of a kind."""
        return [measure for measure, links in self.links.items() if links.get(link)]

    def cite(
        self, measures: Sequence[IRI], link: IRI | None, thing: IRI, language: str
    ) -> list[Cite]:
        """What links measures to a thing; of very many measures some."""
        found = []
        for measure in measures[: self.limits.quoted]:
            words = self.words.get((measure, thing, link == POL.responsibleBody), "")
            layer = self.links[measure].get(link or IRI(""), {}).get(thing, "stated")
            origin = "" if layer == "stated" else say(f"origin-{layer}", language)
            found.append(Cite(measure, words, origin))
        return found


def read_evidence(
    store: Store, measures: Collection[IRI], links: Collection[LinkKind], language: str,
    limits: Limits = WHOLE,
) -> Evidence:  # fmt: skip
    """Read the quotations of some measures and what their links stand on.

    Args:
        store: any store.
        measures: that are quoted.
        links: the kinds of link.
        language: of the labels.
        limits: how much of it is shown.
    """
    rows = list(run_for(store, "bullets", "measure", measures))
    units = read_units(store, list(dict.fromkeys(row.unit for row in rows)), language)
    titles = find_given_labels(store, measures, language)
    numbers = short_numbers(row.bullet for row in rows)
    components: dict[IRI, list[Unit]] = defaultdict(list)
    bullets: dict[IRI, IRI] = {}
    for row in rows:
        if row.unit == row.bullet:
            bullets.setdefault(row.bullet, row.measure)
        else:
            components[row.bullet].append(units[row.unit])

    def measure_of(bullet: IRI | None) -> IRI | None:
        return bullets.get(bullet) if bullet else None

    return Evidence(
        bullets=[
            QuotedBullet(
                units[bullet],
                bullets[bullet],
                tuple(sorted(components[bullet], key=lambda unit: unit.begin)),
                numbers[bullet],
                _title(titles.get(bullets[bullet], ""), units[bullet]),
                is_first=measure_of(units[bullet].original) != bullets[bullet],
                original=units[bullet].original if measure_of(units[bullet].original) else None,
            )
            for bullet in sorted(bullets, key=reading_order)
        ],
        links=_read_links(store, measures, links),
        words=_read_words(store, measures),
        titles=titles,
        numbers=short_numbers(measures),
        issues=_read_issues(store, measures),
        limits=limits,
    )


def _title(label: str, unit: Unit) -> str:
    """The label of a measure, unless it is how the text of its bullet begins."""
    return "" if unit.text.startswith(label.removesuffix("…")) else label


def _read_words(store: Store, measures: Collection[IRI]) -> dict[tuple[IRI, IRI, bool], str]:
    words: dict[tuple[IRI, IRI, bool], str] = {}
    for row in run_for(store, "evidence", "measure", measures):
        words.setdefault((row.measure, row.thing, row.tag), row.words)
    return words


def _read_links(
    store: Store, measures: Collection[IRI], links: Collection[LinkKind]
) -> dict[IRI, dict[IRI, dict[IRI, str]]]:
    """By measure, in reading order, and property: the things, and the layer that states each link."""
    wanted = {kind.predicate for kind in links}
    found: dict[IRI, dict[IRI, dict[IRI, str]]] = {
        iri: {} for iri in sorted(measures, key=reading_order)
    }
    for row in run_for(store, "measure-links", "measure", measures):
        if row.link in wanted:
            layer = row.layer.rpartition("/")[2]
            found[row.measure].setdefault(row.link, {})[row.thing] = layer
    return found


def _read_issues(store: Store, measures: Collection[IRI]) -> dict[IRI, list[RelatedIssue]]:
    rows = list(run_for(store, "related-issues", "measure", measures))
    numbers = short_numbers(row.issue for row in rows)
    found: dict[IRI, list[RelatedIssue]] = defaultdict(list)
    for row in rows:
        issue = RelatedIssue(row.issue, numbers[row.issue], row.text, float(row.score))
        found[row.measure].append(issue)
    return dict(found)
