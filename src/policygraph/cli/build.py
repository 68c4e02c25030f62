"""``policygraph build``."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import click

from policygraph.cli.progress import steps
from policygraph.core.resources import corpus_folders
from policygraph.corpus.description import find_texts
from policygraph.graph import BuildSummary, build_graph
from policygraph.graph.collector import collection_paused
from policygraph.store import write_build


@click.command(epilog="Example: policygraph build chapter2.txt --key sti-strategy-2018 --out graph")
@click.argument("paths", nargs=-1, metavar="[FILE|DIRECTORY]...", type=click.Path(path_type=Path))
@click.option("--out", default="build", show_default=True, metavar="DIR",
              type=click.Path(path_type=Path), help="Where the files go.")  # fmt: skip
@click.option("--base-iri", metavar="IRI", help="Where documents and measures are published.")
@click.option("--encoding", default="utf-8", show_default=True, metavar="E",
              help="Of the texts, e.g. cp932.")  # fmt: skip
@click.option("--key", metavar="K", help="Document key of texts that no document.toml names.")
@click.option("--title", metavar="T", help="Title of that document.")
@click.option("--jobs", type=click.IntRange(1, 64), default=None, metavar="N",
              help="Processes that read.  [default: one a processor]")  # fmt: skip
def command(
    paths: tuple[Path, ...],
    out: Path,
    base_iri: str | None,
    encoding: str,
    key: str | None,
    title: str | None,
    jobs: int | None,
) -> None:
    """Turn texts into a graph: policygraph.trig, policygraph.ttl and a Turtle file a named graph.

    Without arguments the shipped corpus is built. A FILE needs --key unless a document.toml beside
    it names it; a DIRECTORY holds a document.toml, or folders that do.
    """
    texts = find_texts(list(paths) or list(corpus_folders()), key=key, title=title)
    with collection_paused(), steps("reading", len(texts)) as progress:
        built = build_graph(
            texts,
            base_iri=base_iri,
            encoding=encoding,
            jobs=jobs or min(len(texts), os.cpu_count() or 1),
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
    for thing in summary.unknown:
        lines.append(f"unknown      {thing.label}  <{thing.iri}>")
    folder, program = files[0].parent, _program()
    lines += [
        f"files        {', '.join(path.name for path in files[:2])} and"
        f" {len(files) - 2} more in {folder}{os.sep}",
        f"next         {program} explain {first} --graph {folder}",
        f"             {program} query measures-per-body --graph {folder}",
        f"             {program} --help",
    ]
    return "\n".join(lines)
