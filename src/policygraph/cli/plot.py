"""``policygraph plot``."""

from __future__ import annotations

from pathlib import Path

import click

from policygraph.cli.progress import steps
from policygraph.core.output import check_out

_STEPS = 6
_KINDS = ("network", "heatmap", "bars", "commitment", "flow", "structure", "coverage")


@click.command(epilog="Example: policygraph plot heatmap --of body-instrument --out heatmap.svg")
@click.argument("kind", type=click.Choice(_KINDS), metavar="KIND")
@click.option("--out", required=True, metavar="FILE", type=click.Path(path_type=Path),
              help="Where it goes: .svg, .png or .pdf.")  # fmt: skip
@click.option("--of", default="", metavar="NETWORK",
              help="For network and heatmap: what is joined (see policygraph network).")  # fmt: skip
@click.option("--graph", metavar="FILE|DIR|URL", help="The graph; the shipped one if not given.")
@click.option("--top", type=click.IntRange(2, 200), default=None, metavar="N",
              help="Show at most N things of a kind; the picture says what is left out.")  # fmt: skip
@click.option("--links", "layer", type=click.Choice(["all", "stated"]), default="all",
              show_default=True, help="Every link, or those the text itself states.")  # fmt: skip
@click.option("--reprises", type=click.Choice(["once", "printed"]), default="once",
              show_default=True, help="Count a restated measure once, or each bullet.")  # fmt: skip
@click.option("--minimum", type=click.IntRange(1), default=1, show_default=True, metavar="N",
              help="Leave out links of less weight.")  # fmt: skip
@click.option("--collective/--no-collective", default=True, show_default=True,
              help="Keep collective names such as 関係府省.")  # fmt: skip
@click.option("--lang", type=click.Choice(["ja", "en"]), default="ja", show_default=True,
              help="Of the picture.")  # fmt: skip
def command(
    kind: str,
    out: Path,
    of: str,
    graph: str | None,
    top: int | None,
    layer: str,
    reprises: str,
    minimum: int,
    collective: bool,
    lang: str,
) -> None:
    """Draw a picture, with title, source and date; the same graph gives the same SVG.

    \b
    KIND:  network     --of body-actor, body-body, theme-theme, measure-measure …
           heatmap     --of body-theme, body-instrument or body-actor
           bars        measures per body: alone, beside others, restated
           commitment  how strongly each body's measures bind
           flow        from sections over bodies to actors
           structure   the parts of the document
           coverage    what the text is made of, what is linked
    """
    from policygraph.pictures.draw.sheet import check_suffix, save
    from policygraph.pictures.model import Options
    from policygraph.pictures.plots import Request, draw
    from policygraph.pictures.sources import open_documents

    check_suffix(out)
    check_out(out)
    options = Options(
        layer="stated" if layer == "stated" else "all",
        counting="printed" if reprises == "printed" else "once",
        minimum=minimum,
        collective=collective,
        language=lang,
    )
    with steps("drawing", _STEPS) as progress:
        request = Request(open_documents(graph), options, of, top, progress=progress)
        save(draw(kind, request), out)
    click.echo(out)
