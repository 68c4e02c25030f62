"""``policygraph outline``: draft an outline of a text, and see how one reads it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from policygraph.cli.corpus import warn
from policygraph.cli.help import group
from policygraph.cli.options import encoding_option, language_option
from policygraph.cli.summaries import say, structure_text
from policygraph.core.errors import SourceError
from policygraph.core.namespaces import iri_step
from policygraph.core.output import new_file
from policygraph.document import Document, Part, account, draft_outline, outline_for, parse
from policygraph.sources import read_file

_SHOWN = 48  # characters of a title or of the words of an item


@group(
    example="policygraph outline draft plan.txt --out plan.toml; edit it;"
    " policygraph outline check plan.toml plan.txt"
)
def outline() -> None:
    """Draft an outline of a text, and see how one reads it."""


@outline.command("draft", example="policygraph outline draft plan.txt --out plan.toml")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path))
@encoding_option
@language_option
def draft(file: Path, out: Path | None, encoding: str, lang: str) -> None:
    """Propose an outline: which signs open lines, how they nest, and what they open."""
    source = read_file(file, encoding=encoding)
    toml = draft_outline(source, key=iri_step(out.stem if out else file.stem))
    if out is None:
        click.echo(toml, nl=False)
        return
    with new_file(out) as target:
        target.write(toml.encode())
    click.echo(
        f"policygraph outline draft: {say('outline-next', lang, out=out, file=file)}", err=True
    )


@outline.command("check", example="policygraph outline check plan.toml plan.txt")
@click.argument("name", metavar="OUTLINE")
@click.argument("file", type=click.Path(path_type=Path))
@encoding_option
@language_option
def check(name: str, file: Path, encoding: str, lang: str) -> int:
    """Show the tree that an outline reads in a text, and what nothing opened."""
    source = read_file(file, encoding=encoding)
    found = outline_for(name, source)
    document = parse(source, found)
    for line in _tree(document):
        click.echo(line)
    ledger = account(document)
    click.echo("\n".join(structure_text(ledger, lang)))
    warn(document.problems, "outline check", lang)
    promises = any(sentence.item for sentence in document.sentences)
    if not document.occurrences and not promises:
        nothing = SourceError(source.name, "no-measures", outline=found.key, file=file)
        click.echo(f"policygraph outline check: {nothing.words(lang)}", err=True)
        return 1
    return int(bool(document.problems) or ledger.is_too_loose)


def _tree(document: Document) -> Iterator[str]:
    for part in document.parts:
        yield from _part(document, part, 0)


def _part(document: Document, part: Part, depth: int) -> Iterator[str]:
    indent = "  " * depth
    title = _short(document.words(part.title)) if part.title else ""
    place = document.source.place(part.span.begin)
    yield f"{indent}{'/'.join(part.path)}  {part.kind}  {title}  ({place})"
    if part.sentences:
        told = _short(document.words(part.sentences[0].span))
        yield f"{indent}  s1–s{len(part.sentences)}  {told}"
    for item in part.occurrences:
        words = _short(document.words(*item.segments))
        tags = "".join(document.words(tag.span) for tag in (*item.tags, *item.candidates))
        yield f"{indent}  {item.path[-1]}  {item.kind}  {words}  {tags}".rstrip()
        for component in item.walk():
            deeper = "  " * (len(component.path) - len(item.path))
            below = _short(document.words(*component.segments))
            yield f"{indent}  {deeper}{component.path[-1]}  {below}"
    for child in part.parts:
        yield from _part(document, child, depth + 1)


def _short(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
