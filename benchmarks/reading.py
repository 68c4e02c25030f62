"""``reading``: from text to quads, beside a tokeniser and an RDF parser."""

from __future__ import annotations

from pathlib import Path

from benchmarks.process import Run, median, run_task
from benchmarks.report import heading, memory, ratio, seconds, table, verdict

_SIZES = ((1, 3), (10, 1))  # megabytes, runs
_SLACK = 1.5  # the 10 MB time may be this many times 10 times the 1 MB time


def run(work: Path, full: bool) -> None:
    """The chapter repeated to 1 MB and 10 MB."""
    built: dict[int, Run] = {}
    for size, times in _SIZES:
        built[size] = _one_size(work / f"reading-{size}", size, times, full)
    _many_chapters(work)
    small, large = (size for size, _ in _SIZES)
    growth = built[large].seconds / built[small].seconds
    heading("reading: growth of the build")
    verdict("time linear in text", growth <= _SLACK * large / small,
            f"{large} MB takes {growth:.1f} times as long as {small} MB")  # fmt: skip
    print(f"  peak memory of building: {memory(built[small])} at {small} MB,"
          f" {memory(built[large])} at {large} MB", flush=True)  # fmt: skip


def _one_size(folder: Path, size: int, times: int, full: bool) -> Run:
    texts, out = folder / "texts", folder / "out"
    made = run_task("repeat_chapter", texts, size * 1_000_000).said
    heading(
        f"reading: the chapter {made['copies']:.0f} times, {made['bytes'] / 1e6:.1f} MB,"
        f" {'median of ' + str(times) if times > 1 else 'one run'}"
    )
    tokens = median(times, lambda: run_task("tokenise", texts))
    rows = {
        "SudachiPy, tokenising": tokens,
        "policygraph, reading and outlining": median(times, lambda: run_task("read", texts)),
        "policygraph, annotating": median(times, lambda: run_task("annotate", texts)),
        "policygraph, building to quads": (
            whole := median(times, lambda: run_task("build", texts))
        ),
    }
    run_task("build", texts, out, limit=1800)
    limit = 3600.0 if full else max(60.0, 3 * whole.seconds) if times == 1 else 300.0
    parsed = median(
        times, lambda: run_task("parse_with_rdflib", out / "policygraph.ttl", limit=limit)
    )
    rows["rdflib, parsing the Turtle built"] = parsed
    table(
        ("", "time", "to tokenising", "to rdflib", "peak memory"),
        [
            (name, seconds(r), ratio(r, tokens), ratio(r, parsed), memory(r))
            for name, r in rows.items()
        ],
    )
    said = whole.said
    print(f"  {said['measures']:,} measures, {said['quads']:,} quads", flush=True)
    verdict("reading faster than tokenising",
            rows["policygraph, reading and outlining"].seconds < tokens.seconds,
            ratio(rows["policygraph, reading and outlining"], tokens))  # fmt: skip
    verdict("annotating cheaper than tokenising",
            rows["policygraph, annotating"].seconds < tokens.seconds,
            ratio(rows["policygraph, annotating"], tokens))  # fmt: skip
    verdict("building faster than rdflib parsing the result",
            whole.seconds < parsed.seconds, ratio(whole, parsed))  # fmt: skip
    verdict("building under eight times tokenising",
            whole.seconds < 8 * tokens.seconds, ratio(whole, tokens))  # fmt: skip
    return whole


def _many_chapters(folder: Path) -> None:
    """A document of many chapters costs what many documents of one chapter cost."""
    heading("reading: one document of many chapters, building to quads")
    rows = []
    runs = []
    for size in (1, 2, 4):
        texts = folder / f"one-{size}"
        made = run_task("repeat_in_one_document", texts, size * 500_000).said
        done = run_task("build", texts)
        runs.append(done)
        rows.append((f"{made['copies']:.0f} chapters", seconds(done), memory(done)))
    table(("", "time", "peak memory"), rows)
    growth = runs[-1].seconds / runs[0].seconds
    verdict("time linear in chapters", growth <= 4 * _SLACK, f"x4 takes {growth:.1f} times as long")
