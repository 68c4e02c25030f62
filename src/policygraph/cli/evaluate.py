"""``policygraph evaluate``."""

from __future__ import annotations

from pathlib import Path

import click

from policygraph.core.errors import UsageError
from policygraph.core.resources import corpus_folders, resource
from policygraph.corpus.description import find_texts
from policygraph.corpus.gold import (
    SCHEMES,
    concept_index,
    evaluate,
    read_concept_names,
    read_gold,
)
from policygraph.corpus.read import Reader


@click.command(epilog="Example: policygraph evaluate --verbose")
@click.argument("document", default="sti-strategy-2017", metavar="[KEY]")
@click.option("--gold", "folder", type=click.Path(path_type=Path, exists=True, file_okay=False),
              metavar="DIR", help="A folder of gold files; the shipped ones if not given.")  # fmt: skip
@click.option("--text", type=click.Path(path_type=Path), metavar="FILE",
              help="The text they were made of; the shipped one if not given.")  # fmt: skip
@click.option("--encoding", default="utf-8", show_default=True, metavar="E", help="Of the text.")
@click.option("--verbose/--quiet", default=True, show_default=True,
              help="List every miss and every false hit in context.")  # fmt: skip
def command(
    document: str, folder: Path | None, text: Path | None, encoding: str, verbose: bool
) -> None:
    """Compare the mentions with a reading made by hand: precision, recall and F1 a scheme.

    KEY is the key of the document that was read by hand.
    """
    folder = folder or _shipped(document)
    paths = [text] if text else list(corpus_folders())
    texts = [t for t in find_texts(paths, fallback_key=document) if t.document.key == document]
    if not texts:
        raise UsageError(f'no text has the document key "{document}"')
    gold = read_gold(sorted(path for path in folder.glob("*.csv") if path.stem != "concepts"))
    if not gold:
        raise UsageError(f"{folder}: holds no reading by hand (CSV files with rows)")
    reader = Reader.load()
    concepts = concept_index(reader.lexicon)
    names = folder / "concepts.csv"
    if names.exists():
        concepts |= read_concept_names(names)
    readings = [reader.read(text_file, encoding)[1] for text_file in texts]
    scores = evaluate(readings, gold, concepts)
    click.echo(
        f"{'scheme':<14}{'right':>6}{'missed':>8}{'false':>7}{'precision':>11}{'recall':>8}{'F1':>7}"
    )
    for scheme in SCHEMES:
        score = scores[scheme]
        click.echo(
            f"{scheme:<14}{score.right:>6}{len(score.missed):>8}{len(score.false):>7}"
            f"{score.precision:>11.3f}{score.recall:>8.3f}{score.f1:>7.3f}"
        )
    if not verbose:
        return
    for scheme in SCHEMES:
        for heading, differences in (
            ("missed", scores[scheme].missed),
            ("false", scores[scheme].false),
        ):
            for found in differences:
                click.echo(f"{heading}  {scheme}  {found.unit}  {found.concept}  {found.context}")


def _shipped(document: str) -> Path:
    folder = resource("data", "gold") / document
    if not folder.is_dir():
        raise UsageError(f'no reading by hand of "{document}" is shipped; give a folder to --gold')
    return folder
