#!/bin/sh
# Typeset the shipped chapter by several programs, as fixtures of the tests: sh tools/typeset.sh
#
# Outside CI, since it takes what no test needs: chromium, libreoffice-writer, fonts-ipaexfont (of the
# system), and weasyprint, typst and fonttools (of PyPI, put into a temporary environment).
# Seen with Chromium 156, LibreOffice 7.4, WeasyPrint 70.0, typst 0.15.2. The files written are
#   tests/fixtures/typeset/{chromium,weasyprint,typst,libreoffice}.pdf, libreoffice.docx, libreoffice.odt,
#   chapter.html, libreoffice.html
# each under 300 KB: the fonts are cut to the characters of the chapter, and their hints left out.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
python=${PYTHON:-$here/.venv/bin/python}
out=$here/tests/fixtures/typeset
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out" "$work/fonts"

python3 -m venv "$work/venv"
"$work/venv/bin/pip" --quiet install weasyprint==70.0 typst==0.15.2 fonttools==4.68.0
(cd "$here" && "$python" -m tools.typesetting "$work")
cd "$work"

# Fonts with the characters needed, found by all four programs.
cat chapter.html chapter.typ >letters.txt
for font in mincho/ipaexm gothic/ipaexg; do
  "$work/venv/bin/pyftsubset" "/usr/share/fonts/opentype/ipaexfont-$font.ttf" --no-hinting \
    --text-file=letters.txt --text='ぁ-ん0123456789きんようじょうせいけんいんふかん' \
    --output-file="fonts/$(basename "$font").ttf"
done
cat >fonts.conf <<EOF
<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>$work/fonts</dir><cachedir>$work/cache</cachedir></fontconfig>
EOF
export FONTCONFIG_FILE="$work/fonts.conf"
export SOURCE_DATE_EPOCH=1767225600 # 2026-01-01, so that a second run writes the same dates

chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer \
  --print-to-pdf="$out/chromium.pdf" ruby.html
"$work/venv/bin/weasyprint" columns.html "$out/weasyprint.pdf"
"$work/venv/bin/python" -c \
  'import sys, typst; typst.compile("chapter.typ", output=sys.argv[1], font_paths=["fonts"], pdf_tags=False)' \
  "$out/typst.pdf"
office() { soffice --headless "-env:UserInstallation=file://$work/office" --convert-to "$@" >/dev/null; }
office odt:writer8 chapter.html
office 'docx:MS Word 2007 XML' chapter.odt
office pdf chapter.docx
office 'html:HTML (StarWriter)' --outdir office-html chapter.odt
mv chapter.odt "$out/libreoffice.odt"
mv chapter.docx "$out/libreoffice.docx"
mv chapter.pdf "$out/libreoffice.pdf"
mv office-html/chapter.html "$out/libreoffice.html"
mv chapter.html "$out/chapter.html"
ls -l "$out"
