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
const VALUES = ["deadline", "period", "amount"].map(name => PREFIXES.pol + name);
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

// What makes no statement stands in the file as remarks: what is accepted, and what is outside measures.
const REMARK = /^# (accepted|not meant|also meant): (\S+ \S+ \S+)(?: (\d+) (.*))?\n/gm;
const STATES = {"accepted": "accepted", "not meant": "withdrawn", "also meant": "added"};
for (const [, said, key, nth, words] of data.file.matchAll(REMARK)) {
  const [unit, link, object] = key.split(" ");
  const article = all("article").find(one => one.dataset.iri === unit);
  const term = data.terms.find(one => one.iri === object && one.link === link);
  judged.set(key, {state: STATES[said], key, words, nth, unit: article && article.id,
    ...(said === "also meant" && term ? {label: term.typed, name: term.name, scheme: term.scheme} : {})});
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
  const before = judged.get(row.dataset.key);
  if (before && before.state === state) judged.delete(row.dataset.key);
  else judged.set(row.dataset.key, ofRow(row, state, before ? before.reason : ""));
  show();
}

/** Add what a term means to a unit; of a unit without a measure the words alone. */
function add(article, term, words, nth, reason) {
  const subject = article.dataset.item;
  const key = [subject || article.dataset.iri, term.link, term.iri].join(" ");
  const there = all(".rows li", article).some(row => row.dataset.key === key
    && (row.dataset.link || !subject) && row.dataset.state !== "withdrawn");
  if (there) return false;
  judged.set(key, {state: "added", key, subject, link: subject && term.link, object: term.iri,
    label: term.typed, name: term.name, scheme: term.scheme, words, nth, unit: article.id, reason});
  show();
  return true;
}

function addedRow(judgement) {
  const row = document.createElement("li");
  row.tabIndex = -1;
  Object.assign(row.dataset, {key: judgement.key, words: judgement.words || "", nth: judgement.nth || "",
    name: judgement.name || "", scheme: judgement.scheme || "", link: judgement.link || "", own: ""});
  if (VALUES.includes(judgement.link)) row.dataset.value = "";
  const what = document.createElement("span");
  what.className = "what";
  what.textContent = `+ ${judgement.words ? `${judgement.words} → ` : ""}${judgement.label}`;
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
  for (const judgement of judgements.filter(one => one.link && one.state in numbers)) {
    added += block(judgement, numbers[judgement.state]++, agent);
  }
  const text = data.file.replace(REMARK, "").replace(/\n*$/, "\n");
  const remarks = judgements.map(remark).join("");
  return text + (added ? "\n" + added : "") + (remarks ? "\n" + remarks : "");
}

function remark(judgement) {
  if (judgement.state === "accepted") return `# accepted: ${judgement.key}\n`;
  if (judgement.link) return "";
  if (judgement.state === "withdrawn") return `# not meant: ${judgement.key}\n`;
  return `# also meant: ${judgement.key} ${judgement.nth} ${judgement.words}\n`;
}

/** What is accepted and added, as a reading by hand: CSV. */
function readingFile() {
  const cell = words => /[",\n]/.test(words) ? '"' + words.replace(/"/g, '""') + '"' : words;
  const rows = all(".rows li").filter(row => row.dataset.words && !("value" in row.dataset)
    && (row.dataset.state === "accepted" || "own" in row.dataset));
  return ["unit,quote,nth,scheme,concept", ...rows.map(row => [row.closest("article").dataset.path,
    row.dataset.words, row.dataset.nth, row.dataset.scheme, row.dataset.name].map(cell).join(","))].join("\n") + "\n";
}

/** Give the curation file to the server that sent the page; what it says of it is shown. */
async function send() {
  const told = document.getElementById("saved");
  told.textContent = data.say.saving;
  try {
    const answer = await fetch(data.save.url, {
      method: "POST", body: curationFile(),
      headers: {"Content-Type": "text/turtle", "X-Token": data.save.token, "If-Match": data.save.version},
    });
    const words = await answer.text();
    if (!answer.ok) { told.textContent = words; return; }
    judged = new Map();
    keep();
    sessionStorage.setItem(STORE, words.trim());
    location.reload();
  } catch (error) {
    told.textContent = String(error);
  }
}

function save(words = curationFile(), ending = ".ttl", type = "text/turtle") {
  if (data.save && ending === ".ttl") { send(); return; }
  const link = document.createElement("a");
  link.download = data.key + ending;
  link.href = URL.createObjectURL(new Blob([words], {type}));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// ---- Clicks and keys ----

// The words chosen last, since a browser forgets them when a field is entered.
let selected = null;
document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount) return;
  const range = selection.getRangeAt(0);
  const start = range.startContainer.parentElement;
  const whole = start && start.closest("p.words");
  if (!whole || !whole.contains(range.endContainer)) return;
  const before = document.createRange();
  before.setStart(whole, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const words = String(range), begin = String(before).length;
  let nth = 0;
  for (let at = whole.textContent.indexOf(words); at >= 0 && at <= begin; at = whole.textContent.indexOf(words, at + 1)) nth += 1;
  // Places are counted in characters, of which some are two to a browser.
  const first = [...String(before)].length;
  selected = {id: whole.closest("article").id, words, nth, place: `${first}-${first + [...words].length}`};
});

document.addEventListener("click", event => {
  const button = event.target.closest("button");
  if (!button) return;
  const row = button.closest(".rows li");
  if (button.id === "save") save();
  else if (button.id === "save-reading") save(readingFile(), ".csv", "text/csv");
  else if (row && button.dataset.act === "undo") { judged.delete(row.dataset.key); show(); }
  else if (row && button.dataset.act) judge(row, button.dataset.act);
  else if (row && button.dataset.near) {
    const known = data.terms.find(one => one.iri === button.dataset.near);
    add(row.closest("article"), {typed: button.textContent, name: button.textContent, ...known,
      iri: button.dataset.near, link: button.dataset.predicate, scheme: row.dataset.scheme},
      row.dataset.words, row.dataset.nth, "");
    if (row.dataset.state !== "withdrawn") judge(row, "withdrawn");
  }
});

document.addEventListener("submit", event => {
  event.preventDefault();
  const form = event.target, term = terms.get(form.elements.term.value);
  const told = form.querySelector("output");
  if (!term) { told.textContent = data.say["no-term"]; return; }
  const article = form.closest("article");
  const chosen = selected && selected.id === article.id ? selected : {words: "", nth: ""};
  if (!term.iri && !article.dataset.item) { told.textContent = data.say["value-no-item"]; return; }
  if (!(term.iri && article.dataset.item) && !chosen.words.trim()) { told.textContent = data.say["select-words"]; return; }
  const reason = form.elements.reason ? form.elements.reason.value : "";
  // A deadline, a period or an amount leads to the words themselves.
  const thing = term.iri ? term : {...term, iri: `${article.dataset.iri}#${chosen.place}`};
  const done = add(article, thing, chosen.words, chosen.nth, reason);
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
if (data.save && sessionStorage.getItem(STORE)) {
  document.getElementById("saved").textContent = data.say.saved.replace("{file}", sessionStorage.getItem(STORE));
  sessionStorage.removeItem(STORE);
}
document.getElementById("filter").addEventListener("change", show);
curator.addEventListener("change", keep);
show();
