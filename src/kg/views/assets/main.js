// Puts the parts together: each change of choice is computed once and shown everywhere.
import { byId, fill, make, plural, say } from "./dom.js";
import { drawn, graph, speakers } from "./data.js";
import { refresh, startControls, toggleFilters } from "./controls.js";
import { compute } from "./filtering.js";
import { drawNetwork, drawnCounts, fitAll, placeOf, reveal, zoomBy } from "./network.js";
import { showPanel } from "./panel.js";
import { savePicture } from "./picture.js";
import { startSearch } from "./search.js";
import { choose, onChange, readHash, selection, state } from "./state.js";
import { drawTable } from "./table.js";
import { drawText } from "./text.js";

let present = compute();

/** "362 claims by 37 speakers about 64 actors and 58 events, 1978 to 2021." */
function sentence() {
  const count = (...kinds) => graph.nodes.filter((node) => kinds.includes(node.kind)).length;
  const texts = graph.sources.filter((source) => source.quoted).length;
  const works = graph.sources.length - texts;
  const years = drawn.filter((node) => node.span && node.kind !== "date").flatMap((node) => node.span).filter(Boolean).map((day) => Number.parseInt(day, 10));
  const span = years.length ? `, ${Math.min(...years)}–${Math.max(...years)}` : "";
  const from = [texts ? plural(texts, "text") : "", works ? plural(works, "cited work") : ""].filter(Boolean).join(" and ");
  const disputed = graph.props.filter((prop) => prop.disputed).length;
  const parts = [
    graph.lens ? say(`${graph.lens}: `) : null,
    make("strong", {}, plural(graph.claims.length, "claim")), ` by ${plural(speakers.length, "speaker")} about `,
    make("strong", {}, plural(count("actor"), "actor")), " and ", make("strong", {}, plural(count("event", "series"), "event")), `${span}, from ${from || "no source"}.`,
    disputed ? ` ${plural(disputed, "statement")} disputed.` : null,
    make("span", { class: "rule" }, " A line means that somebody says so."),
  ];
  fill(byId("sentence"), ...parts);
}

const REFIT = ["top", "lens", "kinds", "relations", "lines", "disputed", "from", "to", "undated", "view", "open"];

function show(changes) {
  const before = present;
  present = compute();
  refresh(present);
  const resized = before.nodes.size !== present.nodes.size;
  drawNetwork(present, Object.keys(changes).some((name) => REFIT.includes(name)) && resized);
  drawTable(present);
  if ("view" in changes || "lens" in changes || (state.view === "text" && "selected" in changes)) drawText();
  if (["selected", "lens", "open", "view"].some((name) => name in changes)) showPanel(present);
  const chosen = selection();
  if ("selected" in changes && chosen?.node) reveal(chosen.node.at);
}

sentence();
startControls({ by: zoomBy, fit: () => fitAll() });
startSearch();
onChange((_, changes) => show(changes));
byId("picture").addEventListener("click", () => {
  if (state.view !== "network") choose({ view: "network" });
  requestAnimationFrame(() => savePicture(present));
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    if (!byId("filters").hidden) toggleFilters(false);
    else if (state.selected) choose({ selected: "" });
  }
  if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName ?? "")) {
    event.preventDefault();
    byId("search").focus();
  }
});
window.addEventListener("hashchange", readHash);
readHash();
// What tests look at; nothing in the page reads it.
window.kgView = { counts: drawnCounts, place: placeOf, shown: () => present, graph };
