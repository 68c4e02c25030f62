#!/bin/sh
# Behaviour: csvw takes a column for nameless where its titles are given by language, though the heading in the file
# is one of them: the key of the table is None in every row, and reading ends in "duplicate primary key: None".
# With the same title as a plain string the table is valid.
# Packages: csvw==4.1.1; seen on 2026-11-28 with Python 3.11.
# Guess, from before the first run and written down after it: A heading is compared with the titles of every language (Metadata Vocabulary for
# Tabular Data, section 5.1.6), and the column has the name that the metadata gives it.
# Why users of this graph meet it: Bilingual headings are what CSV on the Web has titles by language for.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet csvw==4.1.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import json
import pathlib

from csvw.metadata import CSVW

pathlib.Path("t.csv").write_text("番号,題\na,一\nb,二\n", encoding="utf-8")


def read(titles: object) -> str:
    columns = [{"name": "id", "titles": titles}, {"name": "title", "titles": "題"}]
    table = {"url": "t.csv", "tableSchema": {"columns": columns, "primaryKey": "id"}}
    described = {"@context": "http://www.w3.org/ns/csvw", "tables": [table]}
    pathlib.Path("csv-metadata.json").write_text(json.dumps(described), encoding="utf-8")
    try:
        return str(CSVW("csv-metadata.json", validate=True).is_valid)
    except ValueError as error:
        return str(error)


plain, by_language = read("番号"), read({"ja": "番号", "en": "id"})
print(plain, "|", by_language)
raise SystemExit(plain != "True" or "duplicate primary key: None" not in by_language)
PYTHON
