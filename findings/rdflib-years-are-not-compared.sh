#!/bin/sh
# Behaviour: rdflib takes the comparison of two xsd:gYear (or two xsd:gYearMonth) for an error, so
# that a filter by them gives no rows; pyoxigraph compares them. SPARQL 1.1 demands neither (section
# 17.3), and YEAR() of a gYear is an error on rdflib, too.
# Packages: rdflib==7.6.0, pyoxigraph==0.5.13; seen on 2026-11-28 with Python 3.11.
# Guess, written before the run: Both compare years in order.
# Output seen: rdflib 0 of 1, pyoxigraph 1 of 1
# Why users of this graph meet it: Deadlines and starts of measures are years and months.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet rdflib==7.6.0 pyoxigraph==0.5.13
cd "$folder"
venv/bin/python - <<'PYTHON'
import pyoxigraph
import rdflib

XSD = "http://www.w3.org/2001/XMLSchema#"
data = f'<http://example.org/a> <http://example.org/due> "2017"^^<{XSD}gYear>, "2030"^^<{XSD}gYear> .\n'
query = f'SELECT ?y {{ ?s <http://example.org/due> ?y FILTER(?y < "2018"^^<{XSD}gYear>) }}'
by_rdflib = len(list(rdflib.Graph().parse(data=data, format="turtle").query(query)))
store = pyoxigraph.Store()
store.load(data, format=pyoxigraph.RdfFormat.TURTLE)
by_pyoxigraph = len(list(store.query(query)))
print("rdflib", by_rdflib, "of 1, pyoxigraph", by_pyoxigraph, "of 1")
raise SystemExit((by_rdflib, by_pyoxigraph) != (0, 1))
PYTHON
