"""A table as a workbook that a spreadsheet opens (.xlsx)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from policygraph.core.extras import require

_WIDTH = 18  # of a column, in signs


def write_xlsx(rows: Iterable[Sequence[str | float]]) -> bytes:
    """The rows as a workbook; the same rows give the same bytes.

    Args:
        rows: the headings first. Numbers stay numbers, words stay words, whatever they begin with.

    Raises:
        UsageError: the extra ``tables`` is missing.
    """
    require("tables", "xlsxwriter")
    import xlsxwriter

    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
        sheet = book.add_worksheet("policygraph")
        bold = book.add_format({"bold": True})
        widest = 0
        for number, row in enumerate(rows):
            widest = max(widest, len(row))
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, column, cell, None if number else bold)
                else:
                    sheet.write_number(number, column, cell)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(0, widest - 1), _WIDTH)
    return out.getvalue()
