// The records of the page (see views/records.py) and the ways from one to the other.
import { byId } from "./dom.js";

export const graph = JSON.parse(byId("payload").textContent);
export const drawing = JSON.parse(byId("drawing").textContent);

graph.nodes.forEach((node, at) => { node.at = at; });
graph.edges.forEach((edge, at) => { edge.at = at; });
graph.claims.forEach((claim, at) => { claim.at = at; });

export const drawn = graph.nodes.filter((node) => node.rank >= 0);
export const KINDS = ["actor", "event", "series", "place", "date", "prospect"];
export const KIND_NAMES = {
  actor: ["actor", "actors"], event: ["event", "events"], series: ["series", "series"],
  place: ["place", "places"], date: ["date", "dates"], prospect: ["prospect", "prospects"],
};
export const CLAIM_KINDS = {
  report: "reported", interpretation: "interpreted", denial: "denied", doubt: "said with doubt",
  open: "left open", prediction: "predicted", demand: "demanded", hypothesis: "supposed",
  aside: "said, not drawn",
};

export const nodeById = new Map(graph.nodes.map((node) => [node.id, node]));
export const edgeById = new Map(graph.edges.map((edge) => [edge.id, edge]));

/** Places in a list by a key, as a function from key to list. */
function grouped(items, keysOf) {
  const map = new Map();
  for (const item of items) {
    for (const key of new Set(keysOf(item))) {
      if (!map.has(key)) map.set(key, []);
      map.get(key).push(item);
    }
  }
  return (key) => map.get(key) ?? [];
}

export const edgesOf = grouped(graph.edges, (edge) => [edge.s, edge.o]);
export const claimsOf = grouped(graph.claims, (claim) => claim.props);
/** Claims about an entity; who reports that somebody says something is in the chain of speakers. */
export const claimsAbout = grouped(
  graph.claims.filter((claim) => !claim.reporting),
  (claim) => claim.props.flatMap((prop) => [graph.props[prop].s, graph.props[prop].o]).filter((at) => at >= 0),
);
export const claimsBy = grouped(graph.claims.filter((claim) => claim.speaker >= 0), (claim) => [claim.speaker]);

/** Speakers with their number of claims, most first. */
export const speakers = graph.nodes
  .map((node) => ({ node, count: claimsBy(node.at).length }))
  .filter((item) => item.count > 0)
  .sort((a, b) => b.count - a.count || a.node.label.localeCompare(b.node.label, "en"));

/** The claims of a lens, each with its propositions that stay (a Map), or null for all of them. */
export function claimsUnder(name) {
  if (!name) return null;
  const found = graph.lenses.find((lens) => lens[0] === name);
  if (found) return new Map(found[2].map(([at, props]) => [at, new Set(props)]));
  const speaker = nodeById.get(name.replace(/^according-to:/, ""));
  return speaker ? new Map(claimsBy(speaker.at).map((claim) => [claim.at, new Set(claim.props)])) : null;
}

/** A lens as people read it. */
export function lensLabel(name) {
  const found = graph.lenses.find((lens) => lens[0] === name);
  if (found) return found[1];
  const speaker = nodeById.get(name.replace(/^according-to:/, ""));
  return speaker ? `According to ${speaker.short}` : "Everything said";
}

/** Text as it is compared: without case, accents and the joiners of Arabic script. */
export function fold(text) {
  return text.normalize("NFKD").replace(/[\p{M}\u200c\u200d\u0640]/gu, "").toLowerCase();
}

/** First and last year that a node may touch; null where it has no date, ±Infinity where open. */
export function yearsOf(node) {
  if (!node.span) return null;
  const [first, last] = node.span;
  return [first ? Number.parseInt(first, 10) : -Infinity, last ? Number.parseInt(last, 10) : Infinity];
}

const years = drawn.map(yearsOf).filter(Boolean).flat().filter(Number.isFinite);
export const FIRST_YEAR = years.length ? Math.min(...years) : null;
export const LAST_YEAR = years.length ? Math.max(...years) : null;
