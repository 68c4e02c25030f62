"""``policygraph export``: one subcommand a format, made from the registry of formats."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click

from policygraph.cli.export_portal import portal
from policygraph.core.errors import UsageError
from policygraph.core.output import compressed, new_file
from policygraph.core.resources import resource
from policygraph.publish.formats import FORMATS, PAGES, Format, PageFormat
from policygraph.publish.readings import reading_ids, write_reading
from policygraph.publish.tables import TABLES, write_table, write_tables
from policygraph.store.sorted_graph import SortedGraph

_Function = Callable[..., Any]

graph_option = click.option(
    "--graph", metavar="FILE|DIR|URL", help="The graph; the shipped one if not given."
)
_out_option = click.option(
    "--out", default="-", show_default=True, metavar="PATH|-", help="Where it goes; - is stdout."
)
_lang_option = click.option(
    "--lang",
    type=click.Choice(["ja", "en"]),
    default="en",
    show_default=True,
    help="Of the labels.",
)


def read_graph(location: str | None) -> SortedGraph:
    """The graph that was named, or the shipped one."""
    return SortedGraph.read(location or resource("data", "graph", "policygraph.trig"))


@contextmanager
def output(out: str, *, gzipped: bool = False) -> Iterator[IO[bytes]]:
    """Standard output, or a file that is there whole or not at all; ``.gz`` in its name packs it."""
    if out == "-":
        if gzipped:
            if sys.stdout.isatty():
                raise UsageError("packed data are not for a terminal: give a file to --out")
            with compressed(sys.stdout.buffer) as packed:
                yield packed
        else:
            yield sys.stdout.buffer
        return
    with new_file(Path(out), gzipped=gzipped or out.lower().endswith(".gz")) as file:
        yield file


@click.group(epilog="Example: policygraph export jsonld --out policygraph.jsonld")
def command() -> None:
    """Write the graph in another format: files, tables, pages, or a directory for a data portal."""


def _add_format(found: Format, *, gzipped: bool) -> None:
    suffix = ".gz" if gzipped else ""

    @command.command(
        found.name + suffix,
        help=found.help[:-1] + (", packed." if gzipped else "."),
        epilog=f"Example: policygraph export {found.name}{suffix} --out policygraph{found.suffix}{suffix}",
    )
    @graph_option
    @_out_option
    def _(graph: str | None, out: str) -> None:
        with read_graph(graph) as held, output(out, gzipped=gzipped) as file:
            found.write(held, file)


def _add_page(found: PageFormat) -> None:
    @command.command(
        found.name,
        help=found.help,
        epilog=f"Example: policygraph export {found.name} --lang ja --out strategy{found.suffix}",
    )
    @graph_option
    @_out_option
    @_lang_option
    def _(graph: str | None, out: str, lang: str) -> None:
        with read_graph(graph) as held, output(out) as file:
            found.write(held, file, language=lang)


for _format in FORMATS:
    _add_format(_format, gzipped=False)
for _format in FORMATS:
    if _format.compressible:
        _add_format(_format, gzipped=True)
for _page in PAGES:
    _add_page(_page)


@command.command(epilog="Example: policygraph export csv --out tables --bom")
@graph_option
@click.option(
    "--out", default="-", metavar="DIR|-", help="A folder; with --table a file or - for stdout."
)
@click.option("--table", type=click.Choice([table.name for table in TABLES]), metavar="NAME",
              help=f"One table alone: {', '.join(table.name for table in TABLES)}.")  # fmt: skip
@click.option("--headings", type=click.Choice(["both", "ja", "en"]), default="both", show_default=True,
              help="Language of the headings.")  # fmt: skip
@click.option(
    "--bom", is_flag=True, help="For Excel: a byte order mark, and no cell that is a formula."
)
def csv(graph: str | None, out: str, table: str | None, headings: str, bom: bool) -> None:
    """CSV tables, one row a thing, with CSV on the Web metadata beside them."""
    language = None if headings == "both" else headings
    if table is None and out == "-":
        raise UsageError(
            "the tables are several files: give a folder to --out, or one table to --table"
        )
    with read_graph(graph) as held:
        if table is not None:
            with output(out) as file:
                write_table(held, table, file, language=language, bom=bom)
            return
        for path in write_tables(held, Path(out), language=language, bom=bom):
            click.echo(path)


@command.command(epilog="Example: policygraph export reading schema-org --format jsonld")
@click.argument("name", metavar="NAME", required=False)
@graph_option
@_out_option
@click.option("--format", "format_", type=click.Choice(["turtle", "ntriples", "rdfxml", "jsonld"]),
              default="turtle", show_default=True)  # fmt: skip
def reading(name: str | None, graph: str | None, out: str, format_: str) -> None:
    """The graph in the terms of a standard vocabulary; without NAME a list of them."""
    if name is None:
        for found in reading_ids():
            click.echo(found)
        return
    with output(out) as file:
        write_reading(name, graph or resource("data", "graph", "policygraph.trig"), file, format_)


command.add_command(portal)
