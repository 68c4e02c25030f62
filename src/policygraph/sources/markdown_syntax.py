"""What Markdown is: its parser, and what that does not tell of the ends of links and of ruby."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

NESTING = 100  # lists and quotations that may be open
_RUBY = re.compile(r"<(/?)(?:rt|rp)\b", re.IGNORECASE)


def parser() -> MarkdownIt:
    """CommonMark with tables, strikethrough, footnotes and front matter."""
    found = MarkdownIt("commonmark", {"maxNesting": NESTING}).enable(["table", "strikethrough"])
    footnote_plugin(found, inline=False, move_to_end=False, always_match_refs=True)
    front_matter_plugin(found)
    # Escapes and entities stay tokens of their own, with what stands in the file.
    return found.disable("text_join")


def target_end(text: str, at: int) -> int:
    """The offset behind the bracket that closes the target of a link, its title included."""
    depth, quote = 1, ""
    if (angle := re.compile(r"\s*<[^<>\n]*>").match(text, at)) is not None:
        at = angle.end()
    while at < len(text) and depth:
        sign = text[at]
        if sign == "\\":
            at += 1
        elif quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'" and text[at - 1].isspace():
            quote = sign
        else:
            depth += (sign == "(") - (sign == ")")
        at += 1
    return at


def is_ruby(tag: str, before: bool) -> bool:
    """Whether a reading above its base is open behind a tag of HTML."""
    match = _RUBY.match(tag)
    return match.group(1) == "" if match else before
