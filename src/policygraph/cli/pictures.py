"""``policygraph network``, ``plot`` and ``report``."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from policygraph.cli.progress import steps
from policygraph.core.output import check_out, new_file
from policygraph.pictures.networks import Counting, Layer, Options

F = TypeVar("F", bound=Callable[..., Any])
# Queries, metrics and pictures at most, for the bar of progress.
_NETWORK_STEPS, _PLOT_STEPS, _REPORT_STEPS = 8, 6, 40
_PLOTS = ("network", "heatmap", "bars", "commitment", "flow", "structure", "coverage")


def _options(*names: str) -> Callable[[F], F]:
    """Options that several of these commands take."""
    known = {
        "out": click.option("--out", required=True, metavar="FILE", type=click.Path(path_type=Path),
                            help="Where it goes: .svg, .png or .pdf."),
        "page": click.option("--out", required=True, metavar="FILE", type=click.Path(path_type=Path),
                             help="Where the page goes; - for stdout."),
        "graph": click.option("--graph", metavar="FILE|DIR|URL",
                              help="The graph; the shipped one if not given."),
        "links": click.option("--links", "layer", type=click.Choice(["all", "stated"]), default="all",
                              show_default=True, help="Every link, or those the text itself states."),
        "reprises": click.option("--reprises", "counting", type=click.Choice(["once", "printed"]),
                                 default="once", show_default=True,
                                 help="Count a restated measure once, or each bullet."),
        "minimum": click.option("--minimum", type=click.IntRange(1), default=1, show_default=True,
                                metavar="N", help="Leave out links of less weight."),
        "collective": click.option("--collective/--no-collective", default=True, show_default=True,
                                   help="Keep collective names such as 関係府省."),
    }  # fmt: skip

    def add(command: F) -> F:
        for name in reversed(names):
            command = known[name](command)
        return command

    return add


def _language(of: str) -> Callable[[F], F]:
    return click.option("--lang", type=click.Choice(["ja", "en"]), default="ja", show_default=True,
                        help=f"Of the {of}.")  # fmt: skip


@click.command(epilog="Example: policygraph network body-body --metrics")
@click.argument("kind", metavar="KIND")
@_options("graph", "links", "reprises", "minimum", "collective")
@click.option("--metrics", is_flag=True, help="The nodes with degree, PageRank and more.")
@click.option("--format", "format_", default="table", show_default=True, metavar="FORMAT",
              help="table|csv|json|graphml")  # fmt: skip
@_language("labels")
def network(
    kind: str, graph: str | None, layer: Layer, counting: Counting, minimum: int, collective: bool,
    metrics: bool, format_: str, lang: str,
) -> None:  # fmt: skip
    """Project the graph to a network: its links, or with --metrics its nodes.

    \b
    KIND:  A-B              what the same measures are linked to; A and B are two of
                            body, actor, theme, instrument, commitment (and whatever
                            else links to concepts), or twice the same: body-theme
           measure-measure  measures that share themes and actors
           structure        the parts of the documents
    """
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


@click.command(epilog="Example: policygraph plot heatmap --of body-instrument --out heatmap.svg")
@click.argument("kind", type=click.Choice(_PLOTS), metavar="KIND")
@_options("out")
@click.option("--of", default="", metavar="NETWORK",
              help="For network and heatmap: what is joined (see policygraph network).")  # fmt: skip
@_options("graph")
@click.option("--top", type=click.IntRange(2, 200), default=None, metavar="N",
              help="Show about N things of a kind, no tie split; the picture says what is left out.")  # fmt: skip
@click.option("--size", type=click.Choice(["page", "16:9", "4:3"]), default="page", show_default=True,
              help="A page, as tall as what is on it, or a slide that shows as much as fits.")  # fmt: skip
@click.option("--outlines", is_flag=True, help="In SVG: words as shapes instead of text.")
@_options("links", "reprises", "minimum", "collective")
@_language("picture")
def plot(
    kind: str, out: Path, of: str, graph: str | None, top: int | None, size: str, outlines: bool,
    layer: Layer, counting: Counting, minimum: int, collective: bool, lang: str,
) -> None:  # fmt: skip
    """Draw a picture, with title, source and date; the same graph gives the same SVG.

    \b
    KIND:  network     --of body-actor, body-body, theme-theme, measure-measure …
           heatmap     --of body-theme, body-instrument, body-actor …
           bars        measures per body: alone, beside others, restated
           commitment  how strongly each body's measures bind
           flow        from sections over bodies to actors
           structure   the parts of the document
           coverage    what the text is made of, what is linked
    """
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


@click.command(epilog="Example: policygraph report --out report.html --lang en")
@_options("page", "graph", "links")
@click.option("--portraits", type=click.IntRange(1, 1000), default=100, show_default=True,
              metavar="N", help="Bodies, and themes, that get a portrait, at most.")  # fmt: skip
@click.option("--quotations", type=click.IntRange(10, 20_000), default=600, show_default=True,
              metavar="N", help="Of more measures than these, quote a sample.")  # fmt: skip
@_language("page")
def report(
    out: Path, graph: str | None, layer: Layer, portraits: int, quotations: int, lang: str
) -> None:
    """Write one page of pictures, tables, portraits and the quotations they stand on.

    The page asks for nothing else: style, pictures and font are in it, and it has no script.
    """
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
