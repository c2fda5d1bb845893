// The side panel: an entity's card, what stands behind a line, or what a sentence is evidence for.
import { byId, fill, make, outside, plural, press, say } from "./dom.js";
import { claimsAbout, claimsBy, claimsOf, edgesOf, graph, KIND_NAMES } from "./data.js";
import { attribution, chips, claimItem, entity, groupedClaims, proposition } from "./claims.js";
import { carrying, propsUnderLens } from "./filtering.js";
import { overview } from "./overview.js";
import { marked, sourceFacts } from "./passages.js";
import { choose, isNarrow, selection, state } from "./state.js";

/** Show what is selected; the overview when nothing is. */
export function showPanel(shown) {
  clearTimeout(peeking);
  const panel = byId("panel");
  const chosen = selection();
  document.body.classList.toggle("has-selection", Boolean(chosen));
  if (!chosen) fill(panel, ...overview());
  else if (chosen.node) fill(panel, closing(), ...nodeCard(chosen.node, shown));
  else if (chosen.edge) fill(panel, closing(), ...edgeCard(chosen.edge));
  else fill(panel, closing(), ...segmentCard(chosen.source, chosen.segment));
  panel.scrollTop = 0;
}

/** Show what the pointer is over while nothing is selected; a click keeps it. */
export function peek(chosen, shown) {
  clearTimeout(peeking);
  if (selection() || isNarrow()) return;
  peeking = setTimeout(() => {
    if (selection()) return;
    if (!chosen) showPanel(shown);
    else fill(byId("panel"), ...(chosen.node ? nodeCard(chosen.node, shown) : edgeCard(chosen.edge)));
  }, chosen ? 180 : 500);
}

let peeking = 0;

function closing() {
  return press("Close", () => choose({ selected: "" }), { class: "close", "aria-label": "Close details (Escape)" });
}

function nodeCard(node, shown) {
  const type = node.type && node.type !== KIND_NAMES[node.kind]?.[0] ? ` · ${node.type}` : "";
  const card = [
    make("p", { class: `kind kind-${node.kind}` }, `${KIND_NAMES[node.kind]?.[0] ?? node.kind}${type}`),
    make("h2", {}, say(node.label)),
  ];
  for (const [lang, text] of node.labels) {
    if (lang && lang !== "en") card.push(make("p", { class: "other-name", lang, dir: "auto" }, say(text, { lang })));
  }
  if (node.kind === "prospect") {
    card.push(make("p", { class: "warning" }, "Something that speakers predict, demand, intend or imagine. Nobody in the sources reports that it has happened."));
  }
  if (node.disputed) {
    card.push(make("p", { class: "warning disputed" }, "Speakers contradict each other about this; the contested statements are marked below."));
  }
  if (node.definition) {
    card.push(make("p", { class: "definition" }, say(node.definition), " ", make("span", { class: "chip" }, "editors' description")));
  }
  if (node.aliases.length) card.push(make("p", { class: "aliases" }, "Also: ", say(node.aliases.join(" · "))));
  card.push(expander(node, shown));
  card.push(...contested(node));
  const about = aboutUnderLens(node);
  const left = claimsAbout(node.at).length - about.length;
  card.push(make("h3", {}, `What is said about it (${about.length})`));
  if (left) card.push(make("p", { class: "hint" }, `${plural(left, "more claim")} outside the chosen lens.`));
  card.push(...groupedClaims(about, node.at));
  card.push(...spoken(node), ...references(node));
  return card;
}

/** The claims about an entity of which the chosen lens keeps a proposition that names it. */
function aboutUnderLens(node) {
  return claimsAbout(node.at).filter((claim) => propsUnderLens(claim)
    .some((at) => graph.props[at].s === node.at || graph.props[at].o === node.at));
}

/** The disputed statements about it side by side, each with who says or denies it. */
function contested(node) {
  const props = graph.props.filter((prop) => prop.s === node.at && prop.disputed);
  if (!props.length) return [];
  const list = make("ul", { class: "disputes" });
  for (const prop of props) {
    const said = claimsOf(graph.props.indexOf(prop)).filter((claim) => !claim.reporting);
    list.append(make("li", {}, make("span", { class: "relation" }, say(prop.label)), " ", say(prop.object),
      make("ul", {}, ...said.map((claim) => make("li", { class: "by" }, ...attribution(claim), " ", ...chips(claim))))));
  }
  return [make("h3", {}, "Contested"), list];
}

/** How many neighbours are shown, and a button for the others. */
function expander(node, shown) {
  const neighbours = new Set(edgesOf(node.at).flatMap((edge) => [edge.s, edge.o]).filter((at) => at !== node.at));
  if (!neighbours.size) {
    return make("p", { class: "hint" }, "No line is drawn to it: no speaker reports or interprets a relation to another entity here.");
  }
  const visible = [...neighbours].filter((at) => shown.nodes.has(at) && shown.nodes.has(node.at)).length;
  const line = make("p", { class: "hint" }, `Connected with ${plural(neighbours.size, "entity", "entities")}, ${visible} of them drawn. `);
  if (state.open.has(node.id)) {
    line.append(press("Show fewer", () => choose({ open: new Set([...state.open].filter((id) => id !== node.id)) })));
  } else if (visible < neighbours.size) {
    line.append(press("Show all", () => choose({ open: new Set([...state.open, node.id]) })));
  }
  return line;
}

function spoken(node) {
  const own = claimsBy(node.at).filter((claim) => !claim.reporting);
  if (!own.length) return [];
  const lens = `according-to:${node.id}`;
  const lines = make("details", { class: "spoken" }, make("summary", {}, `What it says (${own.length})`));
  lines.addEventListener("toggle", () => {
    if (lines.open && lines.childElementCount === 1) lines.append(...groupedClaims(own, -1, false));
  });
  const only = state.lens === lens
    ? press("Show what all speakers say", () => choose({ lens: "" }))
    : press("Show only what it says", () => choose({ lens }));
  return [make("h3", {}, "As a speaker"), make("p", {}, only), lines];
}

/** What the editors know from elsewhere, apart from all claims. */
function references(node) {
  const parts = [];
  if (node.facts.length) {
    const list = make("ul", { class: "references" });
    for (const [relation, object, date, citation] of node.facts) {
      list.append(make("li", {}, make("span", { class: "relation" }, say(relation)), " ", say(object), date ? ` (${date})` : "",
        make("span", { class: "origin" }, say(citation))));
    }
    parts.push(make("h3", {}, "From reference works (the editors)"), list);
  }
  if (node.links.length) {
    const list = make("ul", { class: "references" });
    for (const [kind, address] of node.links) list.append(make("li", {}, `${kind} match: `, outside(address)));
    parts.push(make("h3", {}, "Elsewhere"), list);
  }
  return parts;
}

function edgeCard(edge) {
  const chosen = carrying(edge);
  const about = new Set([...edge.props, ...edge.props.flatMap((at) => graph.props[at].against)]);
  const others = [...about].flatMap((at) => claimsOf(at))
    .filter((claim, index, all) => !claim.reporting && !edge.claims.includes(claim.at) && all.indexOf(claim) === index);
  const how = edge.graph === "interpretations"
    ? "Interpretation: how speakers judge or explain it"
    : "Report: what speakers say happened or is so";
  const card = [
    make("p", { class: `kind line-${edge.graph}` }, how),
    make("h2", { class: "edge-title" }, entity(edge.s, graph.nodes[edge.s].label), " ",
      make("span", { class: "relation" }, say(edge.label)), " ", entity(edge.o, graph.nodes[edge.o].label)),
  ];
  if (edge.disputed) card.push(make("p", { class: "warning disputed" }, "Disputed: other speakers deny or contradict this."));
  card.push(make("h3", {}, `Who says so (${chosen.length})`));
  if (chosen.length < edge.claims.length) {
    card.push(make("p", { class: "hint" }, `${plural(edge.claims.length - chosen.length, "more claim")} outside the chosen lens.`));
  }
  const own = new Set(edge.props);
  card.push(...chosen.map((claim) => claimItem(claim, { full: true, props: claim.props.filter((at) => own.has(at)) })));
  if (others.length) {
    card.push(make("h3", {}, `Said otherwise about the same (${others.length})`),
      ...others.map((claim) => claimItem(claim, { full: true, props: claim.props.filter((at) => about.has(at)) })));
  }
  return card;
}

function segmentCard(source, segment) {
  const at = graph.sources.indexOf(source);
  const length = Array.from(segment.text).length;
  const here = graph.claims.filter((claim) => claim.source === at && !claim.reporting
    && claim.quotes.some(([start, end]) => start < segment.start + length && end > segment.start));
  const spans = here.flatMap((claim) => claim.quotes.map(([start, end]) => [start, end]));
  const card = [
    make("p", { class: "kind" }, `${segment.kind} ${segment.n}`),
    make("h2", {}, say(source.label)),
    make("blockquote", { class: "passage", dir: "auto" }, ...marked(segment, spans)),
  ];
  if (here.length) card.push(make("h3", {}, `What rests on it (${here.length})`), ...groupedClaims(here, -1, false));
  else card.push(make("p", { class: "hint" }, segment.skipped ? `Left out by the encoders: ${segment.skipped}` : "No claim in this page rests on it."));
  card.push(make("details", {}, make("summary", {}, "About this source"), sourceFacts(source)));
  return card;
}

/** The few words of a hover over an entity. */
export function nodeHint(node) {
  return [make("p", {}, make("strong", {}, say(node.label))),
    make("p", { class: "by" }, `${KIND_NAMES[node.kind]?.[0] ?? node.kind}${node.type ? ` · ${node.type}` : ""} · ${plural(aboutUnderLens(node).length, "claim")} about it${node.disputed ? " · disputed" : ""}`)];
}

/** The few words of a hover over a line: what it is, and who says so. */
export function hint(edge) {
  const names = [...new Set(carrying(edge).map((claim) => claim.by.map((part) => part[0]).join("")))];
  const more = names.length > 2 ? ` and ${names.length - 2} more` : "";
  const line = proposition(graph.props[edge.props[0]] ?? { s: edge.s, o: edge.o, subject: graph.nodes[edge.s].short, label: edge.label, object: graph.nodes[edge.o].short });
  return [line, make("p", { class: "by" }, say(names.slice(0, 2).join("; ") + more))];
}
