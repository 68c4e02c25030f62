"""Who answers for a bullet: the names in its 【】 tags."""

from __future__ import annotations

import re
from bisect import bisect_right
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

# What parts names. These signs and words part whatever stands on their sides …
_BETWEEN = re.compile(
    "→|⇒|⇨|➡|↔|⇔|⇄|<?[-=]>|及び|並びに|および|ならびに|又は|または|[+&]|"
    # … a sign or word of who leads before a name, words and a detail behind one …
    "[◎○●◯☆★◇◆□■△▲※*]|[^:()・/ ]{1,8}:|"
    "等|ほか|他|など|が?(?:取りまとめ|とりまとめ|中心)|"
    r"\([^()]*\)|\[[^\[\]]*\]|〔[^〔〕]*〕|<[^<>]*>|[・/、, ]"
)
# … and this one parts names only where those on both sides are known: it stands in words, too.
_WEAK = re.compile("と")
_MOST_CUTS = 12  # signs and spaces within one name
# A shorter name (文, 国) counts only where everything beside it is known, too.
_SURE = 3
_AROUND = re.compile(
    r"\A(?:[◎○●◯☆★◇◆□■△▲※*]|[^:()・/ ]{1,8}:)+|(?:\([^()]*\)|\[[^\[\]]*\]|〔[^〔〕]*〕|ほか|など)+\Z"
)


class NamedBody(NamedTuple):
    """A body in a tag and the span of its name."""

    begin: int
    end: int
    iri: IRI
    unknown: DiscoveredThing | None


class _Piece:
    """What stands between two separators of a tag, and where names in it can begin and end."""

    def __init__(
        self, folded: str, span: Span, names: Mapping[str, IRI], spaces: Sequence[int]
    ) -> None:
        self.folded, self.span, self.names = folded, span, names
        self.sure = [match.span() for match in _BETWEEN.finditer(folded, *span)]
        weak = [match.span() for match in _WEAK.finditer(folded, *span)]
        cuts = {*self.sure, *weak, *zip(spaces, spaces, strict=True)}
        self.following: dict[int, list[int]] = {span.end: [span.end]}
        for begin, end in sorted(cuts):
            self.following.setdefault(begin, []).append(end)
        self.ends = sorted(self.following)
        self.sure += [cut for cut in weak if self._sure_name_at(cut[1])]

    def name_at(self, begin: int) -> Iterator[NamedBody]:
        """The known names that begin there and end before a cut, the longest first."""
        first = bisect_right(self.ends, begin)
        for end in reversed(self.ends[first : first + _MOST_CUTS]):
            iri = self.names.get(self.folded[begin:end])
            if iri is not None:
                yield NamedBody(begin, end, iri, None)

    def _sure_name_at(self, begin: int) -> NamedBody | None:
        """A known name that begins there and is no abbreviation in a word."""
        name = next(self.name_at(begin), None)
        return name if name and name.end - name.begin >= _SURE else None

    def all_known(self) -> list[NamedBody] | None:
        """The names in it where all of it is known, the first as long as it can be."""
        starts = {self.span.begin, *(end for ends in self.following.values() for end in ends)}
        known: dict[int, list[NamedBody] | None] = {self.span.end: []}
        for begin in sorted(starts - {self.span.end}, reverse=True):
            ways = [([name], self.following[name.end]) for name in self.name_at(begin)]
            ways.append(([], [end for end in self.following.get(begin, ()) if end > begin]))
            known[begin] = next(
                (
                    [*names, *behind]
                    for names, ends in ways
                    for end in ends
                    if (behind := known.get(end)) is not None
                ),
                None,
            )
        return known[self.span.begin] or None

    def some_known(self) -> list[NamedBody]:
        """The names in it that are known without doubt, and what stands between them."""
        found: list[NamedBody] = []
        position = unread = self.span.begin
        cuts = dict(self.sure)
        while position < self.span.end:
            name = self._sure_name_at(position)
            if name is not None:
                found += self._unknown(unread, position)
                found.append(name)
                weak = _WEAK.match(self.folded, name.end, self.span.end)
                position = unread = weak.end() if weak else name.end
            elif position in cuts:
                position = cuts[position]
                unread = position if unread in cuts else unread
            else:
                position = min((begin for begin in cuts if begin > position), default=self.span.end)
        if not found:
            return []
        return found + self._unknown(unread, self.span.end)

    def _unknown(self, begin: int, end: int) -> list[NamedBody]:
        """A body of its own, without the signs around its name."""
        cuts = dict(self.sure)
        by_end = {last: first for first, last in self.sure}
        while begin < end and begin in cuts:
            begin = cuts[begin]
        while begin < end and end in by_end:
            end = by_end[end]
        return [_new_body(self.folded, Span(begin, end))] if begin < end else []


def _new_body(folded: str, span: Span) -> NamedBody:
    label = folded[span.begin : span.end]
    iri = IRI(f"{BASE}org/{iri_step(label)}")
    return NamedBody(*span, iri, DiscoveredThing(iri, POL.PublicBody, label))


def read_body(
    folded: str, span: Span, names: Mapping[str, IRI], spaces: Sequence[int] = ()
) -> list[NamedBody]:
    """The bodies that a piece of a tag stands for; an unknown one gets an IRI and is kept.

    Signs, words and details around a name (◎, ほか, （○○課）) are no part of it, and an unknown name
    leaves those beside it standing.

    Args:
        folded: the text after folding.
        span: what stands between two separators of the tag.
        names: the bodies that are known, by name.
        spaces: the offsets in the span before which the raw file has white space; it parts names
            (【農林水産省　水産庁】) where those on both sides are known.
    """
    iri = names.get(folded[span.begin : span.end])
    if iri is not None:
        return [NamedBody(*span, iri, None)]
    piece = _Piece(folded, span, names, spaces)
    known = piece.all_known() or piece.some_known()
    if known:
        return known
    begin, end = span
    for match in _AROUND.finditer(folded, *span):
        begin, end = (match.end(), end) if match.start() == begin else (begin, match.start())
    return [_new_body(folded, Span(begin, end) if begin < end else span)]


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
