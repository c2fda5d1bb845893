// The drawing. vis-network draws; what is shown is decided in filtering.js, colours in page.css.
import { byId, make } from "./dom.js";
import { drawing, drawn, graph } from "./data.js";
import { hint, nodeHint, peek } from "./panel.js";
import { choose, isNarrow, onChange, selectEdge, selectNode, selection, state } from "./state.js";

const LABEL_SCALE = 0.82; // from this zoom on, all lines carry their label
const READABLE = 0.62; // on a small screen, a readable part first; the button shows all of it
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
const dark = window.matchMedia("(prefers-color-scheme: dark)");

const nodeSet = new vis.DataSet(drawing.nodes.map((node) => ({ ...node, hidden: true })));
const edgeSet = new vis.DataSet(drawing.edges.map((edge) => ({ ...edge, hidden: true })));
let network = null;
let shownNow = { nodes: new Set(), edges: [] };
let hovered = -1;
let labelled = false;
let sketched = { nodes: new Map(), edges: new Map() };

function colours() {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(`--${name}`).trim();
}

/** Draw into the page; called when the canvas is first seen. */
function start() {
  const canvas = byId("canvas");
  network = new vis.Network(canvas, { nodes: nodeSet, edges: edgeSet }, JSON.parse(drawing.options));
  network.on("click", (event) => {
    if (event.nodes.length) selectNode(event.nodes[0]);
    else if (event.edges.length) selectEdge(event.edges[0]);
    else if (state.selected) choose({ selected: "" });
  });
  network.on("doubleClick", (event) => {
    if (event.nodes.length) choose({ open: new Set([...state.open, graph.nodes[event.nodes[0]].id]) });
  });
  network.on("hoverEdge", (event) => {
    hovered = event.edge;
    tip(event, hint(graph.edges[event.edge]));
    peek({ edge: graph.edges[event.edge] }, shownNow);
    paint();
  });
  network.on("hoverNode", (event) => {
    tip(event, nodeHint(graph.nodes[event.node]));
    peek({ node: graph.nodes[event.node] }, shownNow);
  });
  network.on("blurEdge", () => { hovered = -1; untip(); peek(null, shownNow); paint(); });
  network.on("blurNode", () => { untip(); peek(null, shownNow); });
  network.on("zoom", relabel);
  network.on("dragStart", untip);
}

function relabel() {
  const wanted = network.getScale() >= LABEL_SCALE;
  if (wanted !== labelled) {
    labelled = wanted;
    paint();
  }
}

function tip(event, content) {
  untip();
  const { x, y } = event.pointer.DOM;
  const box = make("div", { class: "tip", id: "tip", role: "tooltip" }, ...content);
  const canvas = byId("canvas");
  box.style.setProperty("left", `${Math.min(x + 14, canvas.clientWidth - 290)}px`);
  box.style.setProperty("top", `${Math.min(y + 14, canvas.clientHeight - 110)}px`);
  canvas.parentElement.append(box);
  canvas.classList.add("over");
}

function untip() {
  byId("tip")?.remove();
  byId("canvas").classList.remove("over");
}

function nodeLook(node, colour, dim) {
  const ink = colour(dim ? "faint" : "ink");
  const strong = colour(node.kind);
  const soft = colour(`${node.kind}-soft`);
  const boxed = !["actor", "place"].includes(node.kind);
  const chosen = selection()?.node === node;
  const border = node.disputed ? colour("disputed") : strong;
  return {
    opacity: dim ? 0.25 : 1,
    borderWidth: chosen ? 4 : node.disputed ? 3 : node.kind === "series" ? 2.5 : node.kind === "date" ? 0.8 : 1.5,
    borderWidthSelected: 4,
    color: boxed
      ? fillAndBorder(soft, border, colour)
      : fillAndBorder(strong, border, colour),
    font: { color: boxed || node.kind === "actor" ? ink : colour(dim ? "faint" : "quiet"), strokeWidth: boxed ? 0 : 3, strokeColor: colour("paper"), face: FACE },
  };
}

const FACE = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Naskh Arabic', sans-serif";

function fillAndBorder(background, border, colour) {
  const strong = { background, border: colour("chosen") };
  return { background, border, highlight: strong, hover: { background, border: colour("chosen") } };
}

function edgeLook(edge, colour, dim, near) {
  const base = edge.disputed ? "disputed" : edge.graph === "interpretations" ? "interpretation" : "line";
  const chosen = selection()?.edge === edge;
  const speaking = new Set(edge.claims.map((at) => graph.claims[at].speaker)).size;
  const label = chosen || near || labelled || hovered === edge.at ? edge.label : edge.disputed ? "disputed" : "";
  return {
    label: dim && hovered !== edge.at ? "" : label || " ",
    width: chosen ? 4 : edge.disputed ? 2.6 : Math.min(4, 0.8 + 0.6 * speaking),
    color: {
      color: chosen ? colour("chosen") : colour(dim ? "faint" : base),
      highlight: colour("chosen"), hover: colour("chosen"), opacity: dim ? 0.25 : 1,
    },
    font: { size: chosen || hovered === edge.at ? 15 : 11, color: colour(edge.disputed ? "disputed" : "ink"), strokeWidth: 4, strokeColor: colour("paper"), face: FACE, align: chosen || near || hovered === edge.at ? "horizontal" : "middle" },
  };
}

/** Colour everything that is shown; only what changed is handed to the drawing. */
export function paint() {
  if (!network) return;
  const colour = colours();
  const chosen = selection();
  const focus = chosen?.node && shownNow.nodes.has(chosen.node.at) ? chosen.node.at : -1;
  const near = new Set(focus < 0 ? [] : [focus]);
  const nearEdges = new Set();
  for (const edge of shownNow.edges) {
    if (edge.s === focus || edge.o === focus) {
      near.add(edge.s);
      near.add(edge.o);
      nearEdges.add(edge.at);
    }
  }
  if (chosen?.edge) {
    near.add(chosen.edge.s);
    near.add(chosen.edge.o);
  }
  const dimming = focus >= 0;
  const visible = new Set(shownNow.edges.map((edge) => edge.at));
  const nodes = drawn.map((node) => ({
    id: node.at, hidden: !shownNow.nodes.has(node.at), ...nodeLook(node, colour, dimming && !near.has(node.at)),
  }));
  const edges = graph.edges.map((edge) => ({
    id: edge.at, hidden: !visible.has(edge.at), ...edgeLook(edge, colour, dimming && !nearEdges.has(edge.at), nearEdges.has(edge.at)),
  }));
  nodeSet.update(changed(nodes, sketched.nodes));
  edgeSet.update(changed(edges, sketched.edges));
}

function changed(items, known) {
  return items.filter((item) => {
    const text = JSON.stringify(item);
    if (known.get(item.id) === text) return false;
    known.set(item.id, text);
    return true;
  });
}

/** Draw what is shown. `refit` brings all of it into view. */
export function drawNetwork(shown, refit) {
  shownNow = shown;
  if (state.view !== "network") return;
  byId("nothing").hidden = shown.nodes.size > 0;
  const first = network === null;
  if (first) start();
  paint();
  network.unselectAll();
  if (first || refit) fitAll(first);
}

export function fitAll(jump = false) {
  if (!network || !shownNow.nodes.size) return;
  network.fit({ nodes: [...shownNow.nodes], animation: jump || calm.matches ? false : { duration: 350 }, maxZoomLevel: 1.4 });
  if (jump && isNarrow() && network.getScale() < READABLE) {
    const first = [...shownNow.nodes].sort((a, b) => graph.nodes[a].rank - graph.nodes[b].rank)[0];
    network.moveTo({ position: network.getPosition(first), scale: READABLE });
  }
  setTimeout(relabel, jump || calm.matches ? 0 : 400);
}

export function zoomBy(factor) {
  if (!network) return;
  network.moveTo({ scale: network.getScale() * factor, animation: calm.matches ? false : { duration: 200 } });
  setTimeout(relabel, 250);
}

/** Bring a node into view where it lies outside. */
export function reveal(at) {
  if (!network || state.view !== "network" || !shownNow.nodes.has(at)) return;
  const canvas = byId("canvas");
  const place = network.canvasToDOM(network.getPosition(at));
  const inside = place.x > 40 && place.y > 40 && place.x < canvas.clientWidth - 40 && place.y < canvas.clientHeight - 40;
  if (!inside) network.focus(at, { scale: network.getScale(), animation: calm.matches ? false : { duration: 300 } });
}

/** The canvas of the drawing and the colour behind it, for the picture. */
export function drawnCanvas() {
  return { canvas: byId("canvas").querySelector("canvas"), colour: colours() };
}

dark.addEventListener("change", paint);
window.addEventListener("resize", () => fitAll(true));
onChange(() => untip());

/** Where on the canvas a node stands, and how large the drawing is shown. */
export function placeOf(at) {
  return { ...network.canvasToDOM(network.getPosition(at)), scale: network.getScale() };
}

/** How much is drawn now. */
export function drawnCounts() {
  return {
    nodes: nodeSet.get({ filter: (item) => !item.hidden }).length,
    edges: edgeSet.get({ filter: (item) => !item.hidden }).length,
    labels: edgeSet.get({ filter: (item) => !item.hidden && item.label.trim() }).length,
  };
}
