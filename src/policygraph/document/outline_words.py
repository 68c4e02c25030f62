"""The values of an outline's TOML file, each checked where it is asked for, and its words."""

from __future__ import annotations

import re
import tomllib
import warnings
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, cast, get_args

from policygraph.core.errors import DataError, Errors, phrase
from policygraph.core.fold import fold_text
from policygraph.core.near import nearest
from policygraph.core.resources import resource
from policygraph.document.outline import Signs, Way

Table = dict[str, Any]
_WAYS: Final = get_args(Way)
_WIDTHS = re.compile("[\u3000\uff01-\uffee]")  # forms that differ in width alone
_LONGEST = 4000  # characters of a pattern
_DEEPEST = 20  # outlines that a chain of `like` may have
_PATTERNS = (
    "reprise_mark", "partial_reprise_mark", "goes_on", "title_complete", "item_complete", "caption", "note", "line_end", "plain_name", "acted_noun", "report_title", "report_passive", "progress_label",
    "no_body", "behind_body", "lead", "cooperating", "subject", "heading_tail", "body_label", "issue_heading", "target_heading", "body_form", "act", "act_before", "act_on_topic", "column_line", "budget_line", "words_column",
    "body_column", "number_column", "indicator_column", "value_column", "report", "promise", "owed", "no_act", "noun_end", "topic", "no_topic", "agent", "no_agent",
    "division", "with_body", "by_body", "lead_behind", "cooperating_behind", "passive", "elsewhere", "other_subject", "of_itself", "intransitive",
)  # fmt: skip
_WORDS = ("like", "sentence_end", "opening", "closing", "tag", "tag_separators", "brackets", "ways",
          *_PATTERNS)  # fmt: skip


class CheckedToml:
    """A TOML file being read; what is wrong is collected, and what can be read goes on."""

    def __init__(self, toml: str, table: Table, name: str) -> None:
        self.toml, self.table, self.name = toml, table, name
        self.errors = Errors()

    def wrong(self, where: object, problem: str, /, **values: object) -> None:
        """Note what is wrong.

        Args:
            where: ``level 3``, ``words``; empty for the file as a whole.
            problem: a key of ``messages/errors.yaml``.
            values: for the places in braces of the message.
        """
        told = phrase(problem, **values)
        if where:
            told = phrase("outline-where", where=where, problem=told)
        self.errors.note(DataError("outline-wrong", place=self.name, problem=told))

    # ---- Values, each checked where it is asked for ----

    def known(self, where: object, table: Table, keys: Iterable[str]) -> None:
        """Every key must be one of these."""
        keys = tuple(keys)
        for key in sorted(table.keys() - set(keys)):
            near = nearest(key, keys, count=1)
            problem = "outline-unknown-key-near" if near else "outline-unknown-key"
            self.wrong(where, problem, key=key, near=", ".join(near), known=", ".join(keys))

    def text(
        self, where: object, table: Table, key: str, form: re.Pattern[str] | None = None
    ) -> str:
        """A string, empty where there is none."""
        value = table.get(key, "")
        if isinstance(value, str) and (not value or form is None or form.fullmatch(value)):
            return value
        self.wrong(where, "outline-value", key=key, value=shown(value))
        return ""

    def flag(self, where: object, table: Table, key: str) -> bool:
        """``true`` or ``false``."""
        value = table.get(key, False)
        if not isinstance(value, bool):
            self.wrong(where, "outline-flag", key=key, value=shown(value))
        return value is True

    def one_of(self, where: object, table: Table, key: str, known: tuple[str, ...]) -> str:
        """One of some words, empty where there is none."""
        value = table.get(key)
        if value is None or (isinstance(value, str) and value in known):
            return value or ""
        self.wrong(where, "outline-one-of", key=key, value=shown(value), known=", ".join(known))
        return ""

    def texts(self, where: object, table: Table, key: str) -> tuple[str, ...]:
        """A list of strings; a string alone is a list of one."""
        value = table.get(key, [])
        values = [value] if isinstance(value, str) else value
        if isinstance(values, list) and all(isinstance(v, str) and v for v in values):
            return tuple(values)
        self.wrong(where, "outline-list", key=key, value=shown(value))
        return ()

    def pattern(self, where: object, key: str, value: object) -> re.Pattern[str] | None:
        """A regular expression."""
        if not isinstance(value, str) or len(value) > _LONGEST:
            self.wrong(where, "outline-value", key=key, value=shown(value))
            return None
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return re.compile(_folded(value))
        except (re.error, OverflowError, RecursionError) as error:
            self.wrong(where, "outline-pattern", key=key, pattern=shown(value), reason=str(error))
            return None


class Words(CheckedToml):
    """The words of an outline being read."""

    def words(self, words: object, where: str) -> Table:
        """The words on top of those that they are like, and those on top of what holds everywhere."""
        if not isinstance(words, dict):
            self.wrong("", "outline-words-no-table")
            return dict(_base_words())
        self.known(where, words, _WORDS)
        seen: list[str] = []
        like = words.get("like")
        layers = [words]
        while like is not None:
            path = shipped_outline(like) if isinstance(like, str) else None
            if path is None or like in seen or len(seen) > _DEEPEST:
                self.wrong(where, "no-outline-like", name=shown(like).strip('"'))
                break
            seen.append(like)
            other = tomllib.loads(path.read_text(encoding="utf-8")).get("words", {})
            layers.append(other)
            like = other.get("like")
        result = dict(_base_words())
        for layer in layers[::-1]:
            result |= layer
        return result

    def signs(self, words: Table) -> Signs:
        """The signs that some words are."""
        base = _base_words()
        patterns = {}
        for key in _PATTERNS:
            found = self.pattern("words", key, words[key])
            patterns[key] = found or re.compile(base[key])
        stop = self.pattern("words", "sentence_end", words["sentence_end"])
        if stop is not None and stop.match(""):
            self.wrong("words", "outline-matches-nothing", pattern=shown(stop.pattern))
        opening, closing = (self.text("words", words, key) for key in ("opening", "closing"))
        if len(opening) != len(closing) or set(opening) & set(closing):
            self.wrong("words", "outline-pairs")
            opening, closing = base["opening"], base["closing"]
        pairs = self.texts("words", words, "brackets")
        if any(len(pair) != 2 or pair[0] == pair[1] for pair in pairs):
            self.wrong("words", "outline-brackets")
            pairs = ()
        tag = words["tag"]
        signs = [str(tag.get(key)) for key in ("open", "close")] if isinstance(tag, dict) else []
        if [len(sign) for sign in signs] != [1, 1] or signs[0] == signs[1]:
            self.wrong("words", "outline-tag")
            signs = [base["tag"]["open"], base["tag"]["close"]]
        ways = self.texts("words", words, "ways")
        for way in set(ways) - set(_WAYS):
            self.wrong(
                "words", "outline-one-of", key="ways", value=shown(way), known=", ".join(_WAYS)
            )
        return Signs(
            stop=stop or re.compile(base["sentence_end"]),
            opening=opening,
            closing=closing,
            tag_open=signs[0],
            tag_close=signs[1],
            tag_separators=self.text("words", words, "tag_separators") or "、",
            brackets=tuple(fold_text(pair) for pair in pairs),
            ways=cast("frozenset[Way]", frozenset(ways)),
            **patterns,
        )


def _folded(pattern: str) -> str:
    """A pattern as it is matched: （ stands for itself, and so does its half-width form."""
    if pattern.isascii():
        return pattern
    found = []
    for sign in pattern:
        folded = fold_text(sign) if _WIDTHS.match(sign) else sign
        found.append(sign if folded == sign else re.escape(folded))
    return "".join(found)


def shown(value: object) -> str:
    """A value as messages show it, not too long."""
    words = f'"{value}"' if isinstance(value, str) else str(value)
    return words if len(words) <= 80 else f"{words[:80]}…"


@cache
def _base_words() -> Mapping[str, Any]:
    path = resource("data", "outlines", "base", "words.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def base_pattern(key: str) -> re.Pattern[str]:
    """A pattern of the words that hold where an outline says nothing else."""
    return re.compile(_folded(_base_words()[key]))


def shipped_outline(key: str) -> Path | None:
    """The file of a shipped outline; ``None`` where none is called so."""
    return next((path for path in shipped_outlines() if path.stem == key), None)


def shipped_outlines() -> list[Path]:
    """The files of the shipped outlines, sorted by name."""
    return sorted(resource("data", "outlines").glob("*.toml"))
