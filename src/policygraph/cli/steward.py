"""``policygraph curate`` and ``policygraph evaluate``: what a person judged, and what a person read."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from pathlib import Path

import click

from policygraph.cli.corpus import given_paths, warn
from policygraph.cli.help import command
from policygraph.cli.lineage import LINEAGE, evaluate_lineage
from policygraph.cli.options import (
    encoding_option,
    language_option,
    outline_option,
    paths_argument,
    vocabulary_option,
)
from policygraph.cli.summaries import benchmark_text, say, score_text
from policygraph.core.errors import UsageError
from policygraph.core.output import new_file, source_date
from policygraph.core.resources import Vocabulary, resource
from policygraph.corpus.benchmark import NAME, is_benchmark, read_benchmark
from policygraph.corpus.benchmark_scores import score_documents, score_units
from policygraph.corpus.description import TextFile, curation_place, find_texts, whole_corpus
from policygraph.corpus.gold import gold_folder, score_folder
from policygraph.corpus.reading import Reader
from policygraph.graph import BuiltGraph, build_graph, curation_skeleton, missing_titles

_CURATOR = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
curator_option = click.option(
    "--curator", default="curator", show_default=True, metavar="NAME",
    callback=lambda _ctx, _option, name: check_curator(name),
)  # fmt: skip


def check_curator(name: str) -> str:
    """The name itself.

    Raises:
        UsageError: it would not make a readable IRI.
    """
    if not _CURATOR.fullmatch(name):
        raise UsageError("no-curator-name", name=name)
    return name


def today() -> datetime.date:
    """The day that goes into a curation file."""
    return source_date() or datetime.date.today()


@command(example="policygraph curate sti-strategy-2018 --write")
@click.argument("key", metavar="KEY")
@paths_argument
@click.option("--write", is_flag=True)
@curator_option
@encoding_option
@outline_option
@vocabulary_option
@language_option
def curate(
    key: str,
    paths: tuple[Path, ...],
    write: bool,
    curator: str,
    encoding: str,
    outline: str | None,
    vocabulary: Vocabulary | None,
    lang: str,
) -> int:
    """Write the skeleton of a curation file: a title to fill for every measure, its words quoted."""
    texts = find_texts(whole_corpus(given_paths(paths)), fallback_key=key, outline=outline)
    folder = find_of_key(texts, key)[0].path.parent
    built = build_graph(texts, reader=Reader(vocabulary, encoding))
    warn(built.summary.faults, "curate", lang)
    place = curation_place(folder, key)
    if not write:
        click.echo(curation_skeleton(built, key, curator, today()), nl=False)
    else:
        _write(built, place, key, curator, lang)
    return int(bool(built.summary.faults))


def _write(built: BuiltGraph, place: Path, key: str, curator: str, language: str) -> None:
    before = place.read_text(encoding="utf-8-sig") if place.exists() else ""
    if before:
        added = missing_titles(built, key, before)
    else:
        added = curation_skeleton(built, key, curator, today())
    count = sum(line.startswith("<") and '""' in line for line in added.splitlines())
    if added:
        with new_file(place) as out:
            out.write((before + added).encode())
    line = say("titles-added", language, place=place, count=count)
    click.echo(f"policygraph curate: {line}", err=True)


def find_of_key(texts: Sequence[TextFile], key: str) -> list[TextFile]:
    """The texts of a document.

    Raises:
        UsageError: there is none.
    """
    wanted = [text for text in texts if text.document.key == key]
    if not wanted:
        known = ", ".join(sorted({text.document.key for text in texts}))
        raise UsageError("no-text-of-key", key=key, known=known)
    return wanted


@command("evaluate", example="policygraph evaluate sti-strategy-2017 --quiet")
@click.argument("document", required=False, metavar="[KEY]")
@paths_argument
@click.option("--gold", "folder", type=click.Path(path_type=Path, exists=True, file_okay=False),
              metavar="DIR")  # fmt: skip
@encoding_option
@outline_option
@vocabulary_option
@click.option("--verbose/--quiet", default=True, show_default=True)
@language_option
def evaluate_gold(
    document: str | None,
    paths: tuple[Path, ...],
    folder: Path | None,
    encoding: str,
    outline: str | None,
    vocabulary: Vocabulary | None,
    verbose: bool,
    lang: str,
) -> None:
    """Compare the mentions with a reading made by hand: precision, recall and F1 a scheme."""
    reader = Reader(vocabulary, encoding)
    if document == LINEAGE:
        evaluate_lineage(folder or resource("data", "gold", LINEAGE), reader, lang, verbose)
        return
    if document == NAME or (folder is not None and is_benchmark(folder)):
        _evaluate_benchmark(folder or resource("data", "gold", NAME), reader, lang, verbose)
        return
    if folder is not None and document is None:
        raise UsageError("gold-without-key")
    texts = find_texts(given_paths(paths), fallback_key=document or "text", outline=outline)
    wanted = texts if document is None else find_of_key(texts, document)
    folders = {text.document.key: folder or gold_folder(text.document) for text in wanted}
    if not any(folders.values()):
        raise UsageError("no-gold", documents=", ".join(folders))
    for key, gold in folders.items():
        if gold is None:
            continue
        readings = [reader.read(text).annotations for text in wanted if text.document.key == key]
        if gold.is_relative_to(resource("data", "gold")):
            click.echo(say("gold-revised-with", lang, document=key))
        elif sum(map(bool, folders.values())) > 1:
            click.echo(key)
        scores = score_folder(gold, readings, reader.annotator.lexicon)
        click.echo(score_text(scores, lang, verbose=verbose))
    if document is None and not paths:
        click.echo()
        _evaluate_benchmark(resource("data", "gold", NAME), reader, lang, verbose)


def _evaluate_benchmark(folder: Path, reader: Reader, language: str, verbose: bool) -> None:
    """Print both halves of a benchmark, read whole and unit by unit; misses of *tune* alone."""
    benchmark = read_benchmark(folder)
    click.echo(say("benchmark-halves", language))
    for way, score in (("documents", score_documents), ("units", score_units)):
        scores = score(benchmark, reader)
        click.echo()
        click.echo(say(f"benchmark-{way}", language, count=len(benchmark.texts)))
        if scores.failed:
            click.echo(say("benchmark-failed", language, count=len(scores.failed)))
        click.echo(benchmark_text(scores, language, verbose=verbose))
