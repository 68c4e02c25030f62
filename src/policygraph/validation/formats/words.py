"""The words of a report, in both languages."""

from __future__ import annotations

from typing import Final

from policygraph.validation.result import Severity

SEVERITIES: Final = {
    Severity.VIOLATION: {"ja": "違反", "en": "Violation"},
    Severity.WARNING: {"ja": "注意", "en": "Warning"},
    Severity.INFO: {"ja": "情報", "en": "Info"},
}
_WORDS: Final = {
    "title": {"ja": "検証の結果", "en": "Validation report"},
    "path": {"ja": "経路", "en": "path"},
    "value": {"ja": "値", "en": "value"},
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


def severity_name(severity: Severity, language: str) -> str:
    """A severity in words."""
    return SEVERITIES[severity][language]
