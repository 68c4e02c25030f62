"""A server of the shipped chapter in a process of its own, and a client that sends just what it is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from web_server import Client, Server, serving


@pytest.fixture(scope="session")
def server(trig: Path) -> Iterator[Server]:
    with serving(trig) as started:
        yield started


@pytest.fixture
def client(server: Server) -> Client:
    return Client(server.port)
