#!/bin/sh
# Behaviour: polars.read_csv takes a column of full-width digits for integers when it infers the
# types, and then ends in an error because it cannot read them as such.
# Packages: polars==2.1.0; seen on 2026-11-28 with Python 3.11.
# Guess, written before the run: The column stays text.
# Why users of this graph meet it: Tables of ministries and prefectures give years and numbers in
# full width (２０１７); the file is valid, and has to be read with infer_schema=False.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet polars==2.1.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import io

import polars

table = "年,数\n２０１７,1\n２０１８,2\n".encode()
try:
    print(polars.read_csv(io.BytesIO(table)))
    raised = False
except polars.exceptions.ComputeError as error:
    print("ComputeError:", str(error).splitlines()[0])
    raised = True
read = polars.read_csv(io.BytesIO(table), infer_schema=False)
print(read)
raise SystemExit(not raised or read["年"].to_list() != ["２０１７", "２０１８"])
PYTHON
