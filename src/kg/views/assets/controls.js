// Tabs, lens, filters, legend and time: everything that changes what is shown, and the words that
// say what is hidden.
import { byId, fill, make, plural, press, say } from "./dom.js";
import { drawn, FIRST_YEAR, graph, KIND_NAMES, KINDS, LAST_YEAR, lensLabel, speakers } from "./data.js";
import { isContested } from "./filtering.js";
import { choose, isNarrow, resetFilters, state } from "./state.js";

const TABS = ["network", "table", "text"];

/** Set up what stays; `refresh` keeps it in step. */
export function startControls(zoom) {
  for (const name of TABS) byId(`tab-${name}`).addEventListener("click", () => choose(turnTo(name)));
  document.querySelector(".tabs").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = TABS[(TABS.indexOf(state.view) + step + TABS.length) % TABS.length];
    choose(turnTo(next));
    byId(`tab-${next}`).focus();
  });
  const lens = byId("lens");
  lens.append(make("option", { value: "" }, "Everybody: all that is said"));
  for (const [name, label, claims] of graph.lenses) lens.append(make("option", { value: name }, `${label} (${claims.length})`));
  const group = make("optgroup", { label: "According to …" });
  for (const { node, count } of speakers) group.append(make("option", { value: `according-to:${node.id}` }, `${node.short} (${count})`));
  lens.append(group);
  lens.addEventListener("change", () => choose({ lens: lens.value }));
  byId("filters-open").addEventListener("click", () => toggleFilters());
  byId("zoom-in").addEventListener("click", () => zoom.by(1.4));
  byId("zoom-out").addEventListener("click", () => zoom.by(1 / 1.4));
  byId("zoom-fit").addEventListener("click", () => zoom.fit());
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    choose({ view: "table" });
    byId("view-table").querySelector("button")?.focus();
  });
  drawFilters();
  drawTime();
}

/** On a small screen the card lies over what was asked for; only the network shows what is selected. */
function turnTo(view) {
  return isNarrow() && view !== "network" ? { view, selected: "" } : { view };
}

export function toggleFilters(open = byId("filters").hidden) {
  byId("filters").hidden = !open;
  byId("filters-open").setAttribute("aria-expanded", String(open));
}

function flip(name, item) {
  const next = new Set(state[name]);
  if (!next.delete(item)) next.add(item);
  choose({ [name]: next });
}

function box(text, count, checked, action, name) {
  const input = make("input", { type: "checkbox", checked, "data-name": name, on: { change: action } });
  return make("label", { class: "check" }, input, " ", text, " ", count === null ? null : make("span", { class: "count" }, String(count)));
}

function drawFilters() {
  const most = make("input", { type: "range", id: "top", min: 5, max: Math.max(5, drawn.length), step: 1, value: String(state.top), "aria-label": "How many entities, the most connected first" });
  most.addEventListener("input", () => choose({ top: Number(most.value) }));
  const amount = make("fieldset", {}, make("legend", {}, "How much"),
    make("label", { class: "range" }, "The ", make("output", { id: "top-now" }), " most connected", most),
    press("Show all", () => choose({ top: drawn.length }), { id: "show-all" }));
  const how = make("fieldset", { id: "filter-lines" }, make("legend", {}, "How it is meant"));
  const lines = [["edges", "Reports"], ["interpretations", "Interpretations"]];
  for (const [name, label] of lines) {
    how.append(box(label, graph.edges.filter((edge) => edge.graph === name).length, true, () => flip("lines", name), name));
  }
  how.append(box("Only around what is disputed", graph.edges.filter(isContested).length, false, (event) => choose({ disputed: event.target.checked }), "disputed"));
  how.append(box("Also what has no date", null, true, (event) => choose({ undated: event.target.checked }), "undated"));
  const groups = new Map();
  for (const [name, label, group] of graph.relations) {
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push([name, label]);
  }
  const relations = make("fieldset", { id: "filter-relations", class: "relations" }, make("legend", {}, "Relations"));
  for (const [group, items] of groups) {
    const all = () => items.every(([name]) => !state.relations.has(name));
    const toggle = () => {
      const next = new Set(state.relations);
      const hide = all();
      for (const [name] of items) { if (hide) next.add(name); else next.delete(name); }
      choose({ relations: next });
    };
    relations.append(make("div", { class: "relation-group" }, press(`${group}s`, toggle, { class: "plain", title: "All of them on or off" }),
      ...items.map(([name, label]) => box(say(label), graph.edges.filter((edge) => edge.relation === name).length, true, () => flip("relations", name), name))));
  }
  const reset = press("Put all filters back", resetFilters, { id: "reset" });
  fill(byId("filters"), amount, how, relations, reset);
}

/** A range of years with two ends and the number of dated events in each year behind it. */
function drawTime() {
  const time = byId("time");
  if (FIRST_YEAR === null || FIRST_YEAR === LAST_YEAR) {
    time.hidden = true;
    return;
  }
  const end = (name, label) => {
    const input = make("input", { type: "range", id: `time-${name}`, min: FIRST_YEAR, max: LAST_YEAR, step: 1, value: String(state[name]), "aria-label": label });
    input.addEventListener("input", () => {
      const value = Number(input.value);
      choose(name === "from" ? { from: Math.min(value, state.to) } : { to: Math.max(value, state.from) });
    });
    return input;
  };
  const counts = new Map();
  for (const node of drawn) {
    if (!node.span || node.kind === "date") continue;
    const year = Number.parseInt(node.span[0] || node.span[1], 10);
    counts.set(year, (counts.get(year) ?? 0) + 1);
  }
  const most = Math.max(1, ...counts.values());
  const bars = make("div", { class: "years", "aria-hidden": "true" });
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year += 1) {
    const bar = make("span", { "data-year": year });
    bar.style.setProperty("--height", String((counts.get(year) ?? 0) / most));
    bars.append(bar);
  }
  fill(time, make("output", { id: "time-now" }), make("div", { class: "slider" }, bars, end("from", "From year"), end("to", "To year")));
}

function drawLegend() {
  const count = (kind) => drawn.filter((node) => node.kind === kind).length;
  const buttons = KINDS.filter(count).map((kind) => press(
    make("span", {}, make("span", { class: `mark mark-${kind}` }), ` ${KIND_NAMES[kind][1]} `, make("span", { class: "count" }, String(count(kind)))),
    () => flip("kinds", kind), { "aria-pressed": String(!state.kinds.has(kind)), "data-kind": kind, title: `Hide or show the ${KIND_NAMES[kind][1]}` }));
  const sample = (name, text) => make("span", { class: "sample" }, make("span", { class: `stroke stroke-${name}` }), ` ${text}`);
  const focused = document.activeElement?.dataset?.kind;
  fill(byId("legend"), ...buttons, sample("edges", "reported"), sample("interpretations", "interpreted"), sample("disputed", "disputed"));
  if (focused) byId("legend").querySelector(`[data-kind="${focused}"]`)?.focus();
}

/** Bring every control in step with what is chosen and say what is hidden. */
export function refresh(shown) {
  for (const name of TABS) {
    const tab = byId(`tab-${name}`);
    tab.setAttribute("aria-selected", String(state.view === name));
    tab.tabIndex = state.view === name ? 0 : -1;
    byId(`view-${name}`).hidden = state.view !== name;
  }
  document.body.dataset.view = state.view;
  byId("lens").value = state.lens;
  byId("top").value = String(state.top);
  byId("top-now").textContent = String(Math.min(state.top, drawn.length));
  for (const input of document.querySelectorAll("#filters input[type=checkbox]")) {
    const name = input.dataset.name;
    if (name === "disputed") input.checked = state.disputed;
    else if (name === "undated") input.checked = state.undated;
    else if (name === "edges" || name === "interpretations") input.checked = !state.lines.has(name);
    else input.checked = !state.relations.has(name);
  }
  if (byId("time-now")) {
    byId("time-from").value = String(state.from);
    byId("time-to").value = String(state.to);
    byId("time-now").textContent = state.from === state.to ? String(state.from) : `${state.from}–${state.to}`;
    for (const bar of document.querySelectorAll(".years span")) {
      bar.classList.toggle("out", Number(bar.dataset.year) < state.from || Number(bar.dataset.year) > state.to);
    }
  }
  drawLegend();
  sayShown(shown);
}

function sayShown(shown) {
  const line = byId("shown");
  const words = [`Showing ${shown.nodes.size.toLocaleString("en")} of ${plural(drawn.length, "entity", "entities")}, ${shown.edges.length.toLocaleString("en")} of ${plural(graph.edges.length, "line")}`];
  if (state.lens) words.push(lensLabel(state.lens));
  const parts = [words.join(" · "), ". "];
  if (shown.nodes.size < shown.nodesPassing) {
    parts.push(press(`Show all ${shown.nodesPassing.toLocaleString("en")}`, () => choose({ top: drawn.length })), " ");
  }
  const filtered = state.lens || state.kinds.size || state.relations.size || state.lines.size || state.disputed || !state.undated
    || state.from !== FIRST_YEAR || state.to !== LAST_YEAR;
  if (filtered) parts.push(press("Put all filters back", resetFilters), " ");
  const undrawn = graph.nodes.length - drawn.length;
  if (undrawn) parts.push(`${undrawn} more have no line: see search and table.`);
  if (graph.held < graph.total) parts.push(` This page holds the ${graph.held.toLocaleString("en")} most connected of ${graph.total.toLocaleString("en")} entities.`);
  fill(line, ...parts);
}
