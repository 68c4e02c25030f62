"""``policygraph review``: a page on which a steward judges the mentions of a document."""

from __future__ import annotations

from pathlib import Path

import click

from policygraph.cli.corpus import given_paths, warn
from policygraph.cli.help import command
from policygraph.cli.options import (
    encoding_option,
    language_option,
    outline_option,
    paths_argument,
    vocabulary_option,
)
from policygraph.cli.progress import steps
from policygraph.cli.steward import curator_option, find_of_key, today
from policygraph.cli.summaries import say
from policygraph.core.names import Names
from policygraph.core.output import check_out, new_file
from policygraph.core.resources import Vocabulary
from policygraph.corpus.description import curation_place, find_texts, whole_corpus
from policygraph.corpus.reading import Reader
from policygraph.graph import build_graph
from policygraph.graph.curation import read_curation


@command(example="policygraph review port-2019 corpus --out review.html")
@click.argument("key", metavar="KEY")
@paths_argument
@click.option("--out", default="review.html", show_default=True, metavar="FILE",
              type=click.Path(path_type=Path))  # fmt: skip
@curator_option
@encoding_option
@outline_option
@vocabulary_option
@language_option
def review(
    key: str,
    paths: tuple[Path, ...],
    out: Path,
    curator: str,
    encoding: str,
    outline: str | None,
    vocabulary: Vocabulary | None,
    lang: str,
) -> int:
    """Write a page on which the mentions of a document are judged; it makes its curation file."""
    from policygraph.pages.review import Review

    check_out(out)
    texts = find_texts(whole_corpus(given_paths(paths)), fallback_key=key, outline=outline)
    place = curation_place(find_of_key(texts, key)[0].path.parent, key)
    reader = Reader(vocabulary, encoding)
    with steps("reading", len(texts)) as progress:
        built = build_graph(texts, reader=reader, progress=progress)
    warn(built.summary.faults, "review", lang)
    written = place.read_text(encoding="utf-8-sig") if place.exists() else ""
    lexicon = reader.annotator.lexicon
    links = frozenset(kind.predicate for kind in lexicon.kinds)
    curation = read_curation(place, Names(), links) if written else None
    page = Review(built, key, lexicon, vocabulary, written, curation, curator, today())
    with new_file(out) as target:
        target.write(page.to_html(lang).encode())
    line = say("review-written", lang, page=out, place=place)
    click.echo(f"policygraph review: {line}", err=True)
    return int(bool(built.summary.faults))
