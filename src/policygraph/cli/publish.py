"""``policygraph publish``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from policygraph.core.errors import PolicygraphError, UsageError
from policygraph.core.resources import resource
from policygraph.publish.publisher import Publisher
from policygraph.store.graph_protocol import RemoteGraphs
from policygraph.store.http import Credentials
from policygraph.store.sorted_graph import SortedGraph

_USER, _PASSWORD = "POLICYGRAPH_USER", "POLICYGRAPH_PASSWORD"


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
def command(
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
    remote = RemoteGraphs(
        endpoint,
        graph_store=graph_store,
        update=update,
        credentials=read_credentials(user, password_file),
        timeout=timeout,
    )
    with SortedGraph.read(graph or resource("data", "graph", "policygraph.trig")) as held:
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
