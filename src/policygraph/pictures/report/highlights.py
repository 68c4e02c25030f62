"""What stands out in the documents: sentences with numbers, each made from the counts of the report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from policygraph.core.messages import Messages
from policygraph.core.namespaces import IRI
from policygraph.pictures.draw.flow import Flow
from policygraph.pictures.networks import BODY, Edge, Node
from policygraph.pictures.ranking import cut_fairly
from policygraph.pictures.report.content import PORTRAYED, THEME, Content
from policygraph.pictures.report.evidence import anchor

_NAMED: Final = 3  # things that a sentence names
_ENOUGH: Final = 5  # measures from which a share is worth a sentence
_HALF: Final = 0.5
_say = Messages("highlights")


@dataclass(frozen=True, slots=True)
class Highlight:
    """A sentence, and the anchor in the page of what it stands on."""

    text: str
    href: str


def find_highlights(content: Content) -> list[Highlight]:
    """The sentences that the counts give; one that would say nothing is left out."""
    return list(_Sentences(content).all())


class _Sentences:
    def __init__(self, content: Content) -> None:
        self.content, self.language = content, content.options.language
        self.numbers, self.networks = content.numbers, content.projections
        self.measures = content.numbers["measures"]
        self.bodies = [body for body in content.bodies if not body.collective]
        self.collectives = [body for body in content.bodies if body.collective]

    def all(self) -> Iterator[Highlight]:
        """In the order of the report."""
        if not self.measures:
            return
        yield from self._size()
        yield from self._sections(self.content.flow)
        yield from self._bodies()
        yield from self._collectives()
        yield from self._pairs()
        for key in self.content.kinds:
            if key not in (BODY, "commitment"):
                yield from self._named(key)
        yield from self._concentrated()
        yield from self._commitments()

    def _tell(self, key: str, href: str, **values: object) -> Highlight:
        return Highlight(_say(key, self.language, all=self.measures, **values), href)

    def _size(self) -> Iterator[Highlight]:
        keys = ("documents", "sections", "bullets", "reprises", "unresolved")
        values = {key: self.numbers[key] for key in keys}
        yield self._tell("size", "numbers", **values)
        if self.numbers["reprises"]:
            yield self._tell("restated", "reprises", **values)

    def _sections(self, flow: Flow) -> Iterator[Highlight]:
        if len(flow.parts) < _NAMED or flow.level == "all":
            return
        level = _say(f"level-{flow.level}", self.language)
        counts = {stop.label: stop.weight for stop in flow.parts}
        most, least = max(counts.values()), min(counts.values())
        if most > least:
            yield self._tell(
                "sections", "figure-flow", level=level,
                largest=self._list([label for label, count in counts.items() if count == most]),
                smallest=self._list([label for label, count in counts.items() if count == least]),
                most=most, least=least,
            )  # fmt: skip

    def _bodies(self) -> Iterator[Highlight]:
        if not self.bodies:
            return
        first = [(body.label, body.measures) for body in self.bodies]
        rest = len(first) - cut_fairly([count for _, count in first], _NAMED).shown
        yield self._tell(
            "bodies", "figure-bars", named=self._ranked(first), count=len(first), rest=rest
        )
        alone = sum(body.alone for body in self.content.bodies)
        yield self._tell("alone", "figure-bars", alone=alone, share=_percent(alone, self.measures))

    def _collectives(self) -> Iterator[Highlight]:
        if not self.collectives:
            return
        named = self._ranked([(body.label, body.measures) for body in self.collectives])
        yield self._tell("collectives", "figure-bars", named=named)
        shares = {
            body.label: (body.with_collective, body.measures)
            for body in self.bodies
            if body.measures >= _ENOUGH and body.with_collective > _HALF * body.measures
        }
        for label, (beside, measures) in shares.items():
            yield self._tell("beside", "figure-bars", body=label, beside=beside, measures=measures)

    def _pairs(self) -> Iterator[Highlight]:
        network = self.networks[f"{BODY}-{BODY}"]
        nodes = network.by_iri
        edges = [edge for edge in network.edges if edge.weight > 1 and _is_named(edge, nodes)]
        if edges:
            pairs = [(self._pair(nodes, edge), edge.weight) for edge in edges]
            named = self._ranked(pairs)
            yield self._tell("pairs", f"figure-{BODY}-{BODY}", named=named)

    def _pair(self, nodes: Mapping[IRI, Node], edge: Edge) -> str:
        return _say("pair", self.language, one=nodes[edge.source].label,
                    other=nodes[edge.target].label)  # fmt: skip

    def _named(self, key: str) -> Iterator[Highlight]:
        kind = self.content.kinds[key]
        nodes = self.networks[f"{BODY}-{key}"].of_kind(key)
        ranked = sorted(nodes, key=lambda node: (-node.weight, node.iri))
        if not ranked:
            return
        coverage = {link.link: link for link in self.content.coverage.links}
        linked = coverage[kind.link].linked if kind.link in coverage else 0
        yield self._tell(
            "named", PORTRAYED.get(key, f"figure-{BODY}-{key}"),
            kinds=kind.plural(self.language),
            kind=kind.name(self.language),
            named=self._ranked([(node.label, node.weight) for node in ranked]),
            count=len(ranked), once=sum(node.weight == 1 for node in ranked),
            none=self.measures - linked,
        )  # fmt: skip

    def _concentrated(self) -> Iterator[Highlight]:
        """The themes most of whose measures one body answers for."""
        network = self.networks[f"{BODY}-{THEME}"]
        nodes, portrayed = network.by_iri, self.content.portrayed
        found = [
            (edge.weight, nodes[edge.target].weight, edge)
            for edge in network.edges
            if nodes[edge.target].weight >= _ENOUGH and _is_named(edge, nodes)
            and edge.weight > _HALF * nodes[edge.target].weight
        ]  # fmt: skip
        found.sort(key=lambda row: (-row[0] / row[1], -row[1], row[2].source, row[2].target))
        shares = [100 * weight // whole for weight, whole, _ in found]
        for weight, whole, edge in found[: cut_fairly(shares, _NAMED).shown]:
            yield self._tell(
                "concentrated",
                anchor(THEME, edge.target) if edge.target in portrayed else PORTRAYED[THEME],
                theme=nodes[edge.target].label,
                body=nodes[edge.source].label, weight=weight, whole=whole,
            )  # fmt: skip

    def _commitments(self) -> Iterator[Highlight]:
        degrees = self.networks[f"{BODY}-commitment"].of_kind("commitment")
        if degrees:
            named = self._list([self._counted(node.label, node.weight) for node in degrees])
            yield self._tell("commitments", "figure-commitment", named=named)

    def _ranked(self, things: Sequence[tuple[str, int]]) -> str:
        """The first of a ranking with their counts; what ties with the last named is counted."""
        cut = cut_fairly([count for _, count in things], _NAMED)
        words = self._list([self._counted(*thing) for thing in things[: cut.shown]])
        if cut.splits:
            tied = sum(count == things[cut.shown - 1][1] for _, count in things[cut.shown :])
            words += _say("tied", self.language, tied=tied)
        return words

    def _counted(self, label: str, count: int) -> str:
        return _say("counted", self.language, label=label, count=count)

    def _list(self, words: Sequence[str]) -> str:
        return _say("and", self.language).join(words)


def _is_named(edge: Edge, nodes: Mapping[IRI, Node]) -> bool:
    """Whether neither end is a collective name."""
    return not (nodes[edge.source].collective or nodes[edge.target].collective)


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
