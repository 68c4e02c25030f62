#!/bin/sh
# Behaviour: CKAN's munge_title_to_name, with which harvesters make a dataset's name of its title,
# gives two underscores for every title in Japanese alone, and munge_tag does the same to a keyword:
# all datasets have one name, all keywords are one.
# Packages: "ckan[requirements]==2.12.0"; seen on 2026-11-28 with Python 3.11.
# Guess, written before the run: Different titles have different names.
# Output seen: ['__', '__'] ['__', '__']
# Why users of this graph meet it: A portal that harvests Japanese titles then creates the first
# dataset and refuses or renames the others.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "ckan[requirements]==2.12.0"
cd "$folder"
venv/bin/python - <<'PYTHON'
from ckan.lib.munge import munge_tag, munge_title_to_name

words = ("科学技術基本計画", "知的財産推進計画")
names, tags = [munge_title_to_name(word) for word in words], [munge_tag(word) for word in words]
print(names, tags)
raise SystemExit((names, tags) != (["__", "__"], ["__", "__"]))
PYTHON
