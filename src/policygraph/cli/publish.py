"""``policygraph export`` and ``policygraph publish``: the graph leaves, as files or into a store."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click

from policygraph.core.errors import PolicygraphError, UsageError
from policygraph.core.formats import Format
from policygraph.core.output import compressed, new_file
from policygraph.publish.core_formats import CORE_FORMATS
from policygraph.publish.facts import CC_BY, PortalFacts
from policygraph.publish.formats import (
    GRAPH_FORMATS,
    PACKED,
    PAGE_FORMATS,
    GraphWriter,
    PageWriter,
)
from policygraph.publish.portal import write_portal
from policygraph.publish.publisher import Publisher
from policygraph.publish.tables import table_names, write_table, write_tables
from policygraph.publish.views import VIEW_FORMATS, find_view, view_ids, write_view
from policygraph.store import open_store
from policygraph.store.http import Credentials
from policygraph.store.remote import RemoteStore
from policygraph.store.sorted_graph import SortedGraph

_USER, _PASSWORD = "POLICYGRAPH_USER", "POLICYGRAPH_PASSWORD"
_Command = Callable[..., Any]

graph_option = click.option(
    "--graph", metavar="FILE|DIR|URL", help="The graph; the shipped one if not given."
)
_out_option = click.option(
    "--out", default="-", show_default=True, metavar="PATH|-", help="Where it goes; - is stdout."
)
_lang_option = click.option("--lang", type=click.Choice(["ja", "en"]), default="en",
                            show_default=True, help="Of the labels.")  # fmt: skip


@contextmanager
def _output(out: str, *, gzipped: bool = False) -> Iterator[IO[bytes]]:
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
    with new_file(Path(out), gzipped=gzipped or out.lower().endswith(PACKED)) as file:
        yield file


@click.group(epilog="Example: policygraph export jsonld --out policygraph.jsonld")
def export() -> None:
    """Write the graph in another format: files, tables, pages, or a directory for a data portal."""


def _add_graph_format(entry: Format[GraphWriter]) -> None:
    @export.command(
        entry.name,
        help=entry.help,
        epilog=f"Example: policygraph export {entry.name} --out policygraph{entry.suffix}",
    )
    @graph_option
    @_out_option
    def _(graph: str | None, out: str) -> None:
        gzipped = entry.suffix.endswith(PACKED)
        with SortedGraph.read(graph) as held, _output(out, gzipped=gzipped) as file:
            entry.write(held, file)


def _add_page_format(entry: Format[PageWriter]) -> None:
    @export.command(
        entry.name,
        help=entry.help,
        epilog=f"Example: policygraph export {entry.name} --lang ja --out strategy{entry.suffix}",
    )
    @graph_option
    @_out_option
    @_lang_option
    def _(graph: str | None, out: str, lang: str) -> None:
        with SortedGraph.read(graph) as held, _output(out) as file:
            entry.write(held, file, language=lang)


for _graph_format in GRAPH_FORMATS:
    _add_graph_format(_graph_format)
for _page_format in PAGE_FORMATS:
    _add_page_format(_page_format)


@export.command(epilog="Example: policygraph export core --format parquet --out core.parquet")
@graph_option
@_out_option
@click.option("--format", "format_", type=click.Choice(CORE_FORMATS.names), default="turtle",
              show_default=True)  # fmt: skip
def core(graph: str | None, out: str, format_: str) -> None:
    """The core of the graph: measures with labels, text, links and place, without the words of each link.

    Parquet is one table of triples: subject, predicate, object, datatype, language.
    """
    from policygraph.graph import core_graph  # all that a build needs comes with it

    with SortedGraph.read(graph) as held, _output(out) as file:
        CORE_FORMATS.find(format_).write(core_graph(held.triples), file)


@export.command(epilog="Example: policygraph export csv --out tables --bom")
@graph_option
@click.option(
    "--out", default="-", metavar="DIR|-", help="A folder; with --table a file or - for stdout."
)
@click.option("--table", type=click.Choice(table_names()), metavar="NAME",
              help=f"One table alone: {', '.join(table_names())}.")  # fmt: skip
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
    with SortedGraph.read(graph) as held:
        if table is not None:
            with _output(out) as file:
                write_table(held, table, file, language=language, bom=bom)
            return
        for path in write_tables(held, Path(out), language=language, bom=bom):
            click.echo(path)


def _add_view(name: str, *, hidden: bool) -> None:
    @export.command(
        name, hidden=hidden, epilog=f"Example: policygraph export {name} schema-org --format jsonld"
    )
    @click.argument("view_id", metavar="NAME", required=False)
    @graph_option
    @_out_option
    @click.option("--format", "format_", type=click.Choice(VIEW_FORMATS), default="turtle",
                  show_default=True)  # fmt: skip
    def _(view_id: str | None, graph: str | None, out: str, format_: str) -> None:
        """The graph in the terms of a standard vocabulary; without NAME a list of them."""
        if view_id is None:
            for found in map(find_view, view_ids()):
                click.echo(f"{found.id:<16}{found.title['en']}")
            return
        with open_store(graph) as store, _output(out) as file:
            write_view(view_id, store, file, format_)


_add_view("view", hidden=False)
_add_view("reading", hidden=True)  # its name until version 2


@export.command(
    epilog='Example: policygraph export portal --out portal --publisher "Example Institute"'
    " --contact data@example.org"
)
@graph_option
@click.option("--out", required=True, metavar="DIR", type=click.Path(path_type=Path),
              help="Where the directory goes; an earlier one is replaced.")  # fmt: skip
@click.option("--publisher", multiple=True, metavar="NAME",
              help='Who publishes it: "NAME", "NAME@ja", "NAME <IRI>"; may be given twice.')  # fmt: skip
@click.option("--contact", metavar="MAIL|URL", help="Where questions go.")
@click.option("--licence", default=CC_BY, show_default=True, metavar="IRI",
              help="Of the graph; the source text has its own.")  # fmt: skip
@click.option(
    "--version", metavar="V", help="Of the dataset; the day of its last change if not given."
)
@click.option("--base-iri", metavar="IRI", help="Where documents and measures are published.")
@click.option("--url", metavar="URL", help="Where the directory will lie.  [default: <base>/data/]")
@click.option("--endpoint", metavar="URL", help="A SPARQL endpoint that serves the graph.")
@click.option("--previous", metavar="DIR", type=click.Path(path_type=Path),
              help="The directory of the last version: what changed is said.")  # fmt: skip
@click.option("--bom", is_flag=True, help="Tables for Excel; see export csv.")
def portal(
    graph: str | None,
    out: Path,
    publisher: tuple[str, ...],
    contact: str | None,
    licence: str,
    version: str | None,
    base_iri: str | None,
    url: str | None,
    endpoint: str | None,
    previous: Path | None,
    bom: bool,
) -> None:
    """A directory for a data portal: data, tables, DCAT-AP, VoID, PROV and checksums."""
    facts = PortalFacts(publisher, contact, licence, version, url, endpoint)
    changes = write_portal(graph, out, facts, base_iri=base_iri, previous=previous, bom=bom)
    if url is None:
        click.echo(
            "note: without --url the description says that the directory lies at data/ under the base"
            " IRI; if it does not, its links lead nowhere",
            err=True,
        )
    click.echo(f"{out}: {sum(1 for path in out.rglob('*') if path.is_file())} files")
    if changes is not None:
        click.echo(changes.note("en"))


def read_credentials(user: str | None, password_file: str | None) -> Credentials | None:
    """User and password from the option, a file, standard input or the environment.

    Raises:
        UsageError: one without the other, or a file that cannot be read.
    """
    user = user or os.environ.get(_USER)
    if password_file == "-":
        password: str | None = sys.stdin.readline()
    elif password_file is not None:
        try:
            password = Path(password_file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise UsageError(f"{password_file}: the password cannot be read from it") from None
    else:
        password = os.environ.get(_PASSWORD)
    if not user and password is None:
        return None
    if not user or password is None:
        raise UsageError(
            f"a user and a password belong together: give --user and --password-file, or {_USER} and"
            f" {_PASSWORD} in the environment"
        )
    return Credentials(user, password.rstrip("\r\n"))


@click.command(
    epilog="Example: policygraph publish --endpoint http://localhost:8890/sparql --user dba"
    " --password-file ~/.virtuoso --dry-run"
)
@click.option("--endpoint", required=True, metavar="URL", help="Of SPARQL queries.")
@click.option("--graph", metavar="FILE|DIR", help="The graph; the shipped one if not given.")
@click.option("--graph-store", metavar="URL",
              help="Of the Graph Store Protocol; looked for beside the endpoint.")  # fmt: skip
@click.option("--update", metavar="URL", help="Of SPARQL Update, where there is no graph store.")
@click.option("--user", metavar="NAME", help=f"Or {_USER} in the environment.")
@click.option("--password-file", metavar="FILE|-",
              help=f"Its one line is the password; or {_PASSWORD} in the environment.")  # fmt: skip
@click.option(
    "--prune", is_flag=True, help="Remove graphs of ours that are there and no longer here."
)
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--timeout", type=click.FloatRange(1), default=300, show_default=True, metavar="SECONDS",
              help="An answer may take.")  # fmt: skip
def publish(
    endpoint: str,
    graph: str | None,
    graph_store: str | None,
    update: str | None,
    user: str | None,
    password_file: str | None,
    prune: bool,
    dry_run: bool,
    timeout: float,
) -> int:
    """Put the named graphs into a remote store, and check counts and content hashes afterwards.

    Each graph is replaced whole; one that is there already with the same content stays, so that a
    run that was stopped goes on where it was. Exit code 1 where a graph did not arrive as it was sent.
    """
    remote = RemoteStore(
        endpoint,
        graph_store=graph_store,
        update=update,
        credentials=read_credentials(user, password_file),
        timeout=timeout,
    )
    with SortedGraph.read(graph) as held:
        publisher = Publisher(held, remote)
        if dry_run:
            _show_difference(publisher, prune=prune)
            return 0
        return _publish(publisher, prune=prune)


def _publish(publisher: Publisher, *, prune: bool) -> int:
    code = changed = 0
    try:
        for found in publisher.publish(prune=prune):
            verdict = (
                "ok" if found.is_right else f"WRONG: {found.expected} sent, {found.count} there"
            )
            if not found.is_right and found.count == found.expected:
                verdict = "WRONG: the content hash differs"
            changed += found.how != "same"
            click.echo(f"{found.name}  {found.count} triples  {found.how}  {verdict}")
            code |= not found.is_right
    except KeyboardInterrupt:
        if not changed and publisher.changing is None:
            raise
        half = f", {publisher.changing} perhaps in part" if publisher.changing else ""
        raise PolicygraphError(
            f"stopped; graphs changed there: {changed}{half}; run it again to go on"
        ) from None
    return code


def _show_difference(publisher: Publisher, *, prune: bool) -> None:
    for state in publisher.compare():
        if state.is_stale:
            what = f"{state.remote} triples there, none here: {'removed' if prune else 'left; see --prune'}"
        elif state.is_same:
            what = f"{state.local} triples, the same"
        else:
            what = (
                f"{state.remote} triples there, {state.local} here: +{state.added} -{state.removed}"
            )
        click.echo(f"{state.name}  {what}")
