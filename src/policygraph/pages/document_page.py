"""A document as people read it: parts, sentences and bullets with their links, as HTML or Markdown."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from policygraph.core.html import pieces, safe_link
from policygraph.core.messages import Messages
from policygraph.core.namespaces import DCTERMS, IRI, POL, SKOS
from policygraph.questions.documents import (
    DocumentGraph,
    Shared,
    read_documents,
    read_shared,
    tag_order,
)
from policygraph.questions.labels import find_label
from policygraph.questions.units import Run, Thing, Unit, UnitReader
from policygraph.store.sorted_graph import SortedGraph

_say = Messages("pages")
_NOWHERE = sys.maxsize  # of a body that no tag names: behind the others
_SENTENCES = (POL.Recognition, POL.Issue, POL.Passage)
_BULLETS = (POL.MeasureOccurrence, POL.TargetOccurrence, POL.ReportedMeasureOccurrence)


@dataclass(frozen=True, slots=True)
class LinkedThing:
    """A thing that is linked to, and the layer that says so: stated, inferred or curated."""

    thing: Thing
    layer: str


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """The links of one property: its name and where they lead."""

    name: str
    links: tuple[LinkedThing, ...]


@dataclass(frozen=True, slots=True)
class LinkedUnit:
    """A unit with what it links to.

    Attributes:
        links: of its policy item.
        item: the measure or target that a bullet states, with its title.
        original: the path of what a reprise restates, where that stands in the same document.
    """

    unit: Unit
    links: tuple[LinkGroup, ...] = ()
    item: Thing | None = None
    original: str = ""
    components: tuple[LinkedUnit, ...] = ()

    @property
    def runs(self) -> tuple[Run, ...]:
        """Its text, cut at its mentions; its tags are shown apart."""
        return tuple(run for run in self.unit.runs if not run.is_tag)

    @property
    def named(self) -> tuple[Thing, ...]:
        """What its text names, each once: of a sentence, which has no links."""
        return tuple(dict.fromkeys(meaning for run in self.runs for meaning in run.meanings))


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document with all below it.

    Attributes:
        title: in the language of the page, where that is not the one printed; else empty.
        depth: counts from 0.
    """

    heading: LinkedUnit
    title: str
    number: str
    kind: str
    depth: int
    sentences: tuple[LinkedUnit, ...]
    bullets: tuple[LinkedUnit, ...]
    parts: tuple[Section, ...]

    def walk(self) -> Iterator[Section]:
        """It and all below it, in reading order."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class MentionedThing:
    """A thing, its definition, and the units that mention it."""

    thing: Thing
    definition: str
    units: list[Unit]


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document for people.

    Attributes:
        rights: the notice of the source text's terms.
        things: all that its words mean, by anchor.
        colours: the kinds of things whose mentions are underlined in a colour, with their names.
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
    things: dict[str, MentionedThing]
    colours: dict[str, str]


def read_document(document: DocumentGraph, shared: Shared, language: str) -> ReadDocument:
    """A whole document.

    Args:
        document: its three layers.
        shared: where labels are.
        language: of labels, ``ja`` or ``en``; the text itself stays as printed.
    """
    index, iri = document.index, document.iri
    reader = _DocumentReader(document, shared, language)
    sections = reader.sections(iri, 0)
    return ReadDocument(
        iri=iri,
        key=document.key,
        title=index.words_in(iri, DCTERMS.title, language) or document.key,
        language=index.words(iri, DCTERMS.language) or "ja",
        issued=index.words(iri, DCTERMS.issued),
        source=index.iri(iri, DCTERMS.source) or "",
        licence=index.iri(iri, DCTERMS.license) or "",
        rights=index.words_in(iri, DCTERMS.rights, language),
        sections=sections,
        things=dict(sorted(reader.mentioned.items())),
        colours=_colours(shared, language),
    )


def _colours(shared: Shared, language: str) -> dict[str, str]:
    """The kinds that mentions are told apart by: each scheme that is linked to, bodies, and the rest."""
    schemes = [scheme for kind in shared.links for scheme in kind.schemes]
    colours = {
        scheme.rstrip("/").rpartition("/")[2]: find_label(scheme, language, shared.index)
        for scheme in schemes
    }
    ours = {
        kind: _say(f"kind-{kind}", language)
        for kind in (*colours, "org", "work")
        if f"kind-{kind}" in _say
    }
    return colours | ours


class _DocumentReader:
    """Reads one document."""

    def __init__(self, document: DocumentGraph, shared: Shared, language: str) -> None:
        self.index, self.layers, self.document = document.index, document.layers, document.iri
        self.shared, self.language = shared, language
        self.units = UnitReader(document.index, language, names=shared.index)
        self.mentioned: dict[str, MentionedThing] = {}

    def sections(self, parent: IRI, depth: int) -> tuple[Section, ...]:
        """The parts below a document or part."""
        held = self.index.held(parent, DCTERMS.isPartOf)
        parts = [part for part in held if self.index.is_a(part, POL.DocumentPart)]
        return tuple(self._section(part, depth) for part in parts)

    def _section(self, part: IRI, depth: int) -> Section:
        heading = self._unit(part)
        kind = self.index.iri(part, POL.partType)
        held = self.index.held(part, DCTERMS.isPartOf)
        title = self.index.words(part, DCTERMS.title, self.language)
        return Section(
            heading=heading,
            title="" if title == heading.unit.text else title,
            number=self.index.words(part, POL.number),
            kind=self.units.thing(kind).label if kind else "",
            depth=depth,
            sentences=tuple(self._unit(iri) for iri in held if self._is_any(iri, _SENTENCES)),
            bullets=tuple(self._unit(iri) for iri in held if self._is_any(iri, _BULLETS)),
            parts=self.sections(part, depth + 1),
        )

    def _is_any(self, unit: IRI, kinds: tuple[IRI, ...]) -> bool:
        return any(self.index.is_a(unit, kind) for kind in kinds)

    def _unit(self, iri: IRI) -> LinkedUnit:
        unit = self.units.read(iri)
        original = unit.original if unit.original in self.index else None
        found = LinkedUnit(
            unit=unit,
            links=tuple(self._links(unit.item)) if unit.item else (),
            item=self.units.thing(unit.item) if unit.item else None,
            original=original.removeprefix(f"{self.document}/") if original else "",
            components=tuple(self._unit(part) for part in self.units.components(iri)),
        )
        for mention in unit.mentions:
            for meaning in mention.meanings:
                self._note(meaning, unit)
        return found

    def _note(self, thing: Thing, unit: Unit) -> None:
        if thing.anchor not in self.mentioned:
            definition = self.shared.index.words_in(thing.iri, SKOS.definition, self.language)
            self.mentioned[thing.anchor] = MentionedThing(thing, definition, [])
        units = self.mentioned[thing.anchor].units
        if not units or units[-1].iri != unit.iri:
            units.append(unit)

    def _links(self, item: IRI) -> Iterator[LinkGroup]:
        """The links of an item; of bodies, in the order of its tag."""
        place = tag_order(self.index, item)
        for kind in self.shared.links:
            values = self.index.iris(item, kind.predicate)
            if kind.predicate == POL.responsibleBody:
                values = sorted(values, key=lambda body: place.get(body, _NOWHERE))
            links = tuple(
                LinkedThing(self.units.thing(value), self.layers[item, kind.predicate, value])
                for value in values
            )
            if links:
                yield LinkGroup(find_label(kind.predicate, self.language, self.shared.index), links)


def write_html(graph: SortedGraph, out: IO[bytes], *, language: str) -> None:
    """Write all documents as one page of HTML that needs nothing beside it.

    Args:
        graph: with its named graphs.
        out: where it goes.
        language: of labels.
    """
    _write("documents.html", graph, out, language)


def write_markdown(graph: SortedGraph, out: IO[bytes], *, language: str) -> None:
    """Write all documents as Markdown (CommonMark): under each bullet its links; see `write_html`."""
    _write("documents.md", graph, out, language)


def _write(template: str, graph: SortedGraph, out: IO[bytes], language: str) -> None:
    shared = read_shared(graph)
    documents = (read_document(found, shared, language) for found in read_documents(graph))
    say = _say.in_language(language)
    out.writelines(
        pieces(template, documents=documents, say=say, language=language, link=safe_link)
    )
