#!/bin/sh
# Behaviour: The Python package xmlschema says that ２０１７ in full width is a valid xs:integer (and
# gives 2017), but not a valid xs:date; lxml refuses both, as XML Schema has it.
# Packages: xmlschema==4.3.2, lxml==6.1.3; seen on 2026-11-28 with Python 3.11.
# Guess, written before the run: Both packages refuse both.
# Why users of this graph meet it: Years and amounts copied from a text into XML metadata; two
# validators of the same schema disagree, and rdflib and Oxigraph do likewise over the literal.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet xmlschema==4.3.2 lxml==6.1.3
cd "$folder"
venv/bin/python - <<'PYTHON'
import lxml.etree
import xmlschema

def verdicts(kind, words):
    xsd = (
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
        f'<xs:element name="a" type="xs:{kind}"/></xs:schema>'
    )
    xml = f"<a>{words}</a>"
    by_lxml = lxml.etree.XMLSchema(lxml.etree.fromstring(xsd)).validate(lxml.etree.fromstring(xml))
    return xmlschema.XMLSchema(xsd).is_valid(xml), by_lxml

seen = [verdicts("integer", "２０１７"), verdicts("date", "２０１７-０３-０１")]
print("(xmlschema, lxml):", seen)
raise SystemExit(seen != [(True, False), (False, False)])
PYTHON
