"""Make data/fold/radicals.tsv from Unicode's EquivalentUnifiedIdeograph.txt.

    python tools/radicals.py EquivalentUnifiedIdeograph.txt > data/fold/radicals.tsv

The file is part of the Unicode Character Database (www.unicode.org/Public/<version>/ucd/; Debian packages
it as unicode-data) and says which ideograph each CJK radical, Kangxi radical and stroke looks like.
Those are kept that NFKC leaves as they are.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

_VERSION = re.compile(r"#\s*EquivalentUnifiedIdeograph-(?P<version>[0-9.]+)\.txt")
_ROW = re.compile(r"(?P<first>[0-9A-F]+)(?:\.\.(?P<last>[0-9A-F]+))?\s*;\s*(?P<target>[0-9A-F]+)")
_HEADER = """\
# CJK radicals and strokes that NFKC leaves as they are, and the ideographs they look like.
# Made by tools/radicals.py from EquivalentUnifiedIdeograph.txt of the Unicode Character Database,
# version {version}. Copyright (c) Unicode, Inc.; Unicode License, https://www.unicode.org/license.txt"""


def radicals(table: str) -> Iterator[tuple[str, str]]:
    """Each radical that NFKC keeps, with its ideograph."""
    for line in table.splitlines():
        row = _ROW.match(line)
        if row is None:
            continue
        first, last = int(row["first"], 16), int(row["last"] or row["first"], 16)
        for code in range(first, last + 1):
            if unicodedata.normalize("NFKC", chr(code)) == chr(code):
                yield chr(code), chr(int(row["target"], 16))


def main() -> None:
    """Print the table."""
    table = Path(sys.argv[1]).read_text(encoding="utf-8")
    version = _VERSION.search(table)
    if version is None:
        raise SystemExit("not EquivalentUnifiedIdeograph.txt: its first line names no version")
    print(_HEADER.format(version=version["version"]))
    for radical, ideograph in radicals(table):
        print(f"{radical}\t{ideograph}")


if __name__ == "__main__":
    main()
