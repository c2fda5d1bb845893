// Claims as people read them: who says so, what, how it is meant, and the words it rests on.
import { make, press, say } from "./dom.js";
import { CLAIM_KINDS, graph } from "./data.js";
import { propsUnderLens } from "./filtering.js";
import { origin, passagesOf } from "./passages.js";
import { selectNode } from "./state.js";

/** The name of an entity, as a button that opens its card; plain text where the page holds none. */
export function entity(at, text, options = {}) {
  if (at < 0) return say(text);
  return press(say(text), () => selectNode(at), { class: `plain kind-${graph.nodes[at].kind}`, ...options });
}

/** "A reports that B say", each speaker a button. */
export function attribution(claim) {
  return claim.by.map(([text, at]) => (at < 0 ? make("span", {}, say(text)) : entity(at, text)))
    .flatMap((part, index, all) => (index < all.length - 1 ? [part, " "] : [part]));
}

export function attributionText(claim) {
  return claim.by.map(([text]) => text).join("");
}

/** All the words that a claim rests on: one quote alone need not carry it. */
export function wordsOf(claim) {
  return claim.quotes.map((quote) => quote[2]).join(" … ");
}

/** Subject, relation, object on one line. */
export function proposition(prop, self = -1) {
  const line = make("p", { class: prop.disputed ? "prop disputed" : "prop" });
  line.append(prop.s === self ? say(prop.subject, { class: "self" }) : entity(prop.s, prop.subject));
  line.append(" ", make("span", { class: "relation" }, say(prop.label)), " ");
  line.append(prop.o === self && self >= 0 ? say(prop.object, { class: "self" }) : entity(prop.o, prop.object));
  if (prop.disputed) line.append(" ", make("span", { class: "chip disputed" }, "disputed"));
  return line;
}

/** Chips for what keeps a claim from being a plain report: mode, stance. */
export function chips(claim) {
  const found = [];
  if (claim.mode !== "Report") found.push([claim.mode.toLowerCase(), `mode-${claim.mode.toLowerCase()}`]);
  if (claim.stance !== "Affirms") {
    found.push([{ Denies: "denied", DeniesWithDoubt: "doubted", LeavesOpen: "left open", AffirmsWithDoubt: "with doubt" }[claim.stance] ?? claim.stance, "stance"]);
  }
  if (!found.length && claim.kind === "aside") found.push([CLAIM_KINDS.aside, "stance"]);
  return found.map(([text, name]) => make("span", { class: `chip ${name}` }, text));
}

/**
 * One claim: its propositions, chips, quote and origin.
 * With `full`, the passage is open and the chain of speakers stands above.
 */
export function claimItem(claim, { self = -1, full = false, props = claim.props } = {}) {
  const item = make("article", { class: `claim kind-${claim.kind}`, "data-claim": claim.key });
  if (full) item.append(make("p", { class: "by" }, ...attribution(claim)));
  for (const at of props) item.append(proposition(graph.props[at], self));
  const marks = chips(claim);
  if (marks.length) item.append(make("p", { class: "chips" }, ...marks));
  if (claim.quotes.length && full) {
    item.append(...passagesOf(claim), origin(claim));
  } else if (claim.quotes.length) {
    const more = make("details", {}, make("summary", {}, make("q", { dir: "auto" }, wordsOf(claim))));
    more.addEventListener("toggle", () => {
      if (more.open && more.childElementCount === 1) more.append(...passagesOf(claim), origin(claim));
    });
    item.append(more);
  } else item.append(origin(claim));
  if (claim.resolutions.length || claim.note) item.append(understood(claim));
  return item;
}

/** How wording was understood, and the encoder's remark. */
function understood(claim) {
  const list = make("ul", { class: "understood" });
  for (const [words, to, kind, why] of claim.resolutions) {
    const line = make("li", {}, make("q", { dir: "auto" }, words), " understood as ", say(to), ` (${kind})`);
    if (why) line.append(": ", say(why));
    list.append(line);
  }
  if (claim.note) list.append(make("li", {}, "Encoder's remark: ", say(claim.note)));
  return make("details", { class: "how" }, make("summary", {}, "How the words were understood"), list);
}

const ORDER = Object.keys(CLAIM_KINDS);

/** Claims grouped by who says so and how: a heading that each item completes; `lens` false for all that they say. */
export function groupedClaims(claims, self, lens = true) {
  const groups = new Map();
  for (const claim of claims) {
    const key = `${claim.source}|${attributionText(claim)}|${claim.kind}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(claim);
  }
  const size = new Map();
  for (const list of groups.values()) {
    const speaker = list[0].by.map((part) => part[1]).filter((at) => at >= 0).join(">");
    size.set(speaker, (size.get(speaker) ?? 0) + list.length);
  }
  const chain = (list) => list[0].by.map((part) => part[1]).filter((at) => at >= 0).join(">");
  return [...groups.values()]
    .sort((a, b) => size.get(chain(b)) - size.get(chain(a)) || chain(a).localeCompare(chain(b))
      || ORDER.indexOf(a[0].kind) - ORDER.indexOf(b[0].kind))
    .map((list) => make("section", { class: `said kind-${list[0].kind}` },
      make("h4", {}, ...attribution(list[0]), ":"),
      ...list.map((claim) => claimItem(claim, {
        self,
        props: (lens ? propsUnderLens(claim) : claim.props)
          .filter((at) => self < 0 || graph.props[at].s === self || graph.props[at].o === self),
      }))));
}
