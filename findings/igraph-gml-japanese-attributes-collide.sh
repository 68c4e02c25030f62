#!/bin/sh
# Behaviour: igraph writes every vertex attribute whose name has no ASCII letter under the name
# igraph: of 名称 and 種類 both lines say igraph, and on reading the file the last of them is all that
# is left.
# Packages: igraph==1.0.0; seen on 2026-11-28 with Python 3.11.
# Guess, written before the run: Two attributes are written under two names.
# Output seen: [{'id': 0.0, 'igraph': 'a'}, {'id': 1.0, 'igraph': 'b'}]
# Why users of this graph meet it: The columns of this field's tables are named in Japanese, and a
# network made of them has attributes of these names.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet igraph==1.0.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import igraph

graph = igraph.Graph([(0, 1)])
graph.vs["名称"] = ["大学", "企業"]
graph.vs["種類"] = ["a", "b"]
graph.write_gml("graph.gml")
seen = [vertex.attributes() for vertex in igraph.Graph.Read_GML("graph.gml").vs]
print(seen)
raise SystemExit(seen != [{"id": 0, "igraph": "a"}, {"id": 1, "igraph": "b"}])
PYTHON
