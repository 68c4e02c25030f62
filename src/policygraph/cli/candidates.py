"""``policygraph candidates``."""

from __future__ import annotations

from pathlib import Path

import click

from policygraph.annotation.candidates import find_candidates
from policygraph.core.resources import corpus_folders
from policygraph.corpus.description import find_texts
from policygraph.corpus.read import Reader


@click.command(epilog="Example: policygraph candidates chapter2.txt --least 3")
@click.argument("paths", nargs=-1, metavar="[FILE|DIRECTORY]...", type=click.Path(path_type=Path))
@click.option("--least", default=2, show_default=True, type=click.IntRange(1),
              help="How often a compound noun must occur.")  # fmt: skip
@click.option("--shortest", default=3, show_default=True, type=click.IntRange(1),
              help="The least number of characters of a compound noun.")  # fmt: skip
@click.option("--encoding", default="utf-8", show_default=True, metavar="E")
def command(paths: tuple[Path, ...], least: int, shortest: int, encoding: str) -> None:
    """List the words that the vocabulary may lack: quoted names and frequent compound nouns.

    Each with its count, its raw lines and its surroundings. Without arguments the shipped corpus is
    read.
    """
    reader = Reader.load()
    for text in find_texts(list(paths) or list(corpus_folders()), fallback_key="text"):
        _, annotations = reader.read(text, encoding)
        for found in find_candidates(annotations, least=least, shortest=shortest):
            contexts = "  ".join(f"{line}: …{words}…" for line, words in found.contexts)
            click.echo(f"{found.count:>4}  {found.kind:<8}  {found.words}  {contexts}")
