"""``policygraph diff``."""

from __future__ import annotations

import click

from policygraph.questions.difference import compare
from policygraph.questions.difference_formats import difference_json, difference_text
from policygraph.store import is_url, open_store


@click.command(epilog="Example: policygraph diff published/policygraph.trig build")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text",
              show_default=True)  # fmt: skip
@click.option("--lang", type=click.Choice(["ja", "en"]), default="ja", show_default=True,
              help="Of the words and labels.")  # fmt: skip
def command(old: str, new: str, format_: str, lang: str) -> int:
    """Say what changed between two graphs: units, items, links, mentions, concepts.

    OLD and NEW are files, builds, stores on disk or SPARQL endpoints. Exit code 1 at a difference.
    """
    before, after = open_store(old, may_be_empty=True), open_store(new, may_be_empty=True)
    for location, store in ((old, before), (new, after)):
        if not is_url(location) and store.is_empty():
            click.echo(f"policygraph diff: note: {location}: the graph is empty", err=True)
    difference = compare(before.dump(), after.dump(), lang)
    text = difference_json(difference) if format_ == "json" else difference_text(difference, lang)
    click.echo(text, nl=False)
    return int(bool(difference))
