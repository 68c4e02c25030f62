"""``annotate``: everything that is read, beside a tokeniser; growth with the text and with the labels."""

from __future__ import annotations

from pathlib import Path

from benchmarks.process import Run, median, run_task
from benchmarks.report import heading, memory, ratio, seconds, table, verdict

_RUNS = 3
_BASE = 500_000  # bytes


def run(work: Path, full: bool) -> None:
    """Annotate the chapter repeated, as documents of their own and as one text."""
    folder = work / "annotate"
    factors = (1, 2, 4, 8, 16) if full else (1, 2, 4)
    for factor in factors:
        run_task("repeat_chapter", folder / str(factor), factor * _BASE)
    heading(f"annotate: growth with the text, median of {_RUNS}")
    pairs = {factor: _beside_tokeniser(folder / str(factor)) for factor in factors}
    table(
        ("text", "annotating", "tokenising", "ratio", "mentions", "peak memory"),
        [
            (f"{factor * _BASE / 1e6:.1f} MB", seconds(ours), seconds(tokens),
             ratio(ours, tokens), f"{ours.said['mentions']:,}", memory(ours))
            for factor, (ours, tokens) in pairs.items()
        ],
    )  # fmt: skip
    worst = max(pairs.values(), key=lambda pair: pair[0].seconds / pair[1].seconds)
    verdict("annotating cheaper than tokenising", worst[0].seconds < worst[1].seconds,
            f"at most {ratio(*worst)}")  # fmt: skip
    last = factors[-1]
    growth = pairs[last][0].seconds / pairs[1][0].seconds
    verdict("time linear in text", growth <= 1.5 * last,
            f"x{last} takes {growth:.1f} times as long")  # fmt: skip
    _one_text(folder)
    _labels(folder / "2", pairs[2][0])


def _beside_tokeniser(texts: Path) -> tuple[Run, Run]:
    return (
        median(_RUNS, lambda: run_task("annotate", texts)),
        median(_RUNS, lambda: run_task("tokenise", texts)),
    )


def _one_text(folder: Path) -> None:
    runs = {}
    for factor in (1, 2, 4):
        texts = folder / f"text-{factor}"
        run_task("repeat_in_one_text", texts, factor * _BASE // 2)
        runs[factor] = median(_RUNS, lambda texts=texts: run_task("annotate", texts))
    heading(f"annotate: growth with the length of one text, median of {_RUNS}")
    table(
        ("text", "time", "mentions", "peak memory"),
        [
            (f"{factor * _BASE / 2e6:.2f} MB", seconds(r), f"{r.said['mentions']:,}", memory(r))
            for factor, r in runs.items()
        ],
    )  # fmt: skip
    growth = runs[4].seconds / runs[1].seconds
    verdict("time linear in one text", growth <= 1.25 * 4, f"x4 takes {growth:.1f} times as long")


def _labels(texts: Path, all_labels: Run) -> None:
    heading(f"annotate: growth with the labels, {2 * _BASE / 1e6:.1f} MB, median of {_RUNS}")
    runs = {
        "half of them": median(_RUNS, lambda: run_task("annotate", texts, "half")),
        "all": all_labels,
        "twice as many, the new ones in no text": median(
            _RUNS, lambda: run_task("annotate", texts, 2)
        ),
        "four times as many": median(_RUNS, lambda: run_task("annotate", texts, 4)),
    }
    table(
        ("labels", "number", "time", "mentions", "a mention"),
        [
            (name, f"{r.said['labels']:,}", seconds(r), f"{r.said['mentions']:,}",
             f"{r.seconds / r.said['mentions'] * 1e6:.1f} µs")
            for name, r in runs.items()
        ],
    )  # fmt: skip
    growth = runs["four times as many"].seconds / all_labels.seconds
    verdict("time does not grow with labels that are not there", growth < 1.25,
            f"four times the labels take {growth:.2f} times as long")  # fmt: skip
