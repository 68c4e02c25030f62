"""Take a bullet apart: its words, its 【】 tags, its reprise marks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from policygraph.core.errors import UnclosedTag
from policygraph.document.model import Leaf, LeafKind, Span, Tag
from policygraph.document.outline import Words
from policygraph.document.sentences import caption_begin, strip
from policygraph.sources import SourceText


@dataclass(frozen=True, slots=True)
class Bullet:
    """The content of a bullet ・ or －."""

    segments: tuple[Span, ...]
    tags: tuple[Tag, ...]
    reprise_marks: tuple[Span, ...]
    partial_reprise: bool
    leaves: tuple[Leaf, ...]


def _next_unit_line(source: SourceText, after: int, markers: tuple[int, ...]) -> str:
    following = next((offset for offset in markers if offset > after), None)
    if following is None:
        return "the text ends"
    return f"next unit begins at line {source.line(following)}"


def find_tags(source: SourceText, span: Span, words: Words, markers: tuple[int, ...]) -> list[Span]:
    """The 【…】 of a bullet, brackets included.

    Args:
        source: the text.
        span: the bullet's content.
        words: the signs of the series.
        markers: offsets at which lines begin with a marker, for the message.

    Raises:
        UnclosedTag: a 【 that no 】 closes before a full stop, another 【 or the bullet's end.
    """
    stop = re.compile(f"[{words.tag_open}{words.tag_close}{words.sentence_end}]")
    tags = []
    position = span.begin
    while (opened := source.text.find(words.tag_open, position, span.end)) >= 0:
        closed = stop.search(source.text, opened + 1, span.end)
        if closed is None or closed.group() != words.tag_close:
            raise UnclosedTag(
                source.name,
                f"the tag opened with {words.tag_open} is never closed"
                f" ({_next_unit_line(source, opened, markers)})",
                source.line(opened),
            )
        tags.append(Span(opened, closed.end()))
        position = closed.end()
    return tags


def split_bodies(text: str, tag: Span, words: Words) -> Tag:
    """Split a tag into the names in it, in order."""
    bodies = []
    separators = re.escape(words.tag_separators)
    # A separator within brackets belongs to the name: 内閣府（科学技術、ＩＴ担当）.
    name = re.compile(rf"(?:[^{separators}(（]|[(（][^()（）]*[)）]|[(（])+")
    for match in name.finditer(text, tag.begin + 1, tag.end - 1):
        span = strip(text, Span(*match.span()))
        if span.begin < span.end:
            bodies.append(span)
    return Tag(tag, tuple(bodies))


def _without_stray_tag(text: str, piece: Span, words: Words) -> tuple[Span, Span | None]:
    """Words up to a 】 that no 【 opened, back to the sentence before it, and the rest."""
    stray = text.find(words.tag_close, *piece)
    if stray < 0:
        return piece, None
    cut = text.rfind(words.sentence_end, piece.begin, stray) + 1 or piece.begin
    return Span(piece.begin, cut), Span(cut, piece.end)


def read_bullet(
    source: SourceText, folded: str, span: Span, words: Words, markers: tuple[int, ...]
) -> Bullet:
    """Read the content of a bullet.

    Words behind the last tag belong to the bullet only where another tag follows them; else
    nothing says what they are (a footnote, a caption, a lost marker) and they are unexplained.

    Raises:
        UnclosedTag: see `find_tags`.
    """
    text = source.text
    aside = caption_begin(folded, *span, source.line_starts, words)
    if aside is not None:
        bullet = read_bullet(source, folded, strip(text, Span(span.begin, aside)), words, markers)
        caption = Leaf(*strip(text, Span(aside, span.end)), "unexplained")
        return replace(bullet, leaves=(*bullet.leaves, caption))
    marks = [
        Span(*match.span()) for match in words.reprise_mark.finditer(folded, span.begin, span.end)
    ]
    tags = find_tags(source, span, words, markers)
    # 【再掲】 is a mark and no tag; a mark within a tag, 【文部科学省（再掲）】, stays in the tag.
    tags = [tag for tag in tags if tag not in marks]
    apart = [m for m in marks if not any(t.begin < m.begin and m.end < t.end for t in tags)]
    if tags and tags[0].begin == span.begin and tags[0].end < span.end:
        leading = tags.pop(0)  # 【新規】: who answers stands behind the words, never before them
    else:
        leading = None
    cuts: list[tuple[Span, LeafKind]] = [
        *((mark, "reprise mark") for mark in apart),
        *((tag, "tag") for tag in tags),
    ]
    if leading is not None:
        cuts.append((leading, "unexplained"))
    cuts.sort()
    leaves: list[Leaf] = []
    segments: list[Span] = []
    position = span.begin
    last_tag = max((tag.begin for tag in tags), default=span.end)
    for cut, kind in [*cuts, (Span(span.end, span.end), "bullet text")]:
        piece = strip(text, Span(position, cut.begin))
        if piece.begin < piece.end:
            words_kind: LeafKind = "bullet text"
            if segments and re.fullmatch(r"[。、．.]+", text[piece.begin : piece.end]):
                words_kind = "punctuation"
            elif segments and piece.begin > last_tag:
                words_kind = "unexplained"
            else:
                piece, stray = _without_stray_tag(text, piece, words)
                segments += [piece] if piece.begin < piece.end else []
                if stray is not None:
                    leaves += [Leaf(*piece, words_kind)] if piece.begin < piece.end else []
                    piece, words_kind = stray, "unexplained"
            leaves.append(Leaf(*piece, words_kind))
        if cut.begin < cut.end:
            leaves.append(Leaf(*cut, kind))
        position = cut.end
    return Bullet(
        segments=tuple(segments),
        tags=tuple(split_bodies(text, tag, words) for tag in tags),
        reprise_marks=tuple(marks),
        partial_reprise=any(words.partial_reprise_mark.search(folded, *mark) for mark in marks),
        leaves=tuple(leaves),
    )
