"""``policygraph build``, ``coverage``, ``annotate``, ``candidates``, ``curate``, ``evaluate``."""

from __future__ import annotations

import datetime
import os
import re
import shutil
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from policygraph.annotation import Annotator, Mention
from policygraph.annotation.by_label import find_candidates
from policygraph.cli.marks import Mark, mark_lines, marked_text
from policygraph.cli.progress import steps
from policygraph.core.errors import SourceError, UsageError
from policygraph.core.namespaces import BASE
from policygraph.core.output import source_date
from policygraph.core.resources import Vocabulary, corpus_folders, find_vocabulary, resource
from policygraph.corpus.description import DEFAULT_OUTLINE, TextFile, find_texts
from policygraph.corpus.gold import (
    concept_index,
    evaluate,
    read_concept_names,
    read_gold,
    scheme_names,
)
from policygraph.corpus.reading import Reader, read_document
from policygraph.corpus.runners import find_runner
from policygraph.document import Document, Ledger, TextUnit, account, find_outline, parse_excerpt
from policygraph.graph import BuildSummary, build_graph, collection_paused, curation_skeleton
from policygraph.sources import find_reader, read_file
from policygraph.store import write_build

_LONGEST = 80  # characters shown of an unexplained place
_SHOWN_ASIDES = ("footnote", "running head", "table of contents")

Option = Callable[[Callable[..., Any]], Callable[..., Any]]
_paths: Option = click.argument(
    "paths", nargs=-1, metavar="[FILE|DIRECTORY]...", type=click.Path(path_type=Path)
)
encoding_option: Option = click.option(
    "--encoding", default="utf-8", show_default=True, metavar="E",
    help="Of plain texts, e.g. cp932.",
)  # fmt: skip
vocabulary_option: Option = click.option(
    "--vocabulary", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False),
    callback=lambda _ctx, _option, folder: None if folder is None else find_vocabulary(folder),
    help="Turtle files to add to the shipped ones, or in the place of those of the same name.",
)  # fmt: skip


def _texts(paths: tuple[Path, ...], **keys: str | None) -> list[TextFile]:
    return find_texts(list(paths) or list(corpus_folders()), **keys)


@click.command(epilog="Example: policygraph build chapter2.txt --key sti-strategy-2018 --out graph")
@_paths
@click.option("--out", default="build", show_default=True, metavar="DIR",
              type=click.Path(path_type=Path), help="Where the files go.")  # fmt: skip
@click.option("--base-iri", metavar="IRI", help="Where documents and measures are published.")
@encoding_option
@click.option("--key", metavar="K", help="Document key of texts that no document.toml names.")
@click.option("--title", metavar="T", help="Title of that document.")
@vocabulary_option
@click.option("--jobs", type=click.IntRange(1, 64), default=None, metavar="N",
              help="Texts that are read at a time.  [default: one a processor]")  # fmt: skip
@click.option("--runner", metavar="NAME",
              help="What has them read: serial, processes, or another package's.")  # fmt: skip
def build(
    paths: tuple[Path, ...],
    out: Path,
    base_iri: str | None,
    encoding: str,
    key: str | None,
    title: str | None,
    vocabulary: Vocabulary | None,
    jobs: int | None,
    runner: str | None,
) -> None:
    """Turn texts into a graph: policygraph.trig, policygraph.ttl and a Turtle file a named graph.

    Without arguments the shipped corpus is built. A FILE needs --key unless a document.toml beside
    it names it; a DIRECTORY holds a document.toml, or folders that do.
    """
    texts = _texts(paths, key=key, title=title)
    jobs = jobs or min(len(texts), os.cpu_count() or 1)
    with collection_paused(), steps("reading", len(texts)) as progress:
        built = build_graph(
            texts,
            reader=Reader(vocabulary, encoding),
            runner=find_runner(runner, texts=len(texts), jobs=jobs),
            jobs=jobs,
            base_iri=base_iri,
            progress=progress,
        )
        files = write_build(built.dataset.quads(), out)
    for warning in built.summary.warnings:
        click.echo(f"policygraph build: warning: {warning}", err=True)
    first = built.resolution.items[0].first.occurrence.path
    click.echo(summary_text(built.summary, files, "-".join(first)))


def _program() -> str:
    """What to type for this program, as it was called."""
    called = sys.argv[0]
    if called.endswith("__main__.py"):
        return "python -m policygraph"
    return "policygraph" if shutil.which("policygraph") or os.sep not in called else called


def summary_text(summary: BuildSummary, files: list[Path], first: str) -> str:
    """The summary for people; ``first`` is the ID of a measure to try."""
    parts = ", ".join(f"{count} {kind}" for kind, count in summary.parts.items())
    lines = [
        f"documents    {', '.join(summary.documents)}",
        f"parts        {sum(summary.parts.values())} ({parts})",
        f"sentences    {summary.sentences}",
        f"occurrences  {summary.occurrences}, {summary.components} components",
        f"reprises     {summary.reprises}, {summary.unresolved_reprises} unresolved",
        f"measures     {summary.measures}",
    ]
    if summary.targets:
        lines.append(f"targets      {summary.targets}")
    lines.append(f"triples      {sum(summary.triples.values())}")
    lines += [f"  {count:>9}  {graph}" for graph, count in summary.triples.items()]
    lines += [f"unknown      {thing.label}  <{thing.iri}>" for thing in summary.unknown]
    folder, program = files[0].parent, _program()
    lines += [
        f"files        {', '.join(path.name for path in files[:2])} and"
        f" {len(files) - 2} more in {folder}{os.sep}",
        f"next         {program} explain {first} --graph {folder}",
        f"             {program} query measures-per-body --graph {folder}",
        f"             {program} --help",
    ]
    return "\n".join(lines)


@click.command(epilog="Example: policygraph coverage chapter2.txt")
@_paths
@encoding_option
def coverage(paths: tuple[Path, ...], encoding: str) -> int:
    """Show what every character of the raw files is: a leaf of the outline or a class of layout.

    Without arguments the shipped corpus is accounted for. Exit code 1 where anything is unexplained.
    """
    ledgers = [account(read_document(t, encoding)) for t in _texts(paths, fallback_key="text")]
    for ledger in ledgers:
        click.echo(ledger_text(ledger))
    return int(any(ledger.unexplained for ledger in ledgers))


def ledger_text(ledger: Ledger) -> str:
    """The ledger for people: counts, and every unexplained place with its line."""
    source = ledger.document.source
    share = 100 * ledger.explained / ledger.raw_length
    lines = [source.name, f"  {ledger.raw_length} characters, {share:.2f}% explained"]
    for layout, heading in ((False, "text"), (True, "layout")):
        counts = {kind: n for (is_layout, kind), n in ledger.counts.items() if is_layout == layout}
        lines.append(f"  {heading}  {sum(counts.values())}")
        ordered = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
        lines += [f"    {kind:<20}{count:>9}" for kind, count in ordered]
    lines += [
        f"{source.name}:{source.raw_place(entry.begin)}: left out as {entry.kind}:"
        f" {_shortened(source.raw[entry.begin : entry.end])}"
        for entry in ledger.entries
        if entry.layout and entry.kind in _SHOWN_ASIDES
    ]
    lines += [
        f"{source.name}:{unexplained.place}: unexplained: {_shortened(unexplained.words)}"
        for unexplained in ledger.unexplained
    ]
    return "\n".join(lines)


def _shortened(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}… ({len(words)} characters)"


@click.command(
    epilog="Example: echo '・中小企業を支援する。【経済産業省】' | policygraph annotate -"
)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@encoding_option
@click.option("--outline", default=DEFAULT_OUTLINE, show_default=True, metavar="NAME",
              help="Which series the text belongs to.")  # fmt: skip
@vocabulary_option
def annotate(file: Path, encoding: str, outline: str, vocabulary: Vocabulary | None) -> None:
    """Show what any text speaks of: every mention with its concept, scheme and offsets.

    A text without headings is read as running text, or as bullets where lines begin with ・.
    """
    if str(file) == "-":
        source = find_reader(file)(sys.stdin.buffer.read(), name="-", encoding=encoding)
    else:
        source = read_file(file, encoding=encoding)
    series = find_outline(outline)
    document = parse_excerpt(source, series)
    annotations = Annotator.load(vocabulary).annotate(document, series.signs)
    units = list(document.units())
    if not units:
        raise SourceError(source.name, "has no sentence that ends in 。 and no bullet ・")
    mentions: dict[TextUnit, list[Mention]] = defaultdict(list)
    for mention in annotations.mentions:
        mentions[mention.unit].append(mention)
    for unit in units:
        click.echo("\n".join(_unit_lines(document, unit, mentions[unit])))


def _unit_lines(document: Document, unit: TextUnit, mentions: list[Mention]) -> list[str]:
    """A unit for people: its words with marks, and a line a mention."""
    begin, end = unit.span
    words, place = document.source.text[begin:end], document.source.place(begin)
    marks = [
        Mark(
            mention.begin - begin,
            mention.end - begin,
            mention.link.rpartition("#")[2],
            tuple(meaning.removeprefix(BASE) for meaning in mention.meanings),
        )
        for mention in mentions
    ]
    heading = click.style("/".join(unit.path) or "text", bold=True)
    where = place if place.line is None else f"line {place}"
    return [f"{heading}  ({where})", marked_text(words, marks), *mark_lines(words, marks), ""]


@click.command(epilog="Example: policygraph candidates chapter2.txt --least 3")
@_paths
@click.option("--least", default=2, show_default=True, type=click.IntRange(1),
              help="How often a compound noun must occur.")  # fmt: skip
@click.option("--shortest", default=3, show_default=True, type=click.IntRange(1),
              help="The least number of characters of a compound noun.")  # fmt: skip
@encoding_option
@vocabulary_option
def candidates(
    paths: tuple[Path, ...],
    least: int,
    shortest: int,
    encoding: str,
    vocabulary: Vocabulary | None,
) -> None:
    """List the words that the vocabulary may lack: quoted names and frequent compound nouns.

    Each with its count, its raw lines and its surroundings. Without arguments the shipped corpus is
    read.
    """
    reader = Reader(vocabulary, encoding)
    for text in _texts(paths, fallback_key="text"):
        annotations = reader.read(text).annotations
        for candidate in find_candidates(annotations, least=least, shortest=shortest):
            places = "  ".join(f"{found.place}: …{found.words}…" for found in candidate.places)
            click.echo(f"{candidate.count:>4}  {candidate.kind:<8}  {candidate.words}  {places}")


@click.command(epilog="Example: policygraph curate my-strategy-2018 chapter2.txt > curation.ttl")
@click.argument("key", metavar="KEY")
@_paths
@click.option("--curator", default="curator", show_default=True, metavar="NAME",
              help="Who curates; the last step of an agent's IRI.")  # fmt: skip
@encoding_option
def curate(key: str, paths: tuple[Path, ...], curator: str, encoding: str) -> None:
    """Write the skeleton of a curation file: a title to fill for every measure, its words quoted.

    KEY is the document's key. The file goes to data/curation/KEY.ttl when it is filled.
    """
    if not re.fullmatch("[a-z0-9]+(?:-[a-z0-9]+)*", curator):
        raise UsageError(f'--curator "{curator}": use lower-case letters, digits and hyphens')
    texts = _texts(paths, fallback_key=key)
    wanted = [text for text in texts if text.document.key == key]
    if not wanted:
        known = ", ".join(sorted({text.document.key for text in texts}))
        raise UsageError(f'no text has the document key "{key}"; there is {known}')
    built = build_graph(wanted, reader=Reader(encoding=encoding), curate=False)
    today = source_date() or datetime.date.today()
    click.echo(curation_skeleton(built.resolution.items, key, curator, today), nl=False)


@click.command("evaluate", epilog="Example: policygraph evaluate --verbose")
@click.argument("document", default="sti-strategy-2017", metavar="[KEY]")
@click.option("--gold", "folder", type=click.Path(path_type=Path, exists=True, file_okay=False),
              metavar="DIR", help="A folder of gold files; the shipped ones if not given.")  # fmt: skip
@click.option("--text", type=click.Path(path_type=Path), metavar="FILE",
              help="The text they were made of; the shipped one if not given.")  # fmt: skip
@encoding_option
@vocabulary_option
@click.option("--verbose/--quiet", default=True, show_default=True,
              help="List every miss and every false hit in context.")  # fmt: skip
def evaluate_gold(
    document: str,
    folder: Path | None,
    text: Path | None,
    encoding: str,
    vocabulary: Vocabulary | None,
    verbose: bool,
) -> None:
    """Compare the mentions with a reading made by hand: precision, recall and F1 a scheme.

    KEY is the key of the document that was read by hand.
    """
    folder = folder or _shipped_gold(document)
    found = _texts((text,) if text else (), fallback_key=document)
    texts = [each for each in found if each.document.key == document]
    if not texts:
        raise UsageError(f'no text has the document key "{document}"')
    reader = Reader(vocabulary, encoding)
    lexicon = reader.annotator.lexicon
    schemes = scheme_names(lexicon.kinds)
    files = sorted(path for path in folder.glob("*.csv") if path.stem != "concepts")
    gold = read_gold(files, schemes)
    if not gold:
        raise UsageError(f"{folder}: holds no reading by hand (CSV files with rows)")
    concepts = concept_index(lexicon)
    names = folder / "concepts.csv"
    if names.exists():
        concepts |= read_concept_names(names)
    readings = [reader.read(each).annotations for each in texts]
    scores = evaluate(readings, gold, concepts, schemes)
    click.echo(
        f"{'scheme':<14}{'right':>6}{'missed':>8}{'false':>7}{'precision':>11}{'recall':>8}{'F1':>7}"
    )
    for scheme, score in scores.items():
        click.echo(
            f"{scheme:<14}{score.right:>6}{len(score.missed):>8}{len(score.false):>7}"
            f"{score.precision:>11.3f}{score.recall:>8.3f}{score.f1:>7.3f}"
        )
    for scheme, score in scores.items() if verbose else ():
        for heading, differences in (("missed", score.missed), ("false", score.false)):
            for d in differences:
                click.echo(f"{heading}  {scheme}  {d.unit}  {d.concept}  {d.context}")


def _shipped_gold(document: str) -> Path:
    folder = resource("data", "gold") / document
    if not folder.is_dir():
        raise UsageError(f'no reading by hand of "{document}" is shipped; give a folder to --gold')
    return folder
