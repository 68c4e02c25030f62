#!/bin/sh
# Behaviour: A cell with a date and the format ggge"年" or e (the year of a Japanese era, without
# month and day) is read as the serial number 44000 by openpyxl and calamine, and so by pandas;
# with month and day in the format it is a date.
# Packages: openpyxl==3.1.5, python-calamine==0.9.1; seen on 2026-11-28 with Python 3.11.
# Guess, written before the run: All date formats of Excel are dates to both readers.
# Why users of this graph meet it: Columns of years in ministry workbooks are set so (令和2年 on the
# screen); they arrive as five-digit numbers that a program takes for counts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet openpyxl==3.1.5 python-calamine==0.9.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import openpyxl
from python_calamine import CalamineWorkbook

book = openpyxl.Workbook()
for row, form in enumerate(('ggge"年"', "e", 'ggge"年"m"月"d"日"'), 1):
    book.active.cell(row, 1, 44000).number_format = form
book.save("era.xlsx")
by_openpyxl = [cell.value for (cell,) in openpyxl.load_workbook("era.xlsx").active.rows]
by_calamine = [row[0] for row in CalamineWorkbook.from_path("era.xlsx").get_sheet_by_index(0).to_python()]
print(by_openpyxl, by_calamine)
dates = [str(value)[:10] for value in (by_openpyxl[2], by_calamine[2])]
raise SystemExit(
    (by_openpyxl[:2], by_calamine[:2], dates) != ([44000] * 2, [44000.0] * 2, ["2020-06-18"] * 2)
)
PYTHON
