#!/bin/sh
# Behaviour: RDF/XML that pyoxigraph writes for a property whose last step begins with ５ or 々 or holds ・ is
# read back by pyoxigraph and is well-formed to libxml2 (lxml), and is "not well-formed" to expat, and so to rdflib:
# expat knows the names of XML 1.0 up to its fourth edition, the writer those of the fifth.
# Packages: pyoxigraph==0.5.13, rdflib==7.6.0, lxml==6.1.3; seen on 2026-11-28 with Python 3.11.
# Guess, from before the first run and written down after it: What one conforming writer writes, every XML parser takes.
# Why users of this graph meet it: Properties named in Japanese (…#５年後, …#産・学) are lawful IRIs.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pyoxigraph==0.5.13 rdflib==7.6.0 lxml==6.1.3
cd "$folder"
venv/bin/python - <<'PYTHON'
import pyoxigraph as ox
import rdflib
from lxml import etree
from xml.sax import SAXParseException

seen = []
for name in ("連携", "５年後", "々田", "連携ー強化", "産・学"):
    one = ox.Triple(ox.NamedNode("http://e.org/s"), ox.NamedNode(f"http://e.org/{name}"), ox.Literal("値"))
    written = ox.serialize([one], format=ox.RdfFormat.RDF_XML)
    own = len(list(ox.parse(written, format=ox.RdfFormat.RDF_XML)))
    etree.fromstring(written)
    try:
        other = len(rdflib.Graph().parse(data=written, format="xml"))
    except SAXParseException as error:
        other = error.getMessage()
    seen.append((name, own, other))
    print(*seen[-1])
refused = {name for name, own, other in seen if own == 1 and other != 1}
raise SystemExit(refused != {"５年後", "々田", "産・学"})
PYTHON
