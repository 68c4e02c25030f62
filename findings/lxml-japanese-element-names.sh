#!/bin/sh
# Behaviour: etree.tostring without an encoding writes an element named in Japanese with character
# references in its name, <&#21517;&#31216;/>, which no XML parser takes, lxml's own included.
# PROV-XML that prov writes of an attribute named in Japanese is such a file.
# Packages: lxml==6.1.3, prov==3.2.3; seen on 2026-11-28 with Python 3.11.
# Guess, written before the run: prov reads back the PROV-XML that it wrote, as it does for JSON and
# RDF.
# Output seen: b'<&#21517;&#31216;/>' XMLSyntaxError, prov: XMLSyntaxError
# Why users of this graph meet it: Properties and elements named in Japanese are lawful names, and
# the default encoding is what programs call.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet lxml==6.1.3 prov==3.2.3
cd "$folder"
venv/bin/python - <<'PYTHON'
from lxml import etree
from prov.model import Literal, ProvDocument

written = etree.tostring(etree.Element("名称"))


def outcome(read):
    try:
        return str(read())
    except etree.XMLSyntaxError as error:
        return type(error).__name__


by_lxml = outcome(lambda: etree.fromstring(written).tag)
document = ProvDocument()
document.add_namespace("ex", "http://example.org/")
document.entity("ex:a", {"ex:名称": Literal("大学", langtag="ja")})
content = document.serialize(format="xml")
by_prov = outcome(lambda: ProvDocument.deserialize(content=content, format="xml") == document)
print(written, by_lxml, "prov:", by_prov)
raise SystemExit((by_lxml, by_prov) != ("XMLSyntaxError", "XMLSyntaxError"))
PYTHON
