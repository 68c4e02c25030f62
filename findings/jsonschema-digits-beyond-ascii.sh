#!/bin/sh
# Behaviour: The pattern ^\d{4}$ of a JSON Schema accepts ２０１７ in full width in the Python package
# jsonschema, which searches with Python's re; JSON Schema's patterns are those of ECMA 262, where
# \d is an ASCII digit.
# Packages: jsonschema==4.26.0; seen on 2026-11-28 with Python 3.11.
# Guess, written before the run: The full-width year is refused.
# Why users of this graph meet it: A schema that checks years or codes of a table taken from
# Japanese texts passes here and fails in a browser or in another validator.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet jsonschema==4.26.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import jsonschema

schema = {"type": "string", "pattern": r"^\d{4}$"}
full_width = jsonschema.Draft202012Validator(schema).is_valid("２０１７")
print("\\d{4} accepts ２０１７:", full_width)
raise SystemExit(full_width is not True)
PYTHON
