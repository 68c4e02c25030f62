"""``policygraph serve``."""

from __future__ import annotations

from pathlib import Path

import click

from policygraph.cli.corpus import given_paths
from policygraph.cli.help import command
from policygraph.cli.options import graph_option, language_option
from policygraph.cli.steward import curator_option
from policygraph.core.errors import UsageError
from policygraph.core.extras import require
from policygraph.core.messages import Messages

_say = Messages("cli")
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@command(example="policygraph serve --port 8000")
@graph_option
@click.option("--host", default="127.0.0.1", show_default=True, metavar="HOST")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, metavar="N")
@click.option("--edit", is_flag=True)
@click.option(
    "--corpus", type=click.Path(path_type=Path, exists=True), multiple=True, metavar="PATH"
)
@curator_option
@language_option
def serve(
    graph: str | None,
    host: str,
    port: int,
    edit: bool,
    corpus: tuple[Path, ...],
    curator: str,
    lang: str,
) -> None:
    """Serve pages, search, questions and a SPARQL endpoint until Ctrl-C."""
    require("web", "starlette", "uvicorn", "httptools")
    if edit and host not in _LOOPBACK:
        raise UsageError("edit-elsewhere", host=host)
    if corpus and not edit:
        raise UsageError("corpus-without-edit")
    from policygraph.web.review import Steward
    from policygraph.web.server import listen, run

    bound = listen(host, port)
    name = f"[{host}]" if ":" in host else host
    url = f"http://{name}:{bound.getsockname()[1]}/"
    steward = Steward(given_paths(corpus), curator) if edit else None
    run(
        graph,
        bound,
        steward=steward,
        ready=lambda: click.echo(_say("serving", lang, url=url), err=True),
    )
