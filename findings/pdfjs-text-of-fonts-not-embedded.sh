#!/bin/sh
# Behaviour: The text of a page set in a Japanese font that is not embedded is empty in PDF.js under Node.js
# where the option cMapUrl is not given: a warning on the console and no exception; with the CMaps that the
# package itself holds the text is whole.
# Packages: pdfjs-dist@5.6.205, reportlab==5.1.0; seen on 2026-11-28 with Node.js 20 and Python 3.11.
# Guess, written before the run: The text is right without options, as pypdf, pdfminer.six and PDFium give it.
# Output seen: without: 0 characters, with: 12 characters
# Why users of this graph meet it: Older government papers name such fonts; an extraction that ends well and
# empty looks like a scanned page.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet reportlab==5.1.0
venv/bin/python - <<'PYTHON'
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
canvas = Canvas("page.pdf")
canvas.setFont("HeiseiMin-W3", 12)
canvas.drawString(72, 700, "科学技術基本計画を定める")
canvas.save()
PYTHON
npm install --silent --no-audit --no-fund pdfjs-dist@5.6.205
cat > look.mjs <<'NODE'
import fs from "node:fs";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";

console.warn = console.log.bind(null, "");
const length = async (options) => {
  const file = await getDocument({ data: new Uint8Array(fs.readFileSync("page.pdf")), verbosity: 0, ...options }).promise;
  const content = await (await file.getPage(1)).getTextContent();
  return content.items.map((item) => item.str).join("").length;
};
const without = await length({});
const having = await length({ cMapUrl: "node_modules/pdfjs-dist/cmaps/", cMapPacked: true });
console.log(`without: ${without} characters, with: ${having} characters`);
process.exit(without === 0 && having === 12 ? 0 : 1);
NODE
node look.mjs
