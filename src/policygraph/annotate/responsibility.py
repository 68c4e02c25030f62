"""Who answers for a bullet: the names in its 【】 tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from policygraph.annotate.lexicon import Lexicon
from policygraph.annotate.mention import DiscoveredThing, Mention
from policygraph.document import Span, Unit
from policygraph.namespaces import BASE, IRI, POL, iri_step

# Signs that part names only where the names on both sides are known: they stand in names, too.
_WEAK = re.compile("及び|並びに|・|/|と")
_LEAD = re.compile("[◎○●☆★]|(?:主|副|主担当|副担当|取りまとめ)[:：]")
_DETAIL = re.compile(r"\([^()]*\)$")


class NamedBody(NamedTuple):
    """A body in a tag and the span of its name."""

    begin: int
    end: int
    iri: IRI
    unknown: DiscoveredThing | None


def _known(folded: str, span: Span, lexicon: Lexicon) -> list[NamedBody] | None:
    name = folded[span.begin : span.end]
    iri = lexicon.organizations.get(name)
    if iri is not None:
        return [NamedBody(*span, iri, None)]
    pieces: list[NamedBody] = []
    position = span.begin
    for cut in [*_WEAK.finditer(folded, *span), None]:
        end = cut.start() if cut else span.end
        known = lexicon.organizations.get(folded[position:end])
        if known is None:
            break
        pieces.append(NamedBody(position, end, known, None))
        position = cut.end() if cut else span.end
    else:
        return pieces
    lead = _LEAD.match(name)
    if lead is not None:  # ◎文部科学省: a sign that says who leads
        return _known(folded, Span(span.begin + lead.end(), span.end), lexicon)
    if name.endswith("等"):
        return _known(folded, Span(span.begin, span.end - 1), lexicon)
    detail = _DETAIL.search(name)
    if detail is not None:  # 内閣府（科学技術・イノベーション担当）
        return _known(folded, Span(span.begin, span.begin + detail.start()), lexicon)
    return None


def read_body(text: str, folded: str, span: Span, lexicon: Lexicon) -> list[NamedBody]:
    """The bodies that a name in a tag stands for; an unknown one gets an IRI and is kept."""
    known = _known(folded, span, lexicon)
    if known is not None:
        return known
    label = folded[span.begin : span.end]
    iri = IRI(f"{BASE}org/{iri_step(text[span.begin : span.end])}")
    return [NamedBody(*span, iri, DiscoveredThing(iri, POL.PublicBody, label))]


def responsibilities(
    text: str, folded: str, unit: Unit, lexicon: Lexicon
) -> Iterator[tuple[Mention, DiscoveredThing | None]]:
    """The responsibility mentions of a unit, in order."""
    order = 0
    for tag in unit.tags:
        for span in tag.bodies:
            for body in read_body(text, folded, span, lexicon):
                order += 1
                mention = Mention(
                    unit, body.begin, body.end, (body.iri,), POL.responsibleBody,
                    kind="responsibility", order=order,
                )  # fmt: skip
                yield mention, body.unknown
