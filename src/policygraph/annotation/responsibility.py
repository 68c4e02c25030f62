"""Who answers for an item: the names in its tags, the body its sentence is about, the heading above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from policygraph.annotation.annotator import AnnotatedText
from policygraph.annotation.bodies import Bodies, NamedBody
from policygraph.annotation.mentions import AnyMention, Mention
from policygraph.annotation.misprints import near_body
from policygraph.core.namespaces import POL
from policygraph.document import Span, Tag, TextUnit, sentence_ends
from policygraph.sources import SourceText

_ROLES: Final = {"lead": POL.leadBody, "cooperating": POL.cooperatingBody}
# と and 及び join it to somebody whom no vocabulary knows.
_BEFORE_SUBJECT: Final = re.compile(
    r"(?:^|[、，,。を]|ため|たる|また|さらに|なお|今後|引き続き|例えば|と|及び|並びに)$"
)
_ASIDE: Final = re.compile(r"\((?:[^()]|\([^()]*\)){1,60}\)")  # （以下「機構」という。）
# Bodies that answer for nothing here, whoever works with them.
_FOREIGN: Final = re.compile(
    r"国際(?!協力機構|協力銀行|交流基金|農林|統括|局|課|部)|国連|世界(?!遺産)|欧州|アジア(?!太平洋(?:課|局))|米国|英国|(?:EU|OECD|WHO|IMO|ISO|IEC|ITU|UNESCO|NATO|IAEA|WTO|WIPO|ILO|UNDP)(?![A-Za-z])"
)
# ＮＥＤＯが有する設備, 環境省が進める事業, 環境省が関係府省と共に定めた指針: a clause that describes what stands behind it.
_RELATIVE: Final = re.compile(
    r"(?:[^。はがを「」『』]{1,60}?と(?:ともに|共に|(?:共同|連携|協力|協働)(?:で|して?)、?))?"
    r"[^、，,。はがをに]{0,14}?(?:する|した|[てで](?:いる|きた)|[いきぎしちにびみり]?[うくぐすつぬぶむる]|[っいんえけげせてべめれきちにびみり][ただ])(?=[一-龥々ァ-ヶー「『A-Za-z])(?!方針|予定|計画|必要|考え|見込)"
)
_JOINT: Final = re.compile(r"(?:、|，|,|・|及び|並びに|と|や)?$")


def _spaces(source: SourceText, span: Span) -> list[int]:
    """The offsets in a span before which the raw file has white space."""
    offsets = [source.raw_offset(offset) for offset in range(*span)]
    return [
        span.begin + i
        for i in range(1, len(offsets))
        if any(map(str.isspace, source.raw[offsets[i - 1] + 1 : offsets[i]]))
    ]


def find_responsible(text: AnnotatedText, made: Sequence[AnyMention]) -> Iterator[Mention]:
    """Find who answers for an item, by the ways that the outline allows.

    The names in its brackets or its column, in order; where it has none, the body that its first
    sentence is about. A heading that consists of bodies speaks for the items below it.
    """
    finder = _Finder(text, made)
    for unit in text.units:
        if unit.kind in ("occurrence", "component"):
            yield from finder.of_item(unit)
        elif unit.kind == "title" and "heading" in text.signs.ways:
            yield from finder.of_heading(unit)


class _Finder:
    def __init__(self, text: AnnotatedText, made: Sequence[AnyMention]) -> None:
        self.text, self.signs = text, text.signs
        self.bodies = Bodies(text.folded, text.lexicon.tag_names, text.signs)
        self.near: dict[str, str] = {}
        organizations = text.lexicon.bodies
        self.named: dict[tuple[object, str], list[Mention]] = {}
        for mention in made:
            if not isinstance(mention, Mention):
                continue
            formed = mention.thing is not None and mention.thing.rdf_class == POL.PublicBody
            if formed or (
                mention.meanings[0] in organizations and organizations.issuperset(mention.meanings)
            ):
                key = mention.unit.path, mention.unit.kind
                self.named.setdefault(key, []).append(mention)

    def of_item(self, unit: TextUnit) -> Iterator[Mention]:
        found = [body for tag in unit.tags for body in self._of_tag(tag)]
        if "subject" in self.signs.ways and (not unit.tags or "beside" in self.signs.ways):
            known = {body.iri for body in found}
            found += [body for body in self._subject(unit) if body.iri not in known]
        yield from self._mentions(unit, found)

    def of_heading(self, unit: TextUnit) -> Iterator[Mention]:
        if unit.tags:
            found = [body for tag in unit.tags for body in self._of_tag(tag)]
            yield from self._mentions(unit, [*self._titled(unit), *found])
            return
        yield from self._mentions(unit, self._titled(unit))

    def _of_tag(self, tag: Tag) -> list[NamedBody]:
        """The bodies of a tag; what a word before one says (協力：環境省、気象庁) holds of those behind it, too."""
        folded, found = self.text.folded, list[NamedBody]()
        for span in tag.bodies:
            before = found[-1] if found else None
            goes_on = (
                before is not None
                and before.role == "cooperating"
                and not self.signs.cooperating_behind.match(folded, before.end)
                and ")" not in folded[before.end : span.begin]
            )
            for body in self.bodies.read(span, _spaces(self.text.document.source, span)):
                if goes_on and not body.role:
                    by_word = before is not None and before.by_word
                    body = body._replace(role="cooperating", by_word=by_word)
                found.append(body)
        return found

    def _titled(self, unit: TextUnit) -> Sequence[NamedBody]:
        """The bodies that a title consists of."""
        (title,) = unit.segments
        tail = re.compile(f"(?:{self.signs.heading_tail.pattern})$")
        behind = tail.search(self.text.folded, *title)
        end = behind.start() if behind else title.end
        known = self.bodies.known(Span(title.begin, end)) if end > title.begin else None
        # A single kanji is no heading that names a body (国, 文).
        return known if known and all(body.end - body.begin > 1 for body in known) else ()

    def _mentions(self, unit: TextUnit, found: Sequence[NamedBody]) -> Iterator[Mention]:
        leads = any(body.role == "lead" for body in found)
        for order, body in enumerate(found, 1):
            thing = body.unknown
            if thing is not None:
                if thing.label not in self.near:
                    self.near[thing.label] = near_body(thing.label, self.text.lexicon)
                # A collective name (関係府省) has no divisions of its own.
                whole = None if thing.part_of in self.text.lexicon.collective else thing.part_of
                thing = replace(thing, near=self.near[thing.label], part_of=whole)
            mention = Mention(
                unit, body.begin, body.end, "responsibility", (body.iri,),
                POL.responsibleBody, kind="responsibility", order=order, thing=thing,
            )  # fmt: skip
            yield mention
            # ○ tells a role only beside ◎; alone it is a bullet.
            if body.role == "lead" or (body.role and (leads or body.by_word)):
                yield mention._replace(kind="role", order=0, link=_ROLES[body.role])

    def _subject(self, unit: TextUnit) -> list[NamedBody]:
        """The bodies that the sentences of an item are about: 文部科学省及び経済産業省は.

        One that they work with (環境省は、経済産業省と連携し) answers for it with them; where a sentence is
        about none, one by which something was done does (消防庁により導入された). Behind the first, only
        a sentence that commits counts.
        """
        folded, lexicon = self.text.folded, self.text.lexicon
        named = self.named.get((unit.path, unit.kind), ())
        found: list[NamedBody] = []
        for segment in unit.segments if named else ():
            ends = sentence_ends(folded, *segment, self.signs)
            for begin, end in pairwise(sorted({segment.begin, *ends, segment.end})):
                own = [m for m in named if begin <= m.begin and m.end <= end]
                if not own:
                    continue
                if begin > unit.segments[0].begin:
                    predicate = lexicon.predicates.find(folded[begin:end])
                    if predicate is None and not self._acts(begin, end):
                        continue
                    if predicate is not None and predicate.concept in lexicon.no_promises:
                        continue
                found += self._of_sentence(own, Span(begin, end))
        return list({body.iri: body for body in reversed(found)}.values())[::-1]

    def _acts(self, begin: int, end: int) -> bool:
        """A sentence ends in an act that the vocabulary has no word for."""
        words = self.text.folded[begin:end].rstrip("。 ")
        act = self.signs.act.search(words)
        return act is not None and self.signs.no_act.search(act.group()) is None

    def _of_sentence(self, named: Sequence[Mention], sentence: Span) -> list[NamedBody]:
        found = list(self._subjects(named, sentence))
        if not found:
            return list(self._doers(named, sentence.end))
        return [*found, *self._partners(named, found[-1].end, sentence.end)]

    def _subjects(self, named: Sequence[Mention], sentence: Span) -> Iterator[NamedBody]:
        """The first bodies that are what a sentence is about, and those that do another part of it.

        Args:
            named: the bodies that it names.
        """
        folded, end = self.text.folded, sentence.end
        is_found = False
        for at, mention in enumerate(named):
            begin = self._behind(mention, end)
            behind = self.signs.subject.match(folded, begin, end)
            if behind is None or behind.end() == begin or self._is_within(behind, end):
                continue
            is_agent = behind.group().startswith("が")
            if is_found and not (is_agent and folded[: mention.begin].endswith(("、", "，"))):
                continue
            chain, start = [mention], mention.begin
            for before in named[:at][::-1]:
                between = folded[before.end : start]
                if not _JOINT.fullmatch(between):
                    break
                start = before.begin
                if between:  # else it is the one that the next belongs to
                    chain.insert(0, before)
            ahead = folded[max(sentence.begin, start - 8) : start]
            if folded.startswith("は", begin) or not ahead or _BEFORE_SUBJECT.search(ahead):
                yield from (NamedBody(m.begin, m.end, m.meanings[0], m.thing) for m in chain)
                is_found = True

    def _behind(self, mention: Mention, end: int) -> int:
        """Where the particle behind a body stands: after 等 and （以下「機構」という。）."""
        folded = self.text.folded
        tail = self.signs.behind_body.match(folded, mention.end, end)
        begin = tail.end() if tail else mention.end
        aside = _ASIDE.match(folded, begin, end)
        return aside.end() if aside else begin

    def _partners(self, named: Sequence[Mention], begin: int, end: int) -> Iterator[NamedBody]:
        """The bodies behind a subject with which it acts."""
        folded, chain = self.text.folded, list[Mention]()
        for mention in named:
            if mention.begin < begin or _FOREIGN.match(folded, mention.begin):
                continue
            if chain and not _JOINT.fullmatch(folded[chain[-1].end : mention.begin]):
                chain = []
            chain.append(mention)
            if self.signs.with_body.match(folded, self._behind(mention, end), end):
                for one in chain:
                    body = NamedBody(one.begin, one.end, one.meanings[0], one.thing)
                    yield body._replace(role="cooperating", by_word=True)

    def _doers(self, named: Sequence[Mention], end: int) -> Iterator[NamedBody]:
        """The bodies by which something is done."""
        for mention in named:
            if self.signs.by_body.match(self.text.folded, self._behind(mention, end), end):
                yield NamedBody(mention.begin, mention.end, mention.meanings[0], mention.thing)

    def _is_within(self, behind: re.Match[str], end: int) -> bool:
        """が marks what a clause is about that describes something else: 環境省が進める事業は …."""
        if not behind.group().startswith("が"):
            return False
        folded = self.text.folded
        if _RELATIVE.match(folded, behind.end(), end):
            return True
        return any(
            not self.signs.no_topic.search(folded[behind.end() : topic.start()])
            for topic in self.signs.topic.finditer(folded, behind.end(), end)
        )
