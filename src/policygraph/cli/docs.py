"""``policygraph docs``: what ``policygraph export site`` was called before."""

from __future__ import annotations

from pathlib import Path

import click

from policygraph.cli.help import command
from policygraph.cli.options import graph_option, language_option
from policygraph.cli.publish import write_pages


@command(example="policygraph export site --out site")
@graph_option
@click.option("--out", required=True, metavar="DIR", type=click.Path(path_type=Path))
@language_option
def docs(graph: str | None, out: Path, lang: str) -> None:
    """The same as ``policygraph export site``."""
    write_pages(graph, out, lang)
