"""The saved questions to be asked by clicking: the catalogue, and a page of each with its answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Final

from policygraph.core.errors import UsageError
from policygraph.core.messages import Messages
from policygraph.pages.book import (
    HTML,
    LANGS,
    Book,
    NavigationEntry,
    PageRequest,
    PageResponse,
)
from policygraph.pages.screens.answers import AnswerView, download, show_answer, split_language
from policygraph.pages.screens.choices import Choices
from policygraph.questions.asking import prepare
from policygraph.questions.catalogue import find_questions
from policygraph.questions.question import Question

say: Final = Messages("screens")
INDEX: Final = "questions/index"
_FOLDER: Final = "questions/"
_SPARQL: Final = ".rq"
_WITH_FILES: Final = (".csv", ".json")  # of the static site
_BLANK: Final = re.compile(r"\n{3,}")


class QuestionSection:
    """``questions/index``, and a page with its files of every saved question."""

    navigation: tuple[NavigationEntry, ...] = (NavigationEntry(INDEX, say.both("questions"), 20),)

    def __init__(self, book: Book) -> None:
        self.book = book
        self.choices = Choices(book.store)
        self._questions = {question.id: question for question in find_questions()}

    def answer(self, request: PageRequest) -> PageResponse | None:
        """The catalogue, a question's page, or its answer as a file."""
        if request.path == INDEX and request.suffix == HTML:
            return self._index(request)
        if not request.path.startswith(_FOLDER):
            return None
        path, request = (
            (request.path, request) if request.suffix == HTML else split_language(request)
        )
        question = self._questions.get(path.removeprefix(_FOLDER))
        if question is None:
            return None
        given = {p.name: request.value(p.name, p.example) for p in question.params}
        if request.suffix == HTML:
            return self._page(request, question, given)
        if request.suffix == _SPARQL:
            sparql = self._sparql(question, given, request)
            return self.book.file(request, sparql, filename=f"{question.id}{_SPARQL}")
        return download(self.book, question, given, request, question.id)

    def requests(self) -> Iterator[PageRequest]:
        """The catalogue, and each question with the values of its examples."""
        for lang in LANGS:
            yield PageRequest(INDEX, lang)
            for id_ in self._questions:
                yield PageRequest(f"{_FOLDER}{id_}", lang)
        for id_, question in self._questions.items():
            if not self._has_examples(question):
                continue
            yield PageRequest(f"{_FOLDER}{id_}", "ja", (), _SPARQL)
            for suffix in _WITH_FILES:
                yield PageRequest(f"{_FOLDER}{id_}", "ja", (), suffix)
                yield PageRequest(f"{_FOLDER}{id_}.en", "ja", (), suffix)

    def _has_examples(self, question: Question) -> bool:
        """Whether the graph has what the examples of a question's parameters name."""
        given = {parameter.name: parameter.example for parameter in question.params}
        try:
            prepare(self.book.store, question, given, language="ja")
        except UsageError:
            return False
        return True

    def _index(self, request: PageRequest) -> PageResponse:
        topics = [
            (topic, topic_name(topic, request.lang), list(group))
            for topic, group in groupby(self._questions.values(), key=lambda q: q.topic)
        ]
        return self.book.page(
            request, "screens/questions.html", topics=topics, tell=teller(request)
        )

    def _page(
        self, request: PageRequest, question: Question, given: dict[str, str]
    ) -> PageResponse:
        view: AnswerView | None = None
        problem, sparql = "", question.sparql
        try:
            sparql = self._sparql(question, given, request)
            view = show_answer(self.book, question, given, request)
        except UsageError as error:
            problem = error.words(request.lang)
        fields = [
            self.choices.field(parameter, given[parameter.name], request.lang)
            for parameter in question.params
        ]
        asked = tuple((name, value) for name, value in given.items() if request.values(name))
        return self.book.page(
            request, "screens/question.html", status=400 if problem else 200,
            question=question, view=view, fields=fields, problem=problem, sparql=sparql, asked=asked,
            topic=topic_name(question.topic, request.lang), tell=teller(request),
        )  # fmt: skip

    def _sparql(self, question: Question, given: dict[str, str], request: PageRequest) -> str:
        """The query with its values, as it can be asked anywhere."""
        found = prepare(self.book.store, question, given, language=request.lang)
        return _BLANK.sub("\n", found).strip("\n") + "\n"


def topic_name(topic: str, lang: str) -> str:
    """What a topic of the catalogue is called; its folder's name where nobody said it."""
    key = f"topic-{topic}"
    return say(key, lang) if key in say else topic.capitalize()


def teller(request: PageRequest) -> Callable[..., str]:
    """The texts of the screens in the language of a request, for its template."""
    return lambda key, **values: say(key, request.lang, **values)
