// What is chosen: one object, kept in the address (#...), so that a view can be linked and found again.
import { FIRST_YEAR, KINDS, LAST_YEAR, edgeById, graph, nodeById } from "./data.js";

const VIEWS = ["network", "table", "text"];
const narrow = window.matchMedia("(max-width: 720px)");
const listeners = [];

function defaults() {
  return {
    view: narrow.matches ? "table" : "network",
    lens: "",
    top: graph.backbone,
    kinds: new Set(), // hidden kinds
    relations: new Set(), // hidden relations
    lines: new Set(), // hidden: "edges" (reports), "interpretations"
    disputed: false, // only what is disputed
    from: FIRST_YEAR,
    to: LAST_YEAR,
    undated: true,
    open: new Set(), // entities whose neighbours are all shown
    selected: "", // "n:<id>", "e:<id>" or "s:<source>:<number>"
  };
}

export const state = defaults();

export function isNarrow() {
  return narrow.matches;
}

export function onChange(listener) {
  listeners.push(listener);
}

/** Change what is chosen, tell everybody, and write it into the address. */
export function choose(changes) {
  Object.assign(state, changes);
  writeHash();
  for (const listener of listeners) listener(state, changes);
}

export function selectNode(at) {
  choose({ selected: `n:${graph.nodes[at].id}` });
}

export function selectEdge(at) {
  choose({ selected: `e:${graph.edges[at].id}` });
}

/** What is selected: `{ node }`, `{ edge }`, `{ source, segment }` or null. */
export function selection() {
  const value = state.selected;
  if (value.startsWith("n:")) {
    const node = nodeById.get(value.slice(2));
    return node ? { node } : null;
  }
  if (value.startsWith("e:")) {
    const edge = edgeById.get(value.slice(2));
    return edge ? { edge } : null;
  }
  const match = /^s:(\d+):(\d+)$/.exec(value);
  const source = match && graph.sources[Number(match[1])];
  const segment = source && source.segments.find((item) => item.n === Number(match[2]));
  return segment ? { source, segment } : null;
}

/** Put all filters back; what is looked at stays. */
export function resetFilters() {
  const { view, selected, ...rest } = defaults();
  choose(rest);
}

function writeHash() {
  const fresh = defaults();
  const words = new URLSearchParams();
  for (const name of ["view", "lens", "top", "from", "to", "selected"]) {
    if (state[name] !== fresh[name]) words.set(name, String(state[name] ?? ""));
  }
  for (const name of ["kinds", "relations", "lines", "open"]) {
    for (const item of [...state[name]].sort()) words.append(name, item);
  }
  if (state.disputed) words.set("disputed", "1");
  if (!state.undated) words.set("undated", "0");
  const hash = `#${words}`;
  if (hash === location.hash || (hash === "#" && !location.hash)) return;
  try {
    history.replaceState(null, "", hash);
  } catch {
    location.hash = hash; // a browser that forbids the former for files
  }
}

/** Read the address; anything unknown in it is passed over. */
export function readHash() {
  const words = new URLSearchParams(location.hash.slice(1));
  const fresh = defaults();
  const year = (name) => {
    const value = Number.parseInt(words.get(name) ?? "", 10);
    return FIRST_YEAR !== null && value >= FIRST_YEAR && value <= LAST_YEAR ? value : fresh[name];
  };
  fresh.view = VIEWS.includes(words.get("view")) ? words.get("view") : fresh.view;
  const lens = words.get("lens") ?? "";
  const known = graph.lenses.some((item) => item[0] === lens) || nodeById.has(lens.replace(/^according-to:/, ""));
  fresh.lens = known ? lens : "";
  const top = Number.parseInt(words.get("top") ?? "", 10);
  if (top >= 1) fresh.top = Math.max(2, top);
  fresh.from = year("from");
  fresh.to = year("to");
  if (fresh.from !== null && fresh.from > fresh.to) [fresh.from, fresh.to] = [fresh.to, fresh.from];
  fresh.kinds = new Set(words.getAll("kinds").filter((kind) => KINDS.includes(kind)));
  const relations = new Set(graph.relations.map((item) => item[0]));
  fresh.relations = new Set(words.getAll("relations").filter((name) => relations.has(name)));
  fresh.lines = new Set(words.getAll("lines").filter((name) => name === "edges" || name === "interpretations"));
  fresh.open = new Set(words.getAll("open").filter((id) => nodeById.has(id)));
  fresh.disputed = words.get("disputed") === "1";
  fresh.undated = words.get("undated") !== "0";
  fresh.selected = words.get("selected") ?? "";
  choose(fresh);
}
