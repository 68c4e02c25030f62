"""``policygraph report``."""

from __future__ import annotations

from pathlib import Path

import click

from policygraph.cli.progress import steps
from policygraph.core.output import check_out, new_file

_STEPS = 40


@click.command(epilog="Example: policygraph report --out report.html --lang en")
@click.option("--out", required=True, metavar="FILE", type=click.Path(path_type=Path),
              help="Where the page goes; - for stdout.")  # fmt: skip
@click.option("--graph", metavar="FILE|DIR|URL", help="The graph; the shipped one if not given.")
@click.option("--links", "layer", type=click.Choice(["all", "stated"]), default="all",
              show_default=True, help="Every link, or those the text itself states.")  # fmt: skip
@click.option("--portraits", type=click.IntRange(1, 1000), default=100, show_default=True,
              metavar="N", help="Bodies, and themes, that get a portrait, at most.")  # fmt: skip
@click.option("--quotations", type=click.IntRange(10, 20_000), default=600, show_default=True,
              metavar="N", help="Of more measures than these, quote a sample.")  # fmt: skip
@click.option("--lang", type=click.Choice(["ja", "en"]), default="ja", show_default=True,
              help="Of the page.")  # fmt: skip
def command(
    out: Path, graph: str | None, layer: str, portraits: int, quotations: int, lang: str
) -> None:
    """Write one page of pictures, tables, portraits and the quotations they stand on.

    The page asks for nothing else: style, pictures and font are in it, and it has no script.
    """
    from policygraph.pictures.report import write_report
    from policygraph.pictures.sources import open_documents

    if str(out) != "-":
        check_out(out)
    with steps("writing", _STEPS) as progress:
        page = write_report(
            open_documents(graph),
            lang,
            layer="stated" if layer == "stated" else "all",
            portraits=portraits,
            quotations=quotations,
            progress=progress,
        )
    if str(out) == "-":
        click.echo(page, nl=False)
        return
    with new_file(out) as file:
        file.write(page.encode())
    click.echo(out)
