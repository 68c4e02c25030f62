"""``policygraph import``: what an annotation tool gives back becomes a reading by hand."""

from __future__ import annotations

from pathlib import Path

import click

from policygraph.cli.corpus import given_paths, warn
from policygraph.cli.help import group
from policygraph.cli.options import (
    encoding_option,
    language_option,
    outline_option,
    paths_argument,
    vocabulary_option,
    with_offsets,
)
from policygraph.cli.steward import find_of_key
from policygraph.cli.summaries import say
from policygraph.core.errors import UsageError
from policygraph.core.formats import Format
from policygraph.core.output import new_file
from policygraph.core.resources import Vocabulary
from policygraph.corpus.description import find_texts
from policygraph.corpus.reading import Reader
from policygraph.publish.standoff import OFFSETS, OffsetKind
from policygraph.publish.standoff_gold import GoldMaker
from policygraph.publish.standoff_readers import STANDOFF_READERS, StandoffReader


@group("import", example="policygraph import brat annotated --document port-2019 corpus --out gold")
def import_() -> None:
    """Make a reading by hand of what an annotation tool gives back."""


def _add_reader(entry: Format[StandoffReader]) -> None:
    @import_.command(
        entry.name,
        help=entry.help,  # of one that a plug-in brings
        example=f"policygraph import {entry.name} annotated --document port-2019 corpus --out gold",
    )
    @click.argument("annotated", metavar="FILE|DIR", type=click.Path(path_type=Path, exists=True))
    @click.option("--document", "key", required=True, metavar="KEY")
    @paths_argument
    @click.option(
        "--out", required=True, metavar="DIR", type=click.Path(path_type=Path, file_okay=False)
    )
    @with_offsets(entry.name)
    @encoding_option
    @outline_option
    @vocabulary_option
    @language_option
    def _(
        annotated: Path,
        key: str,
        paths: tuple[Path, ...],
        out: Path,
        encoding: str,
        outline: str | None,
        vocabulary: Vocabulary | None,
        lang: str,
        offsets: OffsetKind = OFFSETS[0],
    ) -> None:
        found = find_texts(given_paths(paths), fallback_key=key, outline=outline)
        reader = Reader(vocabulary, encoding)
        readings = [reader.read(text) for text in find_of_key(found, key)]
        maker = GoldMaker(readings, reader.annotator.lexicon, vocabulary)
        made = maker.make(entry.write(annotated, offsets))
        files = dict(made.files())
        for name in files:
            if (out / name).exists():
                raise UsageError("gold-is-there", path=out / name)
        for name, content in files.items():
            with new_file(out / name) as file:
                file.write(content.encode())
        warn(made.problems, f"import {entry.name}", lang)
        rows = sum(map(len, made.rows.values()))
        line = say("hand-reading", lang, rows=rows, folder=out, document=key)
        click.echo(f"policygraph import {entry.name}: {line}", err=True)


for _reader in STANDOFF_READERS:
    _add_reader(_reader)
