"""Write ``data/gold/quality.toml``: how well each link is read on the half *test* of the benchmark.

``python -m tools.measure_quality`` measures and writes; with ``--check`` it exits with 1 where the file was
measured with another program, vocabulary or benchmark. Builds put the figures into ``graph/metadata``.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from policygraph.core.resources import resource
from policygraph.corpus.benchmark import HALVES, NAME, read_benchmark
from policygraph.corpus.benchmark_scores import Figure, score_documents
from policygraph.corpus.gold import scheme_names
from policygraph.corpus.reading import Reader
from policygraph.graph.quality import PLACES
from policygraph.version import VERSION

FILE = Path(__file__).parents[1] / "data" / "gold" / "quality.toml"
HALF = HALVES[1]
_SOURCE = Path(__file__).parents[1] / "src" / "policygraph"
_SUFFIXES = (".ttl", ".toml", ".csv", ".txt")
_READING = ("core", "sources", "document", "annotation", "corpus")
_HEAD = """\
# Written by `python -m tools.measure_quality`; do not edit. Whole documents of the half test of data/gold/benchmark,
# as docs/evaluation.md explains; beside each figure where 95 % of resamples of the units have it.
"""


def _read_files() -> Iterator[Path]:
    for package in _READING:
        yield from (_SOURCE / package).rglob("*.py")
    for folder in (("ontology",), ("data", "outlines"), ("data", "gold", NAME)):
        yield from (path for path in resource(*folder).rglob("*") if path.suffix in _SUFFIXES)


def digest() -> str:
    """What the program, the vocabulary and the benchmark are: SHA-256 of their files."""
    whole = hashlib.sha256()
    for path in sorted(set(_read_files())):
        whole.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def measure() -> dict[str, Any]:
    """The content of the file as of now."""
    reader = Reader()
    benchmark = read_benchmark(resource("data", "gold", NAME))
    whole = score_documents(benchmark, reader)
    scores = whole.scores[HALF]
    names = {name: link for link, name in scheme_names(reader.annotator.lexicon.kinds).items()}
    ours = [document for document, half in benchmark.halves.items() if half == HALF]
    by_link = {names[scheme]: score for scheme, score in scores.items() if scheme in names}
    links = {
        link.rpartition("#")[2]: {
            "wanted": score.tally.right + score.tally.missed,
            **_figure("precision", score.precision),
            **_figure("recall", score.recall),
        }
        for link, score in (by_link | whole.parts[HALF]).items()
    }
    return {
        "version": VERSION,
        "measured_with": digest(),
        "documents": len(ours),
        "units": sum(len(benchmark.units[document]) for document in ours),
        "link": dict(sorted(links.items())),
    }


def _figure(name: str, figure: Figure) -> dict[str, object]:
    return {
        name: round(figure.value, PLACES),
        f"{name}_within": [round(figure.low, PLACES), round(figure.high, PLACES)],
    }


def write(measured: dict[str, Any]) -> str:
    """The file's text."""
    lines = [_HEAD]
    lines += [f"{key} = {_toml(value)}" for key, value in measured.items() if key != "link"]
    for link, figures in measured["link"].items():
        lines += ["", f"[link.{link}]", *(f"{key} = {_toml(v)}" for key, v in figures.items())]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and write, or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="say whether the file is of today")
    if parser.parse_args(arguments).check:
        stale = tomllib.loads(FILE.read_text(encoding="utf-8"))["measured_with"] != digest()
        if stale:
            print(
                f"{FILE.name}: measured before; run python -m tools.measure_quality",
                file=sys.stderr,
            )
        return int(stale)
    FILE.write_text(write(measure()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
