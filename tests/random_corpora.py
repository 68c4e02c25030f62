"""Random corpora of documents that have to do with one another."""

from __future__ import annotations

import random
from pathlib import Path

# Keys that sort otherwise than their numbers, and one that begins as another does.
KEYS = ("a", "a-b", "b9", "b10")
_GROUPS = ("国際標準化の推進", "人材の育成", "その他の取組", "地域の大学の連携")
_BULLETS = (
    "大学の国際標準化の取組を推進する。",
    "中小企業の研究開発を支援する。",
    "2030年度までに拠点を10か所整備する。",
    "「みらい実験計画」に基づき人材を育成する。",
    "産学官の連携により実証を行う。",
    "地域の企業と大学との共同研究に100億円を措置する。",
    "関係機関と協力して制度の見直しを検討する。",
)
_TAGS = ("【経済産業省】", "【文部科学省、内閣府】", "【みらい機構】", "")
_ISSUES = ("国際標準化を担う人材の不足が課題である。", "中小企業の資金が足りない。")
_HEAD = """@base <https://w3id.org/policygraph/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix pol: <https://w3id.org/policygraph/ontology#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<curation/{key}> a prov:Entity ; prov:wasAttributedTo <agent/x> ; dcterms:date "2026-01-02"^^xsd:date .
<agent/x> a prov:Agent ; foaf:name "試験"@ja .
"""
_GROUNDS = (
    'pol:reason "理由"@ja ; prov:wasAttributedTo <agent/x> ; dcterms:date "2026-01-02"^^xsd:date .'
)
_THEMES = ("concept/theme/international-standards", "concept/theme/human-resources")


def _text(chance: random.Random, number: int) -> str:
    lines = [f"第{number}章 題", "（１）節", "［Ｂ］重きを置くべき課題"]
    lines += chance.sample(_ISSUES, chance.randint(0, 2))
    lines.append("［Ｃ］重きを置くべき取組")
    for place in range(chance.randint(1, 2)):
        lines.append(f"{'①②'[place]} {chance.choice(_GROUPS)}")
        for _ in range(chance.randint(1, 4)):
            mark = "（再掲）" if chance.random() < 0.4 else ""
            lines.append(f"・{chance.choice(_BULLETS)}{mark}{chance.choice(_TAGS)}")
            if chance.random() < 0.3:
                lines.append(f"－ {chance.choice(_BULLETS)}{chance.choice(_TAGS)}")
    return "\n".join(lines) + "\n"


def _curation(chance: random.Random, key: str) -> str:
    parts = [_HEAD.format(key=key)]
    for number in range(chance.randint(0, 4)):
        item = (
            f"<measure/{chance.choice(KEYS)}/1-1-C-{chance.randint(1, 2)}-{chance.randint(1, 3)}>"
        )
        theme = f"<{chance.choice(_THEMES)}>"
        parts.append(
            chance.choice(
                (
                    f'{item} skos:prefLabel "題{number}"@ja .\n',
                    f"<assertion/{key}/curated/{number}> a pol:Assertion ; rdf:subject {item} ;"
                    f" rdf:predicate pol:hasTheme ; rdf:object {theme} ; {_GROUNDS}\n",
                    f"<withdrawal/{key}/{number}> a pol:Withdrawal ; pol:withdrawnSubject {item} ;"
                    " pol:withdrawnPredicate pol:hasTheme ;"
                    f" pol:withdrawnObject {theme} ; {_GROUNDS}\n",
                )
            )
        )
    return "".join(parts)


def write_document(chance: random.Random, folder: Path, key: str) -> None:
    """A document with one or two texts and, half of the time, a curation that judges others, too."""
    home = folder / key
    home.mkdir(exist_ok=True)
    numbers = range(1, chance.randint(2, 3))
    names = "".join(f'{number} = "{number}.txt"\n' for number in numbers)
    title = chance.choice(("題", "別の題"))
    series = chance.choice(("", 'series = "x"\n', 'series = "x"\n'))
    day = f"decided_on = {chance.randint(2020, 2023)}-04-01\n"
    (home / "document.toml").write_text(
        f'key = "{key}"\n{day}{series}[title]\nja = "{title}"\n[texts]\n{names}',
        encoding="utf-8",
    )
    for number in numbers:
        (home / f"{number}.txt").write_text(_text(chance, number), encoding="utf-8")
    if chance.random() < 0.5:
        (home / "curation.ttl").write_text(_curation(chance, key), encoding="utf-8")
    else:
        (home / "curation.ttl").unlink(missing_ok=True)


def random_corpus(chance: random.Random, folder: Path) -> Path:
    """Documents that restate and judge one another."""
    folder.mkdir()
    for key in KEYS:
        write_document(chance, folder, key)
    return folder
