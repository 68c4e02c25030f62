#!/bin/sh
# Behaviour: A literal with the tag ja-Hrkt goes into a COTTAS file (RDF as Parquet) as ja-hrkt, so
# that a search for the literal as it was written finds nothing.
# Packages: pycottas==1.1.0, pyoxigraph==0.3.18; seen on 2026-11-28 with Python 3.11.
# Guess, written before the run: RDF to COTTAS and back is lossless for "だい"@ja-Hrkt, and the search
# for it finds it.
# Output seen: as written: 0, in small letters: 1
# Why users of this graph meet it: Readings are tagged ja-Hrkt, and in a Parquet file a tag is a
# string that is compared letter by letter.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pycottas==1.1.0 pyoxigraph==0.3.18
cd "$folder"
venv/bin/python - <<'PYTHON'
import pathlib

import pycottas

pathlib.Path("a.nt").write_text('<http://example.org/a> <http://example.org/p> "だい"@ja-Hrkt .\n', encoding="utf-8")
pycottas.rdf2cottas("a.nt", "a.cottas")
as_written, in_small = (
    len(pycottas.search("a.cottas", f'?s ?p "だい"@{tag}')) for tag in ("ja-Hrkt", "ja-hrkt")
)
print("as written:", as_written, " in small letters:", in_small)
raise SystemExit((as_written, in_small) != (0, 1))
PYTHON
