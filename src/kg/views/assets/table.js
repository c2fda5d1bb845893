// The same content as a table, for keyboards, screen readers and small screens.
import { byId, fill, make, plural, press, say } from "./dom.js";
import { CLAIM_KINDS, graph } from "./data.js";
import { attributionText, chips, entity, wordsOf } from "./claims.js";
import { carrying, propsUnderLens } from "./filtering.js";
import { selectEdge, state } from "./state.js";

const PAGE = 300; // rows written at first; a button writes the others

const COLUMNS = [
  ["Who or what", (row) => row.subject],
  ["Relation", (row) => row.relation],
  ["To whom or what", (row) => row.object],
  ["How it is meant", (row) => row.how],
  ["Who says so", (row) => row.by.join("; ")],
  ["Words it rests on", (row) => row.words],
];

const sorting = { lines: [-1, 1], others: [-1, 1] };
let latest = null;

/** Show the table of what is shown. */
export function drawTable(shown) {
  latest = shown;
  const view = byId("view-table");
  if (state.view !== "table") return;
  fill(view,
    table("lines", `Lines of the network: ${plural(shown.edges.length, "line")} shown`, byRank(shown.edges).map(edgeRow)),
    table("others", "Said, but not drawn as lines: figures, words, predictions, demands, hypotheses, denials", otherRows(shown)),
  );
}

/** The lines of the most connected first. */
function byRank(edges) {
  const rank = (edge) => [graph.nodes[edge.s].rank, graph.nodes[edge.o].rank].sort((a, b) => a - b);
  return [...edges].sort((a, b) => rank(a)[0] - rank(b)[0] || rank(a)[1] - rank(b)[1] || a.at - b.at);
}

function edgeRow(edge) {
  const claims = carrying(edge);
  return {
    s: edge.s, o: edge.o, edge: edge.at, marks: [],
    subject: graph.nodes[edge.s].label, relation: edge.label, object: graph.nodes[edge.o].label,
    how: (edge.graph === "interpretations" ? CLAIM_KINDS.interpretation : CLAIM_KINDS.report) + (edge.disputed ? ", disputed" : ""),
    by: [...new Set(claims.map(attributionText))],
    words: claims.map(wordsOf).find(Boolean) ?? claims[0]?.citation ?? "",
    quoted: claims.some((claim) => claim.quotes.length),
  };
}

/** What claims say of the entities shown that no line can show. */
function otherRows(shown) {
  const lines = new Set(graph.edges.flatMap((edge) => edge.claims.map((at) => `${at}`).flatMap((at) => edge.props.map((prop) => `${at} ${prop}`))));
  const everything = shown.nodes.size === shown.nodesPassing;
  const rows = [];
  for (const claim of graph.claims) {
    if (claim.reporting) continue;
    for (const at of propsUnderLens(claim)) {
      const prop = graph.props[at];
      if (lines.has(`${claim.at} ${at}`)) continue;
      if (!everything && !shown.nodes.has(prop.s) && !shown.nodes.has(prop.o)) continue;
      rows.push({
        s: prop.s, o: prop.o, edge: -1, marks: chips(claim), subject: prop.subject, relation: prop.label, object: prop.object,
        how: CLAIM_KINDS[claim.kind] + (prop.disputed ? ", disputed" : ""), by: [attributionText(claim)],
        words: wordsOf(claim) || claim.citation, quoted: claim.quotes.length > 0,
      });
    }
  }
  return rows;
}

function table(name, caption, rows) {
  const [column, direction] = sorting[name];
  const sorted = column < 0 ? rows : [...rows].sort((a, b) => direction * COLUMNS[column][1](a).localeCompare(COLUMNS[column][1](b), "en"));
  const head = make("tr", {}, ...COLUMNS.map(([title], at) => make("th", {
    scope: "col", "aria-sort": column === at ? (direction > 0 ? "ascending" : "descending") : "none",
  }, press(title, () => {
    sorting[name] = column === at ? [at, -direction] : [at, 1];
    drawTable(latest);
    byId(`${name}-head`).querySelectorAll("button")[at].focus();
  }))));
  const body = make("tbody", {}, ...sorted.slice(0, PAGE).map(line));
  const parts = [make("table", { id: name }, make("caption", {}, caption), make("thead", { id: `${name}-head` }, head), body)];
  if (sorted.length > PAGE) {
    const more = press(`Show the other ${sorted.length - PAGE}`, () => {
      body.append(...sorted.slice(PAGE).map(line));
      more.remove();
    });
    parts.push(more);
  }
  return make("div", { class: "table" }, ...parts);
}

function line(row) {
  const relation = row.edge < 0
    ? make("span", { class: "relation" }, say(row.relation))
    : press(say(row.relation), () => selectEdge(row.edge), { class: "relation", title: "Show who says so, with the words" });
  const words = row.quoted ? make("q", { dir: "auto" }, row.words) : make("span", { class: "origin" }, row.words ? "cited: " : "", say(row.words));
  const how = make("span", { class: row.how.includes("disputed") ? "how disputed" : "how" }, row.how);
  const cells = [entity(row.s, row.subject), relation, entity(row.o, row.object), how, say(row.by.join("; ")), words];
  return make("tr", {}, ...cells.map((cell, at) => make("td", { "data-name": COLUMNS[at][0] }, cell, ...(at === 3 ? row.marks.flatMap((mark) => [" ", mark]) : []))));
}
