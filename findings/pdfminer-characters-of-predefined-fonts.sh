#!/bin/sh
# Behaviour: In a page set in a Japanese font that is not embedded (HeiseiMin-W3 with a predefined
# CMap), pdfminer.six gives the name character 﨑 as (cid:8443) and the full-width tilde as the wave
# dash; pypdf and PDFium give both characters as they were written.
# Packages: reportlab==5.1.0, pdfminer.six==20260107, pypdf==7.1.1, pypdfium2==5.15.2; seen on
# 2026-11-28 with Python 3.11.
# Guess, written before the run: All three give the same text.
# Output seen: pdfminer '令和２年〜 髙(cid:8443)'; pypdf and PDFium '令和２年～ 髙﨑'
# Why users of this graph meet it: Older government papers name such fonts, names of committee
# members hold such characters, and years are joined by ～.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet reportlab==5.1.0 pdfminer.six==20260107 pypdf==7.1.1 pypdfium2==5.15.2
cd "$folder"
venv/bin/python - <<'PYTHON'
import pypdf
import pypdfium2
from pdfminer.high_level import extract_text
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
canvas = Canvas("page.pdf")
canvas.setFont("HeiseiMin-W3", 12)
canvas.drawString(72, 700, "令和２年～ 髙﨑")
canvas.save()
seen = {
    "pdfminer": extract_text("page.pdf").strip(),
    "pypdf": pypdf.PdfReader("page.pdf").pages[0].extract_text().strip(),
    "pdfium": pypdfium2.PdfDocument("page.pdf")[0].get_textpage().get_text_range().strip(),
}
print(seen)
right = "令和２年～ 髙﨑"
raise SystemExit(
    (seen["pypdf"], seen["pdfium"]) != (right, right) or "(cid:" not in seen["pdfminer"] or "\u301c" not in seen["pdfminer"]
)
PYTHON
