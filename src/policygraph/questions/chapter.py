"""A document as people read it: parts, sentences and bullets, their words with what they mention."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from policygraph.core.index import Index
from policygraph.core.namespaces import DCTERMS, IRI, ITSRDF, NIF, POL, RDFS, SKOS
from policygraph.publish.table_rows import LINKS
from policygraph.questions.documents import DocumentGraph, Shared


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that words mean.

    Attributes:
        anchor: a name for it that is unique in one page.
        kind: the last step but one of its IRI (``actor``, ``theme``, ``org`` …), for colours.
    """

    iri: IRI
    anchor: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Run:
    """Words that mean the same things, or nothing that is known."""

    words: str
    meanings: tuple[Thing, ...] = ()

    @property
    def title(self) -> str:
        """What the words mean, in one line."""
        return " · ".join(thing.label for thing in self.meanings)


@dataclass(frozen=True, slots=True)
class Link:
    """A thing that is linked to, and the layer that says so: stated, inferred or curated."""

    thing: Thing
    layer: str


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """The links of one property: its name and where they lead."""

    name: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A title, sentence, bullet or sub-bullet.

    Attributes:
        anchor: its path below the document.
        lines: of the source file.
        tag: the bodies of its tag, in order, as printed.
        item: the measure or target that a bullet states, with its title.
        reprise: whether it restates what stands elsewhere, and where that is, if it is known.
    """

    iri: IRI
    anchor: str
    runs: tuple[Run, ...]
    lines: str = ""
    tag: tuple[tuple[str, Thing], ...] = ()
    links: tuple[LinkGroup, ...] = ()
    item: Thing | None = None
    is_reprise: bool = False
    original: Unit | None = None
    reason: str = ""
    components: tuple[Unit, ...] = ()

    @property
    def words(self) -> str:
        """Its words."""
        return "".join(run.words for run in self.runs)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document with all below it. ``depth`` counts from 0."""

    unit: Unit
    number: str
    kind: str
    depth: int
    sentences: tuple[Unit, ...]
    bullets: tuple[Unit, ...]
    parts: tuple[Section, ...]

    def walk(self) -> Iterator[Section]:
        """It and all below it, in reading order."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document for people.

    Attributes:
        rights: the notice of the source text's terms.
        things: all that its words mean, by anchor, with the units that mention them.
    """

    iri: IRI
    key: str
    title: str
    language: str
    issued: str
    source: str
    licence: str
    rights: str
    sections: tuple[Section, ...]
    things: dict[str, MentionedThing] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MentionedThing:
    """A thing, its definition, and where it is mentioned."""

    thing: Thing
    definition: str
    units: list[Unit]


class ChapterReader:
    """Reads documents for people.

    Args:
        shared: where labels are.
        language: of labels, ``ja`` or ``en``; the text itself stays as printed.
    """

    def __init__(self, shared: Shared, language: str) -> None:
        self.vocabulary = shared.index
        self.language = language

    def read(self, document: DocumentGraph) -> ReadDocument:
        """A whole document."""
        index, iri = document.index, document.iri
        reader = _Reader(self, document)
        sections = reader.sections(iri, 0)
        return ReadDocument(
            iri=iri,
            key=document.key,
            title=self._words(index, iri, DCTERMS.title) or document.key,
            language=index.words(iri, DCTERMS.language) or "ja",
            issued=index.words(iri, DCTERMS.issued),
            source=index.iri(iri, DCTERMS.source) or "",
            licence=index.iri(iri, DCTERMS.license) or "",
            rights=self._words(index, iri, DCTERMS.rights),
            sections=sections,
            things={anchor: reader.mentioned[anchor] for anchor in sorted(reader.mentioned)},
        )

    def _words(self, index: Index, subject: IRI, predicate: IRI) -> str:
        return index.words(subject, predicate, self.language) or index.words(subject, predicate)

    def property_name(self, link: IRI) -> str:
        """What a property is called."""
        return self._words(self.vocabulary, link, RDFS.label) or link

    def thing(self, iri: IRI, index: Index) -> Thing:
        """A thing with its label."""
        home = self.vocabulary if iri in self.vocabulary else index
        label = home.label(iri, self.language) or iri
        kind, _, name = iri.rpartition("/")
        kind = kind.rpartition("/")[2]
        return Thing(iri, f"{kind}.{name}", kind, label)

    def definition(self, iri: IRI) -> str:
        """What a concept means."""
        return self._words(self.vocabulary, iri, SKOS.definition)


class _Reader:
    """Reads one document."""

    def __init__(self, chapters: ChapterReader, document: DocumentGraph) -> None:
        self.chapters = chapters
        self.index = document.index
        self.document = document.iri
        self.layers = document.layers
        self.mentioned: dict[str, MentionedThing] = {}

    def sections(self, parent: IRI, depth: int) -> tuple[Section, ...]:
        """The parts below a document or part."""
        found = []
        for part in self.index.held(parent, DCTERMS.isPartOf):
            if self.index.is_a(part, POL.DocumentPart):
                found.append(self._section(part, depth))
        return tuple(found)

    def _section(self, part: IRI, depth: int) -> Section:
        unit = self._unit(part)
        kind = self.index.iri(part, POL.partType)
        held = self.index.held(part, DCTERMS.isPartOf)
        sentences = [u for u in held if self._is_any(u, POL.Recognition, POL.Issue, POL.Passage)]
        bullets = [u for u in held if self._is_any(u, POL.MeasureOccurrence, POL.TargetOccurrence)]
        return Section(
            unit=unit,
            number=self.index.words(part, POL.number),
            kind=self.chapters.thing(kind, self.index).label if kind else "",
            depth=depth,
            sentences=tuple(self._unit(sentence) for sentence in sentences),
            bullets=tuple(self._unit(bullet) for bullet in bullets),
            parts=self.sections(part, depth + 1),
        )

    def _is_any(self, unit: IRI, *kinds: IRI) -> bool:
        return any(self.index.is_a(unit, kind) for kind in kinds)

    def _anchor(self, unit: IRI) -> str:
        return unit.removeprefix(f"{self.document}/")

    def _unit(self, iri: IRI, *, bare: bool = False) -> Unit:
        index = self.index
        if bare:
            return Unit(iri, self._anchor(iri), self._runs(iri), index.words(iri, POL.sourceLines))
        item = index.iri(iri, POL.occurrenceOf)
        original = index.iri(iri, POL.reprises)
        reason = self.chapters._words(index, iri, POL.reason)
        unit = Unit(
            iri=iri,
            anchor=self._anchor(iri),
            runs=self._runs(iri),
            lines=index.words(iri, POL.sourceLines),
            tag=tuple(self._tag(iri)),
            links=tuple(self._links(item or iri)),
            item=self.chapters.thing(item, index) if item else None,
            is_reprise=index.is_a(iri, POL.Reprise),
            original=self._unit(original, bare=True) if original and original in index else None,
            reason=reason,
            components=tuple(
                self._unit(part)
                for part in index.held(iri, DCTERMS.isPartOf)
                if index.is_a(part, POL.MeasureComponent)
            ),
        )
        for mention in index.held(iri, POL.mentionedIn):
            for meaning in index.iris(mention, ITSRDF.taIdentRef):
                self._note(self.chapters.thing(meaning, index), unit)
        return unit

    def _note(self, thing: Thing, unit: Unit) -> None:
        if thing.anchor not in self.mentioned:
            definition = self.chapters.definition(thing.iri)
            self.mentioned[thing.anchor] = MentionedThing(thing, definition, [])
        units = self.mentioned[thing.anchor].units
        if not units or units[-1].iri != unit.iri:
            units.append(unit)

    def _tag(self, unit: IRI) -> Iterator[tuple[str, Thing]]:
        mentions = self.index.held(unit, POL.mentionedIn)
        tagged = [m for m in mentions if self.index.is_a(m, POL.ResponsibilityMention)]
        for mention in sorted(tagged, key=lambda m: self.index.number(m, POL.order)):
            for body in self.index.iris(mention, ITSRDF.taIdentRef):
                yield self.index.words(mention, NIF.anchorOf), self.chapters.thing(body, self.index)

    def _links(self, subject: IRI) -> Iterator[LinkGroup]:
        for link in LINKS:
            links = [
                Link(self.chapters.thing(value, self.index), self.layers[subject, link, value])
                for value in self.index.iris(subject, link)
            ]
            if links:
                yield LinkGroup(self.chapters.property_name(link), tuple(links))

    def _runs(self, unit: IRI) -> tuple[Run, ...]:
        """The words of a unit, cut wherever a mention begins or ends."""
        context = self.index.iri(unit, NIF.referenceContext)
        if context is None:
            return ()
        text = self.index.words(context, NIF.isString)
        begin, end = self.index.number(unit, NIF.beginIndex), self.index.number(unit, NIF.endIndex)
        spans = [
            (b, e, mention)
            for mention in self.index.held(unit, POL.mentionedIn)
            if begin <= (b := self.index.number(mention, NIF.beginIndex))
            and (e := self.index.number(mention, NIF.endIndex)) <= end
        ]
        cuts = sorted({begin, end, *(b for b, _, _ in spans), *(e for _, e, _ in spans)})
        runs = []
        for left, right in pairwise(cuts):
            over = sorted((e - b, m) for b, e, m in spans if b <= left and right <= e)
            meanings = dict.fromkeys(
                value
                for _, mention in over
                for value in self.index.iris(mention, ITSRDF.taIdentRef)
            )
            things = tuple(self.chapters.thing(value, self.index) for value in meanings)
            runs.append(Run(text[left:right], things))
        return tuple(runs)
