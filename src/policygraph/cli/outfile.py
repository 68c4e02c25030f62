"""A file that a command is to write, checked before the work begins."""

from __future__ import annotations

import os
from pathlib import Path

from policygraph.core.errors import UsageError
from policygraph.core.output import not_a_folder


def check_out(path: Path) -> None:
    """Check that a file can be written.

    Raises:
        UsageError: its folder is missing, closed or a file, or a folder has its name.
    """
    blocking = not_a_folder(path)
    if blocking is not None:
        raise UsageError(f"{path}: {blocking} is not a folder; name another place")
    folder = path.parent
    if not folder.is_dir():
        raise UsageError(f"{path}: there is no folder {folder}; make it first")
    if path.is_dir():
        raise UsageError(f"{path}: is a folder; name a file in it")
    if not os.access(path if path.exists() else folder, os.W_OK):
        raise UsageError(f"{path}: may not be written; name another place")
