"""A Virtuoso 7 of our own for tests: on loopback, in a temporary folder, ended by its process id.

Its binary comes with Debian's package virtuoso-opensource, which is installed where that is possible.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable, Mapping
from pathlib import Path

from policygraph.core.namespaces import IRI
from policygraph.core.terms import Triple, encode_triple
from policygraph.store.http import Credentials
from policygraph.store.remote import RemoteStore

PACKAGE = "virtuoso-opensource"
USER, PASSWORD = "dba", "dba"  # of a new database
_STARTING = 120  # seconds
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
ServerThreads = 10
CheckpointInterval = 0
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
MaxClientConnections = 10
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryExecutionTime = 60
"""


class NoVirtuosoError(Exception):
    """There is none, and none can be installed. ``str()`` says why."""


def find_virtuoso() -> str:
    """The server's binary, installed where that is possible.

    Raises:
        NoVirtuosoError: says why there is none.
    """
    binary = shutil.which("virtuoso-t")
    if binary is None and shutil.which("apt-get") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for step in (("update",), ("install", "-y", "--no-install-recommends", PACKAGE)):
            subprocess.run(
                ["apt-get", "-qq", *step], env=environment, capture_output=True, check=False
            )
        binary = shutil.which("virtuoso-t")
    if binary is None:
        raise NoVirtuosoError(f"no virtuoso-t; install Debian's package {PACKAGE}")
    return binary


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for held in sockets:
            held.bind(("127.0.0.1", 0))
        return [held.getsockname()[1] for held in sockets]
    finally:
        for held in sockets:
            held.close()


def _end_with_parent() -> None:
    """A test run that is killed takes its server along (Linux, prctl(2))."""
    parent_death_signal = 1
    ctypes.CDLL(None).prctl(parent_death_signal, signal.SIGTERM)


class Virtuoso:
    """A running server.

    Args:
        folder: an empty one, for its database and configuration.
        rows: the most that an answer may have.

    Raises:
        NoVirtuosoError: there is no binary, or it did not start.
    """

    def __init__(self, folder: Path, *, rows: int = 1_000_000) -> None:
        binary = find_virtuoso()
        sql, http = _free_ports(2)
        self.url = f"http://127.0.0.1:{http}"
        self.endpoint = f"{self.url}/sparql"
        configuration = folder / "virtuoso.ini"
        configuration.write_text(
            _CONFIGURATION.format(folder=folder, sql=sql, http=http, rows=rows), encoding="utf-8"
        )
        self.process = subprocess.Popen(
            [binary, "+foreground", "+configfile", str(configuration)],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise

    def _wait(self) -> None:
        deadline = time.monotonic() + _STARTING
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise NoVirtuosoError(f"virtuoso-t ended with {self.process.returncode}")
            try:
                with urllib.request.urlopen(self.endpoint, timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        raise NoVirtuosoError(f"virtuoso-t did not answer within {_STARTING} s")

    def load(self, graphs: Mapping[IRI, Iterable[Triple]]) -> None:
        """Replace named graphs, by the SPARQL 1.1 Graph Store HTTP Protocol."""
        remote = RemoteStore(self.endpoint, credentials=Credentials(USER, PASSWORD))
        for graph, triples in graphs.items():
            remote.replace(graph, sorted(triples, key=encode_triple))

    def stop(self) -> None:
        """End the server; its folder can be deleted afterwards."""
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(20)
