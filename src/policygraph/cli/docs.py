"""``policygraph docs``."""

from __future__ import annotations

from pathlib import Path

import click

from policygraph.cli.help import command
from policygraph.cli.options import graph_option
from policygraph.core.resources import default_graph
from policygraph.pages import write_site


@command(example="policygraph docs --out site")
@graph_option
@click.option("--out", required=True, metavar="DIR", type=click.Path(path_type=Path))
def docs(graph: str | None, out: Path) -> None:
    """Write ontology, schemes and documents as static HTML."""
    pages = write_site(graph or default_graph(), out)
    click.echo(f"{out}: {pages} pages; begin with {out / 'index.html'}")
