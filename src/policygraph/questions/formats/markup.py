"""Answers as Markdown and HTML."""

from __future__ import annotations

import re
from html import escape

from policygraph.core.namespaces import IRI
from policygraph.questions.answer import Answer, Cell
from policygraph.questions.formats.layout import Layout, is_number
from policygraph.store import Boolean

_MARKDOWN = re.compile(r"([\\|<>*_`\[\]])")
_STYLE = (
    "body{font-family:sans-serif;margin:2em}table{border-collapse:collapse}"
    "th,td{border:1px solid #767676;padding:.3em .6em;text-align:left;vertical-align:top}"
    ".number{text-align:right}"
)


def write_markdown(answer: Answer, layout: Layout) -> str:
    """A table of Markdown, with labels."""
    if isinstance(answer.result, Boolean):
        return "true\n" if answer.result.value else "false\n"
    names = answer.solutions.variables
    rows = [[layout.heading(name, answer.language) for name in names]]
    rows += [
        [layout.cell(answer, name, cell) for name, cell in zip(names, row, strict=True)]
        for row in answer.rows
    ]
    lines = ["| " + " | ".join(_MARKDOWN.sub(r"\\\1", cell) for cell in row) + " |" for row in rows]
    rule = ["---:" if is_number(answer, index) else "---" for index in range(len(names))]
    return "\n".join([lines[0], f"| {' | '.join(rule)} |", *lines[1:], ""])


def write_html(answer: Answer, layout: Layout) -> str:
    """A page of HTML, with labels that lead to the things."""
    if isinstance(answer.result, Boolean):
        body = f"<p>{'true' if answer.result.value else 'false'}</p>"
    else:
        body = _html_table(answer, layout)
    title = escape(layout.title)
    return (
        f'<!doctype html>\n<html lang="{escape(answer.language)}">\n<head><meta charset="utf-8">'
        f"<title>{title}</title>\n<style>{_STYLE}</style></head>\n"
        f"<body>\n<h1>{title}</h1>\n{body}\n</body>\n</html>\n"
    )


def _html_table(answer: Answer, layout: Layout) -> str:
    names = answer.solutions.variables
    numbers = [is_number(answer, index) for index in range(len(names))]
    classes = [' class="number"' if number else "" for number in numbers]
    head = "".join(
        f'<th scope="col"{mark}>{escape(layout.heading(name, answer.language))}</th>'
        for name, mark in zip(names, classes, strict=True)
    )
    body = "\n".join(
        "<tr>"
        + "".join(
            f"<td{mark}>{_html_cell(answer, layout, name, cell)}</td>"
            for name, cell, mark in zip(names, row, classes, strict=True)
        )
        + "</tr>"
        for row in answer.rows
    )
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def _html_cell(answer: Answer, layout: Layout, name: str, cell: Cell) -> str:
    if isinstance(cell, tuple):
        mark = "、" if answer.language == "ja" else ", "
        return mark.join(_html_cell(answer, layout, name, iri) for iri in cell)
    words = escape(layout.cell(answer, name, cell))
    if isinstance(cell, IRI) and cell.startswith(("http://", "https://")):
        return f'<a href="{escape(cell)}">{words}</a>'
    return words
