"""``policygraph lineage``: what became of the items of earlier editions."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import Final

import click

from policygraph.cli.help import command
from policygraph.cli.options import (
    graph_option,
    language_option,
    paths_argument,
    vocabulary_option,
)
from policygraph.cli.progress import steps
from policygraph.core.columns import pad
from policygraph.core.errors import UsageError
from policygraph.core.messages import Messages
from policygraph.core.namespaces import BASE
from policygraph.core.output import new_file
from policygraph.core.resources import Vocabulary
from policygraph.corpus.description import find_texts
from policygraph.corpus.reading import Reader
from policygraph.graph import build_graph, collection_paused
from policygraph.lineage.scoring import ALL, LineageScores, read_lineage_gold, score_lineage
from policygraph.lineage.tracing import Lineage
from policygraph.questions.answer import Answer
from policygraph.questions.formats import ROWS, check_format, write
from policygraph.questions.lineage import FATES, fates, lineage_layout
from policygraph.store import PATIENCE, Store, open_store
from policygraph.store.open import memory_store

LINEAGE: Final = "lineage"  # what `evaluate` calls the gold of lineage
_say = Messages("lineage")
_KIND, _CELL = 18, 11  # columns wide


@command(
    example="policygraph lineage corpus --fate dropped",
    values={"formats": "|".join(ROWS.own_names)},
)
@paths_argument
@click.option("--fate", "chosen", multiple=True, type=click.Choice(list(FATES)))
@click.option("--item", metavar="ITEM")
@click.option("--format", "format_", metavar="FORMAT")
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--labels", is_flag=True)
@click.option("--wide", is_flag=True)
@graph_option
@vocabulary_option
@language_option
def lineage(
    paths: tuple[Path, ...],
    chosen: tuple[str, ...],
    item: str | None,
    format_: str | None,
    out: Path | None,
    labels: bool,
    wide: bool,
    graph: str | None,
    vocabulary: Vocabulary | None,
    lang: str,
) -> None:
    """Say what became of the items of earlier editions: kept, revised, divided, united, dropped, reported."""
    if paths and graph is not None:
        raise UsageError("paths-and-graph")
    if format_ is not None:
        check_format(format_)
    store = _built(paths, vocabulary) if paths else open_store(graph, patience=PATIENCE)
    with steps("asking"):
        answer = fates(store, lang, chosen=chosen, item=item)
    is_screen = out is None and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if is_screen and not wide else None
    written = write(answer, format_, lineage_layout(width=width, labels=labels))
    if out is not None:
        with new_file(out) as target:
            target.write(written.encode() if isinstance(written, str) else written)
    elif isinstance(written, bytes) and is_screen:
        raise UsageError("no-text-format", format=format_)
    else:
        click.echo(written, nl=False)
    if format_ in (None, "table"):
        click.echo(f"policygraph lineage: {_summary(answer, lang)}", err=True)


def _built(paths: tuple[Path, ...], vocabulary: Vocabulary | None) -> Store:
    texts = find_texts(paths)
    with collection_paused(), steps("reading", len(texts)) as progress:
        built = build_graph(texts, reader=Reader(vocabulary), progress=progress)
    return memory_store(built.dataset.quads())


def evaluate_lineage(folder: Path, reader: Reader, language: str, verbose: bool) -> None:
    """Print how well the lineage of each series in a folder, or of the folder itself, is found."""
    series = sorted(path.parent for path in folder.glob("*/links.csv")) or [folder]
    for each in series:
        gold = read_lineage_gold(each)
        found = build_graph(find_texts([each]), reader=reader).lineage
        links = {} if found is None else found.by_name(BASE)
        click.echo(lineage_text(score_lineage(links, gold), language, verbose=verbose))
        click.echo()


def lineage_text(scores: LineageScores, language: str, *, verbose: bool) -> str:
    """Scores, a line a kind, and the confusions; with ``verbose`` what is wrong and what was missed."""
    heads = ("kind", "wanted", "found", "right", "precision", "recall", "f1")
    traps, all_ = scores.traps
    lines = [
        _say("gold-summary", language, name=scores.name, traps=traps, all=all_),
        _row([_say(f"gold-{head}", language) for head in heads]),
    ]
    for kind, figure in scores.figures.items():
        shares = (figure.precision, figure.recall, figure.f1)
        counts = (figure.wanted, figure.found, figure.right)
        cells = [*map(str, counts), *(f"{share:.3f}" for share in shares)]
        lines.append(_row([_say(f"kind-{kind}", language), *cells]))
    kinds = [kind for kind in scores.figures if kind != ALL] + ["none"]
    lines += [
        _say("gold-confusion", language),
        _row(["", *(_say(f"kind-{kind}", language) for kind in kinds)]),
    ]
    lines += [
        _row(
            [
                _say(f"kind-{kind}", language),
                *(str(scores.confusions.get((kind, as_), "")) for as_ in kinds),
            ]
        )
        for kind in kinds
    ]
    for pair in (*scores.wrong, *scores.missed) if verbose else ():
        key = "trap" if pair in scores.trapped else "wrong" if pair in scores.wrong else "missed"
        lines.append("  ".join((_say(f"gold-{key}", language), *pair)))
    return "\n".join(lines)


def _row(cells: list[str]) -> str:
    first, *others = cells
    return (pad(first, _KIND) + "".join(pad(cell, _CELL, right=True) for cell in others)).rstrip()


def _summary(answer: Answer, language: str) -> str:
    """How many items had which fate."""
    links = Counter(row[1] for row in answer.solutions.rows)
    return fates_text(Counter({name: links[link] for name, link in FATES.items()}), language)


def fates_of(lineage: Lineage) -> Counter[str]:
    """How many links of each kind a build found."""
    counts = Counter(str(link.kind) for link in lineage.links)
    counts.update(
        dropped=len(lineage.dropped), new=len(lineage.introduced), issue=len(lineage.taken_up)
    )
    return counts


def fates_text(counts: Counter[str], language: str) -> str:
    """How many links and items of each fate, in words."""
    told = [_say(f"fate-{name}", language, count=counts[name]) for name in FATES if counts[name]]
    return _say("and", language).join(told) or _say("none", language)
