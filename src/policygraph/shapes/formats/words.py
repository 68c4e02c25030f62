"""The words of a report, in both languages, and columns of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from policygraph.shapes.result import Severity

SEVERITIES: Final = {
    Severity.VIOLATION: {"ja": "違反", "en": "Violation"},
    Severity.WARNING: {"ja": "注意", "en": "Warning"},
    Severity.INFO: {"ja": "情報", "en": "Info"},
}
_WORDS: Final = {
    "title": {"ja": "検証の結果", "en": "Validation report"},
    "path": {"ja": "経路", "en": "path"},
    "value": {"ja": "値", "en": "value"},
    "line": {"ja": "{}行", "en": "line {}"},
    "lines": {"ja": "{}行", "en": "lines {}"},
    "more": {
        "ja": "ほか{}件（--format json はすべてを出力する）",
        "en": "{} more (--format json has them all)",
    },
    "times": {"ja": "{}件", "en": "{}×"},
    "completeness": {"ja": "完全性", "en": "Completeness"},
    "class": {"ja": "クラス", "en": "class"},
    "property": {"ja": "項目", "en": "property"},
    "have": {"ja": "あり", "en": "have it"},
    "of": {"ja": "全体", "en": "of"},
    "graph": {"ja": "グラフ", "en": "graph"},
    "engine": {"ja": "エンジン", "en": "engine"},
    "idle": {"ja": "対象のないシェイプ", "en": "shapes without a target here"},
    "where": {"ja": "場所", "en": "where"},
    "none": {"ja": "問題は見つからなかった。", "en": "Nothing to report."},
}


def word(key: str, language: str, *values: object) -> str:
    """A word of the report, with values in its places."""
    return _WORDS[key][language].format(*values)


def source_lines(lines: str, language: str) -> str:
    """Lines of a source file ("312-316" or "312") in words; empty where there are none."""
    return word("lines" if "-" in lines else "line", language, lines) if lines else ""


def severity_name(severity: Severity, language: str) -> str:
    """A severity in words."""
    return SEVERITIES[severity][language]


def aligned(rows: Sequence[Sequence[str]], left: int) -> Iterator[str]:
    """Rows as lines in columns, a wide letter counted as two.

    Args:
        rows: all of the same length.
        left: the columns that are words; those after them are set to the right.
    """
    widths = [max(_width(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = [
            cell + " " * (width - _width(cell)) if i < left else " " * (width - _width(cell)) + cell
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)
