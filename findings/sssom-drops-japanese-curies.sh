#!/bin/sh
# Behaviour: A row of a mapping set whose CURIE has a Japanese local part (ex:税制) is left out on
# reading, with a line in the log; the validator then finds nothing to say of the table. The same
# row with ex:tax stays.
# Packages: sssom==0.4.21; seen on 2026-11-28 with Python 3.11.
# Guess, written before the run: The row stays: a CURIE's reference is an IRI's, which may hold
# Japanese.
# Output seen: {'税制': 0, 'tax': 1} rows; results of the validator: 0
# Why users of this graph meet it: Mappings of Japanese schemes to the STIP classification are kept
# as SSSOM, and their concepts have Japanese names in their IRIs.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet sssom==0.4.21
cd "$folder"
venv/bin/python - <<'PYTHON'
import logging
import pathlib

from sssom.parsers import parse_sssom_table
from sssom.validators import validate

logging.disable(logging.CRITICAL)
rows, results = {}, 0
for name in ("税制", "tax"):
    pathlib.Path("set.tsv").write_text(
        "# curie_map:\n#   ex: http://example.org/\n#   stip: http://stip.example/\n"
        "# license: https://creativecommons.org/licenses/by/4.0/\n# mapping_set_id: http://example.org/set\n"
        "subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification\n"
        f"ex:{name}\t税制\tskos:closeMatch\tstip:T2\tTax\tsemapv:ManualMappingCuration\n", encoding="utf-8")
    table = parse_sssom_table("set.tsv")
    rows[name] = len(table.df)
    results += sum(len(report.results) for report in validate(table).values())
print(rows, "results of the validator:", results)
raise SystemExit(rows != {"税制": 0, "tax": 1} or results != 0)
PYTHON
