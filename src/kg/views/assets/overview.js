// What the panel shows before anything is selected: the whole at a glance.
import { make, plural, press, say } from "./dom.js";
import { claimsOf, drawn, edgesOf, graph, lensLabel, speakers } from "./data.js";
import { attributionText, entity } from "./claims.js";
import { carrying, underLens } from "./filtering.js";
import { sourceFacts } from "./passages.js";
import { choose, isNarrow, state } from "./state.js";

const MOST = 6;
const NEVER_DRAWN = ["prediction", "demand", "hypothesis", "denial", "doubt", "open", "aside"];

export function overview() {
  const parts = [
    chosenMost("Most connected actors", ["actor"]),
    chosenMost("Most connected events", ["event", "series"]),
    speaking(),
    disputes(),
    notDrawn(),
    sourceList(),
  ];
  return [make("h2", { class: "overview" }, state.lens ? `At a glance: ${lensLabel(state.lens)}` : "At a glance"), ...parts.filter(Boolean).map((part, at) => (isNarrow() && at > 1 ? folded(part) : part))];
}

/** On a small screen only the first sections are open, so that the list is not far. */
function folded(section) {
  const title = section.querySelector("h3");
  const box = make("details", { class: "section" }, make("summary", {}, title.textContent));
  title.remove();
  box.append(...section.childNodes);
  return box;
}

function chosenMost(title, kinds) {
  const lines = (node) => edgesOf(node.at).filter((edge) => carrying(edge).length > 0).length;
  const nodes = drawn.filter((node) => kinds.includes(node.kind) && lines(node) > 0).slice(0, MOST);
  if (!nodes.length) return null;
  const list = make("ol", { class: "most" });
  for (const node of nodes) {
    list.append(make("li", {}, entity(node.at, node.short), " ",
      make("span", { class: "count" }, plural(lines(node), "line"))));
  }
  return make("section", {}, make("h3", {}, title), list);
}

function speaking() {
  if (!speakers.length) return null;
  const most = speakers[0].count;
  const row = ({ node, count }) => {
    const lens = `according-to:${node.id}`;
    const bar = make("span", { class: "bar-of" });
    bar.style.setProperty("--share", String(count / most));
    return make("li", {}, bar, press(say(node.short), () => choose({ lens: state.lens === lens ? "" : lens }), {
      class: "plain kind-actor", "aria-pressed": String(state.lens === lens), title: "Show only what it says",
    }), " ", make("span", { class: "count" }, plural(count, "claim")));
  };
  const first = make("ul", { class: "speakers" }, ...speakers.slice(0, MOST).map(row));
  const rest = speakers.slice(MOST);
  const section = make("section", {}, make("h3", {}, `Who speaks (${speakers.length})`), first);
  if (rest.length) {
    section.append(make("details", {}, make("summary", {}, `${rest.length} more`), make("ul", { class: "speakers" }, ...rest.map(row))));
  }
  return section;
}

function disputes() {
  const found = graph.props.map((prop, at) => ({ prop, at }))
    .filter((item) => item.prop.disputed && claimsOf(item.at).some(underLens));
  if (!found.length) return null;
  const bySubject = new Map();
  for (const item of found) {
    if (!bySubject.has(item.prop.subject)) bySubject.set(item.prop.subject, []);
    bySubject.get(item.prop.subject).push(item);
  }
  const subjects = [];
  for (const items of bySubject.values()) {
    const lines = make("ul", {});
    for (const { prop, at } of items) {
      const said = claimsOf(at).filter((claim) => !claim.reporting);
      const who = [...new Set(said.map((claim) => `${attributionText(claim)}`))].slice(0, 3).join("; ");
      lines.append(make("li", {}, make("span", { class: "relation" }, say(prop.label)), " ", say(prop.object), " ",
        make("span", { class: "by" }, say(who))));
    }
    subjects.push(make("li", {}, entity(items[0].prop.s, items[0].prop.subject), lines));
  }
  const rest = subjects.length > MOST ? make("details", {}, make("summary", {}, `About ${subjects.length - MOST} more`),
    make("ul", { class: "disputes" }, ...subjects.slice(MOST))) : null;
  return make("section", { class: "disputed" }, make("h3", {}, `Disputed (${found.length})`),
    make("ul", { class: "disputes" }, ...subjects.slice(0, MOST)), rest);
}

/** Predictions, demands, hypotheses and denials, by kind: they are no lines of the network. */
function notDrawn() {
  const found = graph.claims.filter((claim) => !claim.reporting && NEVER_DRAWN.includes(claim.kind) && underLens(claim));
  if (!found.length) return null;
  const titles = {
    prediction: "Predicted", demand: "Demanded", hypothesis: "Supposed or feared", denial: "Denied",
    doubt: "Said with doubt", open: "Left open", aside: "Said within other claims",
  };
  const section = make("section", {}, make("h3", {}, `Never drawn as lines (${found.length})`));
  for (const kind of NEVER_DRAWN) {
    const own = found.filter((claim) => claim.kind === kind);
    if (!own.length) continue;
    const list = make("ul", { class: "prospects" });
    const seen = new Set();
    for (const claim of own) {
      for (const at of claim.props) {
        const prop = graph.props[at];
        const key = `${attributionText(claim)}|${prop.subject}`;
        if (seen.has(key)) continue;
        seen.add(key);
        list.append(make("li", {}, make("span", { class: "by" }, say(`${attributionText(claim)}: `)), entity(prop.s, prop.subject)));
      }
    }
    section.append(make("details", { class: `kind-${kind}` }, make("summary", {}, `${titles[kind]} (${own.length})`), list));
  }
  return section;
}

function sourceList() {
  const quoted = graph.sources.filter((source) => source.quoted);
  const cited = graph.sources.filter((source) => !source.quoted);
  const section = make("section", {}, make("h3", {}, `Sources (${graph.sources.length})`));
  const row = (source) => make("details", {}, make("summary", {}, say(source.label)), sourceFacts(source));
  for (const source of quoted) section.append(row(source));
  if (quoted.length) section.append(make("p", {}, press("Read the text with its claims", () => choose({ view: "text" }))));
  if (cited.length) {
    section.append(make("details", {}, make("summary", {}, `${plural(cited.length, "work")} cited, not quoted`), ...cited.map(row)));
  }
  return section;
}
