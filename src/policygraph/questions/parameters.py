"""The values that a user gives for the parameters of a question, checked and made into terms."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Mapping

from policygraph.core.errors import UsageError, phrase
from policygraph.core.fold import fold_text
from policygraph.core.messages import Message
from policygraph.core.namespaces import IRI, XSD
from policygraph.core.terms import Literal, integer, text
from policygraph.questions.lookup import (
    comparable_name,
    find_by_name,
    find_thing,
    own_concepts,
)
from policygraph.questions.question import Parameter, Question
from policygraph.questions.select import encode, select
from policygraph.questions.syntax import replace_values, values_blocks
from policygraph.store import Store

_LANGUAGE = "language"
_LABELS = """SELECT DISTINCT ?label WHERE {
  VALUES ?thing { }
  ?thing ?property ?label . FILTER(?property IN (skos:prefLabel, skos:altLabel, skos:hiddenLabel))
}"""
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
# ASCII's signs and their full-width twins; the space is not one of them.
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def bind(store: Store, question: Question, given: Mapping[str, object], language: str) -> str:
    """Put values into a question.

    Args:
        store: where things are found by their labels.
        question: with its parameters.
        given: a value for each of them, as a user types it.
        language: goes into the ``VALUES ?language`` of a saved question that has one.

    Returns:
        The query, each value between the braces of its ``VALUES``.

    Raises:
        UsageError: a value is missing, unknown or not of its type.
    """
    check_names(question, given)
    values = {}
    for parameter in question.params:
        if parameter.name not in given:
            raise UsageError(
                "needs-value", question=_called(question), parameter=parameter.name,
                example=parameter.example,
            )  # fmt: skip
        terms = to_terms(store, parameter, given[parameter.name])
        values[parameter.name] = " ".join(encode(term) for term in terms)
    if question.id and any(block.name == _LANGUAGE for block in values_blocks(question.sparql)):
        values[_LANGUAGE] = encode(text(language))
    return replace_values(question.sparql, values) if values else question.sparql


def _called(question: Question) -> str | Message:
    """How messages name a question."""
    return question.id or phrase("the-query")


def check_names(question: Question, given: Iterable[str]) -> None:
    """Check that a question has the parameters that values are given for.

    Raises:
        UsageError: it has no such parameter.
    """
    known = [parameter.name for parameter in question.params]
    for name in given:
        if name not in known:
            key = "no-parameter" if known else "no-parameters"
            raise UsageError(
                key, question=_called(question), parameter=name, known=", ".join(known)
            )


def to_terms(store: Store, parameter: Parameter, value: object) -> list[IRI | Literal]:
    """The terms that a value stands for: one, or for words and spellings all that they may be printed as.

    Raises:
        UsageError: it is not of the parameter's type, or names nothing or several things.
    """
    words = value.isoformat() if isinstance(value, datetime.date) else str(value)
    try:
        words.encode()
    except UnicodeEncodeError:
        raise UsageError("value-not-unicode", parameter=parameter.name) from None
    if "\x00" in words:
        raise UsageError("value-holds-nul", parameter=parameter.name)
    if parameter.type == "iri":
        try:
            return [find_thing(store, words, parameter.of)]
        except UsageError as error:
            raise UsageError(
                "value-of-parameter", parameter=parameter.name, problem=error
            ) from None
    if parameter.type == "integer":
        if not _INTEGER.fullmatch(folded := unicodedata.normalize("NFKC", words).strip()):
            raise UsageError("value-no-integer", parameter=parameter.name, value=words)
        return [integer(int(folded))]
    if parameter.type == "date":
        try:
            return [Literal(datetime.date.fromisoformat(words).isoformat(), XSD.date)]
        except ValueError:
            raise UsageError("value-no-date", parameter=parameter.name, value=words) from None
    if parameter.type == "spelling":
        if not comparable_name(words):
            raise UsageError("nothing-to-search", parameter=parameter.name)
        return [text(spelling) for spelling in sorted(_printed(words))]
    if parameter.type == "words":
        return [text(spelling) for spelling in spellings(store, words, parameter.name)]
    return [text(words)]


def spellings(store: Store, words: str, name: str = "words") -> list[str]:
    """Words to search for: as they are, folded, in both widths, and the synonyms the vocabulary has.

    Args:
        store: its labels are the synonyms: whatever is labelled so lends all its ja labels.
        words: what a user looks for.
        name: of the parameter, for messages.

    Raises:
        UsageError: nothing but white space.
    """
    if not comparable_name(words):
        raise UsageError("nothing-to-search", parameter=name)
    kin = _synonyms(store, words)
    spelt = set()
    for word in {words, *kin}:
        spelt |= _printed(word)
    # A text that holds a longer spelling holds the shorter one in it, and is to count once.
    return sorted(
        word for word in spelt if not any(other in word for other in spelt if other != word)
    )


def _printed(words: str) -> set[str]:
    """What words may be printed as, in small letters: as they are typed, folded, in both widths."""
    typed = " ".join(words.split()).casefold()
    found = {typed}
    for narrow in (unicodedata.normalize("NFKC", typed), fold_text(typed)):
        found |= {narrow, narrow.translate(_WIDE)}
    return found


def _synonyms(store: Store, words: str) -> set[str]:
    """All ja labels of whatever has this label in any language; texts are Japanese."""
    things = {thing for thing, _ in find_by_name(store, words)}
    own = own_concepts(store, things)
    rows = select(store, _LABELS, things.union(*own.values()))
    labels = [label for (label,) in rows if isinstance(label, Literal)]
    return {label.value for label in labels if label.language == "ja"}
