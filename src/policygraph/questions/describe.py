"""Describe one thing: its text, its links, what links to it, and the words all that stands on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from policygraph.core.messages import LANGUAGES, check_language
from policygraph.core.namespaces import DCTERMS, IRI, NIF, POL, RDF, SKOS
from policygraph.core.prefixes import PROLOGUE
from policygraph.core.terms import BlankNode, Literal, Value, encode_term
from policygraph.questions.labels import find_labels, find_texts
from policygraph.questions.syntax import replace_values
from policygraph.questions.unit_lookup import read_units
from policygraph.questions.units import Unit, reading_order
from policygraph.store import Solutions, Store

# Said in the heading or by the texts and quotations, so not among the links.
_ELSEWHERE = frozenset(
    (RDF.type, SKOS.prefLabel, SKOS.definition, DCTERMS.title, POL.text, POL.sourceLines,
     NIF.beginIndex, NIF.endIndex, NIF.referenceContext, NIF.isString, POL.notWithin,
     POL.onlyWithin, POL.tagLabel, POL.reading, SKOS.hiddenLabel, POL.order)
)  # fmt: skip
_SAID = """SELECT ?thing ?graph ?property ?value WHERE {
  VALUES ?thing { }
  GRAPH ?graph { ?thing ?property ?value }
}"""
_GROUNDS = """SELECT ?thing ?property ?value ?ground WHERE {
  VALUES ?thing { }
  ?assertion rdf:subject ?thing ; rdf:predicate ?property ; rdf:object ?value .
  { ?assertion pol:rule ?ground } UNION { ?assertion prov:wasAttributedTo ?ground }
}"""
# Left out is what would drown the others: the quotations, the judgements and the offsets.
_POINTING = """SELECT ?property (COUNT(DISTINCT ?other) AS ?count) WHERE {
  VALUES ?thing { }
  ?other ?property ?thing .
  FILTER(?property NOT IN
    (itsrdf:taIdentRef, rdf:subject, rdf:object, pol:mentionedIn, nif:referenceContext))
} GROUP BY ?property ORDER BY ?property"""
_MENTIONS = """
  VALUES ?thing { }
  ?phrase itsrdf:taIdentRef ?thing ; pol:mentionedIn ?unit ;
      nif:anchorOf ?words ; nif:referenceContext ?context ; nif:beginIndex ?begin .
"""
_COUNT_OF_MENTIONS = f"SELECT (COUNT(DISTINCT ?phrase) AS ?count) WHERE {{ {_MENTIONS} }}"
_QUOTES = f"""SELECT DISTINCT ?phrase ?words ?unit ?text ?lines ?context ?begin WHERE {{ {_MENTIONS}
  ?unit pol:text ?text ; pol:sourceLines ?lines .
}} ORDER BY ?context ?begin"""


@dataclass(frozen=True, slots=True)
class OutgoingLink:
    """A statement about a thing.

    Attributes:
        subject: the thing.
        predicate: and what it is called.
        value: the IRI of a thing, or the words of a literal, with its label.
        text: of a value that is a unit; empty for others.
        graph: the named graph that says so.
        ground: the label of the rule, or who judged; empty for what the text states.
    """

    subject: IRI
    predicate: IRI
    predicate_label: str
    value: IRI | str
    label: str
    text: str
    graph: IRI
    ground: str = ""

    @property
    def layer(self) -> str:
        """The last step of its graph: stated, inferred, curated, vocabulary …"""
        return self.graph.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class IncomingLinks:
    """What links to a thing by one property: how many, and the labels of the first of them."""

    property: str
    count: int
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that mention the thing, or that the thing mentions.

    Attributes:
        words: as printed.
        meanings: the labels of what they mean; none where that is the thing itself.
        unit: the sentence, bullet, sub-bullet or title they stand in.
        text: of the unit.
        lines: of the unit in the source file.
    """

    words: str
    meanings: tuple[str, ...]
    unit: IRI
    text: str
    lines: str


@dataclass(frozen=True, slots=True)
class Description:
    """All that the graph says of a thing, in one language.

    Attributes:
        label, other_label: in the language, and in the other one.
        classes: labels of its types.
        units: itself where it is a unit, or its occurrences, in reading order.
        links: what is said of it.
        incoming: what links to it.
        quotes: the first of ``mentions`` quotations.
        language: ``ja`` or ``en``.
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
    language: str = "ja"

    def to_json(self) -> dict[str, Any]:
        """What JSON can hold of it."""
        return {
            "iri": self.iri,
            "label": self.label,
            "other_label": self.other_label,
            "classes": self.classes,
            "definition": self.definition,
            "passages": [
                {
                    "unit": unit.iri,
                    "within": [part.title for part in unit.heading],
                    "text": unit.text,
                    "lines": unit.lines,
                    "restates": unit.original is not None,
                }
                for unit in self.units
            ],
            "links": [
                {
                    "property": link.predicate_label,
                    "value": link.value,
                    "label": link.label,
                    "layer": link.layer,
                    "ground": link.ground,
                }
                for link in self.links
            ],
            "incoming": [
                {"property": found.property, "count": found.count, "labels": found.labels}
                for found in self.incoming
            ],
            "quotes": [
                {
                    "words": quote.words,
                    "meanings": quote.meanings,
                    "unit": quote.unit,
                    "text": quote.text,
                    "lines": quote.lines,
                }
                for quote in self.quotes
            ],
            "mentions": self.mentions,
            "language": self.language,
        }


def describe(store: Store, iri: IRI, *, language: str = "ja", first: int = 20) -> Description:
    """Describe a thing.

    Args:
        store: any store.
        iri: see `policygraph.questions.lookup.find_thing`.
        language: of the labels, ``ja`` or ``en``.
        first: how many quotations, and how many things a property, are given.

    Raises:
        UsageError: a language that there is not.
    """
    check_language(language)
    classes = [kind for _, _, kind in store.match(iri, RDF.type) if isinstance(kind, IRI)]
    pointing = _pointing(store, iri, first)
    others = (thing for _, things in pointing.values() for thing in things)
    labels = find_labels(store, {iri, *classes, *pointing, *others}, language)
    (other,) = (lang for lang in LANGUAGES if lang != language)
    units = units_of(store, iri, language)
    quotes, mentions = _unit_quotes(units) if units else _thing_quotes(store, iri, first)
    return Description(
        iri=iri,
        label=labels[iri],
        other_label=find_labels(store, [iri], other)[iri],
        classes=tuple(sorted({labels[kind] for kind in classes})),
        definition=_definition(store, iri, language),
        units=units,
        links=tuple(
            link
            for link in outgoing_links(store, [iri], language)
            if link.predicate not in _ELSEWHERE
        ),
        incoming=tuple(
            IncomingLinks(labels[property_], count, tuple(labels[thing] for thing in things))
            for property_, (count, things) in pointing.items()
        ),
        quotes=quotes,
        mentions=mentions,
        language=language,
    )


def units_of(store: Store, iri: IRI, language: str) -> tuple[Unit, ...]:
    """A thing itself where it is a unit, or its occurrences in reading order; none for other things."""
    is_unit = next(store.match(iri, POL.text), None) is not None
    occurrences = (unit for unit, _, _ in store.match(None, POL.occurrenceOf, iri))
    units = [iri] if is_unit else [unit for unit in occurrences if isinstance(unit, IRI)]
    return tuple(read_units(store, sorted(set(units), key=reading_order), language).values())


def outgoing_links(
    store: Store, subjects: Collection[IRI], language: str
) -> tuple[OutgoingLink, ...]:
    """What is said of some things, sorted by the labels of predicate and value.

    Args:
        store: any store.
        subjects: the things.
        language: of the labels; literals in another language are left out.
    """
    grounds = {
        (subject, predicate, value): ground
        for subject, predicate, value, ground in _rows(store, _GROUNDS, *subjects)
        if isinstance(ground, IRI)
    }
    said = [
        (subject, graph, predicate, value)
        for subject, graph, predicate, value in _rows(store, _SAID, *subjects)
        if isinstance(subject, IRI)
        and isinstance(graph, IRI)
        and isinstance(predicate, IRI)
        and value is not None
        and not (isinstance(value, Literal) and value.language not in ("", language))
    ]
    iris = {term for row in said for term in row if isinstance(term, IRI)}
    labels = find_labels(store, iris | set(grounds.values()), language)
    texts = find_texts(store, {value for *_, value in said if isinstance(value, IRI)})
    links = []
    for subject, graph, predicate, value in said:
        ground = grounds.get((subject, predicate, value))
        links.append(
            OutgoingLink(
                subject=subject,
                predicate=predicate,
                predicate_label=labels[predicate],
                value=value if isinstance(value, IRI) else _words(value),
                label=labels[value] if isinstance(value, IRI) else _words(value),
                text=texts.get(value, "") if isinstance(value, IRI) else "",
                graph=graph,
                ground=labels[ground] if ground else "",
            )
        )
    return tuple(sorted(links, key=lambda link: (link.predicate_label, link.label)))


def _rows(store: Store, query: str, *things: IRI) -> list[tuple[Value | None, ...]]:
    values = " ".join(map(encode_term, things))
    answer = store.query(PROLOGUE + replace_values(query, {"thing": values}))
    return answer.rows if isinstance(answer, Solutions) else []


def _definition(store: Store, iri: IRI, language: str) -> str:
    definitions = {
        value.language: value.value
        for _, _, value in store.match(iri, SKOS.definition)
        if isinstance(value, Literal)
    }
    return definitions.get(language) or next(iter(definitions.values()), "")


def _pointing(store: Store, iri: IRI, first: int) -> dict[IRI, tuple[int, list[IRI]]]:
    """How many things link to one by each property, and the first of them."""
    found = {}
    for property_, count in _rows(store, _POINTING, iri):
        if isinstance(property_, IRI):
            others = _rows(
                store,
                "SELECT DISTINCT ?other WHERE { VALUES ?thing { }"
                f" ?other {encode_term(property_)} ?thing }} ORDER BY ?other LIMIT {first}",
                iri,
            )
            found[property_] = (
                int(_words(count)),
                [other for (other,) in others if isinstance(other, IRI)],
            )
    return found


def _unit_quotes(units: Collection[Unit]) -> tuple[tuple[Quote, ...], int]:
    """What units mention."""
    quotes = tuple(
        Quote(mention.words, tuple(meaning.label for meaning in mention.meanings), unit.iri, unit.text,
              unit.lines)
        for unit in units
        for mention in unit.mentions
        if mention.meanings
    )  # fmt: skip
    return quotes, len(quotes)


def _thing_quotes(store: Store, iri: IRI, first: int) -> tuple[tuple[Quote, ...], int]:
    """The first words that mention a thing, and how many do."""
    ((count,),) = _rows(store, _COUNT_OF_MENTIONS, iri)
    quotes = (
        Quote(_words(words), (), unit, _words(text), _words(lines))
        for _, words, unit, text, lines, *_ in _rows(store, f"{_QUOTES} LIMIT {first}", iri)
        if isinstance(unit, IRI)
    )
    return tuple(quotes), int(_words(count))


def _words(value: Value | None) -> str:
    if isinstance(value, Literal):
        return value.value
    return f"_:{value}" if isinstance(value, BlankNode) else str(value or "")
