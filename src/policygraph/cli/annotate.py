"""``policygraph annotate``."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import click

from policygraph.annotation import Annotations, Mention, annotate
from policygraph.cli.marks import Mark, mark_lines, marked_text
from policygraph.core.errors import SourceError
from policygraph.core.namespaces import BASE
from policygraph.corpus.read import Reader
from policygraph.document import TextUnit, UnitPath, find_outline, parse_excerpt
from policygraph.sources import decode, read_file, read_text


@click.command(
    epilog="Example: echo '・中小企業を支援する。【経済産業省】' | policygraph annotate -"
)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--encoding", default="utf-8", show_default=True, metavar="E")
@click.option("--outline", default="sti-strategy", show_default=True, metavar="NAME",
              help="Which series the text belongs to.")  # fmt: skip
def command(file: Path, encoding: str, outline: str) -> None:
    """Show what any text speaks of: every mention with its concept, scheme and offsets.

    A text without headings is read as running text, or as bullets where lines begin with ・.
    """
    if str(file) == "-":
        source = read_text(decode(sys.stdin.buffer.read(), name="-", encoding=encoding), name="-")
    else:
        source = read_file(file, encoding=encoding)
    reader = Reader.load()
    series = find_outline(outline)
    document = parse_excerpt(source, series)
    annotations = annotate(document, reader.lexicon, reader.matcher, series.signs)
    shown = list(document.units())
    if not shown:
        raise SourceError(source.name, "has no sentence that ends in 。 and no bullet ・")
    mentions: defaultdict[UnitPath, list[Mention]] = defaultdict(list)
    for mention in annotations.mentions:
        mentions[mention.unit.path].append(mention)
    for unit in shown:
        click.echo("\n".join(unit_lines(annotations, unit, mentions[unit.path])))


def unit_lines(annotations: Annotations, unit: TextUnit, mentions: list[Mention]) -> list[str]:
    """A unit for people: its words with marks, and a line a mention."""
    begin, end = unit.span
    words = annotations.document.source.text[begin:end]
    marks = [
        Mark(
            mention.begin - begin,
            mention.end - begin,
            mention.link.rpartition("#")[2],
            tuple(meaning.removeprefix(BASE) for meaning in mention.meanings),
        )
        for mention in mentions
        if mention.unit.kind == unit.kind  # a part's title has the path of the part
    ]
    heading = click.style("/".join(unit.path) or "text", bold=True)
    line = annotations.document.source.line(begin)
    return [f"{heading}  (line {line})", marked_text(words, marks), *mark_lines(words, marks), ""]
