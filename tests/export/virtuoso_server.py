"""A Virtuoso 7 of our own for a test: on loopback, in a folder of its own, ended by its process."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PASSWORD = "Geheim-7f3a9"
_PATIENCE = 90.0  # seconds to come up
_CONFIGURATION = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 10000
"""


@dataclass(frozen=True, slots=True)
class Virtuoso:
    """A running server."""

    url: str
    folder: Path
    user: str = "dba"
    password: str = PASSWORD

    @property
    def endpoint(self) -> str:
        """Of SPARQL queries."""
        return f"{self.url}/sparql"


def missing() -> str | None:
    """Why no Virtuoso can be started here."""
    if shutil.which("virtuoso-t") is None:
        return "virtuoso-t is not installed: apt-get install virtuoso-opensource"
    return None


def _free_ports(number: int) -> list[int]:
    sockets = [socket.socket() for _ in range(number)]
    try:
        for found in sockets:
            found.bind(("127.0.0.1", 0))
        return [found.getsockname()[1] for found in sockets]
    finally:
        for found in sockets:
            found.close()


def _answers(port: int) -> bool:
    with socket.socket() as attempt:
        attempt.settimeout(1)
        return attempt.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def virtuoso(folder: Path) -> Iterator[Virtuoso]:
    """Start a server with an empty database in a folder, and end it."""
    sql, http = _free_ports(2)
    configuration = folder / "virtuoso.ini"
    text = _CONFIGURATION.format(folder=folder, sql=sql, http=http)
    configuration.write_text(text, encoding="utf-8")
    start = ["virtuoso-t", "+foreground", "+configfile", str(configuration)]
    # With these it makes the database, sets the password and ends.
    change = ["+pwdold", "dba", "+pwddba", PASSWORD]
    subprocess.run(
        [*start, *change], cwd=folder, capture_output=True, timeout=_PATIENCE, check=True
    )
    with subprocess.Popen(
        start, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            deadline = time.monotonic() + _PATIENCE
            while not _answers(http):
                if server.poll() is not None or time.monotonic() > deadline:
                    log = (folder / "virtuoso.log").read_text(encoding="utf-8", errors="replace")
                    raise RuntimeError(f"Virtuoso did not come up:\n{log[-2000:]}")
                time.sleep(0.1)
            yield Virtuoso(f"http://127.0.0.1:{http}", folder)
        finally:
            server.terminate()
            try:
                server.wait(timeout=30)
            except subprocess.TimeoutExpired:
                server.kill()
