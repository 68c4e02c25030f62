"""``policygraph curate``."""

from __future__ import annotations

import datetime
import os
import re
from pathlib import Path

import click

from policygraph.core.errors import UsageError
from policygraph.core.resources import corpus_folders
from policygraph.corpus.description import find_texts
from policygraph.graph import build_graph
from policygraph.graph.skeleton import curation_skeleton


def _today() -> datetime.date:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.date.today()
    if not epoch.isdecimal():
        raise UsageError(f'SOURCE_DATE_EPOCH is "{epoch}", not a number of seconds')
    return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()


@click.command(epilog="Example: policygraph curate my-strategy-2018 chapter2.txt > curation.ttl")
@click.argument("key", metavar="KEY")
@click.argument("paths", nargs=-1, metavar="[FILE|DIRECTORY]...", type=click.Path(path_type=Path))
@click.option("--curator", default="curator", show_default=True, metavar="NAME",
              help="Who curates; the last step of an agent's IRI.")  # fmt: skip
@click.option("--encoding", default="utf-8", show_default=True, metavar="E")
def command(key: str, paths: tuple[Path, ...], curator: str, encoding: str) -> None:
    """Write the skeleton of a curation file: a title to fill for every measure, its words quoted.

    KEY is the document's key. The file goes to data/curation/KEY.ttl when it is filled.
    """
    if not re.fullmatch("[a-z0-9]+(?:-[a-z0-9]+)*", curator):
        raise UsageError(f'--curator "{curator}": use lower-case letters, digits and hyphens')
    texts = find_texts(list(paths) or list(corpus_folders()), fallback_key=key)
    wanted = [text for text in texts if text.document.key == key]
    if not wanted:
        known = ", ".join(sorted({text.document.key for text in texts}))
        raise UsageError(f'no text has the document key "{key}"; there is {known}')
    built = build_graph(wanted, encoding=encoding, curate=False)
    click.echo(curation_skeleton(built, key, curator, _today()), nl=False)
