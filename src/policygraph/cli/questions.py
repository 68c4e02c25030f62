"""``policygraph query`` and ``policygraph diff``: ask a graph, compare two."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import click

from policygraph.cli.show import graph_option, language_option
from policygraph.core.errors import UsageError
from policygraph.core.messages import LANGUAGES
from policygraph.core.output import new_file
from policygraph.questions.asking import as_question, ask, prepare
from policygraph.questions.catalogue import find_questions, headings
from policygraph.questions.formats import ROWS, TRIPLES, Layout, check_format, write
from policygraph.questions.formats.people import pad, text_width
from policygraph.questions.parameters import check_names
from policygraph.questions.question import Question, parse_question
from policygraph.store import open_store

_OWN_LIMIT = 60.0  # seconds for a query that is not of the catalogue, or on another graph
_FORMATS = "|".join((*ROWS.own_names, *TRIPLES.own_names))


@click.command(
    epilog="Example: policygraph query measures-for-actor --param actor=中小企業 --lang en"
)
@click.argument("id_", required=False, metavar="[ID]")
@click.option("--file", "file", metavar="FILE", help="A SPARQL query of your own; - for stdin.")
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE",
              help="A value: an IRI, a CURIE, a notation or a label. Can be repeated.")  # fmt: skip
@click.option("--example", is_flag=True, help="Take the example values of the question.")
@click.option("--format", "format_", metavar="FORMAT",
              help=f"{_FORMATS}  [default: table, or turtle for triples]")  # fmt: skip
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path),
              help="Write to a file; csvw also to a folder, by a name without a suffix.")  # fmt: skip
@click.option("--labels", is_flag=True, help="Add columns of labels to csv, tsv and csvw.")
@language_option
@graph_option
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS",
              help=f"End the query after so long.  [default: {_OWN_LIMIT:g} for your own queries"
              " and graphs]")  # fmt: skip
@click.option("--allow-service", is_flag=True, help="Let SERVICE send data to another server.")
@click.option("--explain", is_flag=True, help="Show the question and its SPARQL, and do not ask.")
@click.option("--tag", metavar="TAG", help="List only the questions with this tag.")
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
    allow_service: bool,
    explain: bool,
    tag: str | None,
) -> None:
    """Ask a saved question by its ID, or a SPARQL query of your own. Without either, list them.

    Nothing is ever changed: only SELECT, ASK, CONSTRUCT and DESCRIBE are run.
    """
    if id_ is None and file is None:
        if params or example or explain:
            raise UsageError("name a question to ask; policygraph query lists them")
        click.echo(catalogue_text(find_questions(), lang, tag), nl=False)
        return
    if id_ is not None and file is not None:
        raise UsageError("give the ID of a question or --file, not both")
    if tag is not None:
        raise UsageError("--tag narrows the list of questions; leave the ID out")
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
    limit = timeout or (_OWN_LIMIT if own else None)
    answer = ask(
        question, graph=graph, lang=lang, timeout=limit, allow_service=allow_service, **given
    )
    is_screen = out is None and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if is_screen else None
    layout = Layout.of(question, width=width, labels=labels)
    if format_ == "csvw" and out is not None and not out.suffix:
        from policygraph.questions.csvw import write_csvw_folder

        write_csvw_folder(answer, layout, out)
        return
    written = write(answer, format_, layout)
    if out is not None:
        with new_file(out) as target:
            target.write(written.encode() if isinstance(written, str) else written)
        return
    if isinstance(written, bytes) and is_screen:
        raise UsageError(f"{format_} is no text for a screen; give a file to --out")
    click.echo(written, nl=False)
    if not answer and format_ in (None, "table"):
        click.echo(f"policygraph query: no rows. {question.empty.get(lang, '')}".rstrip(), err=True)


def _own_question(file: str) -> Question:
    if file != "-":
        return as_question(Path(file))
    try:
        return parse_question(sys.stdin.buffer.read().decode("utf-8-sig"), name="stdin")
    except UnicodeDecodeError as error:
        raise UsageError(f"stdin: not UTF-8 at byte {error.start}") from None


def _values(question: Question, params: tuple[str, ...], example: bool) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for entry in params:
        name, equals, value = entry.partition("=")
        if not equals:
            raise UsageError(f'--param {entry}: write it NAME=VALUE, as in "actor=sme"')
        name = name.strip()
        if name in values:
            raise UsageError(f"--param {name} is given twice; a parameter takes one value")
        values[name] = value
    examples = {parameter.name: parameter.example for parameter in question.params}
    return {**examples, **values} if example else values


def catalogue_text(questions: list[Question], lang: str, tag: str | None = None) -> str:
    """The catalogue by tag; a question stands under its first tag, with the others behind it."""
    tags = {known for question in questions for known in question.tags}
    if tag is not None and tag not in tags:
        raise UsageError(f'no tag "{tag}"; there are {", ".join(sorted(tags))}')
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
    lines.append(f"{len(shown)} questions; policygraph query ID --example asks one")
    return "\n".join(lines) + "\n"


def _call(question: Question) -> str:
    return " ".join([question.id, *(f"{parameter.name}=…" for parameter in question.params)])


def _explanation(question: Question, given: dict[str, Any], sparql: str, lang: str) -> str:
    """A question in words, and the SPARQL that is sent."""
    known = headings()
    lines = []
    if question.id:
        lines += [f"# {question.id}: {question.title[lang]}", f"# {question.question[lang]}"]
        lines += [f"# tags: {', '.join(question.tags)}"]
    for parameter in question.params:
        heading = known.get(parameter.name, {}).get(lang, parameter.name)
        lines.append(f"# parameter {parameter.name} ({heading}): {given[parameter.name]}")
    for name, kind in question.columns.items():
        lines.append(f"# column {name} ({known.get(name, {}).get(lang, name)}): {kind}")
    return "\n".join([*lines, sparql.strip(), ""])


@click.command(epilog="Example: policygraph diff published/policygraph.trig build")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text",
              show_default=True)  # fmt: skip
@click.option("--lang", type=click.Choice(LANGUAGES), default="ja", show_default=True,
              help="Of the words and labels.")  # fmt: skip
def diff(old: str, new: str, format_: str, lang: str) -> int:
    """Say what changed between two graphs: units, items, links, mentions, concepts.

    OLD and NEW are files, builds, stores on disk or SPARQL endpoints. Exit code 1 at a difference.
    """
    from policygraph.questions.difference import compare

    before, after = open_store(old, may_be_empty=True), open_store(new, may_be_empty=True)
    for location, store in ((old, before), (new, after)):
        if store.is_empty():
            click.echo(f"policygraph diff: note: {location}: the graph is empty", err=True)
    difference = compare(before, after, language=lang)
    text = difference.to_json() if format_ == "json" else difference.to_text()
    click.echo(text, nl=False)
    return int(bool(difference))
