"""``policygraph export`` and ``policygraph publish``: the graph leaves, as files or into a store."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

import click

from policygraph.cli.help import command, group
from policygraph.cli.options import graph_option, language_option, shards_option, with_offsets
from policygraph.cli.progress import steps
from policygraph.cli.summaries import shards_text
from policygraph.core.errors import PolicygraphError, UsageError
from policygraph.core.formats import Format
from policygraph.core.messages import Messages
from policygraph.core.output import compressed, new_file
from policygraph.pages import write_site
from policygraph.publish.core_formats import CORE_FORMATS
from policygraph.publish.facts import CC_BY, PUBLISHER_TYPES, PortalFacts
from policygraph.publish.formats import (
    GRAPH_FORMATS,
    PACKED,
    PAGE_FORMATS,
    STANDOFF_FORMATS,
    GraphWriter,
    PageWriter,
)
from policygraph.publish.portal import write_portal
from policygraph.publish.publisher import Publisher
from policygraph.publish.sharded import KINDS, SHARDS, export_shards
from policygraph.publish.standoff import OFFSETS, OffsetKind, read_texts
from policygraph.publish.standoff_formats import StandoffWriter
from policygraph.publish.tables import table_names, write_table, write_tables
from policygraph.publish.views import VIEW_FORMATS, find_view, view_ids, write_view
from policygraph.questions.csvw import Headings
from policygraph.store import PATIENCE, open_store
from policygraph.store.http import (
    PASSWORD_VARIABLE,
    USER_VARIABLE,
    Credentials,
    find_credentials,
)
from policygraph.store.remote import RemoteStore
from policygraph.store.sorted_graph import SortedGraph, read_quads

_PATIENCE = 24 * 3600.0  # seconds that a server may be waited for in all
_MOST = 64 * 2**30  # bytes that it may send
_say = Messages("cli")

_out_option = click.option("--out", default="-", show_default=True, metavar="PATH|-")


@contextmanager
def _output(out: str, *, gzipped: bool = False) -> Iterator[IO[bytes]]:
    """Standard output, or a file that is there whole or not at all; ``.gz`` in its name packs it."""
    with steps("writing"), _opened(out, gzipped=gzipped) as file:
        yield file


@contextmanager
def _opened(out: str, *, gzipped: bool) -> Iterator[IO[bytes]]:
    if out == "-":
        if gzipped:
            if sys.stdout.isatty():
                raise UsageError("packed-on-terminal")
            with compressed(sys.stdout.buffer) as packed:
                yield packed
        else:
            yield sys.stdout.buffer
        return
    with new_file(Path(out), gzipped=gzipped or out.lower().endswith(PACKED)) as file:
        yield file


@group(example="policygraph export jsonld --out policygraph.jsonld")
def export() -> None:
    """Write the graph in another format."""


def _add_graph_format(entry: Format[GraphWriter]) -> None:
    @export.command(
        entry.name,
        help=entry.help,  # of one that a plug-in brings
        example=f"policygraph export {entry.name} --out policygraph{entry.suffix}",
    )
    @graph_option
    @_out_option
    def _(graph: str | None, out: str) -> None:
        gzipped = entry.suffix.endswith(PACKED)
        with _output(out, gzipped=gzipped) as file, SortedGraph.read(graph) as held:
            entry.write(held, file)


def _add_page_format(entry: Format[PageWriter]) -> None:
    @export.command(
        entry.name,
        help=entry.help,  # of one that a plug-in brings
        example=f"policygraph export {entry.name} --lang ja --out strategy{entry.suffix}",
    )
    @graph_option
    @_out_option
    @language_option
    def _(graph: str | None, out: str, lang: str) -> None:
        with _output(out) as file, SortedGraph.read(graph) as held:
            entry.write(held, file, language=lang)


def _add_standoff_format(entry: Format[StandoffWriter]) -> None:
    """One for annotation tools; what has no suffix is several files and needs a folder."""
    place = "annotated" if not entry.suffix else f"annotated{entry.suffix}"

    @export.command(
        entry.name,
        help=entry.help,  # of one that a plug-in brings
        example=f"policygraph export {entry.name} --out {place}",
    )
    @graph_option
    @click.option("--out", default="-" if entry.suffix else None, show_default=bool(entry.suffix),
                  required=not entry.suffix, metavar="PATH|-" if entry.suffix else "DIR")  # fmt: skip
    @with_offsets(entry.name)
    def _(graph: str | None, out: str, offsets: OffsetKind = OFFSETS[0]) -> None:
        with SortedGraph.read(graph) as held, ExitStack() as opened:
            files: dict[str, IO[bytes]] = {}
            for name, words in entry.write(lambda: read_texts(held), offsets=offsets):
                if name not in files:
                    place = str(Path(out) / name) if name else out
                    files[name] = opened.enter_context(_output(place))
                files[name].write(words.encode())


for _standoff_format in STANDOFF_FORMATS:
    _add_standoff_format(_standoff_format)
for _graph_format in GRAPH_FORMATS:
    _add_graph_format(_graph_format)
for _page_format in PAGE_FORMATS:
    _add_page_format(_page_format)


@export.command(example="policygraph export core --format parquet --out core.parquet")
@graph_option
@_out_option
@click.option("--format", "format_", type=click.Choice(CORE_FORMATS.names), default="turtle",
              show_default=True)  # fmt: skip
def core(graph: str | None, out: str, format_: str) -> None:
    """The core of the graph: measures with labels, text, links and place."""
    from policygraph.graph import core_graph  # all that a build needs comes with it

    with _output(out) as file, SortedGraph.read(graph) as held:
        CORE_FORMATS.find(format_).write(core_graph(held.triples), file)


@export.command(example="policygraph export shapes --core --out shapes.ttl")
@_out_option
@click.option("--core", is_flag=True)
def shapes(out: str, core: bool) -> None:
    """The SHACL shapes in one file, for other validators."""
    from policygraph.shapes.core_shapes import write_shapes

    with _output(out) as file:
        file.write(write_shapes(core=core).encode())


@export.command(
    example="policygraph export csv --out tables --bom",
    values={"tables": ", ".join(table_names())},
)
@graph_option
@click.option("--out", default="-", metavar="DIR|-")
@click.option("--table", type=click.Choice(table_names()), metavar="NAME")
@click.option(
    "--headings", type=click.Choice(["keys", "both", "ja", "en"]), default="keys", show_default=True
)
@click.option("--bom", is_flag=True)
def csv(graph: str | None, out: str, table: str | None, headings: Headings, bom: bool) -> None:
    """CSV tables, one row a thing, with CSV on the Web metadata beside them."""
    if table is None and out == "-":
        raise UsageError("several-tables")
    if table is not None:
        with _output(out) as file, SortedGraph.read(graph) as held:
            write_table(held, table, file, headings=headings, bom=bom)
        return
    with steps("writing"), SortedGraph.read(graph) as held:
        written = list(write_tables(held, Path(out), headings=headings, bom=bom))
    for path in written:
        click.echo(path)


@export.command(example="policygraph export shards --out shards --shards 64")
@graph_option
@click.option("--out", required=True, metavar="DIR", type=click.Path(path_type=Path))
@shards_option(default=SHARDS)
@click.option("--format", "format_", type=click.Choice(["both", *KINDS]), default="both",
              show_default=True)  # fmt: skip
@language_option
def shards(graph: str | None, out: Path, shards: int, format_: str, lang: str) -> None:
    """Sorted N-Quads and Parquet tables in shards, for bulk loaders and SQL."""
    kinds = KINDS if format_ == "both" else (format_,)
    with steps("writing"):
        written = export_shards(read_quads(graph), out, shards=shards, kinds=kinds)
    click.echo(shards_text(written, out, lang))


def _add_view(name: str, *, hidden: bool) -> None:
    @export.command(
        name, hidden=hidden, example=f"policygraph export {name} schema-org --format jsonld"
    )
    @click.argument("view_id", metavar="NAME", required=False)
    @graph_option
    @_out_option
    @click.option("--format", "format_", type=click.Choice(VIEW_FORMATS), default="turtle",
                  show_default=True)  # fmt: skip
    @language_option
    def _(view_id: str | None, graph: str | None, out: str, format_: str, lang: str) -> None:
        """The graph in the terms of a standard vocabulary; without NAME a list of them."""
        if view_id is None:
            for found in map(find_view, view_ids()):
                click.echo(f"{found.id:<16}{found.title[lang]}")
            return
        with _output(out) as file, open_store(graph, patience=PATIENCE) as store:
            write_view(view_id, store, file, format_)


_add_view("view", hidden=False)
_add_view("reading", hidden=True)  # its name until version 2


def write_pages(graph: str | None, out: Path, lang: str) -> None:
    """Pages of everything as files, which search without a server."""
    with steps("writing"):
        pages = write_site(graph, out)
    click.echo(_say("site-written", lang, folder=out, pages=pages, first=out / "index.html"))


@export.command(example="policygraph export site --out site")
@graph_option
@click.option("--out", required=True, metavar="DIR", type=click.Path(path_type=Path))
@language_option
def site(graph: str | None, out: Path, lang: str) -> None:
    """Pages of everything as files, which search without a server."""
    write_pages(graph, out, lang)


@export.command(
    example='policygraph export portal --out portal --publisher "Example Institute"'
    " --contact data@example.org"
)
@graph_option
@click.option("--out", required=True, metavar="DIR", type=click.Path(path_type=Path))
@click.option("--publisher", multiple=True, metavar="NAME")
@click.option("--contact", metavar="MAIL|URL")
@click.option("--publisher-type", type=click.Choice(PUBLISHER_TYPES), metavar="TYPE")
@click.option("--homepage", metavar="URL")
@click.option("--licence", default=CC_BY, show_default=True, metavar="IRI")
@click.option("--version", metavar="V")
@click.option("--base-iri", metavar="IRI")
@click.option("--url", metavar="URL")
@click.option("--endpoint", metavar="URL")
@click.option("--previous", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--bom", is_flag=True)
@language_option
def portal(
    graph: str | None,
    out: Path,
    publisher: tuple[str, ...],
    contact: str | None,
    publisher_type: str | None,
    homepage: str | None,
    licence: str,
    version: str | None,
    base_iri: str | None,
    url: str | None,
    endpoint: str | None,
    previous: Path | None,
    bom: bool,
    lang: str,
) -> None:
    """A directory for a data portal: data, tables, DCAT-AP, VoID, PROV and checksums."""
    facts = PortalFacts(
        publisher, contact, licence, version, url, endpoint, publisher_type, homepage
    )
    with steps("writing"):
        changes = write_portal(graph, out, facts, base_iri=base_iri, previous=previous, bom=bom)
    if url is None:
        click.echo(_say("portal-without-url", lang), err=True)
    count = sum(1 for path in out.rglob("*") if path.is_file())
    click.echo(_say("portal-written", lang, folder=out, count=count))
    if changes is not None:
        click.echo(changes.note(lang))


def read_credentials(user: str | None, password_file: str | None) -> Credentials | None:
    """User and password from the option, a file, standard input or the environment.

    Raises:
        UsageError: one without the other, or a file that cannot be read.
    """
    user = user or os.environ.get(USER_VARIABLE)
    if password_file == "-":
        password: str | None = sys.stdin.readline()
    elif password_file is not None:
        try:
            password = Path(password_file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise UsageError("no-password", file=password_file) from None
    else:
        password = os.environ.get(PASSWORD_VARIABLE)
    if not user and password is None:
        return None
    if not user or password is None:
        raise UsageError("user-and-password", user=USER_VARIABLE, password=PASSWORD_VARIABLE)
    return Credentials(user, password.rstrip("\r\n"))


@command(
    example="policygraph publish --endpoint http://localhost:8890/sparql --user dba"
    " --password-file ~/.virtuoso --dry-run",
    values={"user": USER_VARIABLE, "password": PASSWORD_VARIABLE},
)
@click.option("--endpoint", required=True, metavar="URL")
@click.option("--graph", metavar="FILE|DIR")
@click.option("--graph-store", metavar="URL")
@click.option("--update", metavar="URL")
@click.option("--user", metavar="NAME")
@click.option("--password-file", metavar="FILE|-")
@click.option("--prune", is_flag=True)
@click.option("--dry-run", is_flag=True)
@click.option(
    "--timeout", type=click.FloatRange(1), default=300, show_default=True, metavar="SECONDS"
)
@language_option
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
    lang: str,
) -> int:
    """Put the named graphs into a remote store, and check counts and content hashes afterwards."""
    remote = RemoteStore(
        endpoint,
        graph_store=graph_store,
        update=update,
        credentials=read_credentials(user, password_file) or find_credentials(endpoint),
        timeout=timeout,
    )
    remote.allow(_PATIENCE, _MOST)
    with steps("sending"), SortedGraph.read(graph) as held:
        publisher = Publisher(held, remote)
        if dry_run:
            _show_difference(publisher, lang, prune=prune)
            return 0
        return _publish(publisher, lang, prune=prune)


def _publish(publisher: Publisher, lang: str, *, prune: bool) -> int:
    code = changed = 0
    try:
        for found in publisher.publish(prune=prune):
            verdict = "ok"
            if not found.is_right:
                is_whole = found.count == found.expected
                key = "publish-other-content" if is_whole else "publish-other-count"
                verdict = _say(key, lang, sent=found.expected, there=found.count)
            changed += found.how != "same"
            count = _say("publish-triples", lang, count=found.count)
            how = _say(f"publish-{found.how.replace(' ', '-')}", lang)
            click.echo(f"{found.name}  {count}  {how}  {verdict}")
            code |= not found.is_right
    except KeyboardInterrupt:
        if not changed and publisher.changing is None:
            raise
        key = "stopped-in-graph" if publisher.changing else "stopped-between-graphs"
        raise PolicygraphError(key, count=changed, graph=publisher.changing) from None
    return code


def _show_difference(publisher: Publisher, lang: str, *, prune: bool) -> None:
    for state in publisher.compare():
        if state.is_stale:
            key = "publish-would-remove" if prune else "publish-would-leave"
        elif state.is_same:
            key = "publish-is-same"
        else:
            key = "publish-would-change"
        counts = {
            "there": state.remote, "here": state.local,
            "added": state.added, "removed": state.removed,
        }  # fmt: skip
        click.echo(f"{state.name}  {_say(key, lang, **counts)}")
