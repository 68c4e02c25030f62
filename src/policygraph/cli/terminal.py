"""The one way to a terminal: our own colours go through, and what would act in words of others is named.

Labels, texts and messages of servers may hold anything. What a terminal would obey (C0, C1, marks of
direction) is written as ``<U+001B>``; only what `style` made is sent, which it signs with a number that
nobody outside this process knows.
"""

from __future__ import annotations

import io
import re
import secrets
import sys
from typing import Any, Final, TextIO, cast

import click

from policygraph.core.columns import shown

_SIGNATURE: Final = str(secrets.randbelow(10**12) + 10**12)
_CODE = re.compile(r"\x1b\[(?=[0-9;]*m)")
_OURS = re.compile(rf"\x1b\[{_SIGNATURE};([0-9;]*m)")


def style(words: str, **how: Any) -> str:
    """Words in a colour or weight; see `click.style`."""
    return _CODE.sub(f"\x1b[{_SIGNATURE};", click.style(shown(words), **how))


def safe(words: str) -> str:
    """What is sent to a terminal for some words."""
    parts = _OURS.split(words)  # words and our codes by turns
    parts[::2] = map(shown, parts[::2])
    parts[1::2] = (f"\x1b[{code}" for code in parts[1::2])
    return "".join(parts)


class _Terminal(io.TextIOWrapper):
    def write(self, words: str) -> int:
        super().write(safe(words))
        return len(words)


def guard_terminals() -> None:
    """Have this process send its terminals nothing but words."""
    sys.stdout, sys.stderr = _guarded(sys.stdout), _guarded(sys.stderr)


def _guarded(stream: TextIO | None) -> TextIO:
    if stream is None or isinstance(stream, _Terminal) or not stream.isatty():
        return cast(TextIO, stream)  # None where it is closed
    stream.flush()
    errors = getattr(stream, "errors", None)
    return _Terminal(stream.buffer, encoding=stream.encoding, errors=errors, line_buffering=True)
