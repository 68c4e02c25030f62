"""The saved questions for programs: ``/api/questions/{id}?actor=sme``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlencode

from policygraph.core.errors import PolicygraphError, UsageError
from policygraph.core.formats import Format
from policygraph.questions.asking import ask
from policygraph.questions.catalogue import find_question, question_files
from policygraph.questions.formats import ROWS, TRIPLES, Layout, Writer, write
from policygraph.questions.syntax import query_form
from policygraph.store import Store
from policygraph.store.results import Size, TooLargeError, too_many_bytes
from policygraph.web.negotiation import choose
from policygraph.web.reply import Reply, refusal
from policygraph.web.sparql import LATER, not_acceptable

# Parameters of the API itself; the others are those of the question.
_OURS: Final = ("lang", "format", "limit", "offset", "labels")
_JSON: Final = "application/json"  # a name for SPARQL results in JSON that programs know
_YES: Final = {"": True, "1": True, "true": True, "0": False, "false": False}


def answer_question(
    store: Store, id_: str, fields: Sequence[tuple[str, str]], accept: str, size: Size, lang: str
) -> Reply:
    """The answer of a saved question.

    Args:
        store: which is asked.
        id_: of the question.
        fields: what stands behind ``?``.
        accept: what the client takes.
        size: that an answer may have.
        lang: of labels and messages, where the fields do not say it.
    """
    given = dict(fields)
    try:
        if len(given) != len(fields):
            raise UsageError("field-twice")
        if id_ not in question_files():
            try:
                find_question(id_)
            except UsageError as error:
                return refusal(404, error, lang)
        lang = _language(given.get("lang", lang))
        question = find_question(id_)
        formats = TRIPLES if query_form(question.sparql) in ("CONSTRUCT", "DESCRIBE") else ROWS
        chosen = _format(list(formats), given.get("format"), accept)
        if chosen is None:
            return not_acceptable({entry.media_type: "" for entry in formats}, lang)
        limit, offset = _number(given, "limit", 1), _number(given, "offset", 0) or 0
        labels = _YES.get(given.get("labels", "false"))
        if labels is None:
            raise UsageError("field-wrong", field="labels", value=given["labels"])
        params: dict[str, Any] = {name: value for name, value in given.items() if name not in _OURS}
        answer = ask(question, graph=store, lang=lang, limit=limit, offset=offset, **params)
        written = write(answer, chosen.name, Layout.of(question, labels=labels))
        body = written.encode() if isinstance(written, str) else written
        if len(body) > size.bytes:
            raise too_many_bytes(size)
    except TooLargeError as error:
        return refusal(503, error, lang, LATER)
    except PolicygraphError as error:
        return refusal(400, error, lang)
    headers = [("Vary", "Accept, Accept-Language"), ("Content-Language", lang)]
    if answer.is_cut and limit is not None:
        following = urlencode({**given, "offset": str(offset + limit)})
        headers.append(("Link", f'</api/questions/{id_}?{following}>; rel="next"'))
    media_type = (
        _JSON if chosen.name == "json" and _prefers_json(accept, given) else chosen.media_type
    )
    return Reply(200, media_type, body, tuple(headers))


def _language(lang: str) -> str:
    if lang not in ("ja", "en"):
        raise UsageError("no-language", language=lang)
    return lang


def _prefers_json(accept: str, given: dict[str, str]) -> bool:
    """Whether a client that takes JSON does not know the name of SPARQL's."""
    own = ROWS.find("json").media_type
    return "format" not in given and _JSON in accept and choose(accept, (own, _JSON)) == _JSON


def _format(
    formats: Sequence[Format[Writer]], name: str | None, accept: str
) -> Format[Writer] | None:
    """The format that is asked for: by name, else by ``Accept``; JSON and Turtle are preferred."""
    if name is not None:
        found = next((entry for entry in formats if entry.name == name), None)
        if found is None:
            known = ", ".join(entry.name for entry in formats)
            raise UsageError("no-format", name=name, known=known)
        return found
    ordered = sorted(formats, key=lambda entry: entry.name not in ("json", "turtle"))
    types = {entry.media_type: entry for entry in reversed(ordered)}
    if any(entry.name == "json" for entry in formats):
        types[_JSON] = types["application/sparql-results+json"]
    offered = (*(entry.media_type for entry in ordered), *([_JSON] if _JSON in types else []))
    media_type = choose(accept, offered)
    return None if media_type is None else types[media_type]


def _number(given: dict[str, str], name: str, least: int) -> int | None:
    words = given.get(name)
    if words is None:
        return None
    if not words.isascii() or not words.isdigit() or len(words) > 9 or int(words) < least:
        raise UsageError("field-wrong", field=name, value=words)
    return int(words)
