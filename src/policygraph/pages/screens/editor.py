"""SPARQL of one's own: an editor that completes our prefixes and terms, and the answer below it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import Final

from policygraph.core.errors import PolicygraphError, StoreError, UsageError
from policygraph.core.messages import Message
from policygraph.core.namespaces import IRI
from policygraph.core.prefixes import PREFIXES, shorten
from policygraph.pages.book import HTML, Book, NavigationEntry, PageRequest, PageResponse
from policygraph.pages.screens.answers import AnswerView, download, show_answer, split_language
from policygraph.pages.screens.questions import say, teller, topic_name
from policygraph.questions.catalogue import find_questions, term_names
from policygraph.questions.labels import find_labels
from policygraph.questions.own_query import missing_prologue, unknown_terms
from policygraph.questions.question import Question
from policygraph.questions.select import select

PATH: Final = "editor"
TERMS: Final = "editor-terms"
_JSON: Final = ".json"
_NO_TIME: Final = ("query-too-long", "query-process-ended")
_FIRST: Final = """\
# {remark}
SELECT ?body (COUNT(?measure) AS ?measures)
WHERE {{ ?measure a pol:Measure ; pol:responsibleBody ?body }}
GROUP BY ?body
ORDER BY DESC(?measures)
"""
_MOST: Final = 20_000  # terms that are completed
_KINDS: Final = tuple(
    IRI(PREFIXES[prefix] + name)
    for prefix, name in (
        ("owl", "Class"), ("owl", "ObjectProperty"), ("owl", "DatatypeProperty"),
        ("owl", "AnnotationProperty"), ("skos", "Concept"), ("skos", "ConceptScheme"),
        ("org", "Organization"), ("pol", "Programme"), ("pol", "ReferencedWork"), ("pol", "Place"),
    )
)  # fmt: skip
_TERMS_OF: Final = "SELECT DISTINCT ?thing WHERE { VALUES ?kind { } ?thing a ?kind }"


class EditorSection:
    """``editor`` and ``editor-terms``; a book of files has neither, since they need a server."""

    def __init__(self, book: Book) -> None:
        self.book = book
        entry = NavigationEntry(PATH, say.both("editor"), 60)
        self.navigation: tuple[NavigationEntry, ...] = () if book.is_static else (entry,)
        self._questions = {question.id: question for question in find_questions()}
        self._terms = lru_cache(maxsize=2)(self._read_terms)

    def answer(self, request: PageRequest) -> PageResponse | None:
        """The editor with the answer of its query, that answer as a file, or the terms."""
        if self.book.is_static:
            return None
        if request.suffix == HTML:
            return self._page(request) if request.path == PATH else None
        path, request = split_language(request)
        if path == TERMS and request.suffix == _JSON:
            return self.book.file(request, self._terms(request.lang))
        if path == PATH and (query := request.value("query").strip()):
            return download(self.book, _own(query), {}, request, "policygraph")
        return None

    def requests(self) -> Iterator[PageRequest]:
        """None."""
        yield from ()

    def _page(self, request: PageRequest) -> PageResponse:
        example = self._questions.get(request.value("example"))
        query = example.sparql.strip("\n") + "\n" if example else request.value("query")
        view: AnswerView | None = None
        problem, status, notes = "", 200, []
        if query.strip():
            try:
                view = show_answer(self.book, _own(query), {}, request)
                found = unknown_terms(self.book.store, query)
                notes = [note.words(request.lang) for note in found]
            except (UsageError, StoreError) as error:
                problem = _in_own_columns(error, query).words(request.lang)
                status = 503 if error.message in _NO_TIME else 400
        asked = (("query", query),)
        if not query.strip():
            query = _FIRST.format(remark=say("editor-first", request.lang))
        topics = [
            (topic_name(topic, request.lang), list(group))
            for topic, group in groupby(self._questions.values(), key=lambda q: q.topic)
        ]
        return self.book.page(
            request, "screens/editor.html", status=status, is_stable=False,
            query=query, view=view, problem=problem, notes=notes, asked=asked, topics=topics,
            example=example, prefixes=json.dumps(dict(sorted(PREFIXES.items()))), tell=teller(request),
        )  # fmt: skip

    def _read_terms(self, lang: str) -> str:
        """What can be completed: each term with its label."""
        found = select(self.book.store, _TERMS_OF, _KINDS, variable="kind")
        things = sorted({thing for (thing,) in found if isinstance(thing, IRI)})[:_MOST]
        labels = find_labels(self.book.store, things, lang)
        terms = {shorten(thing): labels[thing] for thing in things}
        terms |= {curie: names[lang] for curie, names in term_names().items()}
        return json.dumps(sorted(terms.items()), ensure_ascii=False)


def _own(query: str) -> Question:
    """A query of one's own with what it need not declare, in its first line, so that lines stay."""
    return Question("query", "", missing_prologue(query).replace("\n", " ") + query)


def _in_own_columns(error: PolicygraphError, query: str) -> PolicygraphError:
    """An error with the column as the user counts it, without what was put in front."""
    complaint = error.values.get("complaint")
    if isinstance(complaint, Message) and complaint.values.get("line") == 1:
        before = len(missing_prologue(query))
        complaint.values["column"] = max(1, complaint.values["column"] - before)
    return error
