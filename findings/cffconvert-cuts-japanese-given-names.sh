#!/bin/sh
# Behaviour: In the APA-like form of a CITATION.cff the given name 太郎 becomes its first character
# with a stop: 山田 太.
# Packages: cffconvert==2.0.0; seen on 2026-11-28 with Python 3.11.
# Guess, written before the run: Both names in full: 山田 太郎 (a Japanese name has no initial).
# Output seen: 山田 太. (2026). 題. …
# Why users of this graph meet it: Data sets of Japanese authors are cited by this file, and hubs
# show the APA form of it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet cffconvert==2.0.0
cd "$folder"
venv/bin/python - <<'PYTHON'
from cffconvert import Citation

seen = Citation(
    "cff-version: 1.2.0\nmessage: m\ntitle: 題\nauthors:\n  - family-names: 山田\n    given-names: 太郎\n"
    "date-released: 2026-01-01\nversion: 1.0.0\n"
).as_apalike()
print(seen)
raise SystemExit(not seen.startswith("山田 太. "))
PYTHON
