"""Markdown (``.md``): CommonMark with tables, footnotes and front matter.

What is read is the file itself, so that lines are its lines. The signs before headings and items stay
in the text, where an outline can match them; what only marks up is an aside.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.metadata import version
from typing import NamedTuple

from markdown_it.token import Token

from policygraph.core.errors import SourceError
from policygraph.sources.asides import find_contents
from policygraph.sources.markdown_syntax import NESTING, is_ruby, parser, target_end
from policygraph.sources.normalise import normalise, without_layout
from policygraph.sources.plain_text import decode
from policygraph.sources.text import Block, BlockKind, LayoutRun, SourceText

_LINE_END = re.compile(r"\r\n|\n|\r")
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)|<[/!?]?[A-Za-z][^<>]*>",
    re.DOTALL | re.IGNORECASE,
)
_ITEM = re.compile(r"[-+*]|[0-9]{1,9}[.)]")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:?")


class _Kept(NamedTuple):
    """A stretch of the file that is text, or an aside with a class of its own; the rest is markup."""

    begin: int
    end: int
    aside: str = ""
    words: str | None = None  # what an entity stands for


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = [0, *(match.end() for match in _LINE_END.finditer(text)), len(text)]
        self.at = 0  # how far the file has been gone through
        self.kept: list[_Kept] = []
        self.blocks: list[Block] = []
        self.aside = ""  # class of layout of all that is open: a footnote
        self.bold: str | None = None  # signs among the words that only mark up
        self.lists = 0
        self.item: int | None = None  # where the marker of an item stands whose words come next
        self.heading: tuple[int, int] | None = None  # level and begin

    def read(self, tokens: Sequence[Token]) -> None:
        """Go through the blocks."""
        cells: list[tuple[int, int]] = []
        headings: list[str] = []
        in_head = False
        for token in tokens:
            self._move_to(token)
            kind = token.type
            if kind == "front_matter":
                self._keep(self.at, self._line(token, 1), "front matter")
            elif kind == "heading_open":
                self._open_heading(token)
            elif kind in ("bullet_list_open", "ordered_list_open"):
                self.lists += 1
            elif kind in ("bullet_list_close", "ordered_list_close"):
                self.lists -= 1
            elif kind == "list_item_open":
                self._open_item()
            elif kind == "list_item_close":
                self.item = None
            elif kind == "footnote_reference_open":
                self._open_footnote()
            elif kind == "footnote_reference_close":
                self.aside = ""
            elif kind in ("thead_open", "thead_close"):
                in_head = kind == "thead_open"
                headings = [] if in_head else headings
            elif kind == "tr_open":
                cells = []
            elif kind == "tr_close" and any(begin < end for begin, end in cells):
                self._row(cells, () if in_head else headings)
            elif kind in ("td_close", "th_close") and kind[:2] == "th":
                headings.append(self._words(*cells[-1]))
            elif kind == "inline":
                begin, end = self._inline(token)
                if self._is_cell(tokens, token):
                    cells.append((begin, end))
                else:
                    self._block(begin, end)
            elif kind in ("fence", "code_block"):
                self._code(token)
            elif kind == "html_block":
                self._html(self._line(token, 1))

    def _is_cell(self, tokens: Sequence[Token], token: Token) -> bool:
        return token.level >= 4 and self._in_table

    # ---- Places ----

    def _line(self, token: Token, end: int) -> int:
        """The offset of the first line of a block, or of the line behind it."""
        line = token.map[end] if token.map else len(self.lines) - 1
        return self.lines[min(line, len(self.lines) - 1)]

    def _move_to(self, token: Token) -> None:
        if token.type in ("table_open", "table_close"):
            self._in_table = token.type == "table_open"
        if token.map and token.nesting >= 0:
            self.at = max(self.at, self._line(token, 0))

    _in_table = False

    def _keep(self, begin: int, end: int, aside: str = "", words: str | None = None) -> None:
        if begin < end:
            self.kept.append(_Kept(begin, end, aside or self.aside, words))
            self.at = max(self.at, end)

    def _words(self, begin: int, end: int) -> str:
        words = "".join(
            kept.words or self.text[kept.begin : kept.end]
            for kept in self.kept
            if begin <= kept.begin < end and not kept.aside
        )
        return normalise(words, name="", raw_sha256="", asides=()).text

    # ---- Blocks ----

    def _block(self, begin: int, end: int) -> None:
        kind: BlockKind = "paragraph"
        level = 0
        if self.heading is not None:
            kind, (level, begin) = "heading", self.heading
        elif self.item is not None:
            kind, level, begin = "item", self.lists, self.item
        self.heading = self.item = None
        if not self.aside:
            self.blocks.append(Block(begin, end, kind, level))

    def _open_heading(self, token: Token) -> None:
        begin = self.at
        if token.markup.startswith("#"):
            begin = max(self.text.find(token.markup, self.at), self.at)
            self._keep(begin, begin + len(token.markup))
        if self.item is not None:  # - ## a heading in an item
            begin, self.item = self.item, None
        self.heading = (int(token.tag[1:]), begin)

    def _open_item(self) -> None:
        marker = _ITEM.search(self.text, self.at)
        if marker is not None:
            self._keep(*marker.span())
            self.item = marker.start()

    def _open_footnote(self) -> None:
        self.aside = "footnote"
        label = _FOOTNOTE.search(self.text, self.at)
        if label is not None:
            self._keep(*label.span())

    def _row(self, cells: list[tuple[int, int]], headings: Sequence[str]) -> None:
        filled = [cell for cell in cells if cell[0] < cell[1]]
        above = tuple(headings[: len(cells)]) if any(headings) else ()
        self.blocks.append(
            Block(filled[0][0], filled[-1][1], "row", cells=tuple(cells), headings=above)
        )

    def _code(self, token: Token) -> None:
        begin = self.at
        if token.type == "fence":
            self.at = self._line(token, 0)
            end = _LINE_END.search(self.text, self.at)
            begin = self.at = end.end() if end else len(self.text)
        for line in token.content.splitlines():
            if line.strip():
                self._find(line.strip())
        self._block(begin, self.at)

    def _html(self, end: int) -> None:
        begin = self.at
        ruby = False
        for match in [*_TAG.finditer(self.text, begin, end), None]:
            self._keep(self.at, match.start() if match else end, "ruby" if ruby else "")
            if match is not None:
                ruby = is_ruby(match.group(), ruby)
                self.at = match.end()
        self._block(begin, end)

    # ---- Words of a paragraph ----

    def _inline(self, token: Token) -> tuple[int, int]:
        """Keep the words of a paragraph; their begin and end."""
        before = len(self.kept)
        begin = self.at
        children = token.children or []
        # Bold that CommonMark does not see, since a bracket and a kanji touch its signs.
        signs = sum(child.content.count("**") for child in children if child.type == "text")
        self.bold = "**" if signs > 1 else None
        for child in children:
            self._child(child)
        kept = self.kept[before:]
        return (kept[0].begin, kept[-1].end) if kept else (begin, begin)

    def _child(self, child: Token) -> None:
        match child.type:
            case "text":
                for piece in child.content.split(self.bold) if self.bold else (child.content,):
                    self._find(piece)
            case "text_special":
                self._special(child)
            case "code_inline":
                self._code_span(child)
            case "softbreak" | "hardbreak":
                end = _LINE_END.search(self.text, self.at)
                self.at = end.end() if end else self.at
            case "html_inline":
                self._skip(child.content)
                ruby = is_ruby(child.content, self.aside == "ruby")
                if self.aside in ("", "ruby"):
                    self.aside = "ruby" if ruby else ""
            case "footnote_ref":
                label = _FOOTNOTE.search(self.text, self.at)
                if label is not None:
                    self._keep(label.start(), self.text.index("]", label.start()) + 1, "note mark")
            case "image":
                self._skip("![")
                self.at += len(child.content)
                self._skip_target()
            case "link_open":
                self._skip("<" if child.markup == "autolink" else "[")
            case "link_close":
                if child.markup != "autolink":
                    self._skip_target()
            case _:
                self._skip(child.markup)

    def _find(self, words: str) -> None:
        """Keep words that come next; a cell of a table may have escaped signs in it."""
        if not words:
            return
        begin = self.text.find(words, self.at)
        if begin >= 0:
            self._keep(begin, begin + len(words))
            return
        for piece in re.split(r"(\|)|\s+", words):
            found = self.text.find(piece, self.at) if piece else -1
            if found >= 0:
                self._keep(found, found + len(piece))

    def _skip(self, words: str) -> None:
        found = self.text.find(words, self.at) if words else -1
        if found >= 0:
            self.at = found + len(words)

    def _special(self, child: Token) -> None:
        begin = self.text.find(child.markup, self.at)
        if begin < 0:
            return
        end = begin + len(child.markup)
        if child.info == "escape":
            self._keep(end - len(child.content), end)
        else:
            self._keep(begin, end, words=child.content)

    def _code_span(self, child: Token) -> None:
        self._skip(child.markup)
        closing = re.compile(rf"(?<!`){re.escape(child.markup)}(?!`)")
        end = closing.search(self.text, self.at)
        if end is not None:
            words = self.text[self.at : end.start()]
            begin = self.at + len(words) - len(words.lstrip())
            self._keep(begin, begin + len(words.strip()))
            self.at = end.end()

    def _skip_target(self) -> None:
        """Go behind what a link or picture leads to: ``](…)``, ``][…]`` or ``]``."""
        self._skip("]")
        following = self.text[self.at : self.at + 1]
        if following == "[":
            self._skip("]")
        elif following == "(":
            self.at = target_end(self.text, self.at + 1)


def _pieces(text: str, kept: Sequence[_Kept]) -> Iterator[_Kept]:
    """The whole file: what is kept, and what stands between as markup."""
    at = 0
    for piece in sorted(kept):
        if piece.begin < at:
            continue
        if piece.begin > at:
            yield _Kept(at, piece.begin, "markup")
        yield piece
        at = piece.end
    if at < len(text):
        yield _Kept(at, len(text), "markup")


def read_markdown(data: bytes, *, name: str, encoding: str) -> SourceText:
    """Read Markdown: the `SourceReader` of ``.md``.

    Raises:
        SourceError: see `decode`; nested without end, or without words.
    """
    text = decode(data, name=name, encoding=encoding)
    skipped = len(text) - len(text.removeprefix("\ufeff"))
    reader = _Reader(text[skipped:])
    tokens = parser().parse(text[skipped:])
    # The parser leaves out what is nested deeper.
    if any(token.level >= NESTING - 1 for token in tokens):
        raise SourceError(name, "file-too-deep")
    reader.read(tokens)
    raw: list[str] = [text[:skipped]]
    asides: list[LayoutRun] = []
    moved_from, moved_by = [0], [skipped]
    length = skipped
    for piece in _pieces(reader.text, reader.kept):
        words = reader.text[piece.begin : piece.end] if piece.words is None else piece.words
        if piece.aside:
            asides += _asides(words, length, piece.aside)
        raw.append(words)
        length += len(words)
        if piece.words is not None:
            moved_from.append(piece.end)
            moved_by.append(length - piece.end)

    def offset(at: int) -> int:
        return at + moved_by[bisect_right(moved_from, at) - 1]

    whole = "".join(raw)
    taken = {run.begin for run in asides}
    asides += [
        LayoutRun(begin, end, "table of contents")
        for begin, end in find_contents(whole)
        if not any(at in taken for at in range(begin, end))
    ]
    source = normalise(
        whole,
        name=name,
        raw_sha256=hashlib.sha256(data).hexdigest(),
        asides=asides,
        blocks=[
            replace(
                block,
                begin=offset(block.begin),
                end=offset(block.end),
                cells=tuple((offset(begin), offset(end)) for begin, end in block.cells),
            )
            for block in reader.blocks
        ],
        extractor=f"markdown-it-py {version('markdown-it-py')}",
    )
    if not source.text:
        raise SourceError(name, "text-empty")
    return source


def _asides(words: str, at: int, aside: str) -> Iterator[LayoutRun]:
    """Runs of an aside, a line each."""
    for match in re.finditer(r"[^\r\n]+", words):
        kept = match.group().strip()
        if without_layout(kept):
            begin = at + match.start() + match.group().index(kept)
            yield LayoutRun(begin, begin + len(kept), aside)
