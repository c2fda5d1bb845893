// Quotes in their passage: the sentence they stand in, marked, with the sentences around it.
import { make, outside, press, say } from "./dom.js";
import { graph } from "./data.js";
import { choose } from "./state.js";

const AROUND = 2;

/** A segment's text as nodes, with the parts that the spans (start, end in the source) cover marked. */
export function marked(segment, spans) {
  const letters = Array.from(segment.text); // code points: positions in the data count these
  const inside = spans
    .map(([start, end]) => [Math.max(0, start - segment.start), Math.min(letters.length, end - segment.start)])
    .filter(([start, end]) => start < end)
    .sort((a, b) => a[0] - b[0]);
  const parts = [];
  let at = 0;
  for (const [start, end] of inside) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    if (from > at) parts.push(letters.slice(at, from).join(""));
    parts.push(make("mark", {}, letters.slice(from, end).join("")));
    at = end;
  }
  if (at < letters.length) parts.push(letters.slice(at).join(""));
  return parts;
}

function overlaps(segment, [start, end]) {
  return start < segment.start + Array.from(segment.text).length && end > segment.start;
}

/** The passages of a claim's quotes: one blockquote for each place in the text. */
export function passagesOf(claim) {
  const source = graph.sources[claim.source];
  const spans = claim.quotes.map(([start, end]) => [start, end]);
  const shown = new Set();
  const blocks = [];
  for (const [start, end, exact] of claim.quotes) {
    const at = source.segments.findIndex((segment) => overlaps(segment, [start, end]));
    if (at < 0) {
      blocks.push(make("blockquote", { class: "passage", dir: "auto" }, make("mark", {}, exact)));
      continue;
    }
    if (shown.has(at)) continue;
    const own = source.segments[at].kind;
    let first = at;
    let last = at;
    if (own === "Sentence") {
      while (first > 0 && at - first < AROUND && source.segments[first - 1].kind === own) first -= 1;
      while (last + 1 < source.segments.length && last - at < AROUND && source.segments[last + 1].kind === own) last += 1;
    }
    const block = make("blockquote", { class: "passage", dir: "auto" });
    if (own !== "Sentence") block.append(make("span", { class: "where" }, `${own}: `));
    for (let n = first; n <= last; n += 1) {
      shown.add(n);
      const near = spans.some((span) => overlaps(source.segments[n], span));
      block.append(make("span", { class: near ? "here" : "around" }, ...marked(source.segments[n], spans)), " ");
    }
    blocks.push(block);
  }
  return blocks;
}

/** Where a claim stands: its source and sentence, or the work that is cited for it. */
export function origin(claim) {
  const source = graph.sources[claim.source];
  const line = make("p", { class: "origin" });
  if (!claim.quotes.length) {
    line.append(make("span", { class: "chip cited" }, "cited, not quoted"), " ", say(claim.citation || source.citation || source.label));
    if (claim.locator) line.append(" (", say(claim.locator), ")");
    return line;
  }
  const segment = source.segments.find((item) => overlaps(item, claim.quotes[0]));
  line.append(say(source.label));
  if (segment) {
    const place = `s:${claim.source}:${segment.n}`;
    line.append(", ", press(`sentence ${segment.n}`, () => choose({ view: "text", selected: place }), { class: "plain" }));
  }
  return line;
}

/** All that is known of a source, as a list of lines. */
export function sourceFacts(source) {
  const lines = [];
  if (source.title) lines.push(["Title", say(source.title)]);
  if (source.by.length) lines.push(["By", say(source.by.join(", "))]);
  if (source.publisher) lines.push(["Publisher", say(source.publisher)]);
  if (source.published) lines.push(["Published", say(source.published + (source.inferred ? " (inferred)" : ""))]);
  if (source.inferred) lines.push(["How inferred", say(source.inferred)]);
  if (source.citation) lines.push(["Cite as", say(source.citation)]);
  if (source.url) lines.push(["Address", outside(source.url)]);
  if (source.rights) lines.push(["Rights", say(source.rights)]);
  const list = make("dl", { class: "facts" });
  for (const [name, value] of lines) list.append(make("dt", {}, name), make("dd", {}, value));
  return list;
}
