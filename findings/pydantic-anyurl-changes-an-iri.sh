#!/bin/sh
# Behaviour: pydantic's AnyUrl percent-encodes the kanji in the path of an IRI, so that what comes
# out is another IRI to RDF, which compares IRIs character by character. The Resource of the MCP
# SDK 2.3.0 keeps its uri as written.
# Packages: pydantic==2.14.4; seen on 2026-11-28 with Python 3.11.
# Guess, written before the run: An IRI is kept as it was written.
# Why users of this graph meet it: A web service or an assistant's tool that takes the IRI of a
# body or measure through a field of this type asks the graph for a thing that is not there, and
# gets an empty answer.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pydantic==2.14.4
cd "$folder"
venv/bin/python - <<'PYTHON'
import pydantic

written = "https://w3id.org/policygraph/org/内閣府"
read = str(pydantic.TypeAdapter(pydantic.AnyUrl).validate_python(written))
print(written, "->", read)
raise SystemExit(read != "https://w3id.org/policygraph/org/%E5%86%85%E9%96%A3%E5%BA%9C")
PYTHON
