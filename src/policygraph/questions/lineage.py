"""What became of the items of each edition, as an answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from policygraph.core.messages import LANGUAGES, Messages
from policygraph.core.namespaces import IRI, POL
from policygraph.questions.answer import Answer
from policygraph.questions.asking import ask
from policygraph.questions.catalogue import headings
from policygraph.questions.formats import Layout
from policygraph.questions.lookup import find_thing
from policygraph.questions.question import parse_question
from policygraph.store import Store

# What may become of an item, by the name that people choose it by.
FATES: Final[Mapping[str, IRI]] = {
    "unchanged": POL.restatesUnchanged,
    "revised": POL.revises,
    "split": POL.splitFrom,
    "merged": POL.mergedFrom,
    "dropped": POL.droppedIn,
    "new": POL.introducedIn,
    "report": POL.reportsOn,
    "issue": POL.takesUpIssue,
}
_COLUMNS = ("edition", "fate", "earlier", "later", "score", "words", "changes")
_SAY = Messages("lineage")
_QUERY = """#+ title: {ja: 政策項目の帰結, en: What became of items}
#+ question: {ja: 前の版の政策項目はどうなったか。, en: What became of the items of earlier editions?}
#+ tags: [lineage]
#+ params: {}
#+ columns: {edition: iri, fate: iri, earlier: iri, later: iri, score: decimal, words: string, changes: string}
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX pol: <https://w3id.org/policygraph/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?edition ?fate ?earlier ?later ?score ?words (GROUP_CONCAT(DISTINCT ?change; SEPARATOR=" / ") AS ?changes)
WHERE {
  {
    ?later ?fate ?earlier .
    FILTER (?fate IN (
      pol:restatesUnchanged, pol:revises, pol:splitFrom, pol:mergedFrom, pol:reportsOn, pol:takesUpIssue
    ))
    ?later dcterms:isPartOf ?edition ; pol:text ?words ; pol:order ?place .
    ?edition a pol:StrategyDocument .
    OPTIONAL { ?assertion rdf:subject ?later ; rdf:predicate ?fate ; rdf:object ?earlier ; pol:score ?score . }
    OPTIONAL {
      ?node pol:laterItem ?later ; pol:earlierItem ?earlier ; rdfs:label ?change .
      FILTER (LANG(?change) = "LANGUAGE")
    }
  } UNION {
    ?earlier pol:droppedIn ?edition ; pol:text ?words ; pol:order ?place .
    BIND (pol:droppedIn AS ?fate)
  } UNION {
    ?later pol:introducedIn ?edition ; pol:text ?words ; pol:order ?place .
    BIND (pol:introducedIn AS ?fate)
  }
}
GROUP BY ?edition ?fate ?earlier ?later ?score ?words ?place
ORDER BY ?edition ?place ?later ?earlier ?fate
"""


def lineage_layout(*, width: int | None = None, labels: bool = False) -> Layout:
    """What the columns of `fates` are called."""
    own = {name: {lang: _SAY(f"column-{name}", lang) for lang in LANGUAGES} for name in _COLUMNS}
    titles = {lang: _SAY("title", lang) for lang in LANGUAGES}
    return Layout(width, labels, {**headings(), **own}, {}, "lineage", titles)


def fates(
    store: Store, lang: str, *, chosen: Collection[str] = (), item: str | None = None
) -> Answer:
    """What became of items: a row a link, and a row each that was dropped or is new.

    Args:
        store: a graph of several editions.
        lang: of labels and of what changed.
        chosen: some of `FATES`; all where there are none.
        item: a measure or target by what people call it; rows that lead to or from it, or on from those.

    Raises:
        UsageError: no such item, or several.
    """
    answer = ask(
        parse_question(_QUERY.replace("LANGUAGE", lang), name="lineage"), graph=store, lang=lang
    )
    solutions = answer.solutions
    rows = list(solutions.rows)
    if chosen:
        wanted = {FATES[name] for name in chosen}
        rows = [row for row in rows if row[1] in wanted]
    if item is not None:
        of = (POL.Measure, POL.Target, POL.ReportedMeasure)
        line = {find_thing(store, item, of)}
        grown = 0
        while len(line) > grown:  # to both ends of the line
            grown = len(line)
            line |= {
                term
                for row in solutions.rows
                for term in row[2:4]
                if isinstance(term, IRI) and line & {row[2], row[3]}
            }
        rows = [row for row in rows if line & {row[2], row[3]}]
    return replace(answer, result=replace(solutions, rows=rows))
