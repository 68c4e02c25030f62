#!/bin/sh
# Behaviour: ja-timex reads 2020年度 as the fiscal year FY2020, but of 令和2年度 only 令和2年, as the
# calendar year 2020-XX-XX; the 度 is left out of the span.
# Packages: ja-timex==0.2.8; seen on 2026-11-28 with Python 3.11.
# Guess, written before the run: Both are the fiscal year 2020, which runs to March 2021.
# Why users of this graph meet it: Deadlines of policy are mostly fiscal years of an era; a
# deadline read so is three months early, and the two spellings of one year differ.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet ja-timex==0.2.8
cd "$folder"
venv/bin/python - <<'PYTHON'
from ja_timex import TimexParser

parser = TimexParser()
seen = {
    words: [(found.text, found.value) for found in parser.parse(words)]
    for words in ("2020年度", "令和2年度")
}
print(seen)
raise SystemExit(
    seen != {"2020年度": [("2020年度", "FY2020")], "令和2年度": [("令和2年", "2020-XX-XX")]}
)
PYTHON
