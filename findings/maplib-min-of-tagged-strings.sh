#!/bin/sh
# Behaviour: MIN over strings with a language tag is unbound, while it is the least of them where
# they have none.
# Packages: maplib==0.20.26; seen on 2026-11-28 with Python 3.11.
# Guess, written before the run: MIN gives one of the tagged strings: it orders as ORDER BY does,
# which takes all terms (SPARQL 1.1, section 18.5.1.5).
# Output seen: tagged [(None,)], plain [('企業',)]
# Why users of this graph meet it: One label for each thing is commonly had by MIN(?label), and all
# labels have a tag.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet maplib==0.20.26
cd "$folder"
venv/bin/python - <<'PYTHON'
from maplib import Model

model = Model()
model.reads('@prefix : <http://example.org/> . :a :p "国立大学"@ja . :b :p "企業"@ja . :c :q "企業" . :d :q "大学" .', format="turtle")
tagged, plain = (model.query(f"SELECT (MIN(?l) AS ?least) WHERE {{ ?s <http://example.org/{name}> ?l }}").rows() for name in "pq")
print("tagged", tagged, "plain", plain)
raise SystemExit((tagged, plain) != ([(None,)], [("企業",)]))
PYTHON
