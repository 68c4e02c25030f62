"""Take an item apart: its words, the brackets that say who answers, its reprise marks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from policygraph.core.fold import fold_text
from policygraph.document.outline import Signs
from policygraph.document.sentences import strip
from policygraph.document.setting import SetText
from policygraph.document.titles import Titles
from policygraph.document.tree import Leaf, LeafKind, Span, Tag
from policygraph.sources import Block

_LONGEST = 80  # characters of a bracket that may hold bodies
_PROVISO = re.compile(r"[^()（）]{1,30}(?:もの|場合|事項|部分|分)(?:は|にあっては|については)")
_STOPS = re.compile(r"[。、．.]+")
_OPENED, _CLOSED = frozenset("([【〔<〈《"), frozenset(")]】〕>〉》")


@dataclass(frozen=True, slots=True)
class Bullet:
    """The content of an item.

    Attributes:
        candidates: see `Occurrence.candidates`.
        torn: the offset of a 【 that is never closed; then nothing else is read.
    """

    segments: tuple[Span, ...]
    tags: tuple[Tag, ...]
    reprise_marks: tuple[Span, ...]
    partial_reprise: bool
    leaves: tuple[Leaf, ...]
    torn: int | None = None
    candidates: tuple[Tag, ...] = ()


def _find_tags(text: SetText, span: Span) -> tuple[list[Span], int | None]:
    """The 【…】 of a bullet, brackets included, and the first 【 that is never closed.

    It is not where no 】 follows before a full stop, another 【 or the bullet's end.
    """
    signs, source = text.signs, text.source
    stop = re.compile(f"[{re.escape(signs.tag_open + signs.tag_close)}]|{signs.stop.pattern}")
    tags: list[Span] = []
    position = span.begin
    while (opened := source.text.find(signs.tag_open, position, span.end)) >= 0:
        closed = stop.search(source.text, opened + 1, span.end)
        if closed is None or closed.group() != signs.tag_close:
            return tags, opened
        tags.append(Span(opened, closed.end()))
        position = closed.end()
    return tags, None


def split_bodies(text: str, tag: Span, signs: Signs) -> Tag:
    """Split a tag into the names in it, in order; what is never a name (新規, 2018年度) is left out.

    A label before them (担当：) is none of them.
    """
    separators = re.escape(signs.tag_separators)
    begin = _behind_label(text, tag, signs)
    # A separator within brackets belongs to the name: 内閣府（科学技術、ＩＴ担当）. A role in them parts: （協力：外務省）.
    role = rf"[(（](?=(?:{signs.lead.pattern}|{signs.cooperating.pattern})[^()（）◎○〇◯△★☆]+[)）])"
    inner = [match.start() for match in re.finditer(role, text[begin : tag.end - 1])]
    cuts = {begin + at for at in inner}
    cuts |= {found for at in cuts if (found := _closing(text, at, tag.end - 1)) >= 0}
    name = re.compile(rf"(?:[^{separators}。(（]|[(（][^()（）]*[)）]|[(（])+")
    edges = [begin - 1, *sorted(cuts), tag.end - 1]
    names = (
        strip(text, Span(*match.span()))
        for first, last in pairwise(edges)
        for match in name.finditer(text, first + 1, last)
    )
    # 予算に関するものは会計課: whether it does, nobody tells here.
    sure = (s for s in names if not _PROVISO.match(text, *s))
    return Tag(tag, tuple(s for s in sure if not signs.no_body.fullmatch(text, *s)))


def _behind_label(text: str, tag: Span, signs: Signs) -> int:
    """Where the names of a tag begin: behind its bracket, and behind a label that gives none of them a role."""
    label = signs.body_label.match(text, tag.begin, tag.end)
    begin = tag.begin + 1
    if label is None or any(m.match(text, begin) for m in (signs.lead, signs.cooperating)):
        return begin
    return label.end()


def _closing(text: str, opened: int, end: int) -> int:
    """Where the bracket that opens there closes; -1 where it does not."""
    return max(text.find(")", opened, end), text.find("）", opened, end))


def bracket_candidates(text: SetText, span: Span) -> Iterator[Tag]:
    """The brackets behind a sentence, or before its full stop, that may say who answers."""
    signs, folded = text.signs, text.folded
    if "bracket" not in signs.ways:
        return
    for pair in signs.brackets:
        opening, closing = map(re.escape, pair)
        behind = re.compile(
            rf"{opening}(?:[^{opening}{closing}。]|{opening}[^{opening}{closing}。]*{closing})"
            rf"{{1,{_LONGEST}}}{closing}"
            rf"(?=\s*(?:{signs.stop.pattern}|[{re.escape(_opening(signs))}]|$))"
        )
        for match in behind.finditer(folded, *span):
            tag = split_bodies(folded, Span(*match.span()), signs)
            if tag.bodies:
                yield tag


def labelled_bodies(text: SetText, span: Span) -> list[Tag]:
    """The lines of a stretch that begin with a label for who answers (担当：国土交通省)."""
    starts = text.source.line_starts
    inside = starts[bisect_left(starts, span.begin + 1) : bisect_left(starts, span.end)]
    found = []
    for begin in (span.begin, *inside):
        label = text.signs.body_label.match(text.folded, begin, span.end)
        if label is not None:
            line = strip(text.source.text, Span(begin, min(text.line_end(begin), span.end)))
            # As if what stands behind the label stood in a tag of its own; in （担当：…） it does.
            in_brackets = label.group()[0] in _OPENED and not _CLOSED & set(label.group())
            end = line.end - (in_brackets and text.folded[line.end - 1] in _CLOSED)
            lead = text.signs.lead.match(text.folded, begin + in_brackets, end)
            names = split_bodies(
                text.folded,
                Span((begin + in_brackets if lead else label.end()) - 1, end + 1),
                text.signs,
            )
            found.append(Tag(line, names.bodies))
    return [tag for tag in found if tag.bodies]


def own_line_brackets(text: SetText, span: Span) -> Tag | None:
    """The brackets that are all of the first line of some prose: ［国土交通省］ under a heading."""
    end = min(text.line_end(span.begin), span.end)
    line = strip(text.source.text, Span(span.begin, end))
    found = list(bracket_candidates(text, line)) if line.end < span.end else []
    if found and found[0].span == line:
        return found[0]
    signs = text.signs
    is_tag = text.folded.startswith(signs.tag_open, line.begin) and (
        text.folded.find(signs.tag_close, *line) == line.end - 1
    )
    return split_bodies(text.folded, line, signs) if is_tag else None


def take_brackets(
    text: SetText, sentences: list[Span], rest: Span | None
) -> tuple[list[Span], Span | None]:
    """Give the brackets that begin a sentence, and may say who answers, to the one before it.

    Args:
        sentences, rest: of a stretch of prose, as `split_sentences` gives them.
    """
    signs, printed = text.signs, text.source.text
    pairs = [*signs.brackets, signs.tag_open + signs.tag_close]
    either = "|".join(
        rf"{re.escape(p[0])}[^{re.escape(p)}。]{{1,{_LONGEST}}}{re.escape(p[1])}" for p in pairs
    )
    brackets = re.compile(rf"(?:(?:{either})\s*)+")
    given: list[Span] = []
    for span in [*sentences, *([rest] if rest else [])]:
        match = brackets.match(text.folded, *span) if given else None
        # （参考）用語: brackets that begin a line of their own words head that line.
        heads = (
            match is not None
            and text.starts_line(span.begin)
            and (printed[match.end() : text.line_end(span.begin)].strip() != "")
        )
        goes_on = match is not None and signs.goes_on.match(text.folded, match.end())
        if match is not None and not heads and not goes_on:
            end = strip(printed, Span(span.begin, match.end())).end
            given[-1] = Span(given[-1].begin, end)
            span = strip(printed, Span(end, span.end))
        given.append(span)
    if rest is None:
        return given, None
    last = given.pop()
    return given, last if last.begin < last.end else None


def cut_at_lines(
    text: SetText, sentences: list[Span], rest: Span | None
) -> tuple[list[Span], Span | None]:
    """Cut prose also behind lines that end in brackets which may say who answers (…を設置《文・厚》).

    Args:
        sentences, rest: of a stretch of prose.
    """
    starts, cut = text.source.line_starts, list[Span]()
    for span in [*sentences, *([rest] if rest else [])]:
        begin = span.begin
        for start in starts[bisect_left(starts, span.begin + 1) : bisect_left(starts, span.end)]:
            if _ends_in_bracket(text, text.line_begin(start - 1), start):
                cut.append(strip(text.source.text, Span(begin, start)))
                begin = start
        cut.append(strip(text.source.text, Span(begin, span.end)))
    cut = [span for span in cut if span.begin < span.end]
    if rest is None or not cut or _ends_in_bracket(text, cut[-1].begin, cut[-1].end):
        return cut, None
    return cut[:-1], cut[-1]


def _ends_in_bracket(text: SetText, begin: int, end: int) -> bool:
    """A line ends in a bracket that may say who answers, behind words of its own."""
    line = strip(text.source.text, Span(begin, end))
    return any(
        found.end() == line.end and found.start() > line.begin
        for found in text.signs.line_end.finditer(text.folded, *line)
    )


def _opening(signs: Signs) -> str:
    return signs.tag_open + "".join(pair[0] for pair in signs.brackets)


def _without_stray_tag(text: str, piece: Span, signs: Signs) -> tuple[Span, Span | None]:
    """Words up to a 】 that no 【 opened, back to the sentence before it, and the rest."""
    stray = text.find(signs.tag_close, *piece)
    if stray < 0:
        return piece, None
    stops = [match.end() for match in signs.stop.finditer(text, piece.begin, stray)]
    cut = stops[-1] if stops else piece.begin
    return Span(piece.begin, cut), Span(cut, piece.end)


def read_bullet(text: Titles, span: Span) -> Bullet:
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
    front: Tag | None = None
    cuts: list[tuple[Span, LeafKind]] = [
        (mark, "reprise mark")
        for mark in marks
        if not any(tag.begin < mark.begin and mark.end < tag.end for tag in tags)
    ]
    if tags and tags[0].begin == span.begin and tags[0].end < span.end:
        # 【新規】: who answers stands behind the words; before them a vocabulary has to know it.
        front = split_bodies(text.folded, tags[0], signs)
        cuts.append((tags.pop(0), "unexplained"))
    cuts += [(tag, "tag") for tag in tags]
    labelled = [tag for tag in labelled_bodies(text, span) if tag.span != span and not tags]
    cuts += [(tag.span, "tag") for tag in labelled]
    cuts.sort()
    leaves: list[Leaf] = []
    segments: list[Span] = []
    behind: list[Tag] = []  # 【内閣府】（○総務省）
    position, seen_tag = span.begin, False
    last_tag = max((tag.begin for tag in tags), default=span.end)
    for cut, kind in [*cuts, (Span(span.end, span.end), "bullet text")]:
        piece = strip(printed, Span(position, cut.begin))
        if piece.begin < piece.end:
            if segments and _STOPS.fullmatch(printed, *piece):
                # （再掲）。: the full stop belongs to the words before the mark.
                unended = not signs.stop.search(text.folded, segments[-1].end - 1, segments[-1].end)
                is_stop = signs.stop.match(text.folded, *piece) and len(segments) == 1
                if is_stop and unended and not seen_tag:
                    segments.append(piece)
                    leaves.append(Leaf(*piece, "bullet text"))
                else:
                    leaves.append(Leaf(*piece, "punctuation"))
            elif segments and piece.begin > last_tag:
                behind += [t for t in bracket_candidates(text, piece) if t.span == piece]
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
            seen_tag = seen_tag or (kind == "tag" and bool(segments))
        position = cut.end
    found = [*(split_bodies(printed, tag, signs) for tag in tags), *labelled]
    candidates = behind + [c for piece in segments for c in bracket_candidates(text, piece)]
    if front is not None and front.bodies:
        candidates.insert(0, front)
    return Bullet(
        segments=tuple(segments),
        tags=tuple(tag for tag in found if tag.bodies),
        reprise_marks=tuple(marks),
        partial_reprise=any(
            signs.partial_reprise_mark.search(text.folded, *mark) for mark in marks
        ),
        leaves=tuple(leaves),
        candidates=tuple(sorted(candidates, key=lambda tag: tag.span)),
    )


def aside_begin(text: SetText, span: Span) -> int | None:
    """Where the first line in some prose begins that heads an aside."""
    starts = text.source.line_starts
    inside = starts[bisect_left(starts, span.begin) : bisect_left(starts, span.end)]
    return next((at for at in inside if text.signs.column_line.match(text.folded, at)), None)


def is_target(headings: Sequence[str], signs: Signs) -> bool:
    """The rows below some headings are targets, by the signs of a series; see `is_indicator`."""
    return is_indicator(headings, signs.indicator_column, signs.value_column)


def is_indicator(
    headings: Sequence[str], indicator: re.Pattern[str], value: re.Pattern[str]
) -> bool:
    """The rows below some headings are targets: what is measured stands first, and its values behind it.

    Args:
        headings: of the columns, as printed.
        indicator, value: see `Signs.indicator_column`.
    """
    folded = [fold_text(heading) for heading in headings]
    at = next((place for place, words in enumerate(folded) if indicator.search(words)), None)
    return at is not None and at < 2 and any(map(value.search, folded[at + 1 :]))


def read_row(text: SetText, row: Block) -> Bullet:
    """Read a row of a table: its words, and who answers in a column of its own.

    Which column is which its header says. All cells are words but those with the bodies and a mere number.
    """
    signs, printed = text.signs, text.source.text
    headings = [*row.headings, *[""] * (len(row.cells) - len(row.headings))]
    cells = [
        (heading, strip(printed, Span(*cell)))
        for heading, cell in zip(headings, row.cells, strict=False)
        if printed[slice(*cell)].strip()
    ]
    bodies = [c for h, c in cells if "column" in signs.ways and signs.body_column.search(h)]
    words = [
        c for h, c in cells if c not in bodies and not signs.number_column.search(fold_text(h))
    ]
    leaves: list[Leaf] = []
    for _, cell in cells:
        if cell.begin < row.begin:
            continue  # merged with one above, of whose row it is a leaf
        kind: LeafKind = "tag" if cell in bodies else "bullet text" if cell in words else "table"
        leaves.append(Leaf(*cell, kind))
    position = row.begin
    for leaf in [*sorted(leaves), Leaf(row.end, row.end, "table")]:
        between = strip(printed, Span(position, leaf.begin))
        if between.begin < between.end:
            leaves.append(Leaf(*between, "table"))
        position = leaf.end
    return Bullet(
        segments=tuple(sorted(words)),
        tags=tuple(_cell_bodies(text, cell) for cell in sorted(bodies)),
        reprise_marks=(),
        partial_reprise=False,
        leaves=tuple(sorted(leaves)),
    )


def _cell_bodies(text: SetText, cell: Span) -> Tag:
    """The names in a cell: each line of it is one, or several with separators between them."""
    starts = [start for start in text.source.line_starts if cell.begin < start < cell.end]
    bodies: list[Span] = []
    for begin, end in zip([cell.begin, *starts], [*starts, cell.end], strict=True):
        # As if the line stood in a tag of its own.
        tag = split_bodies(text.folded, Span(begin - 1, end + 1), text.signs)
        bodies += tag.bodies
    return Tag(cell, tuple(bodies))
