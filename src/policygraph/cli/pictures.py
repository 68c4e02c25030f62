"""``policygraph network``, ``plot`` and ``report``."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from policygraph.cli.help import command
from policygraph.cli.options import graph_option, language_option
from policygraph.cli.progress import steps
from policygraph.core.output import check_out, new_file
from policygraph.pictures.networks import Counting, Layer, Options

# Queries, metrics and pictures at most, for the bar of progress.
_NETWORK_STEPS, _PLOT_STEPS, _REPORT_STEPS = 8, 6, 40
_PLOTS = (
    "network", "heatmap", "bars", "commitment", "flow", "fates", "fates-per-body", "deadlines", "structure",
    "coverage",
)  # fmt: skip


_out = click.option("--out", required=True, metavar="FILE", type=click.Path(path_type=Path))
_links = click.option(
    "--links", "layer", type=click.Choice(["all", "stated"]), default="all", show_default=True
)
_reprises = click.option(
    "--reprises", "counting", type=click.Choice(["once", "printed"]), default="once",
    show_default=True,
)  # fmt: skip
_minimum = click.option(
    "--minimum", type=click.IntRange(1), default=1, show_default=True, metavar="N"
)
_collective = click.option("--collective/--no-collective", default=True, show_default=True)


@command(example="policygraph network body-body --metrics")
@click.argument("kind", metavar="KIND")
@graph_option
@_links
@_reprises
@_minimum
@_collective
@click.option("--metrics", is_flag=True)
@click.option(
    "--format", "format_", default="table", show_default=True, metavar="table|csv|json|graphml"
)
@language_option
def network(
    kind: str, graph: str | None, layer: Layer, counting: Counting, minimum: int, collective: bool,
    metrics: bool, format_: str, lang: str,
) -> None:  # fmt: skip
    """Project the graph to a network: its links, or with --metrics its nodes."""
    from policygraph.pictures.document_parts import open_documents
    from policygraph.pictures.formats import NETWORK_FORMATS, remarks
    from policygraph.pictures.metrics import measure
    from policygraph.pictures.project import project

    written = NETWORK_FORMATS.find(format_)
    options = Options(layer, counting, minimum, collective, lang)
    with steps("projecting", _NETWORK_STEPS) as progress:
        projection = project(open_documents(graph), kind, options, progress=progress)
        found = measure(projection, progress=progress) if metrics else None
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    click.echo(written.write(projection, found, width), nl=False)
    if written.name == "csv":
        for line in remarks(projection, found):
            click.echo(f"policygraph network: {line}", err=True)


@command(example="policygraph plot heatmap --of body-instrument --out heatmap.svg")
@click.argument("kind", type=click.Choice(_PLOTS), metavar="KIND")
@_out
@click.option("--of", default="", metavar="NETWORK")
@graph_option
@click.option("--top", type=click.IntRange(2, 200), default=None, metavar="N")
@click.option(
    "--size", type=click.Choice(["page", "16:9", "4:3"]), default="page", show_default=True
)
@click.option("--outlines", is_flag=True)
@_links
@_reprises
@_minimum
@_collective
@language_option
def plot(
    kind: str, out: Path, of: str, graph: str | None, top: int | None, size: str, outlines: bool,
    layer: Layer, counting: Counting, minimum: int, collective: bool, lang: str,
) -> None:  # fmt: skip
    """Draw a picture, with title, source and date; the same graph gives the same SVG."""
    from policygraph.pictures.document_parts import open_documents
    from policygraph.pictures.draw.picture_formats import check_outlines, format_of, save
    from policygraph.pictures.plots import PlotRequest, draw

    format_of(out)
    if outlines:
        check_outlines(out)
    check_out(out)
    options = Options(layer, counting, minimum, collective, lang)
    with steps("drawing", _PLOT_STEPS) as progress:
        request = PlotRequest(open_documents(graph), options, of, top, progress, size)
        save(draw(kind, request), out, outlines=outlines)
    click.echo(out)


@command(example="policygraph report --out report.html --lang en")
@_out
@graph_option
@_links
@click.option("--portraits", type=click.IntRange(1, 1000), default=100, show_default=True,
              metavar="N")  # fmt: skip
@click.option("--quotations", type=click.IntRange(10, 20_000), default=600, show_default=True,
              metavar="N")  # fmt: skip
@language_option
def report(
    out: Path, graph: str | None, layer: Layer, portraits: int, quotations: int, lang: str
) -> None:
    """Write one page of pictures, tables, portraits and the quotations they stand on."""
    from policygraph.pictures.document_parts import open_documents
    from policygraph.pictures.report import write_report

    if str(out) != "-":
        check_out(out)
    with steps("writing", _REPORT_STEPS) as progress:
        page = write_report(
            open_documents(graph), lang, layer=layer, portraits=portraits, quotations=quotations,
            progress=progress,
        )  # fmt: skip
    if str(out) == "-":
        click.echo(page, nl=False)
        return
    with new_file(out) as file:
        file.write(page.encode())
    click.echo(out)
