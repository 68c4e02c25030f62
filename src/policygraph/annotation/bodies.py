"""The bodies that a piece of text names: alone, joined by signs, with marks before and details behind them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from policygraph.annotation.mentions import DiscoveredThing
from policygraph.core.namespaces import BASE, IRI, POL, iri_step
from policygraph.document import Signs, Span

Role = Literal["", "lead", "cooperating"]
_WORD = re.compile("[一-龥]")
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
_LONGEST_NAME = 16  # characters of the name of a body that has parts
_AHEAD = re.compile(r"(?:[◎○●◯☆★◇◆□■△▲※*]|[^:()・/ ]{1,8}:)+")
_BEHIND = re.compile(r"(?:\([^()]*\)|\[[^\[\]]*\]|〔[^〔〕]*〕|<[^<>]*>|ほか|など)+$")


class NamedBody(NamedTuple):
    """A body and the span of its name.

    Attributes:
        role: that a mark before the name gives it.
        by_word: the mark is a word (副担当), no mere sign (○).
    """

    begin: int
    end: int
    iri: IRI
    unknown: DiscoveredThing | None
    role: Role = ""
    by_word: bool = False


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


def _new_body(folded: str, span: Span, part_of: IRI | None = None) -> NamedBody:
    label = re.sub(r"(?<=[^ -~])\s+(?=[^ -~])", "", folded[span.begin : span.end])
    iri = IRI(f"{BASE}org/{iri_step(label)}")
    return NamedBody(*span, iri, DiscoveredThing(iri, POL.PublicBody, label, part_of))


class Bodies:
    """Reads names of bodies.

    Args:
        folded: a text after folding.
        names: the bodies that are known, by name.
        signs: those of the text's series: the marks of roles, and what is never a body.
    """

    def __init__(self, folded: str, names: Mapping[str, IRI], signs: Signs) -> None:
        self.folded, self.names, self.signs = folded, names, signs

    def known(self, span: Span, *, by_form: bool = False) -> list[NamedBody] | None:
        """The known bodies that a stretch consists of, with marks and details around them.

        Args:
            span: the stretch.
            by_form: what looks like a body counts as one, too (産業労働部).

        Returns:
            ``None`` where it holds anything else.
        """
        iri = self.names.get(self.folded[span.begin : span.end])
        if iri is not None:
            return [NamedBody(*span, iri, None)]
        found = self._division(span) or _Piece(self.folded, span, self.names, ()).all_known()
        if not found and by_form:
            found = self._by_form(span)
        return self._with_roles(span, found)

    def _inside(self, span: Span) -> Span:
        """A stretch without the marks before and the details behind what it names."""
        ahead = _AHEAD.match(self.folded, *span)
        begin = ahead.end() if ahead else span.begin
        behind = _BEHIND.search(self.folded, begin, span.end)
        return Span(begin, behind.start() if behind else span.end)

    def _division(self, span: Span) -> list[NamedBody] | None:
        """A part of a known body, printed behind it (国土交通省物流・自動車局); ``None`` elsewhere."""
        begin = self._inside(span).begin
        for end in range(min(span.end, begin + _LONGEST_NAME), begin + _SURE - 1, -1):
            if self.folded[begin:end] not in self.names:
                continue
            part = self.signs.division.match(self.folded, end, span.end)
            behind = part and _BEHIND.fullmatch(self.folded, part.end(), span.end)
            if part is None or (part.end() < span.end and behind is None):
                return None
            whole = Span(begin, end + len(part.group().rstrip()))
            known = self.names.get(self.folded[whole.begin : whole.end])
            if known is not None:
                return [NamedBody(*whole, known, None)]
            return [_new_body(self.folded, whole, self.names[self.folded[begin:end]])]
        return None

    def _by_form(self, span: Span) -> list[NamedBody] | None:
        """The bodies that a stretch consists of, all of which look like one; ``None`` elsewhere."""
        found, position = [], span.begin
        cuts = [match.span() for match in _BETWEEN.finditer(self.folded, *span)]
        for begin, end in [*cuts, (span.end, span.end)]:
            if begin > position:
                name = self.folded[position:begin]
                known = self.names.get(name)
                if known is None and not self.signs.body_form.fullmatch(name):
                    return None
                piece = Span(position, begin)
                found.append(
                    NamedBody(*piece, known, None) if known else _new_body(self.folded, piece)
                )
            position = end
        return found or None

    def read(self, span: Span, spaces: Sequence[int] = ()) -> list[NamedBody]:
        """The bodies that a piece of a tag stands for; an unknown one gets an IRI and is kept.

        Signs, words and details around a name (◎, ほか, （○○課）) are no part of it, and an unknown name
        leaves those beside it standing.

        Args:
            span: what stands between two separators of the tag.
            spaces: the offsets in the span before which the raw file has white space; it parts names
                (【農林水産省　水産庁】) where those on both sides are known.
        """
        iri = self.names.get(self.folded[span.begin : span.end])
        if iri is not None:
            return [NamedBody(*span, iri, None)]
        piece = _Piece(self.folded, span, self.names, spaces)
        found = self._division(span) or piece.all_known() or piece.some_known()
        if not found:
            found = self._by_form(span) or []
        if not found:
            begin, end = self._inside(span)
            found = [_new_body(self.folded, Span(begin, end) if begin < end else span)]
        named = [body for body in found if not self._is_no_body(body)]
        return self._with_roles(span, named) or []

    def _is_no_body(self, body: NamedBody) -> bool:
        no_body = self.signs.no_body.fullmatch(self.folded, body.begin, body.end)
        return body.unknown is not None and no_body is not None

    def _with_roles(self, span: Span, found: list[NamedBody] | None) -> list[NamedBody] | None:
        """The bodies, each with what the mark before it says; a word (副担当) counts for all behind it."""
        if not found:
            return found
        marks: list[tuple[int, Role, bool]] = []
        for pattern, role in ((self.signs.lead, "lead"), (self.signs.cooperating, "cooperating")):
            for match in pattern.finditer(self.folded, *span):
                inside = any(b.begin <= match.start() < b.end for b in found)
                if match.end() > match.start() and not inside:
                    is_word = _WORD.search(match.group()) is not None
                    marks.append((match.end(), role, is_word))  # type: ignore[arg-type]
        behind = ((self.signs.lead_behind, "lead"), (self.signs.cooperating_behind, "cooperating"))
        marks.sort()
        told = []
        for body in found:
            after = next(
                (r for pattern, r in behind if pattern.match(self.folded, body.end, span.end)), None
            )
            if after is not None:
                told.append(body._replace(role=after, by_word=True))  # type: ignore[arg-type]
                continue
            end, role_, by_word = max(
                (m for m in marks if m[0] <= body.begin), default=(0, "", False)
            )
            before = told[-1] if told else None
            if before and before.role == "lead" and self.folded[before.end : body.begin] == "・":
                told.append(
                    body._replace(role=before.role, by_word=before.by_word)
                )  # ◎総務省・経済産業省
            elif by_word or self.folded[end : body.begin].strip() == "":
                told.append(body._replace(role=role_, by_word=by_word))
            else:
                told.append(body)
        return told
