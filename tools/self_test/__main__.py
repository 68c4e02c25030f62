"""Spoil the triples of a graph one by one and print how many of them the shapes catch.

``python -m tools.self_test [GRAPH] --sample N``; exit code 1 where fewer are caught than should be.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import click

from policygraph.cli.progress import steps
from policygraph.core.errors import PolicygraphError, UsageError
from policygraph.shapes import Rules
from policygraph.store import OxigraphStore, open_store
from tools.self_test import Mutator, SelfTest, spoilable, tally
from tools.self_test.text import reaches_aims, self_test_table, self_test_text


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.self_test", description=__doc__)
    parser.add_argument("graph", nargs="?", metavar="GRAPH",
                        help="a file or a build; the shipped graph if missing")  # fmt: skip
    parser.add_argument("--sample", type=int, default=5, metavar="N",
                        help="triples a predicate, 0 for all (default: 5)")  # fmt: skip
    parser.add_argument("--share", type=float, default=0.0, metavar="S",
                        help="of a predicate, at least this part of its triples (default: 0)")  # fmt: skip
    parser.add_argument(
        "--seed", type=int, default=1, metavar="S", help="of the sample (default: 1)"
    )
    parser.add_argument("--markdown", action="store_true",
                        help="print the table of docs/validation.md, and the rest to stderr")  # fmt: skip
    parser.add_argument("--shapes", type=Path, metavar="DIR",
                        help="shapes of your own, beside those of the package")  # fmt: skip
    return parser.parse_args(words)


def _cost(seconds: float) -> str:
    return f"{seconds / 60:.0f} minutes" if seconds > 90 else f"{seconds:.0f} s"


def run(words: Sequence[str] | None = None) -> int:
    """Run the self-test; returns the exit code.

    Raises:
        PolicygraphError: the graph or the shapes cannot be used.
    """
    options = _arguments(words)
    store = open_store(options.graph)
    if not isinstance(store, OxigraphStore):
        raise UsageError("the self-test changes the graph: give a file or a build, not an endpoint")
    data = store.engine
    mutations = list(Mutator(data, options.seed).sample(options.sample or None, options.share))
    test = SelfTest(store, Rules.load(options.shapes).shapes)
    started = time.monotonic()
    list(test.run(mutations[:1]))
    cost = (time.monotonic() - started) * len(mutations)
    print(f"{len(mutations)} mutations, the graph validated after each: about {_cost(cost)}",
          file=sys.stderr)  # fmt: skip
    named = click.Context(click.Command("self-test"), info_name="self-test")  # of its progress
    with named, steps("spoiling", len(mutations)) as progress:
        outcomes = list(test.run(mutations, progress))
    tallies = tally(outcomes, spoilable(data))
    if options.markdown:
        print(self_test_table(tallies), end="")
    text = self_test_text(tallies, options.seed)
    print(text, end="", file=sys.stderr if options.markdown else sys.stdout)
    return int(not reaches_aims(tallies))


def main() -> None:
    """Run the self-test and exit; an error is one line on stderr and exit code 2."""
    try:
        sys.exit(run())
    except PolicygraphError as error:
        print(f"python -m tools.self_test: {error}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
