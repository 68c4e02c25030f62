#!/bin/sh
# Behaviour: The OWL 2 RL closure of a graph with one label holds a triple whose subject is the
# label ("大学"@ja owl:sameAs "大学"@ja): N-Triples written from it are read by no parser, rdflib's own
# included.
# Packages: owlrl==7.6.2, rdflib==7.6.0; seen on 2026-11-28 with Python 3.11.
# Guess, written before the run: No literal is a subject: what cannot be said in RDF is left out of
# the closure.
# Output seen: 1 subject is a literal; reading back: ParseError
# Why users of this graph meet it: pySHACL's inference="owlrl" and those who publish an inferred
# graph use it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet owlrl==7.6.2 rdflib==7.6.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import owlrl
import rdflib
from rdflib.plugins.parsers.ntriples import ParseError

graph = rdflib.Graph().parse(
    data='<http://example.org/a> <http://www.w3.org/2000/01/rdf-schema#label> "大学"@ja .', format="turtle"
)
owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
literals = [subject for subject in graph.subjects() if isinstance(subject, rdflib.Literal)]
try:
    rdflib.Graph().parse(data=graph.serialize(format="nt"), format="nt")
    back = "read"
except ParseError as error:
    back = "ParseError"
print(len(literals), "subject is a literal; reading back:", back)
raise SystemExit((len(literals), back) != (1, "ParseError"))
PYTHON
