"""``policygraph annotate``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from policygraph.annotate import Annotations, annotate
from policygraph.cli.marks import Mark, mark_lines, marked_text
from policygraph.document import Unit, parse, units
from policygraph.graph.read_corpus import Outlines, Reader
from policygraph.namespaces import BASE
from policygraph.text import decode, read_text
from policygraph.text.read import read_file


@click.command(epilog="Example: echo '・中小企業を支援する。【経済産業省】' | policygraph annotate -")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--encoding", default="utf-8", show_default=True, metavar="E")
@click.option("--outline", default="sti-strategy", show_default=True, metavar="NAME",
              help="Which series the text belongs to.")  # fmt: skip
def command(file: Path, encoding: str, outline: str) -> None:
    """Show what any text speaks of: every mention with its concept, scheme and offsets.

    Text that has no heading is read as running text, or as bullets where its lines begin with ・.
    """
    if str(file) == "-":
        source = read_text(decode(sys.stdin.buffer.read(), name="-", encoding=encoding), name="-")
    else:
        source = read_file(file, encoding=encoding)
    reader = Reader.load()
    chosen = Outlines()[outline]
    document = parse(source, chosen)
    if not any(unit.kind != "title" for unit in units(document)):
        # Loose bullets or lines: give them the heading that the outline asks for.
        framed = read_text(f"［Ｃ］重きを置くべき取組\n{source.raw}", name=source.name)
        document = parse(framed, chosen)
    if not any(unit.kind != "title" for unit in units(document)):
        framed = read_text(f"［Ｃ］重きを置くべき取組\n・{source.raw}", name=source.name)
        document = parse(framed, chosen)
    annotations = annotate(document, reader.lexicon, reader.matcher, chosen.words)
    for unit in units(document):
        click.echo("\n".join(unit_lines(annotations, unit)))


def unit_lines(annotations: Annotations, unit: Unit) -> list[str]:
    """A unit for people: its words with marks, and a line a mention."""
    begin = unit.begin
    end = max(
        [segment.end for segment in unit.segments] + [tag.span.end for tag in unit.tags]
    )
    words = annotations.document.source.text[begin:end]
    marks = [
        Mark(
            mention.begin - begin,
            mention.end - begin,
            mention.link.rpartition("#")[2],
            tuple(meaning.removeprefix(BASE) for meaning in mention.meanings),
        )
        for mention in annotations.mentions
        if mention.unit == unit
    ]
    heading = click.style("/".join(unit.path) or "text", bold=True)
    line = annotations.document.source.lines(begin, end)
    return [f"{heading}  (line {line})", marked_text(words, marks), *mark_lines(words, marks), ""]


