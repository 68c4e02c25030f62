"""``policygraph network``."""

from __future__ import annotations

import shutil
import sys

import click

from policygraph.cli.progress import steps
from policygraph.pictures.kinds import KINDS

_STEPS = 8  # queries and metrics, at most


@click.command(epilog="Example: policygraph network body-body --metrics")
@click.argument("kind", type=click.Choice(list(KINDS)), metavar="KIND")
@click.option("--graph", metavar="FILE|DIR|URL", help="The graph; the shipped one if not given.")
@click.option("--links", "layer", type=click.Choice(["all", "stated"]), default="all",
              show_default=True, help="Every link, or those the text itself states.")  # fmt: skip
@click.option("--reprises", type=click.Choice(["once", "printed"]), default="once",
              show_default=True, help="Count a restated measure once, or each bullet.")  # fmt: skip
@click.option("--minimum", type=click.IntRange(1), default=1, show_default=True, metavar="N",
              help="Leave out links of less weight.")  # fmt: skip
@click.option("--collective/--no-collective", default=True, show_default=True,
              help="Keep collective names such as 関係府省.")  # fmt: skip
@click.option("--metrics", is_flag=True, help="The nodes with degree, PageRank and more.")
@click.option("--format", "format_", type=click.Choice(["table", "csv", "json", "graphml"]),
              default="table", show_default=True, help="Of the output.")  # fmt: skip
@click.option("--lang", type=click.Choice(["ja", "en"]), default="ja", show_default=True,
              help="Of the labels.")  # fmt: skip
def command(
    kind: str,
    graph: str | None,
    layer: str,
    reprises: str,
    minimum: int,
    collective: bool,
    metrics: bool,
    format_: str,
    lang: str,
) -> None:
    """Project the graph to a network: its links, or with --metrics its nodes.

    \b
    KIND:  body-body  body-theme  body-actor  body-instrument  body-commitment
           theme-theme  theme-actor  theme-instrument  theme-commitment
           actor-actor  measure-measure  structure
    """
    from policygraph.pictures.formats import remarks, write_network
    from policygraph.pictures.metrics import measure
    from policygraph.pictures.model import Options
    from policygraph.pictures.project import project
    from policygraph.pictures.sources import open_documents

    options = Options(
        layer="stated" if layer == "stated" else "all",
        counting="printed" if reprises == "printed" else "once",
        minimum=minimum,
        collective=collective,
        language=lang,
    )
    with steps("projecting", _STEPS) as progress:
        projection = project(open_documents(graph), kind, options, progress=progress)
        found = measure(projection, progress=progress) if metrics else None
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    click.echo(write_network(projection, format_, metrics=found, width=width), nl=False)
    if format_ == "csv":
        for line in remarks(projection, found):
            click.echo(f"policygraph network: {line}", err=True)
