"""How what stands before a marker ended: not at all, with a full stop, or beyond doubt."""

from __future__ import annotations

import re
from typing import Literal

from policygraph.document.sentences import bracketed
from policygraph.document.titles import Titles
from policygraph.document.tree import Span

Ending = Literal["open", "sentence", "certain"]
_WINDOW = 400  # characters looked at around a place; longer brackets are not believed
_ONE_SPACE = " "


class Endings:
    """Tells how units end, by the signs of a series and the setting of a text.

    Args:
        text: the text.
    """

    def __init__(self, text: Titles) -> None:
        signs = text.signs
        self.text, self.folded, self.signs = text, text.folded, signs
        stop = f"(?:{signs.stop.pattern})"
        closing = re.escape(signs.closing)
        tag_open, tag_close = re.escape(signs.tag_open), re.escape(signs.tag_close)
        self._ended = re.compile(f"{stop}[{closing}]*$")
        self._strongly_ended = re.compile(f"(?:{tag_close}|{signs.reprise_mark.pattern})$")
        # …を推進《文・経》: brackets that no sentence goes on behind, at the end of a line.
        self._closed = re.compile(f"(?:{signs.line_end.pattern})$")
        self._tag_signs = re.compile(f"[{tag_open}{tag_close}]|{stop}")
        # Words behind a tag that no full stop ends: a caption, a footnote mark.
        self._tagged = re.compile(f"{tag_close}(?:(?!{stop}|{tag_open}).)*$", re.DOTALL)
        either = "|".join(_bracketed(*pair) for pair in signs.brackets)
        # …する。（文部科学省）: brackets of their own behind a full stop.
        self._bracketed = re.compile(f"{stop}(?:{either})+$") if either else None

    def before(self, marker: Span, begin: int, *, is_first: bool) -> Ending:
        """How the block before a marker ended.

        Args:
            marker: the marker.
            begin: where the content of the block before it begins.
            is_first: nothing has been opened yet.
        """
        offset = marker.begin
        begin = max(begin, offset - _WINDOW)
        before = self.folded[begin:offset].rstrip()
        if not before or self._strongly_ended.search(before) or self._is_tag_torn(before, offset):
            return "certain"
        starts_line = self.text.starts_line(offset)
        if starts_line and (self._tagged.search(before) or self._closed.search(before)):
            return "certain"
        if starts_line and self.signs.body_label.match(
            self.folded, self.text.line_begin(offset - 1), offset
        ):
            return "certain"  # 担当：国土交通省 goes on in no other line
        if not self._ended.search(before):
            if self._bracketed is not None and self._bracketed.search(before):
                return "sentence"
            if is_first:  # a title page ends as it likes
                return "sentence"
            is_aside = self.text.caption_begin(begin, offset) is not None
            return "certain" if is_aside or self.text.ends_paragraph(offset) else "open"
        end = min(len(self.folded), offset + _WINDOW)
        enclosing = bracketed(self.folded, begin, end, self.signs)
        # The ） of ⅰ） closes nothing.
        inside = any(b.begin < offset and b.end > marker.end for b in enclosing)
        return "open" if inside and not self.text.is_set_apart(offset) else "sentence"

    def _is_tag_torn(self, before: str, offset: int) -> bool:
        """A 【 stands open, and what follows the marker does not close it."""
        signs = self.signs
        if before.rfind(signs.tag_open) <= before.rfind(signs.tag_close):
            return False
        following = self._tag_signs.search(self.folded, offset, offset + _WINDOW)
        return following is None or following.group() != signs.tag_close

    def without_stop(self, begin: int, offset: int, list_end: int) -> bool:
        """A bullet is complete at ``offset``, among bullets none of which ends in a full stop.

        Args:
            begin: where the bullet's words begin.
            offset: where a line begins with the marker of the next.
            list_end: where the bullets end.
        """
        if self.signs.stop.search(self.folded, begin, list_end):
            return False
        before = self.folded[max(begin, offset - _WINDOW) : offset].rstrip(_ONE_SPACE)
        if self.signs.item_complete.search(before) or self.signs.title_complete.search(before):
            return True
        goes_on = before.endswith(("、", "，", ",")) or self.signs.goes_on.match(
            self.folded, offset
        )
        return self.text.width is None and not goes_on


def _bracketed(opening: str, closing: str) -> str:
    """The pattern of a bracket that may hold another of its kind."""
    opening, closing = re.escape(opening), re.escape(closing)
    other = f"[^{opening}{closing}。]"
    return f"{opening}(?:{other}|{opening}{other}*{closing}){{1,80}}{closing}"
