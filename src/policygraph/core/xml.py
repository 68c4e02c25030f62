"""What XML 1.0 can hold, and how what it can hold is kept; for whatever writes XML here."""

from __future__ import annotations

import re

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # section 2.2


def find_odd(words: str) -> str:
    """The first character that no XML document can hold, ``U+FFFE``; empty where there is none."""
    odd = _NOT_IN_XML.search(words)
    return f"U+{ord(odd[0]):04X}" if odd else ""


def show_odd(words: str) -> str:
    """Words that XML can hold: for what it cannot, U+FFFD stands."""
    return _NOT_IN_XML.sub("\ufffd", words)
