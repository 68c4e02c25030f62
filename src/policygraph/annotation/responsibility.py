"""Who answers for a bullet: the names in its 【】 tags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from policygraph.annotation.annotator import (
    AnnotatedText,
    AnyMention,
    DiscoveredThing,
    Mention,
)
from policygraph.annotation.lexicon import Lexicon
from policygraph.annotation.misprints import nearest_name
from policygraph.core.namespaces import BASE, IRI, POL, iri_step
from policygraph.document import Span
from policygraph.sources import SourceText

# Signs that part names only where the names on both sides are known: they stand in names, too.
_WEAK = re.compile("及び|並びに|・|/|と")
_LEAD = re.compile("[◎○●☆★]|(?:主|副|主担当|副担当|取りまとめ)[:：]")
_MOST_CUTS = 12  # signs and spaces within one name
_DETAIL = re.compile(r"\([^()]*\)$")


class NamedBody(NamedTuple):
    """A body in a tag and the span of its name."""

    begin: int
    end: int
    iri: IRI
    unknown: DiscoveredThing | None


def _known(
    folded: str, span: Span, names: Mapping[str, IRI], spaces: Sequence[int] = ()
) -> list[NamedBody] | None:
    name = folded[span.begin : span.end]
    iri = names.get(name)
    if iri is not None:
        return [NamedBody(*span, iri, None)]
    weak = [match.span() for match in _WEAK.finditer(folded, *span)]
    cuts = sorted([*weak, *zip(spaces, spaces, strict=True), (span.end, span.end)])
    pieces = _split(folded, span.begin, cuts, names)
    if pieces is not None:
        return pieces
    lead = _LEAD.match(name)
    if lead is not None:  # ◎文部科学省: a sign that says who leads
        return _known(folded, Span(span.begin + lead.end(), span.end), names)
    if name.endswith("等"):
        return _known(folded, Span(span.begin, span.end - 1), names)
    detail = _DETAIL.search(name)
    if detail is not None:  # 内閣府（科学技術・イノベーション担当）
        return _known(folded, Span(span.begin, span.begin + detail.start()), names)
    return None


def _split(
    folded: str, begin: int, cuts: list[tuple[int, int]], names: Mapping[str, IRI]
) -> list[NamedBody] | None:
    """The names between some of the cuts, all of them known, the first as long as it can be."""
    starts = [begin, *(following for _, following in cuts)]
    # What the names from a start on are, from the last start to the first.
    parted: list[list[NamedBody] | None] = [[] for _ in starts]
    for first in range(len(cuts) - 1, -1, -1):
        parted[first] = None
        for last in range(min(len(cuts), first + _MOST_CUTS) - 1, first - 1, -1):
            iri = names.get(folded[starts[first] : cuts[last][0]])
            behind = parted[last + 1]
            if iri is not None and behind is not None:
                parted[first] = [NamedBody(starts[first], cuts[last][0], iri, None), *behind]
                break
    return parted[0]


def read_body(
    folded: str, span: Span, names: Mapping[str, IRI], spaces: Sequence[int] = ()
) -> list[NamedBody]:
    """The bodies that a name in a tag stands for; an unknown one gets an IRI and is kept.

    Args:
        folded: the text after folding.
        span: what stands between two separators of the tag.
        names: the bodies that are known, by name.
        spaces: the offsets in the span before which the raw file has white space; it parts names
            (【農林水産省　水産庁】) where those on both sides are known.
    """
    known = _known(folded, span, names, spaces)
    if known is not None:
        return known
    label = folded[span.begin : span.end]
    iri = IRI(f"{BASE}org/{iri_step(label)}")
    return [NamedBody(*span, iri, DiscoveredThing(iri, POL.PublicBody, label))]


def _spaces(source: SourceText, span: Span) -> list[int]:
    """The offsets in a span before which the raw file has white space."""
    offsets = [source.raw_offset(offset) for offset in range(*span)]
    return [
        span.begin + i
        for i in range(1, len(offsets))
        if any(map(str.isspace, source.raw[offsets[i - 1] + 1 : offsets[i]]))
    ]


def find_responsible(text: AnnotatedText, made: Sequence[AnyMention]) -> Iterator[Mention]:
    """Find who answers for a bullet: the names in its 【】 tags, in order."""
    source, names = text.document.source, text.lexicon.tag_names
    near: dict[str, str] = {}
    for unit in text.units:
        order = 0
        for span in (body for tag in unit.tags for body in tag.bodies):
            for body in read_body(text.folded, span, names, _spaces(source, span)):
                order += 1
                thing = body.unknown
                if thing is not None and thing.label not in near:
                    near[thing.label] = _near(thing.label, text.lexicon)
                if thing is not None and near[thing.label]:
                    thing = replace(thing, near=near[thing.label])
                yield Mention(
                    unit, body.begin, body.end, "responsibility", (body.iri,),
                    POL.responsibleBody, kind="responsibility", order=order, thing=thing,
                )  # fmt: skip


def _near(name: str, lexicon: Lexicon) -> str:
    """The body that an unknown one may be a misprint of, a ministry sooner than any other."""
    if name in lexicon.all_names:  # of something that is no body
        return ""
    return nearest_name(name, lexicon.ministries) or nearest_name(name, lexicon.tag_names)
