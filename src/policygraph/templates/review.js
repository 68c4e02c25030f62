"use strict";
// The page's program: judgements on rows, and the curation file that they make. Everything it knows stands
// in the page; judgements are kept in the browser until they are saved.
const data = JSON.parse(document.getElementById("data").textContent);
const all = (query, root = document) => [...root.querySelectorAll(query)];
const PREFIXES = {
  dcterms: "http://purl.org/dc/terms/", pol: data.base + "ontology#", prov: "http://www.w3.org/ns/prov#",
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#", xsd: "http://www.w3.org/2001/XMLSchema#",
  foaf: "http://xmlns.com/foaf/0.1/",
};
const STORE = "policygraph-review-" + data.key;
const curator = document.getElementById("curator");
// By what is judged: {state, subject, link, object, words, unit, reason}
let judged = new Map();

const terms = new Map(data.terms.map(term => [term.typed, term]));
document.getElementById("terms").append(...data.terms.map(term => {
  const option = document.createElement("option");
  option.value = term.typed;
  return option;
}));

// What was accepted before stands in the file as remarks.
for (const [, words] of data.file.matchAll(/^# accepted: (.*)$/gm)) {
  judged.set(words, {state: "accepted", key: words, saved: true});
}
try {
  const kept = JSON.parse(localStorage.getItem(STORE) || "null");
  if (kept && kept.file === data.file.length) {
    judged = new Map(kept.judged);
    curator.value = kept.curator;
  }
} catch { /* a browser may keep nothing for files */ }
curator.value ||= data.curator;

function keep() {
  try {
    localStorage.setItem(STORE, JSON.stringify(
      {file: data.file.length, judged: [...judged], curator: curator.value}));
  } catch { /* as above */ }
}

function ofRow(row, state, reason = "") {
  return {state, key: row.dataset.key, subject: row.dataset.subject, link: row.dataset.link,
    object: row.dataset.object, words: row.dataset.words, unit: row.closest("article").id, reason};
}

function judge(row, state) {
  if ("fixed" in row.dataset || "own" in row.dataset) return;
  if (state === "withdrawn" && !row.dataset.link) return;
  const before = judged.get(row.dataset.key);
  if (before && before.state === state) judged.delete(row.dataset.key);
  else judged.set(row.dataset.key, ofRow(row, state, before ? before.reason : ""));
  show();
}

function add(article, predicate, object, label, words, reason) {
  const key = [article.dataset.item, predicate, object].join(" ");
  const there = all(".rows li", article).some(row => row.dataset.key === key
    && row.dataset.link && row.dataset.state !== "withdrawn");
  if (there) return false;
  judged.set(key, {state: "added", key, subject: article.dataset.item, link: predicate, object, label,
    words, unit: article.id, reason});
  show();
  return true;
}

function addedRow(judgement) {
  const row = document.createElement("li");
  row.tabIndex = -1;
  Object.assign(row.dataset, {key: judgement.key, words: judgement.words, link: judgement.link, own: ""});
  const what = document.createElement("span");
  what.className = "what";
  what.textContent = `+ ${judgement.label}`;
  const undo = document.createElement("button");
  undo.type = "button";
  undo.dataset.act = "undo";
  undo.textContent = data.say.undo;
  row.append(what, undo);
  return row;
}

function show() {
  for (const row of all("li[data-own]")) if (!judged.has(row.dataset.key)) row.remove();
  for (const judgement of judged.values()) {
    if (judgement.state !== "added") continue;
    const list = document.querySelector(`#${judgement.unit} .rows`);
    if (list && !all("li[data-own]", list).some(row => row.dataset.key === judgement.key)) {
      list.append(addedRow(judgement));
    }
  }
  let open = 0;
  for (const row of all(".rows li")) {
    if ("fixed" in row.dataset) continue;
    const judgement = judged.get(row.dataset.key);
    row.dataset.state = judgement ? judgement.state : "";
    if (!judgement) open += 1;
    for (const button of all("button[aria-pressed]", row)) {
      button.setAttribute("aria-pressed", String(Boolean(judgement) && button.dataset.act === judgement.state));
    }
  }
  const wanted = document.getElementById("filter").value;
  for (const article of all("article.unit")) {
    article.hidden = (wanted === "bare" && !("bare" in article.dataset))
      || (wanted === "unknown" && !("unknown" in article.dataset))
      || (wanted === "open" && !all(".rows li", article).some(row => row.dataset.state === ""));
  }
  const count = state => [...judged.values()].filter(one => one.state === state).length;
  document.getElementById("count").textContent = data.say.count
    .replace("{open}", open).replace("{accepted}", count("accepted"))
    .replace("{withdrawn}", count("withdrawn")).replace("{added}", count("added"));
  keep();
}

// ---- The curation file ----

const quote = words => '"' + words.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\s+/g, " ") + '"';
const iri = name => "<" + (name.startsWith(data.base) ? name.slice(data.base.length) : name) + ">";
const property = name => name.startsWith(PREFIXES.pol) ? "pol:" + name.slice(PREFIXES.pol.length) : `<${name}>`;

function reasons(judgement) {
  const told = {...data.reasons[judgement.state]};
  if (judgement.reason) told[data.language] = judgement.reason;
  const words = judgement.words ? {ja: `「${judgement.words}」：`, en: `“${judgement.words}”: `} : {ja: "", en: ""};
  return `${quote(words.ja + told.ja)}@ja , ${quote(words.en + told.en)}@en`;
}

function block(judgement, number, agent) {
  const grounds = `    pol:reason ${reasons(judgement)} ;\n`
    + `    prov:wasAttributedTo <agent/${agent}> ; dcterms:date "${data.date}"^^xsd:date .\n`;
  const subject = iri(judgement.subject), object = iri(judgement.object), link = property(judgement.link);
  return judgement.state === "added"
    ? `\n<assertion/${data.key}/curated/${number}> a pol:Assertion ;\n`
      + `    rdf:subject ${subject} ; rdf:predicate ${link} ; rdf:object ${object} ;\n${grounds}`
    : `\n<withdrawal/${data.key}/${number}> a pol:Withdrawal ;\n`
      + `    pol:withdrawnSubject ${subject} ; pol:withdrawnPredicate ${link} ;\n`
      + `    pol:withdrawnObject ${object} ;\n${grounds}`;
}

function nextNumber(kind) {
  const said = data.file.replace(/^\s*#.*$/gm, "");
  const found = [...said.matchAll(new RegExp(`<[^<>\\s]*${kind}/${data.key}/(?:curated/)?(\\d+)>`, "g"))];
  return 1 + Math.max(0, ...found.map(match => Number(match[1])));
}

/** The curation file with all judgements: Turtle. */
function curationFile() {
  const agent = curator.checkValidity() && curator.value || data.curator;
  let added = "";
  if (!new RegExp(`^@base <${data.base}>`, "m").test(data.file)) added += `@base <${data.base}> .\n`;
  for (const [prefix, namespace] of Object.entries(PREFIXES)) {
    if (!data.file.includes(`@prefix ${prefix}: <${namespace}>`)) added += `@prefix ${prefix}: <${namespace}> .\n`;
  }
  if (!new RegExp(`agent/${agent}>\\s+a prov:Agent`).test(data.file)) {
    added += `\n<agent/${agent}> a prov:Agent ; foaf:name ${quote(agent)}@ja , ${quote(agent)}@en .\n`;
  }
  const numbers = {added: nextNumber("assertion"), withdrawn: nextNumber("withdrawal")};
  const judgements = [...judged.values()];
  for (const judgement of judgements.filter(one => one.state in numbers)) {
    added += block(judgement, numbers[judgement.state]++, agent);
  }
  const accepted = judgements.filter(one => one.state === "accepted").map(one => one.key);
  const text = data.file.replace(/^# accepted: .*\n/gm, "").replace(/\n*$/, "\n");
  return text + (added ? "\n" + added : "")
    + (accepted.length ? "\n" + accepted.map(key => `# accepted: ${key}\n`).join("") : "");
}

function save() {
  const link = document.createElement("a");
  link.download = data.key + ".ttl";
  link.href = URL.createObjectURL(new Blob([curationFile()], {type: "text/turtle"}));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// ---- Clicks and keys ----

document.addEventListener("click", event => {
  const button = event.target.closest("button");
  if (!button) return;
  const row = button.closest(".rows li");
  if (button.id === "save") save();
  else if (row && button.dataset.act === "undo") { judged.delete(row.dataset.key); show(); }
  else if (row && button.dataset.act) judge(row, button.dataset.act);
  else if (row && button.dataset.near) {
    const term = data.terms.find(one => one.iri === button.dataset.near);
    add(row.closest("article"), button.dataset.predicate, button.dataset.near,
      term ? term.typed : button.textContent, row.dataset.words, "");
    if (row.dataset.state !== "withdrawn") judge(row, "withdrawn");
  }
});

document.addEventListener("submit", event => {
  event.preventDefault();
  const form = event.target, term = terms.get(form.elements.term.value);
  const told = form.querySelector("output");
  if (!term) { told.textContent = data.say["no-term"]; return; }
  const words = String(getSelection()).trim();
  const done = add(form.closest("article"), term.link, term.iri, term.typed, words, form.elements.reason.value);
  told.textContent = done ? "" : data.say["is-there"];
  if (done) form.reset();
});

const visible = () => all(".rows li").filter(row => !row.closest("article").hidden);
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  const rows = visible(), at = rows.indexOf(document.activeElement.closest(".rows li"));
  const row = rows[at];
  if (event.key === "j" || event.key === "k") {
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + (event.key === "j" ? 1 : -1)))];
    if (next) { next.focus(); next.scrollIntoView({block: "center"}); }
  } else if (event.key === "a" && row) judge(row, "accepted");
  else if (event.key === "w" && row) judge(row, "withdrawn");
  else if (event.key === "u" && row) { judged.delete(row.dataset.key); show(); }
  else if (event.key === "n" && row) {
    const field = row.closest("article").querySelector("input[name=term]");
    if (field) field.focus();
  } else if (event.key === "s") save();
  else return;
  event.preventDefault();
});
document.getElementById("filter").addEventListener("change", show);
curator.addEventListener("change", keep);
show();
