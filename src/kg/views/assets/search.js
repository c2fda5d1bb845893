// Search as you type over names, aliases and quotes (the pattern "combobox with a list" of WAI-ARIA).
import { byId, fill, make, say } from "./dom.js";
import { CLAIM_KINDS, fold, graph, KIND_NAMES } from "./data.js";
import { attributionText } from "./claims.js";
import { choose, selectNode } from "./state.js";

const MOST_NAMES = 8;
const MOST_QUOTES = 6;
const CONTEXT = 44;

const names = graph.nodes.flatMap((node) => [
  ...new Set([node.label, node.short, ...node.labels.map((label) => label[1]), ...node.aliases]),
].map((text) => ({ node, text, folded: fold(text) })));
const quotes = graph.claims.filter((claim) => !claim.reporting)
  .flatMap((claim) => claim.quotes.map((quote) => ({ claim, text: quote[2], folded: fold(quote[2]) })));

/** What contains all the words: names first, whole beginnings before the rest. */
export function find(text) {
  const words = fold(text).split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const all = (item) => words.every((word) => item.folded.includes(word));
  const begins = (item) => (item.folded.startsWith(words[0]) ? 0 : 1);
  const seen = new Set();
  const found = names.filter(all)
    .sort((a, b) => begins(a) - begins(b) || (a.node.rank < 0) - (b.node.rank < 0) || a.node.rank - b.node.rank)
    .filter((item) => !seen.has(item.node) && seen.add(item.node))
    .slice(0, MOST_NAMES)
    .map((item) => ({ kind: item.node.kind, label: item.node.label, note: item.text === item.node.label ? "" : item.text, node: item.node }));
  const said = new Set();
  const inQuotes = quotes.filter(all)
    .filter((item) => !said.has(item.text) && said.add(item.text))
    .slice(0, MOST_QUOTES)
    .map((item) => ({ kind: "quote", label: excerpt(item.text, words[0]), note: `${attributionText(item.claim)} (${CLAIM_KINDS[item.claim.kind]})`, claim: item.claim }));
  return [...found, ...inQuotes];
}

/** The part of a long quote around the word. */
function excerpt(text, word) {
  const at = Math.max(0, fold(text).indexOf(word));
  const from = Math.max(0, at - CONTEXT);
  const to = Math.min(text.length, at + word.length + CONTEXT);
  return (from > 0 ? "…" : "") + text.slice(from, to) + (to < text.length ? "…" : "");
}

/** Where a found claim leads: its line if it has one, else its sentence, else what it is about. */
function openClaim(claim) {
  const edge = graph.edges.find((item) => item.claims.includes(claim.at));
  const source = graph.sources[claim.source];
  const start = claim.quotes[0]?.[0] ?? -1;
  const segment = [...source.segments].reverse().find((item) => item.start <= start);
  if (edge) choose({ selected: `e:${edge.id}` });
  else if (segment) choose({ selected: `s:${claim.source}:${segment.n}` });
  else if (graph.props[claim.props[0]]?.s >= 0) selectNode(graph.props[claim.props[0]].s);
}

export function startSearch() {
  const input = byId("search");
  const list = byId("found");
  let found = [];
  let active = -1;

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (item) => {
    close();
    input.value = "";
    if (item.node) selectNode(item.node.at);
    else openClaim(item.claim);
    byId("panel").focus({ preventScroll: true });
  };
  const mark = (next) => {
    active = (next + found.length) % found.length;
    [...list.children].forEach((child, at) => child.setAttribute("aria-selected", String(at === active)));
    input.setAttribute("aria-activedescendant", `found-${active}`);
    list.children[active].scrollIntoView({ block: "nearest" });
  };
  const show = () => {
    found = find(input.value);
    if (!input.value.trim()) return close();
    fill(list, ...(found.length ? found.map((item, at) => make("li", {
      role: "option", id: `found-${at}`, "aria-selected": "false", class: `kind-${item.kind}`,
      on: { mousedown: (event) => { event.preventDefault(); take(item); } },
    }, make("span", { class: "kind" }, KIND_NAMES[item.kind]?.[0] ?? item.kind), " ", say(item.label), item.note ? make("span", { class: "note" }, say(item.note)) : null))
      : [make("li", { class: "none", role: "option", "aria-disabled": "true" }, "Nothing found in names and quotes")]));
    list.hidden = false;
    active = -1;
    input.setAttribute("aria-expanded", "true");
    return undefined;
  };

  input.addEventListener("input", show);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) { event.stopPropagation(); close(); }
    if (list.hidden || !found.length) return;
    if (event.key === "ArrowDown") { event.preventDefault(); mark(active + 1); }
    if (event.key === "ArrowUp") { event.preventDefault(); mark(active < 0 ? found.length - 1 : active - 1); }
    if (event.key === "Enter") { event.preventDefault(); take(found[Math.max(0, active)]); }
  });
}
