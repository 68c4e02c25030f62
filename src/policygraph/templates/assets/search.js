// While one types, the page asks the server for the same page with the new words, and shows what it found.
// Without this script the form does the same.
"use strict";
(() => {
  const form = document.getElementById("search-form");
  const field = document.getElementById("q");
  if (!form || !field) return;
  let waiting = 0;
  let asked = null;

  const address = () => {
    const values = new URLSearchParams(new FormData(form));
    if (!values.get("q")) values.delete("q");
    const query = values.toString();
    return form.getAttribute("action").split("?")[0] + (query ? "?" + query : "");
  };

  const show = async (where, keep) => {
    if (asked) asked.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(where, {signal: asked.signal, headers: {"X-Requested-With": "search"}});
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.getElementById("found");
      if (!found) return;
      document.getElementById("found").replaceWith(document.adoptNode(found));
      document.title = page.title;
      const other = page.querySelector(".language a");
      if (other) document.querySelector(".language a").setAttribute("href", other.getAttribute("href"));
      if (keep) history.replaceState(null, "", where);
    } catch (error) {
      if (error.name !== "AbortError") form.requestSubmit();
    }
  };

  let composing = false;
  field.addEventListener("compositionstart", () => { composing = true; });
  field.addEventListener("compositionend", () => { composing = false; field.dispatchEvent(new Event("input")); });
  field.addEventListener("input", () => {
    if (composing) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => show(address(), true), 180);
  });
})();
