"""What an assistant may ask of a graph: plain functions that answer with quotation, place and IRI.

They only read. Every answer is bounded in size and says when something was left out; every query is ended at
its limit in a process of its own. `policygraph.web.mcp_server` offers them by the Model Context Protocol.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from policygraph.core.errors import Notice, UsageError
from policygraph.core.namespaces import IRI, POL, RDF, SKOS
from policygraph.core.prefixes import print_term
from policygraph.core.resources import resource
from policygraph.core.terms import Value
from policygraph.pages.search_index import facet_key, open_index
from policygraph.pages.search_query import SearchIndex
from policygraph.pages.search_results import DEFAULT_ROLE, FoundItem, Selection
from policygraph.questions.answer import Answer
from policygraph.questions.asking import ask
from policygraph.questions.catalogue import find_question, find_questions
from policygraph.questions.describe import describe
from policygraph.questions.labels import find_labels
from policygraph.questions.lookup import find_thing
from policygraph.questions.question import Question
from policygraph.questions.syntax import query_form
from policygraph.store import Boolean, Graph, Store, open_store, statements_text

MOST: Final = 50  # items or rows in an answer
_LONGEST: Final = 2000  # characters of a text
_LARGEST: Final = 60_000  # characters of an answer
TIMEOUT: Final = 20.0  # seconds of a query
# What measures link to, and the step of the IRIs that tells it.
KINDS: Final = {
    "body": "org", "actor": "actor", "theme": "theme", "instrument": "instrument", "commitment": "commitment",
    "programme": "programme", "work": "work", "place": "place",
}  # fmt: skip

Json = dict[str, Any]


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"


def bounded(found: Json, lists: Iterable[str]) -> Json:
    """An answer that is no longer than it may be: of its lists the last entries are left out, and it says so."""
    for name in lists:
        while len(json.dumps(found, ensure_ascii=False)) > _LARGEST and found.get(name):
            kept = found[name][: len(found[name]) // 2]
            found = {
                **found,
                name: kept,
                "left_out": f"entries of {name} behind the first {len(kept)}",
            }
    return found


@dataclass
class Assistant:
    """Answers from one graph.

    Args:
        store: open and bounded in time; it stays the caller's to close.
        index: of the search.
    """

    store: Store
    index: SearchIndex

    @cached_property
    def catalogue(self) -> dict[str, Question]:
        """The saved questions, by id."""
        return {question.id: question for question in find_questions()}

    # -- measures ----------------------------------------------------------------------------------

    def search_measures(
        self,
        words: str = "",
        filters: Mapping[str, list[str]] | None = None,
        role: str = DEFAULT_ROLE,
        lang: str = "ja",
        limit: int = 10,
        offset: int = 0,
    ) -> Json:
        """Find measures, targets and reported measures.

        Args:
            words: Japanese or English; all must be there; names of things find what they stand for.
            filters: facet -> names or IRIs, of which one must hold.
            role: in which bodies answer: responsible, lead, cooperating, involved, any.
            lang: of labels.
            limit, offset: how many, behind how many.

        Raises:
            UsageError: a name that nothing has.
        """
        chosen = tuple(
            (facet, tuple(facet_key(facet, self._value(facet, name)) for name in names))
            for facet, names in (filters or {}).items()
        )
        limit = max(1, min(limit, MOST))
        found = self.index.search(
            Selection(words, chosen, role), limit=limit, offset=max(0, offset)
        )
        facets = {
            facet: [{"label": self.index.label(value.iri, lang), "iri": value.iri, "count": value.count}
                    for value in values]
            for facet, values in found.facets.items() if values
        }  # fmt: skip
        answer = {
            "count": found.count,
            "counted": "measures and targets once each, however often they are restated",
            "items": [self._item(item, lang) for item in found.items],
            "facets": facets,
        }
        return bounded(answer, ("items",))

    def _value(self, facet: str, name: str) -> str:
        """The IRI of a name, for facets of things; else the name."""
        if facet in ("year", "deadline", "quantified", "document", "section", "kind"):
            return name
        return find_thing(self.store, name)

    def _item(self, item: FoundItem, lang: str) -> Json:
        return {
            "iri": item.iri,
            "kind": print_term(item.kind),
            "title": item.titles[lang] or item.titles["ja"],
            "quotation": _cut(item.text),
            "document": item.document,
            "heading": item.paths[lang] or item.paths["ja"],
            "place": item.places[lang] or item.places["ja"],
            "responsible": [self.index.label(body, lang) for body in item.bodies],
            "deadline": item.deadline or None,
        }

    def get_measure(self, item: str, lang: str = "ja") -> Json:
        """All that the graph says of a measure, or of any other thing: words, links, place.

        Args:
            item: IRI, identifier or name.
            lang: of labels.

        Raises:
            UsageError: nothing has that name.
        """
        found = describe(self.store, find_thing(self.store, item), language=lang).to_json()
        for passage in found["passages"]:
            passage["text"] = _cut(passage["text"])
        return bounded(found, ("quotes", "incoming", "links", "passages"))

    def evidence(self, item: str, lang: str = "ja") -> Json:
        """On which words of the text each link of a measure stands, with layer, unit and place.

        Args:
            item: IRI or identifier of a measure or target.
            lang: of labels.
        """
        return self.ask_question("evidence-of-measure", {"item": item}, lang)

    # -- questions ---------------------------------------------------------------------------------

    def list_questions(self, lang: str = "ja") -> Json:
        """The saved questions: id, title, what each asks, its parameters and columns."""
        return {
            "questions": [
                {
                    "id": one.id, "title": one.title[lang], "question": one.question[lang],
                    "parameters": {each.name: f"{each.type}, for example {each.example}" for each in one.params},
                    "columns": list(one.columns),
                }
                for one in self.catalogue.values()
            ]
        }  # fmt: skip

    def ask_question(
        self,
        question: str,
        parameters: Mapping[str, str] | None = None,
        lang: str = "ja",
        limit: int = MOST,
    ) -> Json:
        """The answer of a saved question.

        Args:
            question: its id.
            parameters: by name; names of things will do for IRIs.
            lang: of labels.
            limit: rows.

        Raises:
            UsageError: no such question or parameter, or a wrong value.
        """
        asked = find_question(question)
        answer, notes = self._ask(asked, lang, limit, dict(parameters or {}))
        return {
            "title": asked.title[lang],
            "question": asked.question[lang],
            **self._rows(answer, notes),
        }

    def sparql(self, query: str, lang: str = "ja", limit: int = MOST) -> Json:
        """The answer of a query in SPARQL 1.1, in which our prefixes need no declaration.

        Args:
            query: SELECT, ASK, CONSTRUCT or DESCRIBE; updates, SERVICE and LOAD are refused.
            lang: of the labels beside IRIs.
            limit: rows.

        Raises:
            UsageError: an update or a call of another endpoint.
            StoreError: the query is not SPARQL, or takes too long.
        """
        asked = Question("", "", query)
        answer, notes = self._ask(asked, lang, limit, {})
        return self._rows(answer, notes)

    def _ask(
        self, question: Question, lang: str, limit: int, parameters: dict[str, Any]
    ) -> tuple[Answer, list[str]]:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", Notice)
            rows = query_form(question.sparql) == "SELECT"
            answer = ask(
                question, graph=self.store, lang=lang, timeout=TIMEOUT,
                limit=max(1, min(limit, MOST)) if rows else None, **parameters,
            )  # fmt: skip
        notes = [str(one.message) for one in caught if issubclass(one.category, Notice)]
        return answer, notes

    def _rows(self, answer: Answer, notes: list[str]) -> Json:
        found: Json = {"notes": notes} if notes else {}
        if isinstance(answer.result, Boolean):
            return {**found, "boolean": answer.result.value}
        if isinstance(answer.result, Graph):
            triples = list(answer.result.triples)
            written = statements_text(triples[: MOST * 20], "turtle")[:_LARGEST]
            return {**found, "turtle": written, "triples": len(triples)}
        names = answer.solutions.variables
        rows = [
            {
                name: self._cell(term, answer)
                for name, term in zip(names, row, strict=True)
                if term is not None
            }
            for row in answer.solutions.rows
        ]
        more = {"left_out": "rows behind these; narrow the query or count"} if answer.is_cut else {}
        return bounded({**found, "columns": list(names), "rows": rows, **more}, ("rows",))

    def _cell(self, term: Value, answer: Answer) -> str | Json:
        if isinstance(term, IRI):
            label = answer.labels.get(term)
            return {"iri": term, "label": label} if label else str(term)
        return _cut(getattr(term, "value", str(term)))

    # -- vocabulary --------------------------------------------------------------------------------

    def vocabulary(self, kind: str, words: str = "", lang: str = "ja", limit: int = MOST) -> Json:
        """The things that measures link to, by kind, the most used first.

        Args:
            kind: one of `KINDS`.
            words: that a label holds; none for all.
            lang: of labels.
            limit: how many.

        Raises:
            UsageError: no such kind.
        """
        if kind not in KINDS:
            raise UsageError("no-such-kind", name=kind, known=", ".join(KINDS))
        if not words:
            values = self.index.values(kind)
            things = [{"iri": one.iri, "label": self.index.label(one.iri, lang), "items": one.count}
                      for one in values[: min(limit, MOST)]]  # fmt: skip
            return {"kind": kind, "things": things, "known": len(values)}
        found = self._named(kind, words)
        labels = find_labels(self.store, found, lang)
        things = [{"iri": iri, "label": labels[iri]} for iri in found[: min(limit, MOST)]]
        return {"kind": kind, "things": things, "known": len(found)}

    def _named(self, kind: str, words: str) -> list[IRI]:
        """The things of a kind whose labels hold some words."""
        folded, step = words.casefold(), f"/{KINDS[kind]}/"
        found: dict[IRI, None] = {}
        for label in (SKOS.prefLabel, SKOS.altLabel):
            for thing, _, value in self.store.match(None, label):
                named = str(getattr(value, "value", value)).casefold()
                if isinstance(thing, IRI) and step in thing and folded in named:
                    found[thing] = None
        return sorted(found)

    def documents(self, lang: str = "ja") -> Json:
        """The documents of the graph."""
        found = sorted(s for s, _, _ in self.store.match(None, RDF.type, POL.StrategyDocument)
                       if isinstance(s, IRI))  # fmt: skip
        labels = find_labels(self.store, found, lang)
        counts = {value.key: value.count for value in self.index.values("document")}
        return {
            "documents": [
                {
                    "iri": iri,
                    "title": labels[iri],
                    "items": counts.get(facet_key("document", iri), 0),
                }
                for iri in found
            ]
        }


def ontology_text() -> str:
    """The ontology as Turtle."""
    return resource("ontology", "policygraph.ttl").read_text(encoding="utf-8")


@contextmanager
def open_assistant(location: str | None) -> Iterator[Assistant]:
    """An assistant for a graph.

    Args:
        location: as `policygraph.open_store` takes it.

    Raises:
        StoreError, DataError: the graph cannot be opened.
    """
    with open_store(location) as store:
        index = SearchIndex(open_index(store))
    with open_store(location, timeout=TIMEOUT) as store:
        yield Assistant(store, index)
