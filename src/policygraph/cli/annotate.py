"""``policygraph annotate``."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import click

from policygraph.annotation import Annotations, Mention, annotate
from policygraph.cli.marks import Mark, mark_lines, marked_text
from policygraph.core.errors import SourceError
from policygraph.core.fold import fold_width
from policygraph.core.namespaces import BASE
from policygraph.corpus.read import Outlines, Reader
from policygraph.document import Unit, parse, units
from policygraph.document.model import UnitPath
from policygraph.sources import decode, read_text
from policygraph.sources.read import read_file

_HEADING = "［Ｃ］重きを置くべき取組"


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
    words = Outlines()[outline]
    if not source.text.endswith((words.words.sentence_end, words.words.tag_close)):
        source = read_text(source.raw.rstrip() + words.words.sentence_end, name=source.name)
    document = parse(source, words)
    frame = 0
    if not document.occurrences and words.item.marker.search(fold_width(source.text)):
        # Loose bullets: give them the heading that the outline asks for, and do not show it.
        source = read_text(f"{_HEADING}\n{source.raw}", name=source.name)
        document, frame = parse(source, words), 1
    annotations = annotate(document, reader.lexicon, reader.matcher, words.words)
    shown = [unit for unit in units(document) if not (frame and unit.kind == "title")]
    if not shown:
        raise SourceError(source.name, "has no sentence that ends in 。 and no bullet ・")
    mentions: defaultdict[UnitPath, list[Mention]] = defaultdict(list)
    for mention in annotations.mentions:
        mentions[mention.unit.path].append(mention)
    for unit in shown:
        click.echo("\n".join(unit_lines(annotations, unit, mentions[unit.path], frame)))


def unit_lines(
    annotations: Annotations, unit: Unit, mentions: list[Mention], frame: int
) -> list[str]:
    """A unit for people: its words with marks, and a line a mention.

    ``frame`` lines were put before the text and are not counted.
    """
    begin = unit.begin
    end = max([segment.end for segment in unit.segments] + [tag.span.end for tag in unit.tags])
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
    path = unit.path[1:] if frame else unit.path
    heading = click.style("/".join(path) or "text", bold=True)
    line = annotations.document.source.line(begin) - frame
    return [f"{heading}  (line {line})", marked_text(words, marks), *mark_lines(words, marks), ""]
