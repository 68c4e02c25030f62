#!/bin/sh
# Behaviour: frictionless describes a column of full-width digits as integers and reads its cells
# as the numbers 2017 and 2018, though the Table Schema asks for the lexical form of XML Schema,
# which has ASCII digits alone.
# Packages: frictionless==5.21.0; seen on 2026-11-28 with Python 3.11.
# Guess, written before the run: The column is a string.
# Why users of this graph meet it: A table that one publisher calls valid is refused by other
# readers of the same schema (CSVW, pandas, an RDF store).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet frictionless==5.21.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import pathlib

import frictionless

pathlib.Path("table.csv").write_text("年,数\n２０１７,１\n２０１８,２\n", encoding="utf-8")
fields = [(field.name, field.type) for field in frictionless.describe("table.csv").schema.fields]
rows = [row.to_dict() for row in frictionless.Resource("table.csv").read_rows()]
print(fields, rows)
raise SystemExit(fields[0] != ("年", "integer") or rows[0] != {"年": 2017, "数": 1})
PYTHON
