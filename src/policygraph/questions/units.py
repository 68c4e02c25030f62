"""A unit of a text as people read it: where it stands, its words, and what they mention.

The one model of a title, sentence, bullet or sub-bullet, for whoever shows, quotes or explains one. It
is read from an `Index`; what is in a store comes into one by `policygraph.questions.unit_lookup`:

- all units of a document at hand: ``UnitReader(document.index, "ja", names=shared.index).read(iri)``;
- from a store, many at once: ``read_units(store, iris, "ja")``, a `Unit` for each IRI that has words;
- from any node (a mention, an assertion, a policy item) to its units: `find_units`, then `read_units`
  (with an index at hand: `unit_of`);
- to show words with mentions marked: go through `Unit.runs`; where tags are shown elsewhere, leave out
  the runs whose ``is_tag`` is true, and what is left gives `Unit.text`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from policygraph.core.index import Index
from policygraph.core.namespaces import DCTERMS, IRI, ITSRDF, NIF, POL, RDF, SKOS
from policygraph.core.places import SourcePlace
from policygraph.questions.labels import find_label
from policygraph.questions.mention_values import value_said

DEPTH = 12  # no document is deeper; a circle of parts must not hold us
# From a mention to its unit, from a judgement to its item.
LEADING = (POL.mentionedIn, RDF.subject, POL.withdrawnSubject)
_KINDS = (
    POL.MeasureOccurrence, POL.TargetOccurrence, POL.ReportedMeasureOccurrence, POL.MeasureComponent,
    POL.Recognition, POL.Issue, POL.Passage, POL.DocumentPart,
)  # fmt: skip
_BRACKETS = {"【": "】", "［": "］", "〔": "〕", "（": "）", "[": "]", "(": ")"}
_SAME = 8  # characters by which the text behind a tag is known again


@dataclass(frozen=True, slots=True)
class Heading:
    """A part that a unit stands in. Its title and number may be empty."""

    iri: IRI
    number: str
    title: str

    @property
    def label(self) -> str:
        """Number and title in one line."""
        return f"{self.number} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class Thing:
    """Something with a name: a concept, a body, a work, a policy item."""

    iri: IRI
    label: str

    @property
    def kind(self) -> str:
        """The step before the last of its IRI: ``actor``, ``theme``, ``org`` …"""
        return self.iri.rpartition("/")[0].rpartition("/")[2]

    @property
    def anchor(self) -> str:
        """A name for it that is unique in one page: ``actor.sme``."""
        return f"{self.kind}.{self.iri.rpartition('/')[2]}"


@dataclass(frozen=True, slots=True)
class Meaning(Thing):
    """What words mean.

    Attributes:
        link: the property by which such words link (``pol:hasTheme``), whether or not they do here
            (not under a negating cue); ``pol:responsibleBody`` where they say who answers.
    """

    link: IRI | None


@dataclass(frozen=True, slots=True)
class UnitMention:
    """Words of a unit that mean something.

    Attributes:
        begin, end: code points in `Unit.words`.
        meanings: sorted by IRI, of a compound term the things it stands for; none for a date.
        is_responsibility: whether it says who answers for the unit.
        order: among the bodies named so.
        value: of a date, ``2017-03-28``.
        said: of a time or a quantity, what it is and its value: ``期限 2028-03``, ``予算 1,200,000,000 日本円``.
    """

    iri: IRI
    begin: int
    end: int
    words: str
    meanings: tuple[Meaning, ...]
    is_responsibility: bool = False
    order: int = 0
    value: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Words between two borders of mentions.

    Attributes:
        mentions: all that lie over them, the shortest first.
        is_tag: whether they belong to a tag (or a 再掲 mark), and not to `Unit.text`.
    """

    words: str
    mentions: tuple[UnitMention, ...] = ()
    is_tag: bool = False

    @property
    def meanings(self) -> tuple[Meaning, ...]:
        """What they mean, each once."""
        return tuple(dict.fromkeys(m for mention in self.mentions for m in mention.meanings))

    @property
    def said(self) -> str:
        """What the time or quantity over them says; empty where there is none."""
        return next((mention.said for mention in self.mentions if mention.said), "")


@dataclass(frozen=True, slots=True)
class Unit:
    """A title, sentence, bullet or sub-bullet.

    Attributes:
        kind: its class: ``pol:DocumentPart`` for a title, ``pol:Recognition``, ``pol:Issue``,
            ``pol:Passage``, ``pol:MeasureOccurrence``, ``pol:TargetOccurrence``, ``pol:MeasureComponent``.
        document: that it stands in.
        path: below the document, ``5/1/C/2/1``.
        heading: the parts around it, outermost first.
        place: in the source file, where that is known.
        text: its words without tags and 再掲 marks, as the graph says them.
        words: all its words as printed, tags included; the text where that is all that is known.
        mentions: in reading order, the longer first where two begin together.
        order: among its siblings.
        context: the ``nif:Context`` that it is cut from, at ``begin`` (code points).
        item: the measure or target that it is an occurrence of.
        is_unresolved: a reprise (再掲) of what is not in the corpus, for this ``reason``.
        original: what it restates.
    """

    iri: IRI
    kind: IRI
    document: IRI | None
    path: str
    heading: tuple[Heading, ...]
    place: SourcePlace | None
    text: str
    words: str
    mentions: tuple[UnitMention, ...]
    order: int
    context: IRI | None = None
    begin: int = 0
    item: IRI | None = None
    is_reprise: bool = False
    is_unresolved: bool = False
    original: IRI | None = None
    reason: str = ""

    @property
    def identifier(self) -> str:
        """Its path with hyphens: ``5-1-C-2-1``."""
        return self.path.replace("/", "-")

    @property
    def lines(self) -> str:
        """Its lines in the source file, ``312-316``; empty where it has none."""
        return self.place.lines if self.place else ""

    def where(self, language: str) -> str:
        """Where it stands in the source file, in words; empty where that is not known."""
        return self.place.words(language) if self.place else ""

    @property
    def responsible(self) -> tuple[UnitMention, ...]:
        """The mentions that say who answers, in their order."""
        named = (mention for mention in self.mentions if mention.is_responsibility)
        return tuple(sorted(named, key=lambda mention: (mention.order, mention.begin)))

    @property
    def runs(self) -> tuple[Run, ...]:
        """Its words, cut where a mention or a tag begins or ends."""
        text = _text_spans(self.words, self.text)
        spans = [*text, *((mention.begin, mention.end) for mention in self.mentions)]
        borders = sorted({0, len(self.words), *(border for span in spans for border in span)})
        shortest = sorted(self.mentions, key=lambda m: (m.end - m.begin, m.iri))
        return tuple(
            Run(
                self.words[begin:end],
                tuple(m for m in shortest if m.begin <= begin and end <= m.end),
                not any(first <= begin and end <= last for first, last in text),
            )
            for begin, end in pairwise(borders)
        )


class UnitReader:
    """Reads units from an index that holds them, their mentions, and the parts around them.

    Args:
        index: the layers of a document, or what `fill_units` gives.
        language: of labels, ``ja`` or ``en``; words stay as printed.
        names: where vocabularies are, if not in ``index`` as well.
    """

    def __init__(self, index: Index, language: str, *, names: Index | None = None) -> None:
        self.index, self.language = index, language
        self.names = index if names is None else names
        self._headings: dict[IRI, tuple[tuple[Heading, ...], IRI | None]] = {}
        self._things: dict[IRI, Thing] = {}
        self._meanings: dict[tuple[IRI, bool], Meaning] = {}

    def thing(self, iri: IRI) -> Thing:
        """A thing with its label; see `policygraph.questions.labels`."""
        if iri not in self._things:
            self._things[iri] = Thing(iri, find_label(iri, self.language, self.names, self.index))
        return self._things[iri]

    def read(self, iri: IRI) -> Unit:
        """A unit. Whatever the index does not say of it is empty."""
        index = self.index
        heading, document = self._around(iri)
        context, begin = index.iri(iri, NIF.referenceContext), index.number(iri, NIF.beginIndex)
        text = index.words(iri, POL.text) or index.words(iri, DCTERMS.title)
        words = self._printed(iri, context) or text
        end = index.number(iri, NIF.endIndex) - begin
        return Unit(
            iri=iri,
            kind=next((kind for kind in _KINDS if index.is_a(iri, kind)), POL.TextUnit),
            document=document,
            path=iri.removeprefix(f"{document}/") if document else iri.partition("/doc/")[2],
            heading=heading,
            place=_place(index, iri),
            text=text or words[:end],
            words=words,
            mentions=tuple(self._mentions(iri, begin, words)),
            order=index.number(iri, POL.order),
            context=context,
            begin=begin,
            item=index.iri(iri, POL.occurrenceOf),
            is_reprise=index.is_a(iri, POL.Reprise),
            is_unresolved=index.is_a(iri, POL.UnresolvedReprise),
            original=index.iri(iri, POL.reprises),
            reason=index.words_in(iri, POL.reason, self.language),
        )

    def components(self, unit: IRI) -> list[IRI]:
        """The sub-bullets of a bullet, in order."""
        held = self.index.held(unit, DCTERMS.isPartOf)
        return [part for part in held if self.index.is_a(part, POL.MeasureComponent)]

    def _around(self, iri: IRI) -> tuple[tuple[Heading, ...], IRI | None]:
        """The parts around a unit, and its document."""
        parents: list[IRI] = []
        node = self.index.iri(iri, DCTERMS.isPartOf)
        while node and len(parents) < DEPTH and not self.index.is_a(node, POL.StrategyDocument):
            parents.append(node)
            node = self.index.iri(node, DCTERMS.isPartOf)
        if parents and parents[0] in self._headings:
            return self._headings[parents[0]]
        index = self.index
        parts = [part for part in reversed(parents) if index.iri(part, POL.partType)]
        heading = tuple(
            Heading(
                part,
                index.words(part, POL.number),
                index.words_in(part, DCTERMS.title, self.language),
            )
            for part in parts
        )
        found = heading, node if len(parents) < DEPTH else None
        if parents:
            self._headings[parents[0]] = found
        return found

    def _printed(self, unit: IRI, context: IRI | None) -> str:
        """The words with the tags between and behind them."""
        index = self.index
        printed = index.words(context, NIF.isString) if context else ""
        begin, end = index.number(unit, NIF.beginIndex), index.number(unit, NIF.endIndex)
        mentions = index.held(unit, POL.mentionedIn)
        last = max((index.number(mention, NIF.endIndex) for mention in mentions), default=end)
        return printed[begin : _closed(printed, end, last) if last > end else end]

    def _mentions(self, unit: IRI, first: int, words: str) -> Iterator[UnitMention]:
        index = self.index
        for iri in index.held(unit, POL.mentionedIn):
            begin = index.number(iri, NIF.beginIndex) - first
            end = index.number(iri, NIF.endIndex) - first
            responsible = index.is_a(iri, POL.ResponsibilityMention)
            if 0 <= begin < end <= len(words):
                yield UnitMention(
                    iri, begin, end, words[begin:end],
                    meanings=tuple(
                        self._meaning(meaning, responsible)
                        for named in index.iris(iri, ITSRDF.taIdentRef)
                        for meaning in self._denoted(named)
                    ),
                    is_responsibility=responsible,
                    order=index.number(iri, POL.order),
                    value=index.words(iri, RDF.value),
                    said=value_said(index, iri, lambda named: self.thing(named).label),
                )  # fmt: skip

    def _denoted(self, named: IRI) -> list[IRI]:
        """What a compound term stands for; any other thing itself."""
        denoted = self.names.iris(named, POL.denotes) or self.index.iris(named, POL.denotes)
        return sorted(denoted) or [named]

    def _meaning(self, iri: IRI, responsible: bool) -> Meaning:
        if (iri, responsible) not in self._meanings:
            thing = self.thing(iri)
            link = POL.responsibleBody if responsible else self._link(iri)
            self._meanings[iri, responsible] = Meaning(iri, thing.label, link)
        return self._meanings[iri, responsible]

    def _link(self, meaning: IRI) -> IRI | None:
        """The link of its scheme, or else of its class."""
        for home in (self.names, self.index):
            for predicate in (SKOS.inScheme, RDF.type):
                for whole in home.iris(meaning, predicate):
                    link = self.names.iri(whole, POL.linkedBy)
                    if link is not None:
                        return link
        return None


def _place(index: Index, iri: IRI) -> SourcePlace | None:
    place = SourcePlace(
        first_line=index.number(iri, POL.firstLine),
        last_line=index.number(iri, POL.lastLine),
        page=index.number(iri, POL.page),
        last_page=index.number(iri, POL.lastPage),
        paragraph=index.number(iri, POL.paragraph),
        element=index.words(iri, POL.element),
    )
    return place or None


def _closed(printed: str, end: int, last: int) -> int:
    """Where the tag ends whose last name ends at ``last``: behind its bracket, if that is closed."""
    opened, sign = max((printed.rfind(sign, end, last), sign) for sign in _BRACKETS)
    closing = printed.find(_BRACKETS[sign], last) if opened >= 0 else -1
    is_own = closing >= 0 and not any(mark in printed[last:closing] for mark in (sign, "。"))
    return closing + 1 if is_own else last


def _text_spans(words: str, text: str) -> list[tuple[int, int]]:
    """Which of the printed words are the text: it is the same without the tags between and behind.

    All of them are, where the text is not what is printed there.
    """
    spans: list[tuple[int, int]] = []
    at = done = 0
    while done < len(text) and at >= 0:
        begin = at
        while text[done : done + 1] == words[at : at + 1] != "":
            at, done = at + 1, done + 1
        if at > begin:
            spans.append((begin, at))
        at = words.find(text[done : done + _SAME], at + 1)
    return spans if done == len(text) else [(0, len(words))]


def reading_order(iri: IRI) -> list[tuple[int, int, str]]:
    """Sort IRIs of items and units as the document has them: 2 before 10, numbers before letters."""
    steps = re.split(r"[/-]", iri.rpartition("#")[0] or iri)
    return [(0, int(step), "") if step.isdigit() else (1, 0, step) for step in steps]


def is_unit(index: Index, node: IRI) -> bool:
    """Whether a node has words in a text, or is a part.

    An item has the text of its first bullet, and unlike a unit an identifier.
    """
    is_item = bool(index.words(node, DCTERMS.identifier))
    return not is_item and bool(index.words(node, POL.text) or index.iri(node, POL.partType))


def unit_of(index: Index, node: IRI) -> IRI | None:
    """The unit that a node stands in: itself, that of a mention or judgement, the first of an item."""
    for _ in range(DEPTH):
        if is_unit(index, node):
            return node
        other = next((iri for p in LEADING if (iri := index.iri(node, p))), None)
        other = other or next(iter(index.held(node, POL.occurrenceOf)), None)
        if other is None:
            break
        node = other
    return None
