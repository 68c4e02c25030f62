#!/bin/sh
# Behaviour: GROUP_CONCAT joins the numbers under which the engine keeps strings, and not the
# strings: of 企業 and 大学 comes 0、1.
# Packages: maplib==0.20.26; seen on 2026-11-28 with Python 3.11.
# Guess, written before the run: The values are joined by the separator (SPARQL 1.1, section
# 18.5.1.7).
# Output seen: [('0、1',)] (the order of the two may differ)
# Why users of this graph meet it: Lists in a cell (the ministries of a measure) are what a report
# asks for most, and the engine is among the fastest.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet maplib==0.20.26
cd "$folder"
venv/bin/python - <<'PYTHON'
from maplib import Model

model = Model()
model.reads('@prefix : <http://example.org/> . :a :p "企業" . :b :p "大学" .', format="turtle")
query = "SELECT (GROUP_CONCAT(?l; separator='、') AS ?all) WHERE { ?s <http://example.org/p> ?l }"
rows = model.query(query).rows()
print(rows)
raise SystemExit(sorted(rows[0][0].split("、")) != ["0", "1"])
PYTHON
