#!/bin/sh
# Behaviour: REPLACE over a string with a language tag gives a string without it, while SUBSTR and
# STRBEFORE keep it.
# Packages: maplib==0.20.26; seen on 2026-11-28 with Python 3.11.
# Guess, written before the run: The tag stays (SPARQL 1.1, section 17.4.3.15: the result has the
# kind of the first argument).
# Output seen: REPLACE '公立大学', SUBSTR '"大学"@ja'
# Why users of this graph meet it: A label that is cleaned in a query no longer answers to
# LANG(?label) = 'ja'.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet maplib==0.20.26
cd "$folder"
venv/bin/python - <<'PYTHON'
from maplib import Model

model = Model()
model.reads('@prefix : <http://example.org/> . :a :p "国立大学"@ja .', format="turtle")
replaced, cut = (
    model.query(f"SELECT ({call} AS ?x) WHERE {{ ?s <http://example.org/p> ?l }}").rows()[0][0]
    for call in ("REPLACE(?l, '国立', '公立')", "SUBSTR(?l, 3)")
)
print("REPLACE", repr(replaced), "SUBSTR", repr(cut))
raise SystemExit((replaced, cut) != ("公立大学", '"大学"@ja'))
PYTHON
