"""Who answers for an item: the names in its tags, the body its sentence is about, the heading above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from policygraph.annotation.annotator import AnnotatedText
from policygraph.annotation.bodies import Bodies, NamedBody
from policygraph.annotation.lexicon import Lexicon
from policygraph.annotation.mentions import AnyMention, Mention
from policygraph.annotation.misprints import nearest_name
from policygraph.core.namespaces import POL
from policygraph.document import Span, TextUnit, sentence_ends
from policygraph.sources import SourceText

_ROLES: Final = {"lead": POL.leadBody, "cooperating": POL.cooperatingBody}
# と and 及び join it to somebody whom no vocabulary knows.
_BEFORE_SUBJECT: Final = re.compile(
    r"(?:^|[、，,。]|ため|たる|また|さらに|なお|今後|引き続き|例えば|と|及び|並びに)$"
)
_ASIDE: Final = re.compile(r"\((?:[^()]|\([^()]*\)){1,60}\)")  # （以下「機構」という。）
_DIVISIONS: Final = ("部", "局", "課", "室")
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
        organizations = frozenset(text.lexicon.organizations.values())
        self.named: dict[tuple[object, str], list[Mention]] = {}
        for mention in made:
            if isinstance(mention, Mention) and organizations.issuperset(mention.meanings):
                key = mention.unit.path, mention.unit.kind
                self.named.setdefault(key, []).append(mention)

    def of_item(self, unit: TextUnit) -> Iterator[Mention]:
        source = self.text.document.source
        found = [
            body
            for tag in unit.tags
            for span in tag.bodies
            for body in self.bodies.read(span, _spaces(source, span))
        ]
        if not found and not unit.tags and "subject" in self.signs.ways:
            found = self._subject(unit)
        yield from self._mentions(unit, found)

    def of_heading(self, unit: TextUnit) -> Iterator[Mention]:
        if unit.tags:
            source = self.text.document.source
            spans = [span for tag in unit.tags for span in tag.bodies]
            found = [b for span in spans for b in self.bodies.read(span, _spaces(source, span))]
            yield from self._mentions(unit, found)
            return
        (title,) = unit.segments
        tail = re.compile(f"(?:{self.signs.heading_tail.pattern})$")
        behind = tail.search(self.text.folded, *title)
        end = behind.start() if behind else title.end
        known = self.bodies.known(Span(title.begin, end)) if end > title.begin else None
        # A single kanji is no heading that names a body (国, 文).
        if known and all(body.end - body.begin > 1 for body in known):
            yield from self._mentions(unit, known)

    def _mentions(self, unit: TextUnit, found: Sequence[NamedBody]) -> Iterator[Mention]:
        leads = any(body.role == "lead" for body in found)
        for order, body in enumerate(found, 1):
            thing = body.unknown
            if thing is not None:
                if thing.label not in self.near:
                    self.near[thing.label] = _near(thing.label, self.text.lexicon)
                thing = replace(thing, near=self.near[thing.label])
            mention = Mention(
                unit, body.begin, body.end, "responsibility", (body.iri,),
                POL.responsibleBody, kind="responsibility", order=order, thing=thing,
            )  # fmt: skip
            yield mention
            # ○ tells a role only beside ◎; alone it is a bullet.
            if body.role == "lead" or (body.role and (leads or body.by_word)):
                yield mention._replace(kind="role", order=0, link=_ROLES[body.role])

    def _subject(self, unit: TextUnit) -> list[NamedBody]:
        """The bodies that the first sentence of an item is about: 文部科学省及び経済産業省は."""
        if not unit.segments:
            return []
        folded, first = self.text.folded, unit.segments[0]
        end = next(sentence_ends(folded, *first, self.signs), first.end)
        named = [
            mention
            for mention in self.named.get((unit.path, unit.kind), ())
            if first.begin <= mention.begin and mention.end <= end
        ]
        for at, mention in enumerate(named):
            tail = self.signs.behind_body.match(folded, mention.end, end)
            begin = tail.end() if tail else mention.end
            aside = _ASIDE.match(folded, begin, end)
            begin = aside.end() if aside else begin
            behind = self.signs.subject.match(folded, begin, end)
            if behind is None or behind.end() == begin or self._is_within(behind, end):
                continue
            chain, start = [mention], mention.begin
            for before in named[:at][::-1]:
                between = folded[before.end : start]
                if not _JOINT.fullmatch(between):
                    break
                start = before.begin
                if between:  # else it is the one that the next belongs to
                    chain.insert(0, before)
            is_topic = folded.startswith("は", begin)
            ahead = folded[max(first.begin, start - 8) : start]
            if is_topic or not ahead or _BEFORE_SUBJECT.search(ahead):
                return [NamedBody(m.begin, m.end, m.meanings[0], m.thing) for m in chain]
        return []

    def _is_within(self, behind: re.Match[str], end: int) -> bool:
        """が marks what a clause is about that describes something else: 環境省が進める事業は …."""
        if not behind.group().startswith("が"):
            return False
        folded = self.text.folded
        return any(
            not self.signs.no_topic.search(folded[behind.end() : topic.start()])
            for topic in self.signs.topic.finditer(folded, behind.end(), end)
        )


def _near(name: str, lexicon: Lexicon) -> str:
    """The body that an unknown one may be a misprint of, a ministry sooner than any other."""
    if name in lexicon.all_names:  # of something that is no body
        return ""
    near = nearest_name(name, lexicon.ministries) or nearest_name(name, lexicon.tag_names)
    # 環境局, of a prefecture, is no slip of 環境省.
    return "" if name.endswith(_DIVISIONS) and near[-1:] != name[-1] else near
