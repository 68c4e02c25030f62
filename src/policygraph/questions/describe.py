"""Describe one thing: its text, its links, what links to it, and the words all that stands on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from policygraph.core.namespaces import (
    DCTERMS,
    IRI,
    ITSRDF,
    NIF,
    POL,
    RDF,
    SKOS,
)
from policygraph.core.prefixes import PREFIXES  # fmt: skip
from policygraph.core.terms import BlankNode, Literal, Value
from policygraph.questions.labels import find_labels
from policygraph.store import Solutions, Store

_HEAD = "".join(
    f"PREFIX {name}: <{PREFIXES[name]}>\n"
    for name in ("pol", "nif", "itsrdf", "skos", "dcterms", "rdf", "prov")
)
# Said in the heading or by the texts and quotations, so not among the links.
_ELSEWHERE = frozenset(
    (RDF.type, SKOS.prefLabel, SKOS.definition, DCTERMS.title, POL.text, POL.sourceLines,
     NIF.beginIndex, NIF.endIndex, NIF.referenceContext, NIF.isString, POL.notWithin,
     POL.onlyWithin, POL.tagLabel, POL.reading, SKOS.hiddenLabel, POL.order)
)  # fmt: skip
# Pointers that would drown the others: they are the quotations, the judgements and the offsets.
_NO_LINKS = (ITSRDF.taIdentRef, RDF.subject, RDF.object, POL.mentionedIn, NIF.referenceContext)


@dataclass(frozen=True, slots=True)
class Link:
    """A statement about the thing.

    Attributes:
        property: and its label.
        value: a thing with its label, or a literal's words under both names.
        layer: the last step of its named graph: stated, inferred, curated, vocabulary …
        ground: the label of the rule, or who judged; empty for what the text states.
    """

    property: str
    value: str
    label: str
    layer: str
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that mention the thing, or that the thing mentions.

    Attributes:
        words: as printed.
        meanings: the labels of what they mean; none where that is the thing itself.
        unit: the IRI of the sentence, bullet, sub-bullet or title they stand in.
        text: of the unit.
        lines: of the unit in the source file.
    """

    words: str
    meanings: tuple[str, ...]
    unit: str
    text: str
    lines: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A unit: where it stands and what it says."""

    unit: str
    within: tuple[str, ...]
    text: str
    lines: str
    restates: bool


@dataclass(frozen=True, slots=True)
class Incoming:
    """What links to the thing by one property: how many, and the first of them."""

    property: str
    count: int
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """All that the graph says of a thing, in one language.

    Attributes:
        classes: labels of its types.
        passages: its own text, or that of its occurrences.
        quotes: the first of ``mentions`` quotations.
    """

    iri: IRI
    label: str
    other_label: str
    classes: tuple[str, ...]
    definition: str
    passages: tuple[Passage, ...]
    links: tuple[Link, ...]
    incoming: tuple[Incoming, ...]
    quotes: tuple[Quote, ...]
    mentions: int
    language: str = field(default="ja")


def describe(store: Store, iri: IRI, *, language: str = "ja", first: int = 20) -> Description:
    """Describe a thing.

    Args:
        store: any store.
        iri: see `policygraph.questions.lookup.find_thing`.
        language: of the labels, ``ja`` or ``en``.
        first: how many quotations, and how many things a property, are given.
    """
    return _Reader(store, iri, language, first).read()


class _Reader:
    def __init__(self, store: Store, iri: IRI, language: str, first: int) -> None:
        self.store, self.iri, self.language, self.first = store, iri, language, first

    def _rows(self, query: str) -> list[tuple[Value | None, ...]]:
        answer = self.store.query(_HEAD + query)
        return answer.rows if isinstance(answer, Solutions) else []

    def read(self) -> Description:
        outgoing = self._rows(
            f"SELECT ?layer ?property ?value WHERE {{ GRAPH ?layer {{ <{self.iri}> ?property ?value }} }}"
        )
        said = [(layer, prop, value) for layer, prop, value in outgoing]
        units = self._units()
        incoming = self._incoming()
        quotes, mentions = self._quotes([unit for unit, *_ in units])
        shown = {cell for row in said for cell in row if isinstance(cell, IRI)}
        shown |= {cell for _, _, iris in incoming for cell in iris}
        shown |= {cell for row in incoming for cell in row if isinstance(cell, IRI)}
        shown |= {meaning for _, meanings, *_ in quotes for meaning in meanings}
        grounds = self._grounds()
        shown |= set(grounds.values()) | {self.iri}
        shown |= {step for _, _, _, _, steps in units for step in steps}
        labels = find_labels(self.store, shown, self.language)
        other = find_labels(self.store, [self.iri], "en" if self.language == "ja" else "ja")
        return Description(
            iri=self.iri,
            label=labels[self.iri],
            other_label=other[self.iri],
            classes=tuple(
                sorted({labels[v] for _, p, v in said if p == RDF.type and isinstance(v, IRI)})
            ),
            definition=self._definition(said),
            passages=tuple(
                Passage(unit, tuple(labels[step] for step in steps), text, lines, restates)
                for unit, text, lines, restates, steps in units
            ),
            links=tuple(self._links(said, labels, grounds)),
            incoming=tuple(
                Incoming(labels[prop], count, tuple(labels[iri] for iri in iris))
                for prop, count, iris in incoming
            ),
            quotes=tuple(
                Quote(words, tuple(labels[meaning] for meaning in meanings), unit, text, lines)
                for words, meanings, unit, text, lines in quotes
            ),
            mentions=mentions,
            language=self.language,
        )

    def _definition(self, said: list[tuple[Value | None, Value | None, Value | None]]) -> str:
        found = {
            value.language: value.value
            for _, prop, value in said
            if prop == SKOS.definition and isinstance(value, Literal)
        }
        return found.get(self.language) or next(iter(found.values()), "")

    def _links(
        self,
        said: list[tuple[Value | None, Value | None, Value | None]],
        labels: dict[IRI, str],
        grounds: dict[tuple[str, str], IRI],
    ) -> Iterator[Link]:
        found = []
        for layer, prop, value in said:
            if not isinstance(prop, IRI) or prop in _ELSEWHERE or value is None:
                continue
            if isinstance(value, Literal):
                if value.language not in ("", self.language):
                    continue
                words = label = value.value
            else:
                words = str(value)
                label = labels[value] if isinstance(value, IRI) else f"_:{value}"
            ground = grounds.get((prop, words))
            found.append(
                Link(labels[prop], words, label, str(layer).rpartition("/")[2],
                     labels[ground] if ground else "")
            )  # fmt: skip
        yield from sorted(found, key=lambda link: (link.property, link.label))

    def _grounds(self) -> dict[tuple[str, str], IRI]:
        """The rule or the curator of each link that is not in the text."""
        rows = self._rows(
            f"SELECT ?property ?value ?ground WHERE {{ ?assertion rdf:subject <{self.iri}> ;"
            " rdf:predicate ?property ; rdf:object ?value ."
            " { ?assertion pol:rule ?ground } UNION { ?assertion prov:wasAttributedTo ?ground } }"
        )
        return {
            (prop, value.value if isinstance(value, Literal) else str(value)): ground
            for prop, value, ground in rows
            if isinstance(prop, IRI) and isinstance(ground, IRI)
        }

    def _units(self) -> list[tuple[str, str, str, bool, tuple[IRI, ...]]]:
        """The thing itself where it is a unit, or its occurrences, with the titles above them."""
        rows = self._rows(
            "SELECT ?unit ?text ?lines ?original ?context ?begin WHERE {"
            f" {{ VALUES ?unit {{ <{self.iri}> }} ?unit pol:text ?text . }}"
            f" UNION {{ ?unit pol:occurrenceOf <{self.iri}> ; pol:text ?text . }}"
            " ?unit pol:sourceLines ?lines ; nif:referenceContext ?context ; nif:beginIndex ?begin ."
            " OPTIONAL { ?unit pol:reprises ?original } } ORDER BY ?context ?begin"
        )
        return [
            (str(unit), _words(text), _words(lines), original is not None, self._above(str(unit)))
            for unit, text, lines, original, _, _ in rows
        ]

    def _above(self, unit: str) -> tuple[IRI, ...]:
        rows = self._rows(
            f"SELECT ?part ?begin WHERE {{ <{unit}> dcterms:isPartOf+ ?part ."
            " ?part dcterms:title ?title ; nif:beginIndex ?begin } ORDER BY ?begin"
        )
        parts = [row[0] for row in rows]
        return tuple(dict.fromkeys(part for part in parts if isinstance(part, IRI)))

    def _incoming(self) -> list[tuple[IRI, int, list[IRI]]]:
        unwanted = ", ".join(f"<{prop}>" for prop in _NO_LINKS)
        counts = self._rows(
            f"SELECT ?property (COUNT(DISTINCT ?thing) AS ?count) WHERE {{ ?thing ?property"
            f" <{self.iri}> . FILTER(?property NOT IN ({unwanted})) }} GROUP BY ?property ORDER BY ?property"
        )
        found = []
        for prop, count in counts:
            if isinstance(prop, IRI):
                things = self._rows(
                    f"SELECT DISTINCT ?thing WHERE {{ ?thing <{prop}> <{self.iri}> }}"
                    f" ORDER BY ?thing LIMIT {self.first}"
                )
                iris = [row[0] for row in things if isinstance(row[0], IRI)]
                found.append((prop, int(_words(count)), iris))
        return found

    def _quotes(self, units: list[str]) -> tuple[list[tuple[str, list[IRI], str, str, str]], int]:
        """What mentions the thing; for a unit or an item, what it mentions."""
        if units:
            listed = " ".join(f"<{unit}>" for unit in units)
            pattern = f"VALUES ?unit {{ {listed} }} ?phrase pol:mentionedIn ?unit ; itsrdf:taIdentRef ?meaning ;"
            limit = ""
        else:
            pattern = f"?phrase itsrdf:taIdentRef <{self.iri}> ; pol:mentionedIn ?unit ;"
            limit = f"LIMIT {self.first}"
        pattern += " nif:anchorOf ?words ; nif:referenceContext ?context ; nif:beginIndex ?begin ."
        count = self._rows(f"SELECT (COUNT(DISTINCT ?phrase) AS ?count) WHERE {{ {pattern} }}")
        rows = self._rows(
            f"SELECT ?phrase ?words ?meaning ?unit ?text ?lines ?context ?begin WHERE {{ {pattern}"
            f" ?unit pol:text ?text ; pol:sourceLines ?lines . }} ORDER BY ?context ?begin ?meaning {limit}"
        )
        found: dict[Value | None, tuple[str, list[IRI], str, str, str]] = {}
        for phrase, words, meaning, unit, text, lines, _, _ in rows:
            quote = (_words(words), list[IRI](), str(unit), _words(text), _words(lines))
            meanings = found.setdefault(phrase, quote)[1]
            if isinstance(meaning, IRI):
                meanings.append(meaning)
        return list(found.values()), int(_words(count[0][0])) if count else 0


def _words(value: Value | None) -> str:
    if isinstance(value, Literal):
        return value.value
    return f"_:{value}" if isinstance(value, BlankNode) else str(value or "")
