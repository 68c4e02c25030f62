"""``policygraph check``: one page of words on a corpus."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from policygraph.cli.corpus import given_paths
from policygraph.cli.help import command
from policygraph.cli.options import (
    encoding_option,
    language_option,
    outline_option,
    paths_argument,
    vocabulary_option,
)
from policygraph.cli.progress import steps
from policygraph.core.errors import Errors
from policygraph.core.output import check_out, new_file
from policygraph.core.resources import Vocabulary, default_graph
from policygraph.corpus.description import find_texts
from policygraph.corpus.reading import Reader
from policygraph.store.open import BUILT

_LAST_BUILD = Path("build")  # where policygraph build writes if nothing else is said


@command(example="policygraph check corpus --since build --out check.html")
@paths_argument
@click.option("--since", metavar="FILE|DIR", type=click.Path(path_type=Path, exists=True))
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path))
@encoding_option
@outline_option
@vocabulary_option
@language_option
def check(
    paths: tuple[Path, ...],
    since: Path | None,
    out: Path | None,
    encoding: str,
    outline: str | None,
    vocabulary: Vocabulary | None,
    lang: str,
) -> int:
    """Say on one page what is wrong or missing in a corpus, and what changed since the last build."""
    from policygraph.pages.corpus_check import STEPS, check_corpus

    if out is not None:
        check_out(out)
    errors = Errors()
    texts = find_texts(given_paths(paths), fallback_key="text", outline=outline, errors=errors)
    with steps("checking", len(texts) + len(STEPS)) as progress:
        checked = check_corpus(
            texts,
            reader=Reader(vocabulary, encoding),
            since=since or _last_build(paths),
            corpus="".join(f" {shlex.quote(str(path))}" for path in paths),
            language=lang,
            errors=errors,
            progress=progress,
        )
    is_page = out is not None and out.suffix.lower() in (".html", ".htm")
    written = checked.to_html(lang) if is_page else checked.to_text(lang)
    if out is None:
        click.echo(written, nl=False)
    else:
        with new_file(out) as target:
            target.write(written.encode())
        click.echo(f"policygraph check: {checked.verdict(lang)}", err=True)
    return int(checked.to_mend > 0)


def _last_build(paths: tuple[Path, ...]) -> str | Path | None:
    """The last build in this folder; of the shipped corpus also the graph that is shipped with it."""
    if (_LAST_BUILD / BUILT).exists():
        return _LAST_BUILD
    return None if paths else default_graph()
