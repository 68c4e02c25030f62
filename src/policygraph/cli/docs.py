"""``policygraph docs``."""

from __future__ import annotations

from pathlib import Path

import click

from policygraph.core.resources import resource
from policygraph.pages import write_site


@click.command(epilog="Example: policygraph docs --out site")
@click.option("--graph", metavar="FILE|DIR|URL", help="The graph; the shipped one if not given.")
@click.option("--out", required=True, metavar="DIR", type=click.Path(path_type=Path),
              help="Where the pages go; an earlier site is replaced.")  # fmt: skip
def command(graph: str | None, out: Path) -> None:
    """Write ontology, schemes and documents as static HTML, Japanese beside English.

    One page and one Turtle file a thing; the folder can be read without a server, and holds samples
    for servers that lead every IRI to its page or its data.
    """
    pages = write_site(graph or resource("data", "graph", "policygraph.trig"), out)
    click.echo(f"{out}: {pages} pages; begin with {out / 'index.html'}")
