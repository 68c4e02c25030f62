#!/bin/sh
# Behaviour: Constraints of the SHACL 1.2 draft (sh:singleLine, sh:memberShape, sh:someValue,
# sh:uniqueMembers, sh:maxListLength, sh:rootClass, sh:subsetOf) are passed over without a word:
# data that breaks each of them conforms.
# Packages: pyshacl==0.40.1; seen on 2026-11-28 with Python 3.11.
# Guess, written before the run: They are enforced, or refused as unknown parameters in the
# namespace of SHACL.
# Output seen: conforms for all seven
# Why users of this graph meet it: A steward who takes a constraint from the current draft reads
# "conforms" and has checked nothing.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pyshacl==0.40.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import pyshacl
import rdflib

PREFIXES = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix : <http://example.org/> . "
CASES = {
    "sh:singleLine true": '"a\\nb"',
    "sh:memberShape [ sh:datatype xsd:integer ]": '( "x" )',
    "sh:someValue [ sh:datatype xsd:integer ]": '"x"',
    "sh:uniqueMembers true": '( "x" "x" )',
    "sh:maxListLength 1": '( "x" "y" )',
    "sh:rootClass :Class": ":x",
    "sh:subsetOf :q": '"x"',
}
conforms = []
for constraint, value in CASES.items():
    shapes = f"{PREFIXES} :S a sh:NodeShape ; sh:targetNode :a ; sh:property [ sh:path :p ; {constraint} ] ."
    graph = rdflib.Graph().parse(data=f"{PREFIXES} :a :p {value} .", format="turtle")
    conforms.append(pyshacl.validate(graph, shacl_graph=rdflib.Graph().parse(data=shapes, format="turtle"))[0])
print(dict(zip(CASES, conforms)))
raise SystemExit(not all(conforms))
PYTHON
