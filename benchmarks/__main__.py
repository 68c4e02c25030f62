"""``python -m benchmarks [NAME …] [--full]``."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

from benchmarks.process import TaskFailed

# name: (module, what it measures)
BENCHMARKS: dict[str, tuple[str, str]] = {
    "before": ("benchmarks.before", "0.1.0 beside this build, and what the aims came to"),
    "commands": ("benchmarks.commands", "--help and --version beside importing rdflib"),
    "reading": ("benchmarks.reading", "text to quads beside SudachiPy and rdflib, 1 and 10 MB"),
    "documents": ("benchmarks.documents", "a PDF of 300 pages to quads beside its text alone"),
    "annotate": ("benchmarks.annotating", "all schemes beside SudachiPy; growth"),
    "growing": (
        "benchmarks.growing",
        "one changed document of 200, with a cache; 1e3 and 1e4 measures",
    ),
    "queries": ("benchmarks.asking", "every saved question on every engine, 1e3 and 1e4 measures"),
    "validation": ("benchmarks.validating", "the shapes beside pySHACL, 1e3 and 1e4 measures"),
    "constraints": ("benchmarks.constraining", "each constraint; growth, 1e2 and 1e3 measures"),
    "serving": (
        "benchmarks.serving",
        "look-ups, pages and searches over HTTP beside other servers, 1e5 measures",
    ),
    "network": ("benchmarks.networks", "projections and pictures, 1e3 measures"),
}


def main() -> int:
    """Run the benchmarks named, or all of them."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Time policygraph beside its peers, in one run.",
        epilog="\n".join(f"{name:<12}{about}" for name, (_, about) in BENCHMARKS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[[], *BENCHMARKS],
                        help="one of those below; all without a name")  # fmt: skip
    parser.add_argument("--full", action="store_true", help="larger sizes; takes hours")
    given = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, {platform.machine()}")
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="policygraph-bench-") as work:
        for name in given.names or BENCHMARKS:
            try:
                import_module(BENCHMARKS[name][0]).run(Path(work), given.full)
            except TaskFailed as failure:
                print(f"benchmarks: {name}: {failure}", file=sys.stderr)
                return 1
    print(f"\n{time.monotonic() - begun:.0f} s in all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
