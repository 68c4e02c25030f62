"""A document's mentions beside its text, as tools for annotation exchange them.

A text goes out a unit a line: a normalised text has no line breaks, and a chapter on one line can be read
by nobody. Breaks are all that is put in, so that whoever takes them out again has the text, and its
offsets. These count Unicode code points from 0, half open, or UTF-16 units where a tool counts so.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final, Literal

from policygraph.core.index import Index
from policygraph.core.namespaces import IRI, ITSRDF, NIF, POL, RDF, SKOS
from policygraph.core.prefixes import short_name
from policygraph.corpus.gold import VALUES, scheme_names
from policygraph.questions.documents import DocumentGraph, Shared, read_documents, read_shared
from policygraph.store.sorted_graph import SortedGraph

OffsetKind = Literal["code-points", "utf-16"]
OFFSETS: Final[tuple[OffsetKind, ...]] = ("code-points", "utf-16")
UNKNOWN: Final = "mention"  # the scheme of what no link is known of
_ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")
_TAG: Final = re.compile("(?:【[^【】]*】)+")
_CAPITAL: Final = re.compile("(?<=[a-z])(?=[A-Z])")


class Offsets:
    """From code points of a text to what a tool counts in, and back.

    Args:
        text: in which is counted.
        kind: what the tool counts: code points, or UTF-16 units.
    """

    def __init__(self, text: str, kind: OffsetKind) -> None:
        found = _ASTRAL.finditer(text) if kind == "utf-16" else ()
        self._before = [match.start() for match in found]
        self._theirs = [at + count for count, at in enumerate(self._before)]

    def out(self, offset: int) -> int:
        """A code point offset as the tool counts it."""
        return offset + bisect_left(self._before, offset)

    def back(self, offset: int) -> int:
        """The tool's offset in code points."""
        return offset - bisect_left(self._theirs, offset)


@dataclass(frozen=True, slots=True)
class StandoffMention:
    """Words and what they mean.

    Attributes:
        begin, end: code points of the text they stand in.
        scheme: as gold files call the kind of link: ``actor``, ``responsible`` …
        concept: what is meant, as `short_name` prints it (``actor:sme``, ``org/mext``); of a date, time or
            quantity its value; empty where it is not said.
        label: what that is called.
    """

    begin: int
    end: int
    scheme: str
    concept: str
    label: str = ""

    def moved(self, by: int) -> StandoffMention:
        """The same in a text that begins elsewhere."""
        return StandoffMention(
            self.begin + by, self.end + by, self.scheme, self.concept, self.label
        )


@dataclass(frozen=True, slots=True)
class StandoffUnit:
    """A title, sentence, bullet or sub-bullet, its tag included."""

    path: str
    begin: int
    end: int


@dataclass(frozen=True)
class StandoffText:
    """A text with its units and mentions, in reading order.

    Attributes:
        document, key: of the document, and of the text in it (``5``).
        iri: of the text.
        text: normalised.
    """

    document: str
    key: str
    iri: IRI
    text: str
    units: tuple[StandoffUnit, ...]
    mentions: tuple[StandoffMention, ...]

    @property
    def name(self) -> str:
        """What a file of it is called, without its ending."""
        return f"{self.document}.{self.key}"

    @cached_property
    def breaks(self) -> tuple[int, ...]:
        """Where a line begins when it is set a unit a line; what stands between units has its own."""
        edges = {offset for unit in self.units for offset in (unit.begin, unit.end)}
        ordered = sorted(edges - {0, len(self.text)})
        inside = {
            offset
            for mention in self.mentions
            for offset in ordered[
                bisect_right(ordered, mention.begin) : bisect_left(ordered, mention.end)
            ]
        }
        return tuple(offset for offset in ordered if offset not in inside)

    @cached_property
    def lines(self) -> str:
        """The text, a unit a line."""
        cuts = (0, *self.breaks, len(self.text))
        return "\n".join(self.text[a:b] for a, b in pairwise(cuts))

    def in_lines(self, begin: int, end: int) -> tuple[int, int]:
        """A stretch of the text in the offsets of `lines`."""
        return begin + bisect_right(self.breaks, begin), end + bisect_left(self.breaks, end)

    def of_units(self) -> Iterator[tuple[StandoffUnit, list[StandoffMention]]]:
        """Each unit with the mentions in it, in the offsets of the unit."""
        begins = [mention.begin for mention in self.mentions]
        for unit in self.units:
            first, last = bisect_left(begins, unit.begin), bisect_left(begins, unit.end)
            held = (m for m in self.mentions[first:last] if m.end <= unit.end)
            yield unit, [mention.moved(-unit.begin) for mention in held]


def read_texts(graph: SortedGraph) -> Iterator[StandoffText]:
    """The texts of a graph with their mentions, one document in memory at a time.

    Raises:
        DataError: there is no document with its layers in named graphs.
    """
    shared = read_shared(graph)
    schemes = dict(scheme_names(shared.links))
    links = {
        subject: link
        for subject in shared.index.subjects()
        for link in shared.index.iris(subject, POL.linkedBy)
    }
    for document in read_documents(graph):
        reader = _TextReader(document, shared, schemes, links)
        yield from reader.texts()


class _TextReader:
    """Reads the texts of one document."""

    def __init__(
        self,
        document: DocumentGraph,
        shared: Shared,
        schemes: Mapping[IRI, str],
        links: Mapping[IRI, IRI],
    ) -> None:
        self.document, self.index = document, document.index
        self.shared, self.schemes, self.links = shared.index, schemes, links

    def texts(self) -> Iterator[StandoffText]:
        """In the order of their keys."""
        units: dict[IRI, list[IRI]] = {}
        for subject in self.index.subjects():
            if self.index.is_a(subject, NIF.Context):
                units.setdefault(subject, [])
            context = self.index.iri(subject, NIF.referenceContext)
            if context is not None:
                units.setdefault(context, []).append(subject)
        for context, held in sorted(units.items()):
            yield self._text(context, held)

    def _text(self, context: IRI, units: list[IRI]) -> StandoffText:
        text = self.index.words(context, NIF.isString)
        found = [(self._unit(unit, text), list(self._mentions(unit))) for unit in units]
        found.sort(key=lambda pair: (pair[0].begin, pair[0].end))
        mentions = {mention for _, mentions in found for mention in mentions}
        return StandoffText(
            document=self.document.key,
            key=context.rsplit("/", 2)[1],
            iri=context,
            text=text,
            units=tuple(unit for unit, _ in found),
            mentions=tuple(sorted(mentions, key=_in_order)),
        )

    def _unit(self, unit: IRI, text: str) -> StandoffUnit:
        begin, end = (self.index.number(unit, p) for p in (NIF.beginIndex, NIF.endIndex))
        phrases = self.index.held(unit, POL.mentionedIn)
        end = max(end, *(self.index.number(p, NIF.endIndex) for p in phrases)) if phrases else end
        # The end of a tag, of which the graph knows the bodies alone.
        opened = text.rfind("【", begin, end)
        closed = text.find("】", opened) + 1 if opened >= begin else 0
        tag = _TAG.match(text, max(end, closed))
        path = unit.removeprefix(f"{self.document.iri}/")
        return StandoffUnit(path, begin, tag.end() if tag else max(end, closed))

    def _mentions(self, unit: IRI) -> Iterator[StandoffMention]:
        for phrase in self.index.held(unit, POL.mentionedIn):
            begin, end = (self.index.number(phrase, p) for p in (NIF.beginIndex, NIF.endIndex))
            for meaning in self.index.iris(phrase, ITSRDF.taIdentRef):
                yield StandoffMention(
                    begin, end, self._scheme(phrase, meaning), short_name(meaning),
                    self._index_of(meaning).words_in(meaning, SKOS.prefLabel, "ja"),
                )  # fmt: skip
            if self._kind(phrase) in VALUES:
                value = self.index.words(phrase, RDF.value)  # none where the words do not tell
                yield StandoffMention(begin, end, self._kind(phrase), value)

    def _index_of(self, thing: IRI) -> Index:
        return self.shared if thing in self.shared else self.index

    def _scheme(self, phrase: IRI, meaning: IRI) -> str:
        if self.index.is_a(phrase, POL.ResponsibilityMention):
            return self.schemes[POL.responsibleBody]
        described = self._index_of(meaning)
        kinds = (*described.iris(meaning, SKOS.inScheme), *described.iris(meaning, RDF.type))
        links = (self.links[kind] for kind in kinds if kind in self.links)
        return next((self.schemes[link] for link in links if link in self.schemes), UNKNOWN)

    def _kind(self, phrase: IRI) -> str:
        """``date`` of a pol:DateMention: what kind of value it is."""
        for kind in self.index.iris(phrase, RDF.type):
            name = kind.removeprefix(POL.iri).removesuffix("Mention")
            if name not in (kind, ""):
                return _CAPITAL.sub("-", name).lower()
        return UNKNOWN


def _in_order(mention: StandoffMention) -> tuple[int, int, str, str]:
    return mention.begin, -mention.end, mention.scheme, mention.concept


def schemes_of(texts: Iterable[StandoffText]) -> list[str]:
    """The schemes that some texts have mentions of, sorted."""
    return sorted({mention.scheme for text in texts for mention in text.mentions})
