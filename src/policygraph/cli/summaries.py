"""What commands say of texts and builds: the summary, the ledger, the scores."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from policygraph.core.columns import pad, text_width
from policygraph.core.messages import Messages
from policygraph.corpus.benchmark import HALVES
from policygraph.corpus.benchmark_scores import BenchmarkScores, Figure, SchemeScore, rows_of
from policygraph.corpus.gold import Score
from policygraph.document import Ledger, heading_like, side_by_side
from policygraph.graph import BuildSummary

if TYPE_CHECKING:
    from policygraph.publish.sharded import Shard

_LONGEST = 80  # characters shown of an unexplained place
# Layout that is no words; every other class is shown with its lines.
_NO_WORDS = (
    "line break", "blank line", "indent", "trailing space", "space within a line",
    "byte order mark", "form feed", "control character", "page number",
)  # fmt: skip
_MOST = 20  # heading-like lines that are shown
_GAP = "  "
say: Final = Messages("corpus")


def shards_text(shards: Sequence[Shard], folder: Path, language: str) -> str:
    """What was written in shards, in one line."""
    files = sum(len(shard.sums) for shard in shards)
    quads = sum(shard.quads for shard in shards)
    return say("shards-count", language, files=files, shards=len(shards), quads=quads,
               folder=f"{folder}{os.sep}")  # fmt: skip


def build_text(
    summary: BuildSummary,
    files: list[Path],
    first: str,
    language: str,
    fates: str = "",
    in_shards: str = "",
) -> str:
    """The summary of a build.

    Args:
        files: that were written; empty where it is in shards.
        first: the ID of an item to try, empty where there is none.
        fates: what became of the items of earlier editions, in words.
        in_shards: the `shards_text` of one in shards.
    """
    between = say("between", language)
    kinds = between.join(
        say("kind-count", language, count=count, kind=_kind(kind, language))
        for kind, count in summary.parts.items()
    )
    program = _program()
    written = [("files", in_shards)]
    if not in_shards:
        folder, named = files[0].parent, between.join(path.name for path in files[:3])
        tried = f"explain {first}" if first else "query outline"
        written = [
            ("files", say("files-count", language, files=named, count=len(files) - 3,
                          folder=f"{folder}{os.sep}")),
            ("next", f"{program} {tried} --graph {folder}"),
            *([("", f"{program} query measures-per-body --graph {folder}")] if first else []),
        ]  # fmt: skip
    rows = [
        ("documents", between.join(summary.documents)),
        ("parts", say("parts-count", language, count=sum(summary.parts.values()), kinds=kinds)),
        ("sentences", str(summary.sentences)),
        ("occurrences", say("occurrences-count", language, count=summary.occurrences,
                            components=summary.components)),
        ("reprises", say("reprises-count", language, count=summary.reprises,
                         unresolved=summary.unresolved_reprises)),
        ("measures", str(summary.measures)),
        *([("targets", str(summary.targets))] if summary.targets else []),
        *([("reported", str(summary.reported))] if summary.reported else []),
        *([("fates", fates)] if fates else []),
        ("triples", str(sum(summary.triples.values()))),
        *(("unknown", f"{thing.label}  <{thing.iri}>") for thing in summary.unknown),
        *written,
        ("", f"{program} --help"),
    ]  # fmt: skip
    headings = [say(key, language) if key else "" for key, _ in rows]
    width = max(map(text_width, headings))
    lines = []
    for heading, (key, words) in zip(headings, rows, strict=True):
        lines.append(f"{pad(heading, width)}{_GAP}{words}")
        if key == "triples":
            lines += [f"{_GAP}{n:>9}{_GAP}{graph}" for graph, n in summary.triples.items()]
    return "\n".join(lines)


def _program() -> str:
    """What to type for this program, as it was called."""
    called = sys.argv[0]
    if called.endswith("__main__.py"):
        return "python -m policygraph"
    return "policygraph" if shutil.which("policygraph") or os.sep not in called else called


def _kind(kind: str, language: str) -> str:
    """The name of a kind of part or of layout; an outline of one's own may have others."""
    key = f"kind-{kind.replace(' ', '-')}"
    return say(key, language) if key in say else kind


def ledger_text(ledger: Ledger, language: str) -> str:
    """The ledger: counts, and every unexplained place with its line."""
    source = ledger.document.source
    share = 100 * ledger.explained / ledger.raw_length
    total = say("ledger-total", language, count=ledger.raw_length, share=share)
    lines = [source.name, f"{_GAP}{total}"]
    for layout, heading in ((False, "ledger-text"), (True, "ledger-layout")):
        counts = {kind: n for (is_layout, kind), n in ledger.counts.items() if is_layout == layout}
        lines.append(f"{_GAP}{say(heading, language)}{_GAP}{sum(counts.values())}")
        ordered = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
        lines += [f"    {pad(_kind(kind, language), 20)}{count:>9}" for kind, count in ordered]
    lines += [
        say(
            "ledger-aside", language, place=f"{source.name}:{source.raw_place(entry.begin)}",
            kind=_kind(entry.kind, language),
            words=_shortened(source.raw[entry.begin : entry.end], language),
        )
        for entry in ledger.entries
        if entry.layout and entry.kind not in _NO_WORDS
    ]  # fmt: skip
    lines += [
        say(
            "ledger-unexplained", language, place=f"{source.name}:{unexplained.place}",
            words=_shortened(unexplained.words, language),
        )
        for unexplained in ledger.unexplained
    ]  # fmt: skip
    lines += structure_text(ledger, language)
    return "\n".join([*lines, *(problem.line(language) for problem in ledger.document.problems)])


def structure_text(ledger: Ledger, language: str) -> list[str]:
    """The second figure of a text: how much of it the outline holds, and what nothing opened."""
    document, standing = ledger.document, ledger.standing
    name, total = document.source.name, max(1, standing.total())
    shares = {where: 100 * count / total for where, count in standing.items()}
    lines = [_GAP + say("ledger-standing", language, outline=document.outline, **shares)]
    numbers = [
        str(document.source.raw_place(entry.begin))
        for entry in ledger.entries
        if entry.layout and entry.kind == "page number"
    ]
    if numbers:
        lines.append(say("ledger-page-numbers", language, place=name, places=", ".join(numbers)))
    found = list(heading_like(document))
    for place, words in found[:_MOST]:
        lines.append(say("ledger-heading-like", language, place=f"{name}:{place}", words=words))
    if len(found) > _MOST:
        lines.append(say("ledger-heading-more", language, place=name, count=len(found) - _MOST))
    columns = side_by_side(document)
    if columns:
        first = f"{name}:{columns[0]}"
        lines.append(say("ledger-columns", language, place=first, count=len(columns)))
    if ledger.is_too_loose:
        limit = document.loose_limit
        lines.append(say("ledger-too-loose", language, place=name, limit=limit))
    return lines


def _shortened(words: str, language: str) -> str:
    if len(words) <= _LONGEST:
        return words
    return say("ledger-shortened", language, words=words[:_LONGEST], count=len(words))


def score_text(scores: Mapping[str, Score], language: str, *, verbose: bool) -> str:
    """Scores, a line a scheme; with ``verbose`` what was missed and what is false."""
    widths = (14, 6, 8, 7, 11, 8, 7)
    headings = ("scheme", "right", "missed", "false", "precision", "recall")
    rows = [(*(say(f"score-{heading}", language) for heading in headings), "F1")]
    rows += [
        (scheme, str(score.right), str(len(score.missed)), str(len(score.false)),
         f"{score.precision:.3f}", f"{score.recall:.3f}", f"{score.f1:.3f}")
        for scheme, score in scores.items()
    ]  # fmt: skip
    lines = [
        "".join(
            pad(cell, width, right=index > 0)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    for scheme, score in scores.items() if verbose else ():
        for heading, differences in (("missed", score.missed), ("false", score.false)):
            lines += [
                _GAP.join((say(f"score-{heading}", language), scheme, d.unit, d.concept, d.context))
                for d in differences
            ]
    return "\n".join(lines)


_SCHEME, _COUNT, _FIGURE = 17, 11, 20  # columns wide


def benchmark_text(scores: BenchmarkScores, language: str, *, verbose: bool) -> str:
    """Scores on a benchmark, a line a scheme, *tune* and *test* side by side.

    With ``verbose`` what was missed and what is false in *tune*; nobody is shown those of *test*.
    """
    heads = [say(f"score-{name}", language) for name in ("wanted", "precision", "recall")]
    wide = _COUNT + 3 * _FIGURE
    lines = [
        " " * _SCHEME + "".join(pad(half, wide, right=True) for half in HALVES),
        _columns(say("score-scheme", language), [[*heads, "F1"] for _ in HALVES]),
    ]
    for scheme, halves in rows_of(scores):
        lines.append(_columns(scheme, [_cells(score) for score in halves]))
    for heading in ("missed", "false") if verbose else ():
        lines += [
            _GAP.join((say(f"score-{heading}", language), scheme, d.unit, d.concept, d.context))
            for scheme, d in getattr(scores, heading)
        ]
    return "\n".join(lines)


def _columns(first: str, halves: list[list[str]]) -> str:
    widths = (_COUNT, _FIGURE, _FIGURE, _FIGURE)
    cells = [
        pad(cell, width, right=True)
        for half in halves
        for cell, width in zip(half, widths, strict=True)
    ]
    return pad(first, _SCHEME) + "".join(cells)


def _cells(score: SchemeScore | None) -> list[str]:
    if score is None:
        return ["0", "", "", ""]
    figures = (score.precision, score.recall, score.f1)
    return [str(score.tally.right + score.tally.missed), *map(_figure, figures)]


def _figure(figure: Figure) -> str:
    return f"{figure.value:.3f} ({figure.low:.2f}–{figure.high:.2f})"
