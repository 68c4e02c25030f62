"use strict";
// The editor: YASQE in the place of the field, with our prefixes and terms to complete, and nothing else.
const form = document.getElementById("editor");
const field = document.getElementById("query");
const MOST = 60; // terms that are offered at once
const declared = JSON.parse(form.dataset.prefixes);
let terms = [];

const completer = {
  name: "policygraph",
  bulk: false,
  autoShow: false,
  isValidCompletionPosition: yasqe => !/^["'?$#]/.test(yasqe.getCompleteToken().string),
  get: (yasqe, token) => {
    const typed = token.string.trim().toLowerCase();
    if (!typed) return [];
    const local = typed.replace(/^[^:]*:/, "");
    const rank = ([name, label]) => {
      const short = name.toLowerCase();
      if (short.startsWith(typed)) return 0;
      if (typed.includes(":") && short.split(":")[0] !== typed.split(":")[0]) return -1;
      if (local && short.replace(/^[^:]*:/, "").startsWith(local)) return 1;
      if (local.length > 1 && short.includes(local)) return 2;
      return local && label.toLowerCase().includes(local) ? 3 : -1;
    };
    return terms.map(term => [rank(term), term]).filter(([order]) => order >= 0)
      .sort((a, b) => a[0] - b[0]).slice(0, MOST).map(([, term]) => term[0]);
  },
  postprocessHints: (yasqe, hints) => {
    const labels = new Map(terms);
    return hints.map(hint => ({...hint, displayText: labels.get(hint.text) ? `${hint.text}  ${labels.get(hint.text)}` : hint.text}));
  },
};
const prefixes = {
  name: "policygraph-prefixes",
  bulk: false,
  autoShow: false,
  isValidCompletionPosition: yasqe => {
    const {line} = yasqe.getDoc().getCursor();
    const before = yasqe.getPreviousNonWsToken(line, yasqe.getCompleteToken());
    return Boolean(before) && before.string.toUpperCase() === "PREFIX";
  },
  get: (yasqe, token) => Object.entries(declared)
    .map(([name, iri]) => `${name}: <${iri}>`).filter(text => text.startsWith(token.string.trim())),
};

const Yasqe = window.Yasqe;
Yasqe.defaults.autocompleters = [];
// The mode of YASQE, to which our prefixes are declared in every query.
Yasqe.defineMode("policygraph", config => {
  const mode = Yasqe.getMode(config, "sparql11");
  const startState = () => {
    const state = mode.startState();
    return {...state, prefixes: {...declared, ...state.prefixes}};
  };
  return {...mode, startState};
});
Yasqe.registerAutocompleter(completer, false);
Yasqe.registerAutocompleter(prefixes, false);
const place = document.createElement("div");
field.before(place);
const yasqe = new Yasqe(place, {
  value: field.value,
  mode: "policygraph",
  autocompleters: ["policygraph-prefixes", "policygraph", "variables"],
  persistenceId: null,
  showQueryButton: false,
  createShareableLink: null,
  pluginButtons: null,
  resizeable: false,
  editorHeight: "auto",
  screenReaderLabel: document.querySelector("label[for=query]").textContent,
  consumeShareLink: null,
  extraKeys: {
    "Ctrl-Space": editor => editor.autocomplete(),
    "Ctrl-/": editor => editor.commentLines(),
    "Shift-Ctrl-F": editor => editor.autoformat(),
    "Ctrl-Enter": () => form.requestSubmit(),
    "Cmd-Enter": () => form.requestSubmit(),
    Tab: false, // it leads on, as everywhere
    "Shift-Tab": false,
    Esc: editor => editor.getInputField().blur(),
  },
});
window.policygraphEditor = yasqe;
field.hidden = true;
document.querySelector("label[for=query]").addEventListener("click", () => yasqe.focus());
yasqe.on("change", () => { field.value = yasqe.getValue(); });
form.addEventListener("submit", () => { field.value = yasqe.getValue(); });
document.getElementById("example").addEventListener("change", event => event.target.form.requestSubmit());
fetch(form.dataset.terms).then(answer => answer.json()).then(found => { terms = found; });
