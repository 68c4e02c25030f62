"use strict";
// What all screens do beside what the server sends: tables that are sorted where they stand.

/** Sort the rows of a table by a column; numbers by their value, words as their language has it. */
function sortTable(table, column, descending) {
  const body = table.tBodies[0];
  const collator = new Intl.Collator(document.documentElement.lang, {numeric: true});
  const isNumber = table.tHead.rows[0].cells[column].classList.contains("number");
  const value = row => row.cells[column].textContent.trim();
  const number = row => parseFloat(value(row).replace(/[^0-9.\-]/g, ""));
  const rows = [...body.rows].filter(row => value(row) !== "");
  const empty = [...body.rows].filter(row => value(row) === "");
  rows.sort((a, b) => (isNumber ? number(a) - number(b) : collator.compare(value(a), value(b))) * (descending ? -1 : 1));
  body.append(...rows, ...empty);
  [...table.tHead.rows[0].cells].forEach((cell, index) => {
    if (index === column) cell.setAttribute("aria-sort", descending ? "descending" : "ascending");
    else cell.removeAttribute("aria-sort");
  });
}

for (const table of document.querySelectorAll("table[data-sortable]")) {
  [...table.tHead.rows[0].cells].forEach((cell, column) => {
    let handle = cell.querySelector("a");
    if (!handle) {
      handle = document.createElement("button");
      handle.type = "button";
      handle.className = "sorts";
      handle.append(...cell.childNodes);
      cell.append(handle);
    }
    handle.addEventListener("click", event => {
      event.preventDefault();
      const now = cell.getAttribute("aria-sort");
      sortTable(table, column, now ? now === "ascending" : cell.classList.contains("number"));
    });
  });
}
