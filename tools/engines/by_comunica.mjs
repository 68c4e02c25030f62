// Answers of Comunica: `node by_comunica.mjs DATA < queries.json > answers.json`.
import fs from "node:fs";
import { QueryEngine } from "@comunica/query-sparql-rdfjs-lite";
import { Parser, Store } from "n3";

const store = new Store(new Parser().parse(fs.readFileSync(process.argv[2], "utf8")));
const queries = JSON.parse(fs.readFileSync(0, "utf8"));
const engine = new QueryEngine();
const shown = (term) => (term ? term.value + (term.language ? "@" + term.language : "") : "-");
const answers = [];
for (const query of queries) {
  try {
    const result = await engine.query(query, { sources: [store] });
    const names = (await result.metadata()).variables.map((entry) => entry.variable ?? entry);
    const rows = await (await result.execute()).toArray();
    answers.push(rows.map((row) => names.map((name) => shown(row.get(name))).join(" | ")));
  } catch (error) {
    answers.push([`error: ${error.message.replace(/\s+/g, " ").slice(0, 60)}`]);
  }
}
process.stdout.write(JSON.stringify(answers));
