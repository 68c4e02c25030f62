#!/bin/sh
# Behaviour: A template http://example.org/{名} with the value 大学 makes
# http://example.org/%E5%A4%A7%E5%AD%A6, though R2RML leaves characters that an IRI may hold as they
# are (section 7.3: IRI-safe, of the class iunreserved).
# Packages: morph-kgc==2.8.1; seen on 2026-11-28 with Python 3.11.
# Guess, written before the run: http://example.org/大学.
# Output seen: <http://example.org/%E5%A4%A7%E5%AD%A6> <http://example.org/label> "大学"@ja .
# Why users of this graph meet it: IRIs minted from Japanese keys by a mapping do not meet those of
# a graph that follows the grammar: joins between the two are empty.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet morph-kgc==2.8.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import pathlib
import subprocess
import sys

pathlib.Path("table.csv").write_text("名\n大学\n", encoding="utf-8")
pathlib.Path("mapping.ttl").write_text("""
@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
<#map> a rr:TriplesMap ;
    rml:logicalSource [ rml:source "table.csv" ; rml:referenceFormulation ql:CSV ] ;
    rr:subjectMap [ rr:template "http://example.org/{名}" ] ;
    rr:predicateObjectMap [ rr:predicate <http://example.org/label> ; rr:objectMap [ rml:reference "名" ; rr:language "ja" ] ] .
""", encoding="utf-8")
pathlib.Path("settings.ini").write_text("[CONFIGURATION]\noutput_file=out.nt\n[TABLE]\nmappings=mapping.ttl\n")
subprocess.run([sys.executable, "-m", "morph_kgc", "settings.ini"], check=True, capture_output=True)
seen = pathlib.Path("out.nt").read_text(encoding="utf-8").strip()
print(seen)
raise SystemExit("<http://example.org/%E5%A4%A7%E5%AD%A6>" not in seen)
PYTHON
