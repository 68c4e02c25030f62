"""``policygraph query`` and ``policygraph diff``: ask a graph, compare two."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import click

from policygraph.cli.help import command
from policygraph.cli.options import graph_option, language_option
from policygraph.cli.progress import steps
from policygraph.core.columns import pad, text_width
from policygraph.core.errors import UsageError
from policygraph.core.messages import Messages
from policygraph.core.output import new_file
from policygraph.questions.asking import as_question, ask, prepare
from policygraph.questions.catalogue import find_questions, headings
from policygraph.questions.formats import ROWS, TRIPLES, Layout, check_format, write
from policygraph.questions.parameters import check_names
from policygraph.questions.question import Question, parse_question
from policygraph.store import open_store

_say = Messages("cli")
_OWN_LIMIT = 60.0  # seconds for a query that is not of the catalogue, or on another graph
_FORMATS = "|".join((*ROWS.own_names, *TRIPLES.own_names))


@command(
    example="policygraph query measures-for-actor --param actor=中小企業 --lang en",
    values={"formats": _FORMATS, "limit": f"{_OWN_LIMIT:g} s"},
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
    seconds = timeout or (_OWN_LIMIT if own else None)
    with steps("asking"):
        answer = ask(
            question, graph=graph, lang=lang, timeout=seconds, allow_service=allow_service,
            limit=limit, offset=offset, **given,
        )  # fmt: skip
    is_screen = out is None and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if is_screen and not wide else None
    layout = Layout.of(question, width=width, labels=labels)
    if format_ == "csvw" and out is not None and not out.suffix:
        from policygraph.questions.csvw import write_csvw_folder

        write_csvw_folder(answer, layout, out)
        return
    if answer.is_cut and limit is not None:
        click.echo(f"policygraph query: {_say('more-rows', lang, offset=offset + limit)}", err=True)
    written = write(answer, format_, layout)
    if out is not None:
        with new_file(out) as target:
            target.write(written.encode() if isinstance(written, str) else written)
        return
    if isinstance(written, bytes) and is_screen:
        raise UsageError("no-text-format", format=format_)
    click.echo(written, nl=False)
    if not answer and format_ in (None, "table"):
        click.echo(
            f"policygraph query: {_say('no-rows', lang)} {question.empty.get(lang, '')}".rstrip(),
            err=True,
        )


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
        lines.append(click.style(heading, bold=True))
        for question in shown:
            if question.tags[0] == heading:
                others = "".join(f" #{other}" for other in question.tags[1:])
                call = pad(_call(question), width)
                lines.append(f"  {call}  {question.title[lang]}{click.style(others, dim=True)}")
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

    before, after = open_store(old, may_be_empty=True), open_store(new, may_be_empty=True)
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
