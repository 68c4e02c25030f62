"""Describe one thing: its text, its links, what links to it, and the words all that stands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from policygraph.core.links import link_kinds
from policygraph.core.messages import LANGUAGES, Messages, find_language
from policygraph.core.namespaces import DCTERMS, IRI, NIF, POL, PROV, RDF, RDFS, SKOS
from policygraph.core.places import PLACES, SourcePlace
from policygraph.core.prefixes import short_name
from policygraph.core.terms import BlankNode, Literal, Value, encode_term
from policygraph.questions.catalogue import inverse_names
from policygraph.questions.labels import find_labels, find_texts
from policygraph.questions.select import select
from policygraph.questions.unit_lookup import read_units
from policygraph.questions.units import Unit, reading_order
from policygraph.store import Store

# Said in the heading or by the texts and quotations, so not among the links.
SHOWN_ELSEWHERE = frozenset(
    (RDF.type, RDFS.label, SKOS.prefLabel, SKOS.definition, DCTERMS.title, POL.text, *PLACES,
     PROV.wasQuotedFrom, POL.links, POL.mentions, POL.evidence, NIF.beginIndex, NIF.endIndex,
     NIF.referenceContext, NIF.isString, POL.notWithin, POL.onlyWithin, POL.tagLabel, POL.reading,
     SKOS.hiddenLabel, POL.order)
)  # fmt: skip
_say = Messages("questions")
_SAID = """SELECT ?thing ?graph ?property ?value WHERE {
  VALUES ?thing { }
  GRAPH ?graph { ?thing ?property ?value }
}"""
_GROUNDS = """SELECT ?thing ?property ?value ?ground WHERE {
  VALUES ?thing { }
  ?assertion rdf:subject ?thing ; rdf:predicate ?property ; rdf:object ?value .
  { ?assertion pol:rule ?ground } UNION { ?assertion prov:wasAttributedTo ?ground }
}"""
# Where the names of responsible bodies begin in the text: in the order of their tag.
_TAGS = """SELECT ?thing ?body (MIN(?begin) AS ?first) WHERE {
  VALUES ?thing { }
  ?thing pol:evidence ?tag .
  ?tag a pol:ResponsibilityMention ; itsrdf:taIdentRef ?body ; nif:beginIndex ?begin .
} GROUP BY ?thing ?body"""
# Left out is what would drown the others: quotations, judgements, offsets, and what a link says again.
_POINTING = """SELECT ?property (COUNT(DISTINCT ?other) AS ?count) WHERE {
  VALUES ?thing { }
  ?other ?property ?thing .
  FILTER(?property NOT IN
    (itsrdf:taIdentRef, rdf:subject, rdf:object, pol:mentionedIn, pol:mentions, pol:evidence, pol:links,
     pol:withdrawnSubject, pol:withdrawnObject, nif:referenceContext))
} GROUP BY ?property ORDER BY ?property"""
# As documents have them: units by their place in the text, items by their order in the document.
_POINTING_BY = """SELECT DISTINCT ?other ?context ?begin ?document ?order WHERE {
  VALUES ?thing { }
  ?other ?predicate ?thing .
  OPTIONAL { ?other nif:referenceContext ?context ; nif:beginIndex ?begin . }
  OPTIONAL { ?other pol:order ?order ; dcterms:isPartOf ?document . ?document a pol:StrategyDocument . }
} ORDER BY ?context ?begin ?document ?order ?other"""
_MENTIONS = """
  { VALUES ?thing { } ?phrase itsrdf:taIdentRef ?thing . }
  UNION
  { VALUES ?thing { } ?compound pol:denotes ?thing . ?phrase itsrdf:taIdentRef ?compound . }
  ?phrase pol:mentionedIn ?unit ; nif:anchorOf ?words ; nif:beginIndex ?begin .
"""
_COUNT_OF_MENTIONS = f"SELECT (COUNT(DISTINCT ?phrase) AS ?count) WHERE {{ {_MENTIONS} }}"
_QUOTES = f"""SELECT DISTINCT ?phrase ?words ?unit ?text ?first ?last ?page ?lastPage ?paragraph ?element
  ?context ?begin WHERE {{ {_MENTIONS}
  ?unit pol:text ?text ; nif:referenceContext ?context .
  OPTIONAL {{ ?unit pol:firstLine ?first ; pol:lastLine ?last . }}
  OPTIONAL {{ ?unit pol:page ?page ; pol:lastPage ?lastPage . }}
  OPTIONAL {{ ?unit pol:paragraph ?paragraph . }}
  OPTIONAL {{ ?unit pol:element ?element . }}
}} ORDER BY ?context ?begin"""


@dataclass(frozen=True, slots=True)
class OutgoingLink:
    """A statement about a thing.

    Attributes:
        subject, predicate: of the statement.
        value: the IRI of a thing, or the words of a literal.
        property, label: what the predicate and the value are called.
        text: of a value that is a unit; empty for others.
        graph: the named graph that says so.
        layer: its last step: stated, inferred, curated, vocabulary …
        ground: the label of the rule, or who judged; empty for what the text states.
    """

    subject: IRI
    predicate: IRI
    value: IRI | str
    property: str
    label: str
    text: str
    graph: IRI
    layer: str
    ground: str


@dataclass(frozen=True, slots=True)
class IncomingLinks:
    """What links to a thing by one property: how many, and the labels of some of them in reading order.

    Attributes:
        property: what the link is called from this end: ``answers for``.
        offset: how many stand before those that are labelled.
    """

    property: str
    count: int
    labels: tuple[str, ...]
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that mention the thing, or that the thing mentions.

    Attributes:
        words: as printed.
        meanings: the labels of what they mean; none where that is the thing itself.
        unit: the sentence, bullet, sub-bullet or title they stand in.
        text: of the unit.
        place: of the unit in the source file.
    """

    words: str
    meanings: tuple[str, ...]
    unit: IRI
    text: str
    place: SourcePlace

    @property
    def lines(self) -> str:
        """Its lines, ``312-316``; empty where the file has none."""
        return self.place.lines

    def where(self, language: str) -> str:
        """Where it stands in the source file, in words."""
        return self.place.words(language)


@dataclass(frozen=True, slots=True)
class Description:
    """All that the graph says of a thing, in one language.

    Attributes:
        label, other_label: in the language, and in the other one.
        classes: labels of its types, without those that follow from others.
        units: itself where it is a unit, or its occurrences and their sub-bullets, in reading order.
        links: what is said of it.
        incoming: what links to it.
        quotes: of its ``mentions`` those behind the first ``offset``; of a unit's own words all.
        language: ``ja`` or ``en``.
        offset: of the quotations, and of what links to it.
    """

    iri: IRI
    label: str
    other_label: str
    classes: tuple[str, ...]
    definition: str
    units: tuple[Unit, ...]
    links: tuple[OutgoingLink, ...]
    incoming: tuple[IncomingLinks, ...]
    quotes: tuple[Quote, ...]
    mentions: int
    language: str
    offset: int = 0

    @property
    def left(self) -> int:
        """How many mentions stand behind those that are quoted."""
        return self.mentions - len(self.quotes) - (0 if self.units else self.offset)

    def to_json(self) -> dict[str, Any]:
        """What JSON can hold of it."""

        def parts(things: tuple[object, ...], *names: str) -> list[dict[str, Any]]:
            return [{name: getattr(thing, name) for name in names} for thing in things]

        passages = [
            {
                "unit": unit.iri,
                "within": [part.title for part in unit.heading],
                "text": unit.text,
                "lines": unit.lines,
                "place": unit.where(self.language),
                "restates": unit.original is not None,
            }
            for unit in self.units
        ]
        quotes = parts(self.quotes, "words", "meanings", "unit", "text", "lines")
        (about,) = parts((self,), "iri", "label", "other_label", "classes", "definition")
        return about | {
            "passages": passages,
            "links": parts(self.links, "property", "value", "label", "layer", "ground"),
            "incoming": parts(self.incoming, "property", "count", "labels"),
            "quotes": [
                quote | {"place": own.where(self.language)}
                for quote, own in zip(quotes, self.quotes, strict=True)
            ],
            "mentions": self.mentions,
            "language": self.language,
        }


def describe(
    store: Store, iri: IRI, *, language: str | None = None, limit: int = 20, offset: int = 0
) -> Description:
    """Describe a thing.

    Args:
        store: any store.
        iri: see `policygraph.questions.lookup.find_thing`.
        language: of the labels, ``ja`` or ``en``; see `find_language`.
        limit: how many quotations, and how many things a property, are given.
        offset: how many of each are passed over.

    Raises:
        UsageError: a language that there is not.
    """
    language = find_language(language)
    (other,) = (lang for lang in LANGUAGES if lang != language)
    links = outgoing_links(store, [iri], language)
    units = _units(store, iri, language)
    quotes, mentions = _unit_quotes(units) if units else _thing_quotes(store, iri, limit, offset)
    return Description(
        iri=iri,
        label=find_labels(store, [iri], language)[iri],
        other_label=find_labels(store, [iri], other)[iri],
        classes=tuple(sorted({link.label for link in links if _is_own_class(link)})),
        definition=_definition(store, iri, language),
        units=units,
        links=tuple(
            link
            for link in links
            if link.predicate not in SHOWN_ELSEWHERE
            and not (units and link.predicate == DCTERMS.isPartOf)  # their headings say so
        ),
        incoming=_incoming_links(store, iri, language, limit, offset),
        quotes=quotes,
        mentions=mentions,
        language=language,
        offset=offset,
    )


def _is_own_class(link: OutgoingLink) -> bool:
    """Whether a statement gives a class, and none that follows from another one."""
    return link.predicate == RDF.type and link.layer != "entailed"


def outgoing_links(store: Store, subjects: list[IRI], language: str) -> tuple[OutgoingLink, ...]:
    """What is said of some things: the kinds of link first, bodies in the order of their tag.

    Within that it is sorted by the labels of predicate and value.

    Args:
        store: any store.
        subjects: the things.
        language: of the labels; literals in another language are left out.
    """
    said = select(store, _SAID, subjects)
    grounds = {tuple(key): ground for *key, ground in select(store, _GROUNDS, subjects)}
    iris = {term for row in (*said, grounds.values()) for term in row if isinstance(term, IRI)}
    labels = find_labels(store, iris, language)
    texts = find_texts(store, (value for *_, value in said if isinstance(value, IRI)))
    places = {
        (str(item), str(body)): int(_words(first))
        for item, body, first in select(store, _TAGS, subjects)
    }
    rank = _link_ranks()
    links = []
    for subject, graph, predicate, value in said:
        assert isinstance(subject, IRI)
        assert isinstance(predicate, IRI)
        assert isinstance(graph, IRI)
        if isinstance(value, Literal) and value.language not in ("", language):
            continue
        ground = grounds.get((subject, predicate, value))
        thing = value if isinstance(value, IRI) else None
        links.append(
            OutgoingLink(
                subject=subject,
                predicate=predicate,
                value=thing or _words(value),
                property=labels[predicate],
                label=labels[thing] if thing else _words(value),
                text=texts.get(thing, "") if thing else "",
                graph=graph,
                layer=graph.rpartition("/")[2],
                ground=labels[ground] if isinstance(ground, IRI) else "",
            )
        )

    def order(link: OutgoingLink) -> tuple[int, str, int, str]:
        is_tagged = link.predicate == POL.responsibleBody
        place = places.get((link.subject, link.value), 0) if is_tagged else 0
        return rank.get(link.predicate, len(rank)), link.property, place, link.label

    return tuple(sorted(links, key=order))


def _link_ranks() -> dict[IRI, int]:
    """The kinds of link in the order in which people are shown them."""
    return {kind.predicate: place for place, kind in enumerate(link_kinds())}


def _incoming_links(
    store: Store, iri: IRI, language: str, limit: int, offset: int
) -> tuple[IncomingLinks, ...]:
    found: list[tuple[IRI, int, list[IRI]]] = []
    for predicate, count in select(store, _POINTING, [iri]):
        assert isinstance(predicate, IRI)
        if int(_words(count)) <= offset:
            continue
        sparql = _POINTING_BY.replace("?predicate", encode_term(predicate))
        rows = select(store, f"{sparql} LIMIT {limit} OFFSET {offset}", [iri])
        found.append(
            (predicate, int(_words(count)), [row[0] for row in rows if isinstance(row[0], IRI)])
        )
    rank = _link_ranks()
    found.sort(key=lambda pointing: rank.get(pointing[0], len(rank)))
    shown = {thing for predicate, _, others in found for thing in (predicate, *others)}
    labels = find_labels(store, shown, language)
    return tuple(
        IncomingLinks(
            _inverse(predicate, labels[predicate], language),
            count,
            tuple(labels[other] for other in others),
            offset,
        )
        for predicate, count, others in found
    )


def _inverse(predicate: IRI, label: str, language: str) -> str:
    names = inverse_names().get(short_name(predicate))
    return names[language] if names else _say("show-inverse", language, property=label)


def _units(store: Store, iri: IRI, language: str) -> tuple[Unit, ...]:
    """A thing itself where it is a unit, or its occurrences and their sub-bullets; none for others."""
    units = {iri} if any(store.match(iri, NIF.referenceContext)) else set()
    for bullet, _, _ in store.match(None, POL.occurrenceOf, iri):
        below = (part for part, _, _ in store.match(None, DCTERMS.isPartOf, bullet))
        units |= {unit for unit in (bullet, *below) if isinstance(unit, IRI)}
    return tuple(read_units(store, sorted(units, key=reading_order), language).values())


def _definition(store: Store, iri: IRI, language: str) -> str:
    values = [value for _, _, value in store.match(iri, SKOS.definition)]
    definitions = {value.language: value.value for value in values if isinstance(value, Literal)}
    return definitions.get(language) or next(iter(definitions.values()), "")


def _unit_quotes(units: tuple[Unit, ...]) -> tuple[tuple[Quote, ...], int]:
    """What units mention."""
    quotes = tuple(
        Quote(
            mention.words,
            tuple(meaning.label for meaning in mention.meanings),
            unit.iri,
            unit.text,
            unit.place or SourcePlace(),
        )
        for unit in units
        for mention in unit.mentions
        if mention.meanings
    )
    return quotes, len(quotes)


def _thing_quotes(store: Store, iri: IRI, limit: int, offset: int) -> tuple[tuple[Quote, ...], int]:
    """Words that mention a thing, and how many do."""
    ((count,),) = select(store, _COUNT_OF_MENTIONS, [iri])
    quotes = (
        Quote(_words(words), (), unit, _words(text), _place(*place))
        for _, words, unit, text, *place, _, _ in select(
            store, f"{_QUOTES} LIMIT {limit} OFFSET {offset}", [iri]
        )
        if isinstance(unit, IRI)
    )
    return tuple(quotes), int(_words(count))


def _place(*found: Value | None) -> SourcePlace:
    *said, element = found
    first, last, page, last_page, paragraph = (int(_words(number) or 0) for number in said)
    return SourcePlace(first, last, page, last_page, paragraph, _words(element))


def _words(value: Value | None) -> str:
    if isinstance(value, Literal):
        return value.value
    return f"_:{value}" if isinstance(value, BlankNode) else str(value or "")
