"""``policygraph mcp``."""

from __future__ import annotations

import click

from policygraph.cli.help import command
from policygraph.cli.options import graph_option
from policygraph.core.extras import require


@command(example="policygraph mcp --graph build")
@graph_option
@click.option("--http", is_flag=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, metavar="N")
def mcp(graph: str | None, http: bool, port: int) -> None:
    """Answer assistants by the Model Context Protocol, on standard input and output or over HTTP."""
    require("mcp", "mcp")
    from policygraph.web.assistant import open_assistant
    from policygraph.web.mcp_server import mcp_server

    with open_assistant(graph) as assistant:
        server = mcp_server(assistant)
        if http:
            server.run("streamable-http", host="127.0.0.1", port=port)
        else:
            server.run("stdio")
