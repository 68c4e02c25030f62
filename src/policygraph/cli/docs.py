"""``policygraph docs``."""

from __future__ import annotations

from pathlib import Path

import click

from policygraph.cli.help import command
from policygraph.cli.options import graph_option, language_option
from policygraph.cli.progress import steps
from policygraph.core.messages import Messages
from policygraph.core.resources import default_graph
from policygraph.pages import write_site

_say = Messages("cli")


@command(example="policygraph docs --out site")
@graph_option
@click.option("--out", required=True, metavar="DIR", type=click.Path(path_type=Path))
@language_option
def docs(graph: str | None, out: Path, lang: str) -> None:
    """Write ontology, schemes and documents as static HTML."""
    with steps("writing"):
        pages = write_site(graph or default_graph(), out)
    click.echo(_say("site-written", lang, folder=out, pages=pages, first=out / "index.html"))
