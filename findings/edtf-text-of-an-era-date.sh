#!/bin/sh
# Behaviour: text_to_edtf, which turns words into an Extended Date/Time Format string and gives None
# for words that it cannot read, takes the numbers of a Japanese date for others: 2017年6月2日 loses
# its year (XXXX-06-02), and 平成29年6月2日 becomes the 29th of June 2002.
# Packages: edtf==5.0.2; seen on 2026-11-28 with Python 3.11.
# Guess, written before the run: Japanese is not read: both give None.
# Output seen: {'2017年6月2日': 'XXXX-06-02', '平成29年6月2日': '2002-06-29', '平成29年': 'XXXX-XX-29',
# '2020年度': None}
# Why users of this graph meet it: EDTF is what uncertain and partial dates of policy are written
# in, and a date that is read wrongly without a word goes into a deadline.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet edtf==5.0.2
cd "$folder"
venv/bin/python - <<'PYTHON'
import edtf

seen = {text: edtf.text_to_edtf(text) for text in ("2017年6月2日", "平成29年6月2日", "平成29年", "2020年度")}
print(seen)
raise SystemExit(seen != {"2017年6月2日": "XXXX-06-02", "平成29年6月2日": "2002-06-29", "平成29年": "XXXX-XX-29", "2020年度": None})
PYTHON
