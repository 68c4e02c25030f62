"""Names that their quotation marks give away: works, bodies, programmes and their parts.

「…計画」 is a work and 「…協議会」 a body whether or not a vocabulary knows them; ＳＩＰ「…」 is a part
of SIP. The brackets behind a work （平成28年３月22日まち・ひと・しごと創生本部決定） say when and by whom
it was decided.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from policygraph.annotation.dates import DATE, read_date
from policygraph.annotation.mention import DiscoveredThing, WorkFact
from policygraph.core.namespaces import BASE, IRI, POL, iri_step

# What a quoted name ends in tells what it names.
_NAMED: dict[IRI, re.Pattern[str]] = {
    POL.ReferencedWork: re.compile(
        r".{2,}(?:計画|ガイドライン|指針|方針|戦略|プラン|ロードマップ|大綱|ビジョン|プログラム20[0-9]{2}|憲章|宣言"
        r"|協定|議定書|条約|(?<![方手療工作技用製術])法|法律|アジェンダ|枠組|工程表|パッケージ|白書|答申|提言|報告書|行動規範|原則"
        r"|チャレンジ20[0-9]{2})(?:\s?20[0-9]{2}|改訂(?:20[0-9]{2})?|\([^()]{1,8}\))?$"
    ),
    POL.PublicBody: re.compile(
        r".{2,}(?:協議会|コンソーシアム|会議|本部|機構|センター|研究所|委員会|連絡会|フォーラム|学会|協会|財団|アライアンス)$"
    ),
    POL.Programme: re.compile(
        r".{2,}(?:プログラム|プロジェクト|事業|イニシアティブ|イニシアチブ|構想|支援ネットワーク)$"
    ),
}
_STEP = {POL.ReferencedWork: "work", POL.PublicBody: "org", POL.Programme: "programme"}
_QUOTED = re.compile(r"[「『]([^「」『』]{2,60})[」』]")
# A name that quotes another in itself: 「『日本再興戦略』改訂2015」.
_NESTED = re.compile(
    r"[「『]([^「」『』]{0,40}[「『][^「」『』]{1,60}[」』][^「」『』]{0,40})[」』]"
)
_MARKS = re.compile("[「」『』]")
_DECISION = re.compile(rf"[」』]?\([^()]{{0,20}}?(?P<date>{DATE.pattern})(?P<rest>[^()]*)\)")
_ACT = re.compile(
    r"(?P<body>[^、。]*?)(?P<cabinet>閣議)?(?:決定|了解|策定|公表|改定|改訂|とりまとめ|取りまとめ|了承|採択)"
)


def _kind(name: str) -> IRI | None:
    return next((kind for kind, ends in _NAMED.items() if ends.search(name)), None)


@dataclass(frozen=True, slots=True)
class QuotedName:
    """A quoted name without an entry; ``begin`` to ``end`` is what is to be marked."""

    begin: int
    end: int
    thing: DiscoveredThing


def find_quoted(
    text: str,
    folded: str,
    begin: int,
    end: int,
    programme_ends: Mapping[int, tuple[int, IRI]],
) -> list[QuotedName]:
    """Quoted works, bodies and programmes in a stretch of text.

    Args:
        text, folded: the text as printed and after folding widths, of the same length.
        begin, end: the stretch.
        programme_ends: where a programme's name ends, its begin and IRI.
    """
    found = []
    for match in _NESTED.finditer(folded, begin, end):
        if (kind := _kind(_MARKS.sub("", match[1]))) is not None:
            name = unicodedata.normalize("NFKC", text[match.start(1) : match.end(1)])
            thing = DiscoveredThing(IRI(f"{BASE}{_STEP[kind]}/{iri_step(name)}"), kind, name)
            found.append(QuotedName(*match.span(1), thing))
    nested = [(name.begin, name.end) for name in found]
    for match in _QUOTED.finditer(folded, begin, end):
        name = unicodedata.normalize("NFKC", text[match.start(1) : match.end(1)])
        if any(first <= match.start() and match.end() <= last for first, last in nested):
            continue
        programme = programme_ends.get(match.start())
        if programme is not None:
            start, parent = programme
            key = f"{parent.rpartition('/')[2]}-{iri_step(name)}"
            thing = DiscoveredThing(IRI(f"{BASE}programme/{key}"), POL.Programme, name, parent)
            found.append(QuotedName(start, match.end(), thing))
            continue
        named = _kind(match[1])
        if named is not None:
            thing = DiscoveredThing(IRI(f"{BASE}{_STEP[named]}/{iri_step(name)}"), named, name)
            found.append(QuotedName(match.start(1), match.end(1), thing))
    return found


@dataclass(frozen=True, slots=True)
class Decision:
    """The brackets behind a work: the span of the date in them, and where they end."""

    fact: WorkFact
    date_span: tuple[int, int]
    end: int


def read_decision(
    folded: str, name_end: int, end: int, work: IRI, organizations: Mapping[str, IRI]
) -> Decision | None:
    """Read the brackets that follow a work's name at ``name_end``, if they date it.

    The deciding body is stated only where the brackets name one that the vocabulary knows.
    """
    match = _DECISION.match(folded, name_end, end)
    if match is None:
        return None
    date_match = DATE.match(folded, match.start("date"))
    date = read_date(date_match) if date_match else None
    if date is None or date_match is None:
        return None
    act = _ACT.match(match["rest"])
    body = None
    if act is not None:
        body = "閣議" if act["cabinet"] else act["body"].strip()
    fact = WorkFact(work, date, organizations.get(body or ""))
    return Decision(fact, date_match.span(), match.end())
