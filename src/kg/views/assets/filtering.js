// Which nodes and edges are shown under the present choices. No drawing here.
import { claimsUnder, drawn, graph, yearsOf } from "./data.js";
import { selection, state } from "./state.js";

let claims = null;
let claimsFor = "";

/** The claims of the chosen lens, or null for all. */
export function lensClaims() {
  if (state.lens !== claimsFor) {
    claims = claimsUnder(state.lens);
    claimsFor = state.lens;
  }
  return claims;
}

/** True for a claim that the chosen lens chooses. */
export function underLens(claim) {
  const chosen = lensClaims();
  return chosen === null || chosen.has(claim.at);
}

/** The propositions of a claim that the chosen lens keeps: what else its words say stays out. */
export function propsUnderLens(claim) {
  const chosen = lensClaims();
  return chosen === null ? claim.props : claim.props.filter((at) => chosen.get(claim.at)?.has(at));
}

/** The claims of a line that the chosen lens keeps. */
export function carrying(edge) {
  return edge.claims.map((at) => graph.claims[at])
    .filter((claim) => propsUnderLens(claim).some((at) => edge.props.includes(at)));
}

/** True for a node whose dates may lie between the chosen years. */
function inTime(node) {
  if (state.from === null) return true;
  const span = yearsOf(node);
  if (span === null) return state.undated || node.kind === "actor" || node.kind === "place";
  return span[0] <= state.to && span[1] >= state.from;
}

/** True for a line that is disputed or leads to something that is. */
export function isContested(edge) {
  return edge.disputed || graph.nodes[edge.s].disputed || graph.nodes[edge.o].disputed;
}

function passes(edge) {
  return !state.lines.has(edge.graph)
    && !state.relations.has(edge.relation)
    && (!state.disputed || isContested(edge))
    && carrying(edge).length > 0;
}

/**
 * What is shown: `nodes` (a Set of places), `edges` (a list), and how many of each pass all filters
 * but the one for the most connected (`nodesPassing`, `edgesPassing`).
 */
export function compute() {
  const allowed = new Set(
    drawn.filter((node) => !state.kinds.has(node.kind) && inTime(node)).map((node) => node.at),
  );
  const candidates = graph.edges.filter((edge) => allowed.has(edge.s) && allowed.has(edge.o) && passes(edge));
  const joined = new Set(candidates.flatMap((edge) => [edge.s, edge.o]));
  const ranked = [...joined].sort((a, b) => graph.nodes[a].rank - graph.nodes[b].rank);
  const nodes = new Set(ranked.slice(0, state.top));
  const chosen = selection();
  const wanted = chosen?.node ? [chosen.node.at] : chosen?.edge ? [chosen.edge.s, chosen.edge.o] : [];
  for (const at of wanted) if (joined.has(at)) nodes.add(at);
  for (const edge of candidates) {
    if (state.open.has(graph.nodes[edge.s].id) || state.open.has(graph.nodes[edge.o].id)) {
      nodes.add(edge.s);
      nodes.add(edge.o);
    }
  }
  const edges = candidates.filter((edge) => nodes.has(edge.s) && nodes.has(edge.o));
  const touched = new Set(edges.flatMap((edge) => [edge.s, edge.o]));
  for (const at of nodes) if (!touched.has(at)) nodes.delete(at);
  return { nodes, edges, nodesPassing: joined.size, edgesPassing: candidates.length };
}
