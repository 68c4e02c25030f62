// The search of a site of files: it finds what the server would find, with the same words and facets in the
// address. Its index are scripts, because a page that was opened as a file may read no other file.
"use strict";
var policygraphSearch = (() => {
  const script = document.currentScript;
  const root = new URL("..", script ? script.src : location.href).href;
  const lang = document.documentElement.lang === "en" ? "en" : "ja";
  const other = lang === "en" ? 1 : 0; // which of two names
  const PER_PAGE = 20, MOST = 10, ALL = 200, BEGINNING = 3;
  const STRETCH = /[0-9a-z\u00c0-\u024f]+|[^\P{L}0-9a-z\u00c0-\u024f]+|[^\P{N}0-9a-z\u00c0-\u024f]+|[\p{M}]+/gu;
  const EMPTY = new Set(["a", "an", "and", "by", "for", "in", "of", "on", "or", "the", "to", "with"]);
  let main = null, items = [], waiting = 0, started = false;
  const form = () => document.getElementById("search-form");

  // Folding, with the way back to the printed characters.
  function fold(text) {
    let folded = "";
    const from = [];
    let at = 0;
    for (const sign of text.match(/[^][\uff9e\uff9f\p{M}]*/gu) || []) { // a letter with its marks
      let one = main.fold[sign] || sign;
      one = one.normalize("NFKC").replace(/[\u200b-\u200f\u00ad\ufe00-\ufe0f]/gu, "");
      one = Array.from(one, part => main.fold[part] || part).join("").toLowerCase();
      for (let n = 0; n < one.length; n += 1) from.push(at);
      folded += one;
      at += sign.length;
    }
    from.push(text.length);
    return {folded, from};
  }
  const isLatin = stretch => stretch.codePointAt(0) < 0x250;
  function stretches(text) {
    // Letters, digits and marks that stand together and are not Latin are one stretch.
    const found = [];
    let end = -1;
    for (const match of fold(text.normalize("NFC")).folded.matchAll(STRETCH)) {
      const last = found[found.length - 1];
      if (match.index === end && last && isLatin(last) === isLatin(match[0])) found[found.length - 1] += match[0];
      else found.push(match[0]);
      end = match.index + match[0].length;
    }
    return found;
  }
  function readTerms(typed) {
    const terms = [];
    for (const match of typed.matchAll(/["“”「]([^"“”「」]*)["“”」]|([^\s\u3000"“”「」]+)/gu)) {
      const words = (match[1] || match[2] || "").slice(0, 80), cut = stretches(words);
      if (cut.length) terms.push({typed: words, cut, isLatin: cut.every(isLatin)});
    }
    const telling = terms.filter(term => term.cut.length > 1 || !EMPTY.has(term.cut[0]));
    return (telling.length ? telling : terms).slice(0, 8);
  }
  const escaped = text => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  function pattern(term) {
    return term.cut.map(stretch => {
      if (!isLatin(stretch)) return escaped(stretch);
      return "(?<![0-9a-z])" + escaped(stretch) + (stretch.length < BEGINNING ? "(?![0-9a-z])" : "");
    }).join("[^\\p{L}\\p{N}]*");
  }
  const exact = text => fold(text).folded.replace(/\s+/gu, "");

  // What terms are names of.
  function meant(terms) {
    const found = new Set(main.names[exact(terms.map(term => term.typed).join(" "))] || []);
    if (terms.every(term => term.isLatin)) {
      const wanted = terms.map(term => new RegExp(pattern(term), "u"));
      main.latin.forEach(([name, things]) => {
        if (wanted.every(one => one.test(name))) things.forEach(thing => found.add(thing));
      });
    }
    return found;
  }
  function groups(terms) {
    const found = [];
    for (const term of terms) {
      const last = found[found.length - 1];
      if (term.isLatin && last && last[0].isLatin) last.push(term);
      else found.push([term]);
    }
    return found;
  }
  function matcher(terms) {
    const tests = groups(terms).map(group => {
      const named = meant(group);
      const words = group.map(term => new RegExp(pattern(term), "u"));
      const inWords = item => words.every(one => one.test(item.folded));
      if (named.size || group.length === 1) {
        return item => inWords(item) || [...named].some(thing => item.mentioned.has(thing));
      }
      const each = group.map((term, n) => [words[n], meant([term])]);
      return item => each.every(([word, things]) =>
        word.test(item.folded) || [...things].some(thing => item.mentioned.has(thing)));
    });
    return item => tests.every(test => test(item));
  }
  function meanings(terms) {
    const all = new Set();
    for (const group of groups(terms)) {
      const named = meant(group);
      if (named.size) named.forEach(thing => all.add(thing));
      else group.forEach(term => meant([term]).forEach(thing => all.add(thing)));
    }
    return all;
  }

  // The address.
  const names = () => main.facets.map(facet => facet[0]);
  function read() {
    const values = new URLSearchParams(location.search);
    const chosen = new Map();
    for (const name of names()) {
      const keys = [...new Set(values.getAll(name))];
      if (keys.length) chosen.set(name, keys);
    }
    return {
      typed: (values.get("q") || "").slice(0, 400), chosen, role: values.get("role") || "responsible",
      page: Math.max(1, parseInt(values.get("page") || "1", 10) || 1), more: values.get("more") || "",
    };
  }
  function address(change) {
    const values = new URLSearchParams(location.search);
    for (const [name, keys] of Object.entries(change)) {
      values.delete(name);
      for (const key of keys) if (key) values.append(name, key);
    }
    const query = values.toString();
    return location.pathname.split("/").pop() + (query ? "?" + query : "");
  }
  const role = (facet, asked) => facet === "body" && asked.role !== "responsible" ? "body:" + asked.role : facet;
  function holds(item, facet, keys) {
    if (facet === "body:any") return names().filter(n => n.startsWith("body:")).some(n => holds(item, n, keys));
    const number = names().indexOf(facet);
    if (number < 0) return false;
    const values = main.facets[number][3];
    return item.values[number].some(value => keys.includes(values[value][0]));
  }

  // The page.
  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value);
    }
    made.append(...children.filter(child => child !== null && child !== ""));
    return made;
  };
  const say = (key, filled) => main.say[lang][key].replace(/\{(\w+)\}/g, (_, name) => filled[name]);
  const page = path => {
    const [name, fragment] = path.split("#");
    const file = name.split("/").map(encodeURIComponent).join("/") + (lang === "en" ? ".en.html" : ".html");
    return root + file + (fragment ? "#" + fragment : "");
  };
  function marked(item, terms, things) {
    const spans = item.marks.filter(([, , ...meant]) => meant.some(thing => things.has(thing)))
      .map(([begin, size]) => [begin, begin + size]);
    const points = Array.from(item.text);
    if (terms.length) {
      const {folded, from} = fold(item.text);
      const units = []; // code units to code points
      points.forEach((sign, n) => { for (let k = 0; k < sign.length; k += 1) units.push(n); });
      units.push(points.length);
      for (const found of folded.matchAll(new RegExp(terms.map(pattern).join("|"), "gu"))) {
        spans.push([units[from[found.index]], units[from[found.index + found[0].length]]]);
      }
    }
    spans.sort((one, two) => one[0] - two[0] || one[1] - two[1]);
    const made = element("p", {lang: "ja", class: "text"});
    let at = 0;
    for (const [begin, end] of spans) {
      if (end <= at) continue;
      made.append(points.slice(at, Math.max(at, begin)).join(""));
      made.append(element("mark", {}, points.slice(Math.max(at, begin), end).join("")));
      at = end;
    }
    made.append(points.slice(at).join(""));
    return made;
  }
  const label = thing => main.things[thing][1 + other];
  function shown(item, terms, things) {
    const title = item.titles[other] || item.titles[0] || Array.from(item.text).slice(0, 40).join("");
    const note = element("p", {class: "note"});
    item.bodies.forEach((body, n) => {
      note.append(n ? ", " : "", element("a", {href: page(main.things[body][0])}, label(body)));
    });
    return element("li", {},
      element("h2", {}, element("a", {href: page(item.path)}, title)), marked(item, terms, things), note);
  }
  function show() {
    const asked = read(), terms = readTerms(asked.typed);
    const test = matcher(terms), things = meanings(terms);
    const found = items.filter(test);
    const others = skipped => found.filter(item => [...asked.chosen].every(([facet, keys]) =>
      facet === skipped || holds(item, role(facet, asked), keys)));
    const every = others(null);
    const pages = Math.max(1, Math.ceil(every.length / PER_PAGE)), number = Math.min(asked.page, pages);

    const results = element("div", {class: "results"});
    const count = element("p", {class: "count", role: "status"},
      element("strong", {}, say("found", {count: every.length.toLocaleString("en")})), " ",
      element("a", {class: "to-filters", href: "#filters"}, say("to-filters")));
    results.append(count);
    const filters = element("aside", {class: "filters controls", id: "filters", "aria-label": say("filters")});
    const chips = element("ul", {class: "chips controls", "aria-label": say("chosen")});
    main.facets.forEach(([facet, ja, en, values]) => {
      if (facet.includes(":")) return;
      const name = lang === "en" ? en : ja, keys = asked.chosen.get(facet) || [];
      const counted = new Map();
      const which = role(facet, asked) === "body:any" ? facet : role(facet, asked);
      const at = names().indexOf(which), shownValues = main.facets[at][3];
      others(facet).forEach(item => item.values[at].forEach(value => counted.set(value, (counted.get(value) || 0) + 1)));
      const rows = shownValues.map((value, n) => [value, counted.get(n) || 0, keys.includes(value[0])])
        .filter(row => row[1] || row[2])
        .sort((one, two) => two[2] - one[2] || two[1] - one[1]);
      rows.filter(row => row[2]).forEach(([value]) => {
        const text = value[1 + other];
        chips.append(element("li", {}, element("a", {"aria-label": say("without", {label: text}),
          href: address({[facet]: keys.filter(key => key !== value[0]), page: []})},
          element("span", {class: "note"}, name + ":"), " " + text + " ", element("span", {"aria-hidden": "true"}, "×"))));
      });
      if (rows.length < 2 && !rows.some(row => row[2])) return;
      const section = element("section", {}, element("h2", {}, name)), list = element("ul");
      if (facet === "body") {
        const roles = ["responsible", ...["lead", "cooperating", "involved"].filter(r => names().includes("body:" + r)), "any"];
        section.append(element("p", {class: "roles", "aria-label": say("role")}, ...roles.flatMap(r => [element("a",
          {href: address({role: r === "responsible" ? [] : [r], page: []}), "aria-current": r === asked.role ? "true" : null},
          say("role-" + r)), " "])));
      }
      const most = asked.more === facet ? ALL : MOST;
      rows.slice(0, most).forEach(([value, n, isChosen]) => {
        const after = isChosen ? keys.filter(key => key !== value[0]) : [...keys, value[0]];
        list.append(element("li", {}, element("a", {href: address({[facet]: after, page: [], more: []}),
          "aria-current": isChosen ? "true" : null},
          element("span", {class: "value"}, value[1 + other]), " ", element("span", {class: "number"}, n.toLocaleString("en")))));
      });
      section.append(list);
      if (rows.length > most) section.append(element("p", {}, element("a", {href: address({more: [facet]}) + "#filters"}, say("more"))));
      filters.append(section);
    });
    if (chips.children.length) results.append(chips);
    if (!every.length) results.append(element("p", {}, say("none")));
    const list = element("ol", {class: "items", start: (number - 1) * PER_PAGE + 1});
    every.slice((number - 1) * PER_PAGE, number * PER_PAGE).forEach(item => list.append(shown(item, terms, things)));
    results.append(list);
    if (pages > 1) {
      results.append(element("nav", {class: "turn", "aria-label": say("pages")},
        number > 1 ? element("a", {rel: "prev", href: address({page: [String(number - 1)]})}, "‹ " + say("previous")) : "",
        element("span", {}, say("page-of", {page: number, pages})),
        number < pages ? element("a", {rel: "next", href: address({page: [String(number + 1)]})}, say("next") + " ›") : ""));
    }
    const place = document.getElementById("found");
    place.replaceChildren(results, filters);
    place.classList.add("found");
    for (const link of document.querySelectorAll(".language a")) {
      link.setAttribute("href", link.getAttribute("href").split("?")[0] + location.search);
    }
  }

  // While one types, and over back and forward.
  function go(how, href) {
    try {
      history[how](null, "", href);
      show();
    } catch (error) { // a browser that allows no such address to a page that is a file
      location.assign(href);
    }
  }
  function bind() {
    const field = document.getElementById("q");
    field.value = read().typed;
    let pause = 0, composing = false;
    const typed = () => {
      go("replaceState", address({q: [field.value.trim()], page: [], more: []}));
    };
    field.addEventListener("compositionstart", () => { composing = true; });
    field.addEventListener("compositionend", () => { composing = false; typed(); });
    field.addEventListener("input", () => {
      if (composing) return;
      clearTimeout(pause);
      pause = setTimeout(typed, 150);
    });
    form().addEventListener("submit", event => {
      event.preventDefault();
      go("pushState", address({q: [field.value.trim()], page: [], more: []}));
    });
    document.getElementById("found").addEventListener("click", event => {
      const link = event.target.closest("a");
      const href = link && link.getAttribute("href");
      const own = location.pathname.split("/").pop();
      if (!href || event.ctrlKey || event.metaKey || event.shiftKey || href.startsWith("#")) return;
      if (href.split(/[?#]/)[0] !== own) return;
      event.preventDefault();
      go("pushState", href);
      if (link.closest(".turn") || href.includes("#")) document.getElementById("found").scrollIntoView();
    });
    window.addEventListener("popstate", () => { field.value = read().typed; show(); });
  }
  function load(path) {
    document.head.append(element("script", {src: root + path}));
  }
  function ready() {
    if (started || !main || waiting) return;
    started = true;
    items = items.flat();
    bind();
    show();
  }

  return {
    index(content) {
      main = content;
      main.latin = main.latin.map(([name, ...things]) => [fold(name).folded, things]);
      waiting = main.shards;
      for (let n = 0; n < main.shards; n += 1) load("search/items-" + n + ".js");
      ready();
    },
    items(content) {
      items[content.shard] = content.items.map(([path, ja, en, text, marks, bodies, values]) => {
        const mentioned = new Set(bodies);
        marks.forEach(([, , ...things]) => things.forEach(thing => mentioned.add(thing)));
        values.forEach((list, n) => list.forEach(value => {
          const thing = main.facets[n][3][value][3];
          if (thing >= 0) mentioned.add(thing);
        }));
        const words = [ja, en, text, path.split("/").pop()].map(part => fold(part).folded).join(" | ");
        return {path, titles: [ja, en], text, marks, bodies, values, mentioned, folded: words};
      });
      waiting -= 1;
      ready();
    },
    start() { load("search/index.js"); },
  };
})();
policygraphSearch.start();
