"""Packages of others that plug into policygraph: a module and its entry points, on the path."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


class Site:
    """A folder of installed packages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def install(self, package: str, module: str, group: str, *entries: str) -> None:
        """Put a package there as an installer would: its module and its metadata."""
        info = self.folder / f"{package}-1.0.dist-info"
        info.mkdir(parents=True)
        name = package.replace("-", "_")
        (self.folder / f"{name}.py").write_text(module, encoding="utf-8")
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[{group}]\n" + "\n".join(entries) + "\n")

    def run(self, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        """Run ``policygraph`` where these packages are installed."""
        path = os.pathsep.join([str(self.folder), *filter(None, [os.environ.get("PYTHONPATH")])])
        return subprocess.run(
            [sys.executable, "-m", "policygraph", *arguments],
            cwd=cwd, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True,
            encoding="utf-8", timeout=120,
        )  # fmt: skip
