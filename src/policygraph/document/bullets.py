"""Take a bullet apart: its words, its 【】 tags, its reprise marks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from policygraph.document.outline import Signs
from policygraph.document.sentences import strip
from policygraph.document.titles import SetText
from policygraph.document.tree import Leaf, LeafKind, Span, Tag


@dataclass(frozen=True, slots=True)
class Bullet:
    """The content of a bullet ・ or －.

    Attributes:
        torn: the offset of a 【 that is never closed; then nothing else is read.
    """

    segments: tuple[Span, ...]
    tags: tuple[Tag, ...]
    reprise_marks: tuple[Span, ...]
    partial_reprise: bool
    leaves: tuple[Leaf, ...]
    torn: int | None = None


def _find_tags(text: SetText, span: Span) -> tuple[list[Span], int | None]:
    """The 【…】 of a bullet, brackets included, and the first 【 that is never closed.

    It is not where no 】 follows before a full stop, another 【 or the bullet's end.
    """
    signs, source = text.signs, text.source
    stop = re.compile(f"[{signs.tag_open}{signs.tag_close}{signs.sentence_end}]")
    tags: list[Span] = []
    position = span.begin
    while (opened := source.text.find(signs.tag_open, position, span.end)) >= 0:
        closed = stop.search(source.text, opened + 1, span.end)
        if closed is None or closed.group() != signs.tag_close:
            return tags, opened
        tags.append(Span(opened, closed.end()))
        position = closed.end()
    return tags, None


def _split_bodies(text: str, tag: Span, signs: Signs) -> Tag:
    """Split a tag into the names in it, in order."""
    separators = re.escape(signs.tag_separators)
    # A separator within brackets belongs to the name: 内閣府（科学技術、ＩＴ担当）.
    name = re.compile(rf"(?:[^{separators}(（]|[(（][^()（）]*[)）]|[(（])+")
    names = (
        strip(text, Span(*match.span()))
        for match in name.finditer(text, tag.begin + 1, tag.end - 1)
    )
    return Tag(tag, tuple(span for span in names if span.begin < span.end))


def _without_stray_tag(text: str, piece: Span, signs: Signs) -> tuple[Span, Span | None]:
    """Words up to a 】 that no 【 opened, back to the sentence before it, and the rest."""
    stray = text.find(signs.tag_close, *piece)
    if stray < 0:
        return piece, None
    cut = text.rfind(signs.sentence_end, piece.begin, stray) + 1 or piece.begin
    return Span(piece.begin, cut), Span(cut, piece.end)


def read_bullet(text: SetText, span: Span) -> Bullet:
    """Read the content of a bullet.

    Words behind the last tag belong to the bullet only where another tag follows them; else
    nothing says what they are (a footnote, a caption, a lost marker) and they are unexplained.
    """
    signs, printed = text.signs, text.source.text
    aside = text.caption_begin(*span)
    if aside is not None:
        bullet = read_bullet(text, strip(printed, Span(span.begin, aside)))
        caption = Leaf(*strip(printed, Span(aside, span.end)), "unexplained")
        return replace(bullet, leaves=(*bullet.leaves, caption))
    marks = [Span(*match.span()) for match in signs.reprise_mark.finditer(text.folded, *span)]
    # 【再掲】 is a mark and no tag; a mark within a tag, 【文部科学省（再掲）】, stays in the tag.
    tags, torn = _find_tags(text, span)
    if torn is not None:
        return Bullet((), (), (), False, (Leaf(*span, "left out"),), torn)
    tags = [tag for tag in tags if tag not in marks]
    cuts: list[tuple[Span, LeafKind]] = [
        (mark, "reprise mark")
        for mark in marks
        if not any(tag.begin < mark.begin and mark.end < tag.end for tag in tags)
    ]
    if tags and tags[0].begin == span.begin and tags[0].end < span.end:
        # 【新規】: who answers stands behind the words, never before them
        cuts.append((tags.pop(0), "unexplained"))
    cuts += [(tag, "tag") for tag in tags]
    cuts.sort()
    leaves: list[Leaf] = []
    segments: list[Span] = []
    position = span.begin
    last_tag = max((tag.begin for tag in tags), default=span.end)
    for cut, kind in [*cuts, (Span(span.end, span.end), "bullet text")]:
        piece = strip(printed, Span(position, cut.begin))
        if piece.begin < piece.end:
            if segments and re.fullmatch(r"[。、．.]+", printed[piece.begin : piece.end]):
                leaves.append(Leaf(*piece, "punctuation"))
            elif segments and piece.begin > last_tag:
                leaves.append(Leaf(*piece, "unexplained"))
            else:
                words, stray = _without_stray_tag(printed, piece, signs)
                if words.begin < words.end:
                    segments.append(words)
                    leaves.append(Leaf(*words, "bullet text"))
                if stray is not None:
                    leaves.append(Leaf(*stray, "unexplained"))
        if cut.begin < cut.end:
            leaves.append(Leaf(*cut, kind))
        position = cut.end
    return Bullet(
        segments=tuple(segments),
        tags=tuple(_split_bodies(printed, tag, signs) for tag in tags),
        reprise_marks=tuple(marks),
        partial_reprise=any(
            signs.partial_reprise_mark.search(text.folded, *mark) for mark in marks
        ),
        leaves=tuple(leaves),
    )
