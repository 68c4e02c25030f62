"""``policygraph coverage``."""

from __future__ import annotations

from pathlib import Path

import click

from policygraph.api import coverage
from policygraph.document import Ledger

_LONGEST = 80  # characters shown of an unexplained place


@click.command(epilog="Example: policygraph coverage chapter2.txt")
@click.argument("paths", nargs=-1, metavar="[FILE|DIRECTORY]...", type=click.Path(path_type=Path))
@click.option("--encoding", default="utf-8", show_default=True, metavar="E",
              help="Of the texts, e.g. cp932.")  # fmt: skip
def command(paths: tuple[Path, ...], encoding: str) -> int:
    """Show what every character of the raw files is: a leaf of the outline or a class of layout.

    Without arguments the shipped corpus is accounted for. Exit code 1 where anything is unexplained.
    """
    code = 0
    for ledger in coverage(*paths, encoding=encoding):
        click.echo(ledger_text(ledger))
        code |= bool(ledger.unexplained)
    return code


def ledger_text(ledger: Ledger) -> str:
    """The ledger for people: counts, and every unexplained place with its line."""
    source = ledger.document.source
    share = 100 * ledger.explained / ledger.raw_length
    lines = [
        source.name,
        f"  {ledger.raw_length} characters, {share:.2f}% explained",
    ]
    for layout, heading in ((False, "text"), (True, "layout")):
        counts = {kind: n for (is_layout, kind), n in ledger.counts.items() if is_layout == layout}
        lines.append(f"  {heading}  {sum(counts.values())}")
        lines += [
            f"    {kind:<20}{count:>9}" for kind, count in sorted(counts.items(), key=_by_count)
        ]
    lines += [
        f"{source.name}:{source.raw_place(entry.begin)}: left out as {entry.kind}:"
        f" {_shortened(source.raw[entry.begin : entry.end])}"
        for entry in ledger.entries
        if entry.layout and entry.kind in ("footnote", "running head", "table of contents")
    ]
    lines += [
        f"{source.name}:{unexplained.place}: unexplained: {_shortened(unexplained.words)}"
        for unexplained in ledger.unexplained
    ]
    return "\n".join(lines)


def _shortened(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}… ({len(words)} characters)"


def _by_count(entry: tuple[str, int]) -> tuple[int, str]:
    return -entry[1], entry[0]
