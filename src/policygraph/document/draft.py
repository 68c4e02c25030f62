"""Draft an outline from a text: which signs open lines, how they nest, and which of them are headings."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from policygraph.core.fold import fold
from policygraph.document.bullets import is_indicator
from policygraph.document.draft_lines import STOP, Line, MarkedLines, sets_items_apart
from policygraph.document.families import Family, kinds_of_heading, known_families
from policygraph.document.outline import Outline
from policygraph.document.outline_file import read_outline
from policygraph.document.outline_words import base_pattern
from policygraph.sources import Block, SourceText, folded_source

_STRINGS = ("part", "title")  # keys of a level whose values are strings
# Part types by depth; a text that goes deeper names the last again.
_PARTS = ("chapter", "section", "subsection", "subsubsection", "group", "subgroup", "detail")
_ENDED = re.compile(f"{STOP.pattern}|[》〉】］〕\\]]")  # in words that are prose
_ITEMS = 0.6  # of the lines of a marker that are whole sentences: it opens items
_FIRST = 0.25  # of the runs of bullets that begin with a sign: it is none that stands below another
_PARENT = 0.6  # of the lines of a bullet that others follow at once: it is a heading of theirs
_SHEET = (
    0.6  # of the lines of a heading that several fields follow: what stands below each is one item
)
_FIELDS = 2
_PLAIN, _SHORT = 3, 60  # lines without any sign, and their characters at most, to be items each
_PLAIN_SHARE = 0.8  # of the lines without a sign that are no sentences
_COLUMN_OF_BODIES = re.compile("担当|所管|実施主体|府省|省庁|部局|実施機関|主管")
_COLUMN_OF_WORDS = re.compile("施策|取組|取り組み|対策|事業名|アクション|概要|内容")
_COLUMN_OF_MORE = re.compile("概要|内容|予算|金額|事業費|期間|年度|時期|目標|指標")


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
        self.headings = sorted({b.level for b in source.blocks if b.kind == "heading"})
        self.listed = sets_items_apart(source)
        self.lines = MarkedLines(source).believed()

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
                whole = sum(not line.is_title or _is_budget(line) for line in lines)
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
            is_title = line.is_title and not _is_budget(line)
            # What stands below it is met later than it.
            below = bullets - {k for k in bullets if first[k] <= first[key]}
            other = following is not None and following.family.key in below
            prose = line.words != line.first and _ENDED.search(line.words) is not None
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
        budgets: Counter[str] = Counter()  # lines that are a scheme and its money
        families: dict[str, Family] = {}
        indents: dict[str, list[int]] = defaultdict(list)
        position: dict[str, int] = {}
        before: Line | None = None
        for index, line in enumerate(self.lines):
            if line.family.key in items:
                families[line.family.key] = line.family
                position.setdefault(line.family.key, index)
                indents[line.family.key].append(line.indent)
                budgets[line.family.key] += _is_budget(line)
                if before is None or before.family.key not in items:
                    begins[line.family.key] += 1
            before = line
        runs = max(1, begins.total())
        outer = min((self._median(indents[key]) for key in families), default=0)
        top = [
            key
            for key in families
            if (begins[key] >= max(1, _FIRST * runs) and self._median(indents[key]) <= outer + 2)
            or budgets[key] >= _ITEMS * len(indents[key])
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
        sheet = self._sheet(headings) if not (items or self.listed) else None
        for index, family in enumerate(headings):
            shown = self._example(family)
            fields = {"marker": _literal(family.marker)}
            if index and headings[index - 1].key == "opening":
                fields["beside"] = "true"
            own = [line for line in self.lines if line.family.key == family.key]
            if family.kind != "line" and not any(line.is_full for line in own):
                fields["title"] = "line"
            if family is sheet:
                fields["prose_item"] = "true"
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
                                      spaced="true" if family.spaced else "",
                                      beside="true" if rank else ""))  # fmt: skip
            rank += 1
        if not rank and not sheet and self._plain_lines():
            under = f'["{names.last}"]' if names.last else ""
            blocks.append(
                self._level("lines without a sign", item="true", lines="true", under=under)
            )
        for family in below if rank else ():
            marker = _literal(_without_number(family.marker))
            blocks.append(self._level(self._example(family), component="true", marker=marker,
                                      spaced="true" if family.spaced else ""))  # fmt: skip
        return "\n\n".join(blocks) + "\n"

    def _starts_of(self, line: Line, end: int) -> Sequence[int]:
        """The lines below one that a marker begins."""
        starts = self.source.line_starts
        return starts[bisect_right(starts, line.offset) : bisect_left(starts, end)]

    def _below(self) -> Iterator[tuple[Line, Sequence[int]]]:
        """The lines that a marker begins, each with those below it that none does."""
        ends = [*(line.offset for line in self.lines), len(self.text)][1:]
        for line, end in zip(self.lines, ends, strict=True):
            yield line, self._starts_of(line, end)

    def _sheet(self, headings: Sequence[Family]) -> Family | None:
        """The family of headings each of which a sheet follows: lines that begin with a field (概要：)."""
        if not headings:
            return None
        last = headings[-1]
        below = [starts for line, starts in self._below() if line.family.key == last.key]
        sheets = sum(
            sum(self.known.field.match(self.text, at) is not None for at in starts) >= _FIELDS
            for starts in below
        )
        return last if sheets >= max(2, _SHEET * len(below)) else None

    def _plain_lines(self) -> bool:
        """The lines below headings are short and no sentences: each is an item."""
        if any(block.kind in ("row", "item") for block in self.source.blocks):
            return False
        starts = [*self.source.line_starts, len(self.text)]
        ends = dict(pairwise(starts))
        found = [
            self.text[at : ends[at]].strip()
            for _, below in self._below()
            for at in below
            if not self.known.field.match(self.text, at)
        ]
        plain = sum(STOP.search(words) is None and 0 < len(words) <= _SHORT for words in found)
        return plain >= max(_PLAIN, _PLAIN_SHARE * len(found))

    def _row_levels(self) -> Iterator[str]:
        rows = [b for b in self.source.blocks if b.kind == "row" and _has_items(b)]
        if rows:
            yield self._level("rows of the file's tables", item="true", rows="true")

    @staticmethod
    def _level(remark: str, **fields: str) -> str:
        lines = [f"[[level]]  # {remark}"]
        for name, value in fields.items():
            if value:
                lines.append(f"{name} = {_quoted(value) if name in _STRINGS else value}")
        return "\n".join(lines)

    def _example(self, family: Family) -> str:
        lines = [line for line in self.lines if line.family.key == family.key]
        begin = lines[0].offset
        words = self.text[begin : begin + 16].replace("\n", " ")
        return f"{len(lines)} lines, as {words}…"


def _is_budget(line: Line) -> bool:
    """The line is the name of a scheme and its money, and the paragraph behind it is of it."""
    return base_pattern("budget_line").search(line.first) is not None


def _has_items(row: Block) -> bool:
    """A column says what is done, and another who does it, or what it is or costs."""
    if is_indicator(row.headings, base_pattern("indicator_column"), base_pattern("value_column")):
        return True
    named = [heading for heading in row.headings if _COLUMN_OF_WORDS.search(heading)]
    others = [heading for heading in row.headings if heading not in named[:1]]
    return bool(named) and any(
        column.search(heading)
        for heading in others
        for column in (_COLUMN_OF_BODIES, _COLUMN_OF_MORE)
    )


class _Names:
    """Names of part types, each once but for the last, the outermost first."""

    def __init__(self) -> None:
        self.at, self.used = 0, set[str]()
        self.last = ""

    def next(self, wanted: str = "") -> str:
        """The next name; the one that is wanted if no level has it yet."""
        self.last = self._next(wanted)
        return self.last

    def _next(self, wanted: str) -> str:
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
