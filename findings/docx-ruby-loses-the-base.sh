#!/bin/sh
# Behaviour: The text that python-docx and mammoth give of a paragraph with furigana (w:ruby)
# lacks the base characters as well as the reading: 繋ぐ becomes ぐ.
# Packages: python-docx==1.2.0, mammoth==1.13.0; seen on 2026-11-28 with Python 3.11.
# Guess, written before the run: paragraph.text and mammoth's raw text give the base characters
# without the reading.
# Why users of this graph meet it: Plans and white papers as Word files put readings over rare
# kanji and over names; whoever extracts their text with these packages before he builds a graph
# loses the words under the readings.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet python-docx==1.2.0 mammoth==1.13.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import docx
import mammoth
from docx.oxml import parse_xml

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
document = docx.Document()
paragraph = document.add_paragraph("技術を")
paragraph._p.append(parse_xml(
    f"<w:r {W}><w:ruby><w:rubyPr/><w:rt><w:r><w:t>つな</w:t></w:r></w:rt>"
    "<w:rubyBase><w:r><w:t>繋</w:t></w:r></w:rubyBase></w:ruby></w:r>"
))
paragraph.add_run("ぐ")
document.save("ruby.docx")
by_docx = docx.Document("ruby.docx").paragraphs[0].text
with open("ruby.docx", "rb") as file:
    by_mammoth = mammoth.extract_raw_text(file).value.strip()
print("python-docx:", by_docx, " mammoth:", by_mammoth)
raise SystemExit((by_docx, by_mammoth) != ("技術をぐ", "技術をぐ"))
PYTHON
