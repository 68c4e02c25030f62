"""Draft an outline from a text: which signs open lines, how they nest, and which of them are headings."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from policygraph.core.fold import fold
from policygraph.document.families import Family, kinds_of_heading, known_families
from policygraph.document.numbers import number_value, printed_number
from policygraph.document.outline import Outline
from policygraph.document.outline_file import read_outline
from policygraph.sources import Block, SourceText, folded_source

# Part types by depth; a text that goes deeper names the last again.
_PARTS = ("chapter", "section", "subsection", "subsubsection", "group", "subgroup", "detail")
_STOP = re.compile(r"[。．？！?!]|(?<=[ぁ-ん])\.")
_ENDED = re.compile(r"[。．？！?!][」』）)】\]]*$|】$|[)）]$")
_TITLE = 60  # characters of a title at most
_FULL = 0.8  # of the longest line: a line that may be a full one
_LEAST = 2  # lines that begin with a marker, for it to count
_ITEMS = 0.6  # of the lines of a marker that are whole sentences: it opens items
_FIRST = 0.25  # of the runs of bullets that begin with a sign: it is none that stands below another
_PARENT = 0.6  # of the lines of a bullet that others follow at once: it is a heading of theirs
_COLUMN_OF_BODIES = re.compile("担当|所管|実施主体|府省|省庁|部局|実施機関|主管")
_COLUMN_OF_WORDS = re.compile("施策|取組|取り組み|対策|事業名|アクション")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that a marker begins.

    Attributes:
        value: the place of its number in its sequence; 0 where it has none.
        indent: the white space before it.
        words: its words up to the next line that a marker begins.
        first: what of them stands on its own line.
        is_full: its own line is a full one, which may wrap.
    """

    offset: int
    family: Family
    value: int
    indent: int
    words: str
    first: str
    is_full: bool = False

    @property
    def is_title(self) -> bool:
        """A short line, and no sentence, that nothing has to go on behind."""
        return (
            _STOP.search(self.first) is None and 0 < len(self.first) <= _TITLE and not self.is_full
        )


def draft_outline(source: SourceText, *, key: str = "draft") -> str:
    """An outline of a text, as the text of a TOML file that a steward can go on with.

    Args:
        source: the text.
        key: what the outline is called.
    """
    return _Draft(folded_source(source, fold(source.text)), key).toml()


def drafted(source: SourceText) -> Outline:
    """The outline that is drafted from a text, read."""
    return read_outline(draft_outline(source, key="draft"), name="draft.toml")


class _Draft:
    def __init__(self, source: SourceText, key: str) -> None:
        self.source, self.text, self.key = source, source.text, key
        self.known = known_families()
        starts = source.line_starts
        self._starts = frozenset(starts)
        self._longest = max((b - a for a, b in pairwise([*starts, len(self.text)])), default=0)
        self.headings = sorted({b.level for b in source.blocks if b.kind == "heading"})
        self.listed = any(block.kind == "item" for block in source.blocks)
        self.lines = self._believed(list(self._lines()))

    # ---- The lines that markers begin ----

    def _lines(self) -> Iterator[Line]:
        found: list[tuple[int, Family, int, int]] = []
        starts = self.source.line_starts
        aside = {b.begin for b in self.source.blocks if b.kind in ("heading", "row", "item")}
        for offset in starts:
            if offset not in aside:
                found += self._line(offset)
        ends = [*(offset for offset, _, _, _ in found), len(self.text)][1:]
        for (offset, family, value, begin), end in zip(found, ends, strict=True):
            index = bisect_right(starts, offset)
            line_end = starts[index] if index < len(starts) else len(self.text)
            yield Line(
                offset, family, value, self._indent(offset),
                self.text[begin:end].strip(), self.text[begin : min(line_end, end)].strip(),
                line_end - offset > _FULL * self._longest and line_end < end,
            )  # fmt: skip

    def _line(self, offset: int) -> Iterator[tuple[int, Family, int, int]]:
        for family in (*self.known.headings, *self.known.lines):
            match = family.pattern.match(self.text, offset)
            if match is None or (family.spaced and not self._is_spaced(match.end())):
                continue
            if family.kind == "line" and not self._is_line(offset, match.end()):
                continue
            number = match["number"] if family.kind == "heading" else ""
            value = number_value(printed_number(number)) if number else 0
            yield offset, family, value, match.end()
            return
        sign = self.text[offset : offset + 1]
        bullet = self.known.bullet(sign) if sign else None
        if bullet is not None:
            match = bullet.pattern.match(self.text, offset)
            if match is not None:
                yield offset, bullet, 0, match.end()

    def _is_spaced(self, end: int) -> bool:
        raw = self.source.raw_offset(end)
        return self.source.raw[raw - 1 : raw].isspace()

    def _is_line(self, offset: int, end: int) -> bool:
        starts = self._starts
        return offset in starts and (end in starts or end >= len(self.text))

    def _indent(self, offset: int) -> int:
        raw = self.source.raw
        at = self.source.raw_offset(offset)
        before = raw[raw.rfind("\n", 0, at) + 1 : at]
        return sum(2 if sign == "\u3000" else 4 if sign == "\t" else 1 for sign in before)

    def _believed(self, lines: list[Line]) -> list[Line]:
        """The lines of the families that count: numbers in sequence, bullets that come back."""
        by_family: dict[str, list[Line]] = defaultdict(list)
        for line in lines:
            by_family[line.family.key].append(line)
        believed = {key for key, found in by_family.items() if self._counts(found)}
        return [line for line in lines if line.family.key in believed]

    def _counts(self, lines: Sequence[Line]) -> bool:
        family = lines[0].family
        if family.sure:
            return True
        if family.kind == "line":
            return len(lines) >= (1 if family.key == "opening" else _LEAST)
        if family.kind == "bullet":
            if not family.doubtful:
                return family.key in self.known.bullets or len(lines) >= _LEAST
            ended = sum(self._is_after_end(line.offset) for line in lines)
            return ended >= 1 and ended >= len(lines) / 3
        follows = sum(b.value == a.value + 1 for a, b in pairwise(lines))
        titled = [line for line in lines if _STOP.search(line.first) is None and line.first]
        return follows >= 1 or any(ln.value == 1 and len(ln.first) <= _TITLE for ln in titled)

    def _is_after_end(self, offset: int) -> bool:
        before = self.text[max(0, offset - 200) : offset].rstrip()
        return not before or _ENDED.search(before) is not None or not self._fills(offset)

    def _fills(self, offset: int) -> bool:
        """The line before was a long one: its end may be a wrap."""
        starts = self.source.line_starts
        index = bisect_left(starts, offset)
        return 0 < index < len(starts) and offset - starts[index - 1] > _FULL * self._longest

    # ---- What they are ----

    def _families(self) -> dict[str, list[Line]]:
        found: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            found[line.family.key].append(line)
        return found

    def _item_families(self) -> set[str]:
        """The families that open items: bullets, and numbers before whole sentences."""
        bullets = {line.family.key for line in self.lines if line.family.kind == "bullet"}
        items = set(bullets)
        for key, lines in self._families().items():
            family = lines[0].family
            if family.kind == "heading" and not family.sure:
                whole = sum(not line.is_title for line in lines)
                if whole >= _ITEMS * len(lines):
                    items.add(key)
        for key in bullets:
            if self._is_parent(key, bullets):
                items.discard(key)
        return items

    def _is_parent(self, key: str, bullets: set[str]) -> bool:
        """Other bullets, or prose, follow its lines at once, and they are no sentences."""
        parents = total = 0
        first: dict[str, int] = {}
        for line in self.lines:
            first.setdefault(line.family.key, line.offset)
        for line, following in zip(self.lines, [*self.lines[1:], None], strict=True):
            if line.family.key != key:
                continue
            total += 1
            is_title = line.is_title
            # What stands below it is met later than it.
            below = bullets - {k for k in bullets if first[k] <= first[key]}
            other = following is not None and following.family.key in below
            prose = line.words != line.first and _STOP.search(line.words) is not None
            parents += is_title and line.first[-1:] not in "】)" and (other or prose)
        doubtful = next(ln.family.doubtful for ln in self.lines if ln.family.key == key)
        return not doubtful and total > 0 and parents >= _PARENT * total

    def _heading_order(self, items: set[str]) -> list[Family]:
        """The families of headings, outermost first: one stands inside another that its numbers begin anew in."""
        families = {
            line.family.key: line.family for line in self.lines if line.family.key not in items
        }
        above: Counter[tuple[str, str]] = Counter()
        last: dict[str, int] = {}
        for index, line in enumerate(self.lines):
            key = line.family.key
            if key not in families:
                continue
            previous = last.get(key)
            restarts = line.value <= 1 and (
                previous is None or line.family.kind != "heading" or self.lines[previous].value >= 1
            )
            if restarts:
                since = range(0 if previous is None else previous + 1, index)
                for other in {self.lines[at].family.key for at in since} & families.keys() - {key}:
                    above[other, key] += 1
            last[key] = index
        first = {
            k: next(i for i, ln in enumerate(self.lines) if ln.family.key == k) for k in families
        }

        def is_above(a: str, b: str) -> bool:
            if above[a, b] != above[b, a]:
                return above[a, b] > above[b, a]
            if families[a].place != families[b].place:
                return families[a].place < families[b].place
            return first[a] < first[b]

        ranked = sorted(
            families,
            key=lambda key: (-sum(is_above(key, o) for o in families if o != key), first[key]),
        )
        return [families[key] for key in ranked]

    def _bullet_order(self, items: set[str]) -> tuple[list[Family], list[Family]]:
        """The families of items, and those of what stands below them, in order."""
        begins: Counter[str] = Counter()
        families: dict[str, Family] = {}
        indents: dict[str, list[int]] = defaultdict(list)
        position: dict[str, int] = {}
        before: Line | None = None
        for index, line in enumerate(self.lines):
            if line.family.key in items:
                families[line.family.key] = line.family
                position.setdefault(line.family.key, index)
                indents[line.family.key].append(line.indent)
                if before is None or before.family.key not in items:
                    begins[line.family.key] += 1
            before = line
        runs = max(1, begins.total())
        outer = min((self._median(indents[key]) for key in families), default=0)
        top = [
            key
            for key in families
            if begins[key] >= max(1, _FIRST * runs) and self._median(indents[key]) <= outer + 2
        ] or sorted(families, key=lambda key: (-begins[key], position[key]))[:1]
        below = [key for key in families if key not in top]
        below.sort(key=lambda key: (self._median(indents[key]), position[key]))
        return [families[key] for key in sorted(top, key=lambda k: position[k])], [
            families[key] for key in below
        ]  # fmt: skip

    @staticmethod
    def _median(values: Sequence[int]) -> int:
        return sorted(values)[len(values) // 2] if values else 0

    # ---- The file ----

    def toml(self) -> str:
        """The outline."""
        items = self._item_families()
        headings = self._heading_order(items)
        top, below = self._bullet_order(items)
        blocks = [
            f"# Drafted from {self.source.name}. docs/outlines.md explains the keys.",
            f"key = {_quoted(self.key)}",
            "# A sentence outside items that promises is a measure; one that reports, a reported measure.",
            'sentences = "promises"\nby_report = true',
        ]
        names = _Names()
        for level in self.headings:
            of_file = f"headings of level {level} in the file"
            kinds = kinds_of_heading(self.source, level)
            if len(kinds) < 2:
                blocks.append(self._level(of_file, part=names.next(), heading=str(level),
                                          marker=_literal(self.known.number)))  # fmt: skip
                continue
            for family in kinds:  # None: those without a number
                blocks.append(self._level(
                    of_file, part=names.next(family.part if family else ""), heading=str(level),
                    marker=_literal(family.marker) if family else "",
                ))  # fmt: skip
        for family in headings:
            shown = self._example(family)
            fields = {"marker": _literal(family.marker)}
            if family.kind == "heading" and not family.sure:
                fields["spaced"] = "true" if family.spaced else ""
                fields["consecutive"] = "true" if family.spaced or family.key == "kana" else ""
            blocks.append(self._level(shown, part=names.next(family.part), **fields))
        rank = 0
        for block in self._row_levels():
            blocks.append(block)
            rank += 1
        if self.listed:
            blocks.append(self._level("items of the file's lists", item="true", listed="true",
                                      nested="true", beside="true" if rank else ""))  # fmt: skip
            rank += 1
        for family in top:
            nested = "true" if family.kind == "bullet" else ""
            blocks.append(self._level(self._example(family), item="true", nested=nested,
                                      marker=_literal(_without_number(family.marker)),
                                      beside="true" if rank else ""))  # fmt: skip
            rank += 1
        for family in below if rank else ():
            marker = _literal(_without_number(family.marker))
            blocks.append(self._level(self._example(family), component="true", marker=marker))
        return "\n\n".join(blocks) + "\n"

    def _row_levels(self) -> Iterator[str]:
        rows = [b for b in self.source.blocks if b.kind == "row" and _has_bodies(b)]
        if rows:
            yield self._level("rows of the file's tables", item="true", rows="true")

    @staticmethod
    def _level(remark: str, **fields: str) -> str:
        lines = [f"[[level]]  # {remark}"]
        for name, value in fields.items():
            if value:
                lines.append(f"{name} = {_quoted(value) if name == 'part' else value}")
        return "\n".join(lines)

    def _example(self, family: Family) -> str:
        lines = [line for line in self.lines if line.family.key == family.key]
        begin = lines[0].offset
        words = self.text[begin : begin + 16].replace("\n", " ")
        return f"{len(lines)} lines, as {words}…"


def _has_bodies(row: Block) -> bool:
    return all(
        any(column.search(heading) for heading in row.headings)
        for column in (_COLUMN_OF_BODIES, _COLUMN_OF_WORDS)
    )


class _Names:
    """Names of part types, each once but for the last, the outermost first."""

    def __init__(self) -> None:
        self.at, self.used = 0, set[str]()

    def next(self, wanted: str = "") -> str:
        """The next name; the one that is wanted if no level has it yet."""
        if wanted and wanted not in self.used:
            self.used.add(wanted)
            if wanted in _PARTS:
                self.at = max(self.at, _PARTS.index(wanted) + 1)
            return wanted
        while self.at < len(_PARTS) and _PARTS[self.at] in self.used:
            self.at += 1
        if self.at < len(_PARTS):
            self.used.add(_PARTS[self.at])
            return _PARTS[self.at]
        return _PARTS[-1]


def _without_number(marker: str) -> str:
    return marker.replace("(?P<number>", "(?:").replace("(?P<title>", "(?:")


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _literal(pattern: str) -> str:
    """A literal string of TOML."""
    return f"'{pattern}'" if "'" not in pattern else _quoted(pattern)
