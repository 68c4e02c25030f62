"""``policygraph build``, ``coverage``, ``annotate``, ``candidates``: read texts."""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

import click

from policygraph.annotation import Annotator, AnyMention, DateMention, Mention, TimeMention
from policygraph.annotation.candidate_terms import candidate_sheet, candidate_text, candidate_turtle
from policygraph.annotation.candidates import find_candidates
from policygraph.annotation.term_files import read_term_file
from policygraph.cli.help import command
from policygraph.cli.lineage import fates_of, fates_text
from policygraph.cli.marks import Mark, mark_lines, marked_text
from policygraph.cli.options import (
    encoding_option,
    language_option,
    outline_option,
    paths_argument,
    shards_option,
    vocabulary_option,
)
from policygraph.cli.progress import steps
from policygraph.cli.summaries import build_text, ledger_text, say, shards_text
from policygraph.cli.terminal import style
from policygraph.core.errors import Errors, SourceError
from policygraph.core.namespaces import BASE
from policygraph.core.output import kept_folder
from policygraph.core.problems import Problem
from policygraph.core.resources import Vocabulary, corpus_folders, find_vocabulary
from policygraph.core.terms import exact_decimal
from policygraph.corpus.description import find_texts
from policygraph.corpus.reading import Reader, TextRead, read_document, read_excerpt
from policygraph.corpus.runners import find_runner
from policygraph.document import DRAFT, Document, TextUnit, account
from policygraph.graph import build_by_shares
from policygraph.sources import find_damage, find_reader, read_file
from policygraph.store import bring_up, place_build
from policygraph.store.shelf import Shelf

_SHOWN = 40  # characters of words that nothing explains


def given_paths(paths: Sequence[Path]) -> list[Path]:
    """The paths themselves, or those of the corpus of ``POLICYGRAPH_CORPUS``, or of the shipped one."""
    return list(paths) or list(corpus_folders())


def warn(problems: Iterable[Problem], command: str, language: str) -> None:
    """Print problems on stderr, a line each."""
    for problem in problems:
        line = say("warning", language, place=problem.place, problem=problem.words(language))
        click.echo(f"policygraph {command}: {line}", err=True)


def note_outlines(texts: Iterable[TextRead], command: str, language: str) -> None:
    """Say on stderr which outline was chosen for texts of which nothing says it."""
    for text in texts:
        if not text.description.outline:
            name, chosen = text.name, text.outline
            key = "outline-drafted" if chosen == DRAFT else "outline-chosen"
            words = say(key, language, place=name, outline=chosen)
            click.echo(f"policygraph {command}: {words}", err=True)


@command(example="policygraph build chapter2.txt --key sti-strategy-2018 --out graph")
@paths_argument
@click.option("--out", default="build", show_default=True, metavar="DIR",
              type=click.Path(path_type=Path))  # fmt: skip
@click.option("--base-iri", metavar="IRI")
@encoding_option
@outline_option
@click.option("--key", metavar="K")
@click.option("--title", metavar="T")
@vocabulary_option
@click.option("--jobs", type=click.IntRange(1, 64), default=None, metavar="N")
@click.option("--runner", metavar="NAME[:ADDRESS]")
@click.option("--cache", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@shards_option(default=None)
@click.option("--store", "store_folder", metavar="DIR",
              type=click.Path(path_type=Path, file_okay=False))  # fmt: skip
@language_option
def build(
    paths: tuple[Path, ...],
    out: Path,
    base_iri: str | None,
    encoding: str,
    outline: str | None,
    key: str | None,
    title: str | None,
    vocabulary: Vocabulary | None,
    jobs: int | None,
    runner: str | None,
    cache: Path | None,
    shards: int | None,
    store_folder: Path | None,
    lang: str,
) -> int:
    """Turn texts into a graph: policygraph.trig, policygraph.ttl, their core, and a Turtle file a named graph."""
    errors = Errors()
    texts = find_texts(given_paths(paths), key=key, title=title, outline=outline, errors=errors)
    jobs = jobs or max(1, min(len(texts), os.cpu_count() or 1))
    run = find_runner(runner, texts=len(texts), jobs=jobs)
    with kept_folder(cache) as kept:
        shelf = Shelf(kept)
        with steps("reading", len(texts)) as progress:
            built = build_by_shares(
                texts,
                shelf,
                kept,
                reader=Reader(vocabulary, encoding, kept),
                runner=run,
                jobs=jobs,
                base_iri=base_iri,
                progress=progress,
                errors=errors,
            )
        with steps("writing"):
            files: list[Path] = []
            if shards is None:
                files = place_build(partial(shelf.write_files, built.puts), out)
                in_shards = ""
            else:
                from policygraph.publish.sharded import build_shards  # with all that questions need

                made = build_shards(built.puts, out, shards=shards, runner=run, jobs=jobs)
                in_shards = shards_text(made, out, lang)
        if store_folder is not None:
            with steps("loading"):
                replaced = bring_up(store_folder, shelf.graph_files(built.puts, out))
            words = say("store-brought-up", lang, folder=store_folder, count=len(replaced))
            click.echo(f"policygraph build: {words}", err=True)
    for text in texts if key is None else ():
        if text.key is None:
            words = say("key-chosen", lang, place=text.path, key=text.document.key)
            click.echo(f"policygraph build: {words}", err=True)
    note_outlines([each.text for each in built.digests], "build", lang)
    warn(built.summary.problems, "build", lang)
    traced = built.lineage if built.lineage and built.lineage.steps else None
    fates = "" if traced is None else fates_text(fates_of(traced), lang)
    click.echo(build_text(built.summary, files, "-".join(built.first), lang, fates, in_shards))
    return int(bool(built.summary.faults))


@command(example="policygraph coverage chapter2.txt")
@paths_argument
@encoding_option
@outline_option
@vocabulary_option
@language_option
def coverage(
    paths: tuple[Path, ...],
    encoding: str,
    outline: str | None,
    vocabulary: Vocabulary | None,
    lang: str,
) -> int:
    """Show what every character of the raw files is: a leaf of the outline or a class of layout."""
    errors = Errors()
    ledgers = []
    texts = find_texts(given_paths(paths), fallback_key="text", outline=outline, errors=errors)
    with steps("reading", len(texts)) as progress:
        for text in texts:
            with errors.caught():
                ledgers.append(account(read_document(text, encoding)))
            progress(text.path.name)
    damage: list[Problem] = []
    for ledger in ledgers:
        click.echo(ledger_text(ledger, lang))
        damage += find_damage(ledger.document.source)
    warn(damage, "coverage", lang)
    errors.check()
    is_faulty = any(problem.is_fault for problem in damage)
    return int(is_faulty or any(ledger.unexplained or ledger.is_too_loose for ledger in ledgers))


@command(example="echo '・中小企業を支援する。【経済産業省】' | policygraph annotate -")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@encoding_option
@outline_option
@vocabulary_option
@language_option
def annotate(
    file: Path, encoding: str, outline: str | None, vocabulary: Vocabulary | None, lang: str
) -> int:
    """Show what any text speaks of: every mention with its concept, scheme and offsets."""
    if str(file) == "-":
        data = sys.stdin.buffer.read()
        source = find_reader(file, data=data)(data, name="-", encoding=encoding)
    else:
        source = read_file(file, encoding=encoding)
    document, series = read_excerpt(source, outline or "")
    annotator = Annotator.load(vocabulary)
    annotations = annotator.annotate(document, series.signs)
    document = annotations.document
    units = list(document.units())
    damage = list(find_damage(source))
    # A tag behind what the outline does not know for a bullet says nothing; say so.
    unread = [
        Problem.at(f"{source.name}:{left.place}", "unexplained", words=left.words[:_SHOWN])
        for left in account(document).unexplained
    ]
    vocabulary_problems = annotator.lexicon.problems
    warn([*vocabulary_problems, *damage, *document.problems, *unread], "annotate", lang)
    if not units and not document.problems:
        raise SourceError(source.name, "nothing-to-annotate")
    mentions: dict[TextUnit, list[AnyMention]] = defaultdict(list)
    for mention in annotations.in_order:
        mentions[mention.unit].append(mention)
    for unit in units:
        click.echo("\n".join(_unit_lines(document, unit, mentions[unit], lang)))
    return int(any(problem.is_fault for problem in (*damage, *document.problems)))


def _unit_lines(
    document: Document, unit: TextUnit, mentions: list[AnyMention], language: str
) -> list[str]:
    """A unit for people: its words with marks, and a line a mention."""
    begin, end = unit.span
    words, place = document.source.text[begin:end], document.source.place(begin)
    marks = [
        Mark(mention.begin - begin, mention.end - begin, *_link_and_meanings(mention))
        for mention in mentions
    ]
    heading = style("/".join(unit.path) or say("text", language), bold=True)
    where = place.to(place).words(language)
    return [f"{heading}  ({where})", marked_text(words, marks), *mark_lines(words, marks), ""]


def _link_and_meanings(mention: AnyMention) -> tuple[str, tuple[str, ...]]:
    if isinstance(mention, Mention):
        meanings = tuple(meaning.removeprefix(BASE) for meaning in mention.meanings)
        return mention.link.rpartition("#")[2], meanings
    said = mention.role.rpartition("/")[2]
    if isinstance(mention, DateMention):
        return said, (mention.date.isoformat(),)
    if isinstance(mention, TimeMention):
        values = [value.value for value in (mention.value, mention.upper) if value is not None]
    else:
        numbers = (mention.value, mention.upper)
        values = [exact_decimal(number).value for number in numbers if number is not None]
        values.append(mention.measured_in.removeprefix(BASE))
    return said, tuple(values)


@command(example="policygraph candidates chapter2.txt --least 3")
@paths_argument
@click.option("--least", default=2, show_default=True, type=click.IntRange(1))
@click.option("--shortest", default=3, show_default=True, type=click.IntRange(1))
@click.option("--format", "kind", type=click.Choice(["text", "turtle", "csv"]), default="text",
              show_default=True)  # fmt: skip
@encoding_option
@outline_option
@vocabulary_option
@language_option
def candidates(
    paths: tuple[Path, ...],
    least: int,
    shortest: int,
    kind: str,
    encoding: str,
    outline: str | None,
    vocabulary: Vocabulary | None,
    lang: str,
) -> None:
    """List the words that the vocabulary may lack, the most used first, ready to be put into it."""
    reader = Reader(vocabulary, encoding)
    texts = find_texts(given_paths(paths), fallback_key="text", outline=outline)
    found = find_candidates(
        [reader.read(text).annotations for text in texts],
        reader.annotator.lexicon,
        least=least,
        shortest=shortest,
    )
    if kind == "turtle":
        written = candidate_turtle(found, lang)
    elif kind == "csv":
        files = (vocabulary or find_vocabulary()).schemes
        written = candidate_sheet(found, [read_term_file(path) for path in files])
    else:
        written = candidate_text(found)
    click.echo(written, nl=False)
