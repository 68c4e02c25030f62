#!/bin/sh
# Behaviour: The Turtle writer leaves http://example.org/連携 as a whole IRI though the prefix ex: is
# given and ex:連携 is a lawful name (PN_LOCAL), and writes ex:ab for an ASCII one.
# Packages: n3@2.13.12; seen on 2026-11-28 with Node.js 20 or later.
# Guess, written before the run: ex:連携.
# Output seen: <http://example.org/連携> ex:p … and ex:ab ex:p …
# Why users of this graph meet it: Turtle that people read, with Japanese names, is twice as long
# and is not what rdflib writes of the same graph, so that files differ in every line.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund n3@2.13.12
cat > look.mjs <<'NODE'
import { DataFactory, Writer } from "n3";

const writer = new Writer({ prefixes: { ex: "http://example.org/" } });
const iri = (name) => DataFactory.namedNode("http://example.org/" + name);
for (const name of ["連携", "ab"]) writer.addQuad(iri(name), iri("p"), DataFactory.literal("x"));
writer.end((error, written) => {
  console.log(written);
  process.exit(written.includes("<http://example.org/連携> ex:p") && written.includes("ex:ab ex:p") ? 0 : 1);
});
NODE
node look.mjs
