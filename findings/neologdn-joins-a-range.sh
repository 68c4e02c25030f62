#!/bin/sh
# Behaviour: neologdn.normalize takes out the wave dash, so that the range 1〜2年 becomes 12年 and
# 5年〜10年 becomes 5年10年.
# Packages: neologdn==0.5.6; seen on 2026-11-28 with Python 3.11.
# Guess, written before the run: A wave dash between two numbers stays (perhaps as another dash).
# Why users of this graph meet it: Periods and amounts of policy texts are printed as ranges; a
# text that was normalised for other tools before it is read says another number, with nothing to
# show it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet neologdn==0.5.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import neologdn

seen = [neologdn.normalize(words) for words in ("1〜2年", "5年〜10年程度")]
print(seen)
raise SystemExit(seen != ["12年", "5年10年程度"])
PYTHON
