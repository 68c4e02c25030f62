"""The command line in a process of its own, as a user meets it, but for the second that importing takes.

A server that has imported the program forks a process for each call: it has its own memory, folder, variables,
streams and exit code, and ends as it would. What is about starting, importing, terminals and pipes is tested with
``python -m policygraph`` itself.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from policygraph.cli.main import COMMANDS

_LONGEST = 180.0  # seconds
_STREAMS = ("stdin", "stdout", "stderr")

_context = get_context("forkserver")
_context.set_forkserver_preload(
    [
        "program_in_memory",
        *sorted({f"policygraph.cli.{place.partition(':')[0]}" for place in COMMANDS.values()}),
        "policygraph.questions.formats",
        "policygraph.shapes.fast",
        "policygraph.publish.formats",
        "networkx",
    ]
)


def run_bytes(
    *words: object,
    cwd: Path | None = None,
    stdin: bytes = b"",
    variables: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run ``policygraph`` with these words.

    Args:
        words: what stands behind ``policygraph``.
        cwd: its working folder.
        stdin: what it reads.
        variables: its environment; that of the tests where it is missing.

    Raises:
        subprocess.TimeoutExpired: it was ended after three minutes.
    """
    arguments = [str(word) for word in words]
    with TemporaryDirectory(prefix="policygraph-call-") as folder:
        paths = [Path(folder, name) for name in _STREAMS]
        paths[0].write_bytes(stdin)
        process = _context.Process(
            target=_run,
            args=(arguments, str(cwd or Path.cwd()), dict(variables or os.environ), paths),
        )
        process.start()
        process.join(_LONGEST)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(["policygraph", *arguments], _LONGEST)
        out, err = (path.read_bytes() if path.exists() else b"" for path in paths[1:])
        return subprocess.CompletedProcess(arguments, process.exitcode, out, err)


def run_text(
    *words: object,
    cwd: Path | None = None,
    stdin: str = "",
    variables: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """The same with text, which is UTF-8."""
    done = run_bytes(*words, cwd=cwd, stdin=stdin.encode(), variables=variables)
    texts = (stream.decode().replace("\r\n", "\n") for stream in (done.stdout, done.stderr))
    return subprocess.CompletedProcess(done.args, done.returncode, *texts)


def _run(words: list[str], cwd: str, variables: dict[str, str], streams: list[Path]) -> None:
    """Be the process: its streams are files, as in a shell with ``<`` and ``>``."""
    for number, path in enumerate(streams):
        flags = os.O_WRONLY | os.O_CREAT if number else os.O_RDONLY
        os.dup2(os.open(path, flags, 0o600), number)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(
        2, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False
    )
    os.environ.clear()
    os.environ.update(variables)
    os.chdir(cwd)
    sys.argv = ["policygraph", *words]
    from policygraph.cli import main

    main()
