#!/bin/sh
# Behaviour: networkx writes the characters of a GML string beyond ASCII as numbered character
# references, and igraph reads these back as they stand: 連携 becomes &#36899;&#25658;. (It says so in
# a warning.) The other way igraph writes UTF-8, which networkx refuses.
# Packages: networkx==3.6.1, igraph==1.0.0; seen on 2026-11-28 with Python 3.11.
# Guess, written before the run: What networkx.write_gml writes of 連携 is read by igraph as 連携.
# Output seen: ['&#36899;&#25658;'], then NetworkXError: input is not ASCII-encoded
# Why users of this graph meet it: Networks of actors are passed between these two by GML, and every
# label is Japanese.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet networkx==3.6.1 igraph==1.0.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import igraph
import networkx

graph = networkx.Graph()
graph.add_edge(0, 1, kind="連携")
networkx.write_gml(graph, "graph.gml")
read = igraph.Graph.Read_GML("graph.gml")
read.es["kind"] = ["連携"]
read.write_gml("back.gml")
try:
    back = str(networkx.read_gml("back.gml", label="id").edges(data=True))
except networkx.NetworkXError as error:
    back = str(error)
kinds = igraph.Graph.Read_GML("graph.gml").es["kind"]
print(kinds, back)
raise SystemExit(kinds != ["&#36899;&#25658;"] or "ASCII" not in back)
PYTHON
