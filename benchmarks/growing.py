"""``growing``: a corpus of 200 documents of which one changed, a word of the vocabulary, or nothing."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from benchmarks.generator import generate
from benchmarks.process import Run, run_command
from benchmarks.report import duration, heading, memory, table, verdict
from policygraph.core.resources import resource

_DOCUMENTS = 200
_SIZES = (1_000, 10_000)  # measures
_AIM = 25  # times less than all anew, in seconds of the processor
_PLACES = (60, 120, 180)  # the documents that change, one after the other
_LABELS = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://w3id.org/policygraph/concept/theme/human-resources> skos:altLabel "{}"@ja .
"""


def run(work: Path, full: bool) -> None:
    """Whole processes of ``policygraph build --cache``, one process each."""
    for measures in _SIZES:
        _grow(work / f"growing-{measures}", measures)


def _grow(work: Path, measures: int) -> None:
    texts, words = work / "texts", work / "words"
    generate(texts, measures, most=measures // _DOCUMENTS)
    shutil.copytree(resource("ontology"), words)
    heading(f"growing: {measures:,} measures in {_DOCUMENTS} documents, seconds of the processor")
    _label(words, "どこにもない言葉")
    all_ = _build(work, "anew")
    changed = [_changed(work, texts, place) for place in _PLACES]
    if measures == _SIZES[0]:
        _same(work, "one document changed")
    rows = [("all anew", all_)]
    rows += [
        (f"document {place} changed", each) for place, each in zip(_PLACES, changed, strict=True)
    ]
    rows.append(("nothing changed", _build(work, "again")))
    _label(words, "人材の育成及び確保")
    rows.append(("a label changed", _build(work, "again")))
    if measures == _SIZES[0]:
        _same(work, "a label changed")
    table(
        ("", "processor", "of all anew", "peak memory"),
        [
            (
                name,
                duration(each.processor),
                f"1/{all_.processor / each.processor:.1f}",
                memory(each),
            )
            for name, each in rows
        ],
    )
    worst = max(each.processor for each in changed)
    verdict(
        f"one changed document of {_DOCUMENTS} in under 1/{_AIM}",
        worst * _AIM < all_.processor,
        f"1/{all_.processor / worst:.1f}",
    )


def _build(work: Path, name: str, *, cache: str = "cache") -> Run:
    command = [sys.executable, "-m", "policygraph", "build", str(work / "texts")]
    command += ["--vocabulary", str(work / "words"), "--out", str(work / name), "--jobs", "1"]
    return run_command([*command, "--cache", str(work / cache)], limit=3600)


def _label(words: Path, label: str) -> None:
    (words / "vocabulary" / "own.ttl").write_text(_LABELS.format(label), encoding="utf-8")


def _changed(work: Path, texts: Path, place: int) -> Run:
    """A build after one word of one document changed."""
    text = sorted(texts.iterdir())[place] / "1.txt"
    words = text.read_text(encoding="utf-8")
    text.write_text(words.replace("推進", "支援", 1), encoding="utf-8")
    return _build(work, "again")


def _same(work: Path, what: str) -> None:
    """Hold the files of a build with a cache against those of one without."""
    shutil.rmtree(work / "whole", ignore_errors=True)
    _build(work, "whole", cache="other")
    shutil.rmtree(work / "other")
    names = {path.name for folder in ("again", "whole") for path in (work / folder).iterdir()}
    different = [
        name for name in sorted(names)
        if (work / "again" / name).read_bytes() != (work / "whole" / name).read_bytes()
    ]  # fmt: skip
    verdict(f"the same bytes when {what}", not different, ", ".join(different[:3]) or "all files")
