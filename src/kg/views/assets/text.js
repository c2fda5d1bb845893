// The sources' own words, with what claims rest on marked; a sentence opens its claims in the panel.
import { byId, fill, make, say } from "./dom.js";
import { graph } from "./data.js";
import { underLens } from "./filtering.js";
import { marked } from "./passages.js";
import { choose, selection, state } from "./state.js";

/** Show the texts. */
export function drawText() {
  if (state.view !== "text") return;
  const view = byId("view-text");
  const hadFocus = view.contains(document.activeElement);
  const texts = graph.sources.map((source, at) => ({ source, at })).filter((item) => item.source.segments.length);
  fill(view, ...(texts.length ? texts.map(article) : [make("p", { class: "hint" }, "No source in this page has its text here; all are cited.")]));
  const current = view.querySelector("[aria-current]");
  current?.scrollIntoView({ block: "center" });
  if (hadFocus) current?.focus({ preventScroll: true });
}

function article({ source, at }) {
  const spans = graph.claims.filter((claim) => claim.source === at && !claim.reporting && underLens(claim))
    .flatMap((claim) => claim.quotes.map(([start, end]) => [start, end]));
  const chosen = selection();
  const body = make("article", { class: "text", dir: "auto" }, make("h2", {}, say(source.title || source.label)));
  let paragraph = null;
  let last = 0;
  for (const segment of source.segments) {
    const current = chosen?.segment === segment;
    const take = () => choose({ selected: `s:${at}:${segment.n}` });
    const words = make("span", { // a button would not flow with the lines of the text
      class: "sentence", role: "button", tabindex: 0, "aria-current": current ? "true" : null,
      on: { click: take, keydown: (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); take(); } } },
    }, ...marked(segment, spans));
    if (segment.kind === "Sentence") {
      if (!paragraph || segment.p !== last && segment.p > 0) body.append(paragraph = make("p", {}));
      paragraph.append(words, " ");
    } else {
      paragraph = null;
      body.append(make("p", { class: `segment-${segment.kind.toLowerCase()}` }, words));
    }
    last = segment.p;
  }
  return body;
}
