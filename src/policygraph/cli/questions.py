"""``policygraph query`` and ``policygraph diff``: ask a graph, compare two."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from policygraph.cli.help import command
from policygraph.cli.options import graph_option, language_option
from policygraph.cli.progress import steps
from policygraph.cli.terminal import style
from policygraph.core.columns import pad, text_width
from policygraph.core.errors import StoreError, UsageError
from policygraph.core.messages import Messages
from policygraph.core.output import new_file
from policygraph.questions.answer import Answer
from policygraph.questions.asking import OWN_LIMIT, as_question, ask_in_parts, prepare
from policygraph.questions.catalogue import find_questions, headings
from policygraph.questions.formats import ROWS, TRIPLES, Layout, check_format, whole, write_parts
from policygraph.questions.parameters import check_names
from policygraph.questions.question import Question, parse_question
from policygraph.store import PATIENCE, open_store
from policygraph.store.protocol import MEMORY, Limit

_say = Messages("cli")
_MOST = 1000  # columns of a cell of a table, as long as nobody asks for all of it
T = TypeVar("T")
_FORMATS = "|".join((*ROWS.own_names, *TRIPLES.own_names))


@command(
    example="policygraph query measures-for-actor --param actor=中小企業 --lang en",
    values={"formats": _FORMATS, "limit": f"{OWN_LIMIT:g} s", "memory": f"{MEMORY // 2**30} GiB"},
)
@click.argument("id_", required=False, metavar="[ID]")
@click.option("--file", "file", metavar="FILE")
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE")
@click.option("--example", is_flag=True)
@click.option("--format", "format_", metavar="FORMAT")
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--labels", is_flag=True)
@language_option
@graph_option
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS")
@click.option("--memory", type=click.FloatRange(min=0, min_open=True), metavar="GIB")
@click.option("--limit", type=click.IntRange(1), metavar="N")
@click.option("--offset", type=click.IntRange(0), default=0, metavar="N")
@click.option("--wide", is_flag=True)
@click.option("--allow-service", is_flag=True)
@click.option("--explain", is_flag=True)
@click.option("--tag", metavar="TAG")
def query(
    id_: str | None,
    file: str | None,
    params: tuple[str, ...],
    example: bool,
    format_: str | None,
    out: Path | None,
    labels: bool,
    lang: str,
    graph: str | None,
    timeout: float | None,
    memory: float | None,
    limit: int | None,
    offset: int,
    wide: bool,
    allow_service: bool,
    explain: bool,
    tag: str | None,
) -> None:
    """Ask a saved question by its ID, or a SPARQL query of your own. Without either, list them."""
    if id_ is None and file is None:
        if params or example or explain:
            raise UsageError("no-id")
        click.echo(catalogue_text(find_questions(), lang, tag), nl=False)
        return
    if id_ is not None and file is not None:
        raise UsageError("id-and-file")
    if tag is not None:
        raise UsageError("id-and-tag")
    question = _own_question(file) if file is not None else as_question(id_ or "")
    given = _values(question, params, example)
    if explain:
        sparql = prepare(
            open_store(graph), question, given, language=lang, allow_service=allow_service
        )
        click.echo(_explanation(question, given, sparql, lang), nl=False)
        return
    if format_ is not None:
        check_format(format_)
    check_names(question, given)
    own = file is not None or graph is not None
    seconds = timeout or (OWN_LIMIT if own else None)
    bytes_ = None if memory is None else int(memory * 2**30)
    is_screen = out is None and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if is_screen and not wide else None
    layout = Layout.of(question, width=width, labels=labels, most=None if wide else _MOST)
    with open_store(graph, timeout=seconds, memory=bytes_) as store:
        parts = ask_in_parts(
            store, question, lang=lang, allow_service=allow_service, limit=limit, offset=offset,
            params=given,
        )  # fmt: skip
        if format_ == "csvw" and out is not None and not out.suffix:
            from policygraph.questions.csvw import write_csvw_folder

            write_csvw_folder(whole(_within(parts, seconds)), layout, out)
            return
        seen = _Seen()
        pieces = _within(write_parts(seen.of(parts), format_, layout), seconds)
        if out is not None:
            with new_file(out) as target:
                target.writelines(p.encode() if isinstance(p, str) else p for p in pieces)
            return
        for piece in pieces:
            if isinstance(piece, bytes) and is_screen:
                raise UsageError("no-text-format", format=format_)
            click.echo(piece, nl=False)
    if seen.is_cut and limit is not None:
        click.echo(f"policygraph query: {_say('more-rows', lang, offset=offset + limit)}", err=True)
    if not seen.any and format_ in (None, "table"):
        click.echo(
            f"policygraph query: {_say('no-rows', lang)} {question.empty.get(lang, '')}".rstrip(),
            err=True,
        )


@dataclass
class _Seen:
    """What is told of an answer once it is printed: whether it has anything, and whether more follows."""

    any: bool = False
    is_cut: bool = False

    def of(self, parts: Iterator[Answer]) -> Iterator[Answer]:
        for part in parts:
            self.any |= bool(part)
            self.is_cut = part.is_cut
            yield part


def _within(pieces: Iterable[T], seconds: float | None) -> Iterator[T]:
    """What is made, as long as making it takes no more than the seconds; who takes it may take its time."""
    limit, waiting = Limit(seconds), iter(pieces)
    with steps("asking"):
        made = _next(waiting, limit, seconds)
    while made is not None:
        yield made
        made = _next(waiting, limit, seconds)


def _next(waiting: Iterator[T], limit: Limit, seconds: float | None) -> T | None:
    try:
        with limit.waiting():
            return next(waiting, None)
    except TimeoutError:
        raise StoreError("query-too-long", seconds=f"{seconds:g}") from None


def _own_question(file: str) -> Question:
    if file != "-":
        return as_question(Path(file))
    try:
        return parse_question(sys.stdin.buffer.read().decode("utf-8-sig"), name="stdin")
    except UnicodeDecodeError as error:
        raise UsageError("not-utf8", path="stdin", byte=error.start) from None


def _values(question: Question, params: tuple[str, ...], example: bool) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for entry in params:
        name, equals, value = entry.partition("=")
        if not equals:
            raise UsageError("param-without-value", entry=entry)
        name = name.strip()
        if name in values:
            raise UsageError("param-twice", parameter=name)
        values[name] = value
    examples = {parameter.name: parameter.example for parameter in question.params}
    return {**examples, **values} if example else values


def catalogue_text(questions: list[Question], lang: str, tag: str | None = None) -> str:
    """The catalogue by tag; a question stands under its first tag, with the others behind it."""
    tags = {known for question in questions for known in question.tags}
    if tag is not None and tag not in tags:
        raise UsageError("no-tag", tag=tag, known=", ".join(sorted(tags)))
    shown = [question for question in questions if tag is None or tag in question.tags]
    width = max(text_width(_call(question)) for question in shown)
    lines = []
    for heading in dict.fromkeys(question.tags[0] for question in shown):
        lines.append(style(heading, bold=True))
        for question in shown:
            if question.tags[0] == heading:
                others = "".join(f" #{other}" for other in question.tags[1:])
                call = pad(_call(question), width)
                lines.append(f"  {call}  {question.title[lang]}{style(others, dim=True)}")
        lines.append("")
    lines.append(_say("count-of-questions", lang, count=len(shown)))
    return "\n".join(lines) + "\n"


def _call(question: Question) -> str:
    return " ".join([question.id, *(f"{parameter.name}=…" for parameter in question.params)])


def _explanation(question: Question, given: dict[str, Any], sparql: str, lang: str) -> str:
    """A question in words, and the SPARQL that is sent."""
    known = headings()
    lines = []
    if question.id:
        lines += [f"# {question.id}: {question.title[lang]}", f"# {question.question[lang]}"]
        lines.append(_say("explain-tags", lang, tags=", ".join(question.tags)))
    for parameter in question.params:
        heading = known.get(parameter.name, {}).get(lang, parameter.name)
        value = given[parameter.name]
        lines.append(
            _say("explain-parameter", lang, name=parameter.name, heading=heading, value=value)
        )
    for name, kind in question.columns.items():
        heading = known.get(name, {}).get(lang, name)
        lines.append(_say("explain-column", lang, name=name, heading=heading, kind=kind))
    return "\n".join([*lines, sparql.strip(), ""])


@command(example="policygraph diff published/policygraph.trig build")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text",
              show_default=True)  # fmt: skip
@language_option
def diff(old: str, new: str, format_: str, lang: str) -> int:
    """Say what changed between two graphs: units, items, links, mentions, concepts."""
    from policygraph.questions.difference import compare

    before, after = (
        open_store(place, may_be_empty=True, patience=PATIENCE) for place in (old, new)
    )
    for location, store in ((old, before), (new, after)):
        if store.is_empty():
            click.echo(
                f"policygraph diff: {_say('empty-graph', lang, location=location)}", err=True
            )
    with steps("comparing"):
        difference = compare(before, after, language=lang)
    text = difference.to_json() if format_ == "json" else difference.to_text()
    click.echo(text, nl=False)
    return int(bool(difference))
