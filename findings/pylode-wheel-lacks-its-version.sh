#!/bin/sh
# Behaviour: The wheel of pyLODE 3.4.1 cannot be imported: it reads its version from a
# pyproject.toml beside the package, which a wheel does not hold. 3.3.4 works.
# Packages: pylode==3.4.1; seen on 2026-11-28 with Python 3.11.
# Guess, written before the run: pip install and python -m pylode make a page of an ontology (the
# guess was about the labels in it).
# Output seen: FileNotFoundError: … site-packages/pyproject.toml
# Why users of this graph meet it: It is the usual way to make a page of an ontology that is
# published.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pylode==3.4.1
cd "$folder"
venv/bin/python - <<'PYTHON'
try:
    import pylode
except FileNotFoundError as error:
    print("FileNotFoundError:", error.filename)
    raise SystemExit(not str(error.filename).endswith("pyproject.toml"))
print(pylode.__version__)
raise SystemExit(1)
PYTHON
