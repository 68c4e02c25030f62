"""The words that pages and headings are made with, in both languages."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "index": {"ja": "語句が指すもの", "en": "What the words mean"},
    "contents": {"ja": "目次", "en": "Contents"},
    "lines": {"ja": "原文の行", "en": "source lines"},
    "reprise": {"ja": "再掲", "en": "reprise"},
    "original": {"ja": "元の項目", "en": "original"},
    "tag": {"ja": "担当（記載のとおり）", "en": "responsible (as printed)"},
    "source": {"ja": "原文の出典", "en": "Source of the text"},
    "licence": {"ja": "原文の利用規約", "en": "Terms of the source text"},
    "decided": {"ja": "決定日", "en": "Decided on"},
    "item": {"ja": "取組・目標", "en": "Measure or target"},
    "links": {"ja": "つながり", "en": "Links"},
    "inferred": {"ja": "規則による", "en": "by rule"},
    "curated": {"ja": "人の判断", "en": "judged by a person"},
    "colours": {"ja": "下線の色", "en": "Underlines"},
    "actor": {"ja": "主体の類型", "en": "actor"},
    "theme": {"ja": "テーマ", "en": "theme"},
    "instrument": {"ja": "政策手段", "en": "instrument"},
    "commitment": {"ja": "コミットメント", "en": "commitment"},
    "org": {"ja": "機関", "en": "organisation"},
    "work": {"ja": "文書・プログラム・場所", "en": "work, programme or place"},
    "mentioned": {"ja": "言及のある箇所", "en": "Mentioned in"},
}


def words(language: str) -> dict[str, str]:
    """The words in one language."""
    return {name: both[language] for name, both in WORDS.items()}
