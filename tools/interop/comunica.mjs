// What Comunica makes of our endpoint: node tools/interop/comunica.mjs http://127.0.0.1:8000/sparql
//
// Outside CI, since npm install @comunica/query-sparql@4.5.0 is 292 packages and 82 MB (5.4.1 needs a Node.js
// newer than 20). Run it in the folder where that was installed. It asks the endpoint as SPARQL, finds it by its
// service description, joins it with a file, and reads a thing by its address. Exit code 1 where an answer is not
// as it has to be.
//
// Seen with 4.5.0: in a join of two sources that binds words with a language, it writes them into the second
// query as "…"^^undefined:undefined, which no endpoint can read; so the join below binds things.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(`${process.cwd()}/`));
const { QueryEngine } = require("@comunica/query-sparql");

const endpoint = process.argv[2] ?? "http://127.0.0.1:8000/sparql";
const here = new URL("/", endpoint).href;
const POL = "PREFIX pol: <https://w3id.org/policygraph/ontology#>\n";
const SKOS = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n";
const engine = new QueryEngine();
let wrong = 0;

function check(what, found, wanted) {
  const right = found === wanted;
  wrong += right ? 0 : 1;
  console.log(`${right ? "ok   " : "WRONG"} ${what}: ${found}${right ? "" : `, not ${wanted}`}`);
}

async function rows(query, sources) {
  const stream = await engine.queryBindings(query, { sources });
  return stream.toArray();
}

const measures = `${POL}SELECT ?m WHERE { ?m a pol:Measure }`;
const count = (await rows(measures, [{ type: "sparql", value: endpoint }])).length;
check("rows of an endpoint that is said to be SPARQL", count > 0, true);
check("rows of an endpoint that it finds out by itself", (await rows(measures, [endpoint])).length, count);

const names = `${SKOS}SELECT ?n WHERE { ?b skos:prefLabel ?n FILTER(?n = "文部科学省"@ja) }`;
check("a Japanese name", (await rows(names, [endpoint])).map((row) => row.get("n").value).join(), "文部科学省");

const ask = `${POL}ASK { ?m a pol:Measure }`;
check("ASK", await engine.queryBoolean(ask, { sources: [endpoint] }), true);

const build = `${POL}CONSTRUCT { ?m a pol:Measure } WHERE { ?m a pol:Measure }`;
const quads = await (await engine.queryQuads(build, { sources: [endpoint] })).toArray();
check("CONSTRUCT", quads.length, count);

const federated = `${POL}SELECT ?m WHERE { SERVICE <${endpoint}> { ?m a pol:Measure } }`;
check("SERVICE from there to here", (await rows(federated, [`${here}org/mext.ttl`])).length, count);

const thing = `${SKOS}SELECT ?n WHERE { <https://w3id.org/policygraph/org/mext> skos:prefLabel ?n }`;
check("a thing by its address, by 303 and Accept", (await rows(thing, [`${here}org/mext`])).length, 2);

const joined = `${POL}SELECT ?m ?b WHERE { ?m pol:responsibleBody ?b . ?b a pol:Ministry }`;
const once = await rows(joined, [endpoint]);
const twice = await rows(joined, [endpoint, `${here}org/mext.ttl`]);
check("a join with a file beside the endpoint", twice.length >= once.length && once.length > 0, true);
process.exit(wrong === 0 ? 0 : 1);
