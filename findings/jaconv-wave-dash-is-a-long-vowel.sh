#!/bin/sh
# Behaviour: jaconv.normalize turns the wave dash of a range and the full-width hyphen-minus into
# the long vowel mark: 1〜2 becomes 1ー2 and 1－2 becomes 1ー2, while the minus sign 1−2 becomes 1-2.
# Packages: jaconv==0.5.0; seen on 2026-11-28 with Python 3.11.
# Guess, written before the run: It folds widths as NFKC does and leaves the wave dash; the two
# minus signs come out alike.
# Why users of this graph meet it: Ranges of years (2016〜2020) and numbers of sections (1－2) in
# ministry texts; after it they no longer match what was printed, and － and −, two readings of one
# code of cp932, differ.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet jaconv==0.5.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import jaconv

seen = [jaconv.normalize(words) for words in ("1〜2", "1－2", "1−2")]
print(seen)
raise SystemExit(seen != ["1ー2", "1ー2", "1-2"])
PYTHON
