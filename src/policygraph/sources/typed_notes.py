"""Notes that were typed as text: a raised number behind a word, and a paragraph that begins with it."""

from __future__ import annotations

import re

from policygraph.core.fold import fold
from policygraph.sources.flow import Paragraph

# What stands small and raised: a mark that leads to a note. Not 10³ or m².
_MARK = re.compile(r"[\[(]?(?:※|\*|脚?注)?\s?[0-9]{1,3}[\])]?|[※*†‡]+[0-9]{0,3}|脚?注[0-9]{0,3}")
_NOTE = re.compile(r"[\[(]?(?P<label>(?:※|\*|脚?注)?\s?[0-9]{1,3}|[※*†‡]+|脚?注)[\]).:]{0,2}(?=\s)")


def _label(words: str) -> str:
    return re.sub(r"\s", "", words).strip("[]()")


class TypedNotes:
    """The marks that a file has shown so far."""

    def __init__(self) -> None:
        self._labels: set[str] = set()

    def is_mark(self, words: str, before: str, *, leads: bool = False) -> bool:
        """Whether raised words are a mark; it is remembered.

        Args:
            words: they.
            before: the text of the paragraph before them.
            leads: they are a link; else behind a Latin letter or digit they are a power.
        """
        folded = fold(words).text.strip()
        last = fold(before[-1:]).text
        if not _MARK.fullmatch(folded) or (not leads and last.isascii() and last.isalnum()):
            return False
        if before.strip():
            self._labels.add(_label(folded))
        return True

    def is_note(self, paragraph: Paragraph) -> bool:
        """Whether each line of a paragraph begins with a mark that was shown before."""
        if paragraph.kind != "paragraph" or not self._labels:
            return False
        runs = [run for run in paragraph.runs if run.aside != "ruby"]
        if runs and runs[0].aside == "note mark":
            runs[0] = runs[0]._replace(words=f"{runs[0].words.strip()} ")
        lines = [line for line in "".join(run.words for run in runs).split("\n") if line.strip()]
        notes = [_NOTE.match(fold(line.lstrip()).text) for line in lines]
        return bool(notes) and all(note and _label(note["label"]) in self._labels for note in notes)
