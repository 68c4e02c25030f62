#!/bin/sh
# Behaviour: A selector that names a data field in Japanese is invalid (it says so on the console)
# and then selects every element, and not none.
# Packages: cytoscape@3.35.0; seen on 2026-11-28 with Node.js 20 or later.
# Guess, written before the run: node[種類 = "大学"] finds the one node with that value.
# Output seen: [ 'a', 'b' ] for the Japanese key, [ 'a' ] for an ASCII one
# Why users of this graph meet it: Networks are drawn from tables whose fields are named in
# Japanese, and a filter that marks all nodes looks like an answer.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund cytoscape@3.35.0
cat > look.mjs <<'NODE'
import cytoscape from "cytoscape";

console.warn = console.error = () => {};
const graph = cytoscape({
  headless: true,
  elements: [{ data: { id: "a", 種類: "大学", kind: "大学" } }, { data: { id: "b", 種類: "企業", kind: "企業" } }],
});
const found = (selector) => graph.$(selector).map((node) => node.id());
const japanese = found('node[種類 = "大学"]');
const ascii = found('node[kind = "大学"]');
console.log(japanese, ascii);
process.exit(japanese.join() === "a,b" && ascii.join() === "a" ? 0 : 1);
NODE
node look.mjs
