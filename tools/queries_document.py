"""Write ``docs/queries.md``: every question with its query and its answer.

``python -m tools.queries_document [FILE]``; a test fails when the file is stale.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from policygraph.api import build
from policygraph.core.resources import resource
from policygraph.core.terms import Literal, Value
from policygraph.questions import ask
from policygraph.questions.answer import Answer
from policygraph.questions.catalogue import find_questions
from policygraph.questions.formats import Layout
from policygraph.questions.formats.people import write_markdown
from policygraph.questions.question import Question
from policygraph.store import Solutions, Store, memory_store

_ROWS = 8  # of an answer that are shown
_LENGTH = 60  # characters of a cell that are shown
_HEAD = """\
# Questions

<!-- Made by `python -m tools.queries_document`; do not edit. -->

The saved questions, each with its query and with its answer on the published graph (chapter 5 of the
strategy of 2017). `policygraph query` lists them; `policygraph query ID --example` asks one with the
values shown here, and `--param name=value` with others: an IRI, a CURIE, a notation or a label. The
files are in `queries/questions`, with the rules for writing one; the whole answers, and how each was
checked, in `tests/queries`.
"""


def document(store: Store) -> str:
    """The page.

    Args:
        store: holds the published graph.
    """
    questions = find_questions()
    lines = [_HEAD]
    for topic, group in groupby(questions, key=lambda question: question.topic):
        lines += [f"- {topic}: {', '.join(f'[{q.id}](#{q.id})' for q in group)}"]
    for topic, group in groupby(questions, key=lambda question: question.topic):
        lines += ["", f"## {topic.capitalize()}"]
        for question in group:
            lines += ["", *_section(store, question)]
    return "\n".join(lines) + "\n"


def _section(store: Store, question: Question) -> Iterator[str]:
    yield f"### {question.id}"
    yield ""
    yield f"**{question.title['en']}** · {question.title['ja']}"
    yield ""
    yield question.question["en"]
    yield ""
    yield question.question["ja"]
    yield ""
    given = {parameter.name: parameter.example for parameter in question.params}
    words = "".join(f" --param {name}={_quoted(value)}" for name, value in given.items())
    yield f"`policygraph query {question.id}{words}` · tags: {', '.join(question.tags)}"
    yield ""
    yield "```sparql"
    yield question.sparql.strip()
    yield "```"
    yield ""
    answer = ask(question, graph=store, lang="en", **given)
    if answer:
        yield _table(answer, question).rstrip("\n")
        if len(answer) > _ROWS:
            yield ""
            yield f"… {len(answer)} rows in all."
    else:
        yield f"No rows. {question.empty.get('en', '')}".rstrip()


def _quoted(value: str) -> str:
    return f'"{value}"' if any(sign in value for sign in " 「」、") else value


def _table(answer: Answer, question: Question) -> str:
    rows = [
        tuple(
            _short(cell) if kind == "string" else cell
            for cell, kind in zip(row, answer.kinds, strict=True)
        )
        for row in answer.solutions.rows[:_ROWS]
    ]
    shown = replace(answer, result=Solutions(answer.solutions.variables, rows))
    return write_markdown(shown, Layout.of(question))


def _short(cell: Value | None) -> Value | None:
    if isinstance(cell, Literal) and len(cell.value) > _LENGTH:
        return cell._replace(value=f"{cell.value[:_LENGTH]}…")
    return cell


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the page; say so on stderr, with exit code 2, where that is impossible."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.queries_document",
        description="Write the page of the saved questions, with their answers on the chapter of 2017.",
        epilog="Example: python -m tools.queries_document docs/queries.md",
    )
    parser.add_argument("file", nargs="?", type=Path, default=Path("docs/queries.md"),
                        metavar="FILE", help="to be written  [default: docs/queries.md]")  # fmt: skip
    target: Path = parser.parse_args(arguments).file
    chapter = build(resource("data", "source", "sti-strategy-2017"))
    try:
        target.write_text(document(memory_store(chapter.dataset.quads())), encoding="utf-8")
    except OSError as error:
        parser.exit(2, f"{parser.prog}: {target}: cannot be written: {error.strerror}\n")


if __name__ == "__main__":
    main()
