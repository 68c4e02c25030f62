#!/bin/sh
# Behaviour: An xsd:date with a time zone is written without it: "2017-06-02+09:00" comes out as
# "2017-06-02", and the two are equal in a query. pyoxigraph keeps them apart. The zone of an
# xsd:gYear stays.
# Packages: rdflib==7.6.0, pyoxigraph==0.5.13; seen on 2026-11-28 with Python 3.11.
# Guess, written before the run: The literal is written as it was read, and is another value than
# the date without a zone (XML Schema 1.1 part 2, section 3.3.9).
# Output seen: rdflib: "2017-06-02"^^xsd:date, equal; pyoxigraph: "2017-06-02+09:00"^^xsd:date, not
# equal
# Why users of this graph meet it: Dates that come out of a Japanese system carry +09:00; a graph
# that went through rdflib is another graph, and hashes and diffs show it.
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
data = f'<http://example.org/a> <http://example.org/p> "2017-06-02+09:00"^^<{XSD}date> .\n'
ask = f'ASK {{ FILTER("2017-06-02+09:00"^^<{XSD}date> = "2017-06-02"^^<{XSD}date>) }}'
graph = rdflib.Graph().parse(data=data, format="nt")
kept = "+09:00" in graph.serialize(format="nt")
equal = bool(graph.query(ask).askAnswer), bool(pyoxigraph.Store().query(ask))
other = pyoxigraph.serialize(pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.N_TRIPLES), format=pyoxigraph.RdfFormat.N_TRIPLES)
print("rdflib keeps the zone:", kept, " equal in rdflib, pyoxigraph:", equal)
raise SystemExit((kept, equal, b"+09:00" in other) != (False, (True, False), True))
PYTHON
