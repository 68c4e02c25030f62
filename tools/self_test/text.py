"""The outcome of a self-test as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from policygraph.shapes.formats.words import aligned
from policygraph.shapes.result import compact
from tools.self_test.mutations import Mutation, MutationKind
from tools.self_test.run import Tally

# What the shapes are to catch at least, of all triples of the stated and curated layers.
AIMS: Final[Mapping[MutationKind, float]] = {"deletion": 0.99, "replacement": 0.95}
# Facts that nothing else in the graph repeats: another value of the same kind is as good as this one.
FREE_FACTS: Final[Mapping[str, Mapping[str, str]]] = {
    "dcterms:date": {
        "ja": "つながりについて判断した日は一度しか書かれない",
        "en": "the day on which a link was judged is said once",
    },
    "dcterms:issued": {
        "ja": "文書の決定日は一度しか書かれない",
        "en": "the date of the document is said once",
    },
    "dcterms:license": {
        "ja": "利用条件は一度しか書かれない",
        "en": "the terms of use are said once",
    },
    "dcterms:publisher": {
        "ja": "公表した主体は一度しか書かれない",
        "en": "who published the document is said once",
    },
    "dcterms:rights": {"ja": "表示の文言は自由である", "en": "the notice is free text"},
    "dcterms:source": {
        "ja": "出典のページは一度しか書かれない",
        "en": "the page of the source is said once",
    },
    "dcterms:title": {
        "ja": "文書の表題は一度しか書かれない（見出しの表題は本文にもある）",
        "en": "the document's own title is said once (those of headings stand in the text)",
    },
    "foaf:name": {"ja": "作成者の名称は自由である", "en": "the name of a curator is free text"},
    "nif:isString": {
        "ja": "どの単位の本文にも入らない文字（記号、【】）は、ハッシュ値だけが守る（検出と数えない）",
        "en": "a sign in no unit's words (a marker, a bracket) is held by the hash alone, which does"
        " not count",
    },
    "pol:decidedBy": {
        "ja": "文書を決定した主体は一度しか書かれない",
        "en": "who decided on the document is said once",
    },
    "pol:reason": {"ja": "理由の文言は自由である", "en": "a reason is free text"},
    "pol:sourceLines": {
        "ja": "前後の単位の行の間に収まる行は、どれも同じくらいありそうである",
        "en": "lines between those of the neighbours are as likely as the true ones",
    },
    "schema:sha256": {
        "ja": "ハッシュ値は、ハッシュを計算し直さなければ確かめられない（それは検出と数えない）",
        "en": "a hash can only be checked by hashing, which does not count",
    },
}
_HEAD: Final = {
    "ja": ("述語", "トリプル", "削除の検出", "置換の検出"),
    "en": ("predicate", "triples", "deletions caught", "replacements caught"),
}
_KINDS: Final = {
    "deletion": {"ja": "削除", "en": "deletion"},
    "replacement": {"ja": "置換", "en": "replacement"},
}
_OVERALL: Final = {
    "ja": "{}: 試した{}件のうち{}件を検出。述語ごとのトリプル数で重み付けると{:.2f}%（目標{:.0f}%以上）",
    "en": "{}: {} tried, {} caught; {:.2f}% of all triples, each predicate weighed by its number"
    " (aim: {:.0f}%)",
}
_MISSED: Final = {"ja": "検出できなかったもの:", "en": "not caught:"}


def overall(tallies: Mapping[tuple[str, str], Tally], kind: MutationKind) -> float:
    """The share caught of all triples: each predicate weighs as many as it has.

    Args:
        tallies: by kind of mutation and predicate.
        kind: of the mutations that count.
    """
    own = [tally for (k, _), tally in tallies.items() if k == kind and tally.tried]
    total = sum(tally.total for tally in own)
    return sum(tally.share * tally.total for tally in own) / total if total else 1.0


def reaches_aims(tallies: Mapping[tuple[str, str], Tally]) -> bool:
    """Whether as much is caught as the shapes are to catch."""
    return all(overall(tallies, kind) >= aim for kind, aim in AIMS.items())


def self_test_text(tallies: Mapping[tuple[str, str], Tally], seed: int, language: str) -> str:
    """The shares caught per predicate, then those overall, then what was missed and why."""
    return "\n".join(_lines(tallies, seed, language)) + "\n"


def _lines(tallies: Mapping[tuple[str, str], Tally], seed: int, language: str) -> Iterator[str]:
    predicates = sorted({predicate for _, predicate in tallies}, key=compact)
    rows: list[tuple[str, ...]] = [_HEAD[language]]
    for predicate in predicates:
        cells = [tallies[kind, predicate] for kind in AIMS]
        rows.append((compact(predicate), str(cells[0].total), *map(_cell, cells)))
    yield from aligned(rows, left=1)
    for kind, aim in AIMS.items():
        own = [tally for (k, _), tally in tallies.items() if k == kind]
        yield _OVERALL[language].format(
            _KINDS[kind][language], sum(t.tried for t in own), sum(t.caught for t in own),
            100 * overall(tallies, kind), 100 * aim,
        )  # fmt: skip
    yield f"seed {seed}"
    missed = [m for kind in AIMS for p in predicates for m in tallies[kind, p].missed]
    if missed:
        yield _MISSED[language]
    yield from (f"  {_told(mutation, language)}" for mutation in missed)


def _cell(tally: Tally) -> str:
    if not tally.tried:
        return "-"
    return f"{tally.caught}/{tally.tried} {100 * tally.share:6.1f}%"


def _told(mutation: Mutation, language: str) -> str:
    quad = mutation.removed
    reason = FREE_FACTS.get(compact(mutation.predicate), {}).get(language, "")
    value = _cut(str(quad.object))
    change = f" -> {_cut(str(mutation.added.object))}" if mutation.added else ""
    why = f"  [{reason}]" if reason and mutation.kind == "replacement" else ""
    subject = getattr(quad.subject, "value", str(quad.subject))
    kind = _KINDS[mutation.kind][language]
    return f"{kind}: {subject} {compact(mutation.predicate)} {value}{change}{why}"


def _cut(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
