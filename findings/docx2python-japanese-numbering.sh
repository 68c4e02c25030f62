#!/bin/sh
# Behaviour: Of the numbers that Word counts itself, docx2python prints -- wherever their format is
# a Japanese one (japaneseCounting, decimalEnclosedCircle, aiueoFullWidth, decimalFullWidth, iroha),
# and 1) for a decimal one that Word prints as 1. (It warns of each format.)
# Packages: docx2python==3.7.1, python-docx==1.2.0; seen on 2026-11-28 with Python 3.11.
# Guess, written before the run: 一 for japaneseCounting, ① for decimalEnclosedCircle.
# Output seen: ['--\tjapaneseCounting', '--\tdecimalEnclosedCircle', '1)\tdecimal']
# Why users of this graph meet it: Plans as Word files count their headings and bullets so, and the
# package is chosen because it gives numbers at all; numbers are how a measure is cited.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet docx2python==3.7.1 python-docx==1.2.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import warnings

import docx
from docx.oxml import parse_xml
from docx2python import docx2python

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
document = docx.Document()
numbering = document.part.numbering_part.element
for number, (kind, pattern) in enumerate(
    [("japaneseCounting", "第%1条"), ("decimalEnclosedCircle", "%1"), ("decimal", "%1.")], start=90
):
    numbering.insert(0, parse_xml(
        f'<w:abstractNum {W} w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        "</w:abstractNum>"
    ))
    numbering.append(parse_xml(f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
    properties = document.add_paragraph(kind)._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {W}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'))
document.save("numbered.docx")
warnings.simplefilter("ignore")
seen = docx2python("numbered.docx").text.split("\n\n")
print(seen)
raise SystemExit(seen != ["--\tjapaneseCounting", "--\tdecimalEnclosedCircle", "1)\tdecimal"])
PYTHON
