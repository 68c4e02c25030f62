"""Set a text again in another layout, as another PDF, editor or mail would give it.

A test states a layout as data (`Layout`); `relayout` sets the paragraphs of a text in it. What it
may not do is what the reading is not promised to survive: break inside a Latin word or a number,
or wrap the title of a chapter.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

from policygraph.document import Document, Span

_TOKEN = re.compile(r"[A-Za-z0-9Ａ-Ｚａ-ｚ０-９.．]+|.", re.DOTALL)
_TO_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_DIGITS = {0xFF10 + value: 0x30 + value for value in range(10)}


@dataclass(frozen=True)
class Paragraph:
    """A marker, words, and the tag behind them. ``wraps`` is false for a chapter title."""

    marker: str
    words: str
    tag: str = ""
    wraps: bool = True
    glue: bool = False  # running text may be glued to it: the titles of [A] to [D]


@dataclass(frozen=True)
class Layout:
    """How a text is set. ``width`` 0 is one paragraph to a line; a pair is a random width a line."""

    width: int | tuple[int, int] = 40
    blank_lines: int = 0
    newline: str = "\n"
    byte_order_mark: bool = False
    form_feeds: bool = False
    page_number: str = ""  # a format such as "- {} -"
    page_length: int = 40
    indent: str = ""
    after_marker: str = ""
    half_width_markers: bool = False
    half_width_digits: bool = False
    tag_place: str = "same line"  # or "own line", "broken"
    glued_titles: bool = False
    seed: int = field(default=0)


def paragraphs(document: Document) -> list[Paragraph]:
    """The paragraphs of a document that has been read, in reading order."""
    text = document.source.text

    def words(*spans: Span) -> str:
        return "".join(text[begin:end] for begin, end in spans)

    found: list[Paragraph] = []
    for part in document.walk():
        if part.marker is not None and part.title is not None:
            found.append(
                Paragraph(
                    words(part.marker),
                    words(part.title),
                    wraps=part.kind != "chapter",
                    glue=part.kind in ("recognition", "issues"),
                )
            )
        if part.sentences:
            found.append(Paragraph("", words(*(s.span for s in part.sentences))))
        for item in part.occurrences:
            found.append(
                Paragraph(
                    "・",
                    words(*item.segments, *item.reprise_marks),
                    words(*(tag.span for tag in item.tags)),
                )
            )
            found += [
                Paragraph("－", words(*c.segments), words(*(t.span for t in c.tags)))
                for c in item.components
            ]
    return found


def _wrap(words: str, layout: Layout, chance: random.Random) -> list[str]:
    if layout.width == 0:
        return [words]
    lines, line, width = [], "", _width(layout, chance)
    for token in _TOKEN.findall(words):
        if line and len(line) + len(token) > width:
            lines.append(line)
            line, width = "", _width(layout, chance)
        line += token
    return [*lines, line]


def _width(layout: Layout, chance: random.Random) -> int:
    return layout.width if isinstance(layout.width, int) else chance.randint(*layout.width)


def _marker(marker: str, layout: Layout) -> str:
    return marker.translate(_TO_HALF) if layout.half_width_markers and marker != "－" else marker


def _with_tag(lines: list[str], tag: str, layout: Layout) -> list[str]:
    if not tag:
        return lines
    if layout.tag_place == "own line":
        return [*lines, "　" * 10 + tag]
    if layout.tag_place == "broken":
        middle = len(tag) // 2
        return [*lines[:-1], lines[-1] + "  " + tag[:middle], tag[middle:]]
    return [*lines[:-1], lines[-1] + "     " + tag]


def relayout(paragraphs: list[Paragraph], layout: Layout) -> str:
    """The paragraphs, set in ``layout``; an ASCII space between words stays at a line's end."""
    chance = random.Random(layout.seed)
    lines: list[str] = []
    glued = ""
    for paragraph in paragraphs:
        marker = _marker(paragraph.marker, layout)
        words = paragraph.words
        if layout.half_width_digits:
            words = words.translate(_DIGITS)
        if paragraph.glue and layout.glued_titles:
            glued = marker + layout.after_marker + words
            continue
        head = glued or marker + (layout.after_marker if marker else "")
        glued = ""
        if not paragraph.wraps:
            lines.append(head + words)
            continue
        wrapped = _wrap(words, layout, chance)
        wrapped[0] = head + wrapped[0]
        lines += [layout.indent + line for line in _with_tag(wrapped, paragraph.tag, layout)]
    return _paged(lines, layout)


def _paged(lines: list[str], layout: Layout) -> str:
    out: list[str] = []
    page = 53
    for index, line in enumerate(lines):
        out.append(line)
        out += [""] * layout.blank_lines
        if index % layout.page_length == layout.page_length - 1:
            if layout.page_number:
                out.append(layout.page_number.format(page))
                page += 1
            if layout.form_feeds:
                out.append("\f")
    mark = "\ufeff" if layout.byte_order_mark else ""
    return mark + layout.newline.join(out) + layout.newline
