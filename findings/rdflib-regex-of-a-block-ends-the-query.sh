#!/bin/sh
# Behaviour: A pattern with a block of Unicode (\p{IsKatakana}, XPath and XQuery Functions, section
# 5.6.1) ends the whole query in re.error on rdflib, though an error in FILTER is false for the row.
# pyoxigraph gives the row that matches.
# Packages: rdflib==7.6.0, pyoxigraph==0.5.13; seen on 2026-11-28 with Python 3.11.
# Guess, written before the run: The filter is an error, so that there are no rows and no exception.
# Output seen: rdflib: re.error: bad escape \p at position 1; pyoxigraph: 1
# Why users of this graph meet it: Kana and kanji are told apart by such classes in queries that
# were written for another engine.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet rdflib==7.6.0 pyoxigraph==0.5.13
cd "$folder"
venv/bin/python - <<'PYTHON'
import re

import pyoxigraph
import rdflib

data = '<http://example.org/a> <http://example.org/p> "カタ", "大学" .'
query = 'SELECT ?l { ?s ?p ?l FILTER(REGEX(?l, "^\\\\p{IsKatakana}+$")) }'
graph = rdflib.Graph().parse(data=data, format="turtle")
try:
    by_rdflib = str(len(list(graph.query(query))))
except re.error as error:
    by_rdflib = f"re.error: {error}"
store = pyoxigraph.Store()
store.load(data, format=pyoxigraph.RdfFormat.TURTLE)
by_pyoxigraph = len(list(store.query(query)))
print("rdflib:", by_rdflib, " pyoxigraph:", by_pyoxigraph)
raise SystemExit(not by_rdflib.startswith("re.error") or by_pyoxigraph != 1)
PYTHON
