#!/bin/sh
# Behaviour: A field of the type sc:Text comes as bytes and not as a string when the records are
# read, while sc:Integer comes as a number.
# Packages: mlcroissant==1.1.1; seen on 2026-11-28 with Python 3.11.
# Guess, written before the run: '大学', a string.
# Output seen: [{'t/名称': b'\xe5\xa4\xa7\xe5\xad\xa6', 't/年': 2017}]
# Why users of this graph meet it: Croissant is how a table of measures is offered to those who
# train models; Japanese values come as UTF-8 that is still to be decoded.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet mlcroissant==1.1.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import hashlib
import json
import pathlib

import mlcroissant

table = pathlib.Path("t.csv")
table.write_text("名称,年\n大学,2017\n", encoding="utf-8")
source = [{"fileObject": {"@id": "t.csv"}, "extract": {"column": column}} for column in ("名称", "年")]
described = {
    "@context": mlcroissant.Metadata(name="t").to_json()["@context"],
    "@type": "sc:Dataset", "name": "t", "description": "t", "conformsTo": "http://mlcommons.org/croissant/1.0",
    "url": "http://example.org/", "license": "https://creativecommons.org/licenses/by/4.0/",
    "datePublished": "2026-01-01", "version": "1.0.0", "citeAs": "t",
    "distribution": [{
        "@type": "cr:FileObject", "@id": "t.csv", "name": "t.csv", "contentUrl": "t.csv", "encodingFormat": "text/csv",
        "sha256": hashlib.sha256(table.read_bytes()).hexdigest(),
    }],
    "recordSet": [{"@type": "cr:RecordSet", "@id": "t", "name": "t", "field": [
        {"@type": "cr:Field", "@id": "t/名称", "name": "名称", "dataType": "sc:Text", "source": source[0]},
        {"@type": "cr:Field", "@id": "t/年", "name": "年", "dataType": "sc:Integer", "source": source[1]},
    ]}],
}
pathlib.Path("t.json").write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")
records = list(mlcroissant.Dataset("t.json").records("t"))
print(records)
raise SystemExit(records != [{"t/名称": "大学".encode(), "t/年": 2017}])
PYTHON
