"use strict";
// The network: drawn where the server placed it, to be looked into by clicks. The table below says the same.
const section = document.getElementById("network");
const source = document.getElementById("network-data");
if (section && source && window.cytoscape) {
  section.hidden = false;
  const data = JSON.parse(source.textContent);
  const words = JSON.parse(section.dataset.words);
  const chosen = document.getElementById("chosen");
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const byId = new Map(data.nodes.map(node => [node.id, node]));

  const style = () => [
    {selector: "node", style: {
      label: "data(label)", width: "data(size)", height: "data(size)", "background-color": colour("--org"),
      "font-size": 12, "font-family": getComputedStyle(document.body).fontFamily, color: colour("--ink"),
      "text-valign": "bottom", "text-margin-y": 3, "text-wrap": "wrap", "text-max-width": 150,
      "text-overflow-wrap": "anywhere", "text-outline-width": 2, "text-outline-color": colour("--paper"),
      "border-width": 0, "min-zoomed-font-size": 5,
    }},
    {selector: "node[kind = 1]", style: {"background-color": colour("--theme"), shape: "round-rectangle"}},
    {selector: "node[?collective]", style: {"background-color": colour("--paper"), "border-width": 3, "border-style": "dashed", "border-color": colour("--quiet")}},
    {selector: "edge", style: {width: "data(width)", "line-color": colour("--edge"), opacity: 0.45, "curve-style": "haystack"}},
    {selector: ".far", style: {opacity: 0.12}},
    {selector: "edge.near", style: {opacity: 0.9, "line-color": colour("--link")}},
    {selector: "node:selected, node.found", style: {"border-width": 4, "border-style": "solid", "border-color": colour("--focus")}},
  ];

  const cy = window.cytoscape({
    container: document.getElementById("drawing"),
    elements: {
      nodes: data.nodes.map(node => ({data: {...node, size: 2 * node.r}, position: {x: node.x, y: node.y}})),
      edges: data.edges.map((edge, index) => ({data: {...edge, id: `e${index}`}})),
    },
    layout: {name: "preset", fit: true, padding: 30},
    style: style(),
    minZoom: 0.2, maxZoom: 4, userZoomingEnabled: false, boxSelectionEnabled: false, autounselectify: false,
  });
  window.policygraphNetwork = cy;
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => cy.style(style()));

  function element(tag, text, attributes = {}) {
    const made = document.createElement(tag);
    made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  }

  /** Show a node: what it is called, its page, and what it stands beside. */
  function choose(id) {
    const node = byId.get(id);
    const there = cy.getElementById(id);
    cy.elements().removeClass("near").addClass("far");
    const near = there.closedNeighborhood();
    near.removeClass("far");
    there.connectedEdges().addClass("near");
    const title = element("h3", "");
    title.append(element("a", node.name, {href: node.href}));
    const list = document.createElement("ul");
    const edges = data.edges.filter(edge => edge.source === id || edge.target === id).sort((a, b) => b.weight - a.weight);
    for (const edge of edges) {
      const other = byId.get(edge.source === id ? edge.target : edge.source);
      const item = document.createElement("li");
      const button = element("button", other.name, {type: "button"});
      button.addEventListener("click", () => { cy.$(":selected").unselect(); cy.getElementById(other.id).select(); });
      item.append(button, ` ${edge.weight}`);
      if (edge.example) item.append(" ", element("a", words.example, {href: edge.example}));
      list.append(item);
    }
    chosen.replaceChildren(title, element("p", `${words.measures}: ${node.weight}`), element("p", `${words.beside}:`), list);
  }

  const LEGIBLE = 0.7; // of the size of type that the layout is made for

  /** Show all of it, or on a narrow screen so much that its words can be read. */
  function fit() {
    cy.fit(undefined, 30);
    if (cy.zoom() >= LEGIBLE) return;
    cy.zoom(LEGIBLE);
    cy.center(cy.nodes().max(node => node.data("weight")).ele);
  }

  function zoom(factor) {
    const box = cy.container().getBoundingClientRect();
    cy.zoom({level: cy.zoom() * factor, renderedPosition: {x: box.width / 2, y: box.height / 2}});
  }

  function whole() {
    cy.elements().removeClass("near far found");
    cy.fit(undefined, 30);
  }

  fit();
  document.getElementById("closer").addEventListener("click", () => zoom(1.3));
  document.getElementById("farther").addEventListener("click", () => zoom(1 / 1.3));

  cy.on("select", "node", event => choose(event.target.id()));
  cy.on("unselect", "node", () => { if (cy.$("node:selected").empty()) cy.elements().removeClass("near far"); });
  cy.on("dbltap", "node", event => { location.href = event.target.data("href"); });
  document.getElementById("whole").addEventListener("click", () => {
    cy.$(":selected").unselect();
    document.getElementById("find").value = "";
    document.getElementById("find").dispatchEvent(new Event("input"));
    whole();
  });
  document.getElementById("find").addEventListener("input", event => {
    const wanted = event.target.value.normalize("NFKC").toLowerCase().trim();
    const holds = text => wanted && text.normalize("NFKC").toLowerCase().includes(wanted);
    cy.nodes().forEach(node => node.toggleClass("found", Boolean(holds(node.data("name")))));
    for (const row of document.querySelectorAll("#edges tbody tr")) row.hidden = Boolean(wanted) && !holds(row.textContent);
  });
  addEventListener("resize", () => { cy.resize(); fit(); });
}
