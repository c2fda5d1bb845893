// Quotes in their passage: the paragraph they stand in, with the quotes marked.
import { fill, make, outside, press, say } from "./dom.js";
import { graph } from "./data.js";
import { choose } from "./state.js";

// A longer paragraph is shown around the quote only, until the reader asks for all of it.
const LIMIT = 1200;

function lettersOf(segment) {
  return Array.from(segment.text); // code points: positions in the data count these
}

/** A segment's text as nodes, with the parts that the spans (start, end in the source) cover marked; `window` cuts it. */
export function marked(segment, spans, window = null) {
  const letters = lettersOf(segment);
  const [begin, stop] = window ?? [0, letters.length];
  const inside = spans
    .map(([start, end]) => [Math.max(begin, start - segment.start), Math.min(stop, end - segment.start)])
    .filter(([start, end]) => start < end)
    .sort((a, b) => a[0] - b[0]);
  const parts = [];
  let at = begin;
  for (const [start, end] of inside) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    if (from > at) parts.push(letters.slice(at, from).join(""));
    parts.push(make("mark", {}, letters.slice(from, end).join("")));
    at = end;
  }
  if (at < stop) parts.push(letters.slice(at, stop).join(""));
  return parts;
}

function overlaps(segment, [start, end]) {
  return start < segment.start + lettersOf(segment).length && end > segment.start;
}

/** First and last place of the segments of one paragraph that stand together around this one. */
function paragraphAt(segments, at) {
  const own = (n) => segments[n]?.p === segments[at].p && segments[n].kind === segments[at].kind;
  let first = at;
  let last = at;
  while (own(first - 1) && segments[first - 1].n === segments[first].n - 1) first -= 1;
  while (own(last + 1) && segments[last + 1].n === segments[last].n + 1) last += 1;
  return [first, last];
}

/** The part of a paragraph around a segment that is short enough to be shown at once. */
function within(segments, at, [first, last]) {
  let from = at;
  let to = at;
  let room = LIMIT - lettersOf(segments[at]).length;
  for (let grown = true; grown;) {
    grown = false;
    for (const next of [to + 1, from - 1]) {
      if (next < first || next > last) continue;
      const size = lettersOf(segments[next]).length;
      if (size > room) continue;
      room -= size;
      from = Math.min(from, next);
      to = Math.max(to, next);
      grown = true;
    }
  }
  return [from, to];
}

/** Where to cut a segment that is too long by itself: its part around a quote. */
function cut(segment, [start, end]) {
  const length = lettersOf(segment).length;
  if (length <= LIMIT) return null;
  const room = Math.max(0, LIMIT - (end - start)) / 2;
  const from = Math.max(0, Math.floor(start - segment.start - room));
  return [from, Math.min(length, Math.max(from + LIMIT, end - segment.start))];
}

/** The paragraphs of a claim's quotes, the quotes marked: one blockquote for each place in the text. */
export function passagesOf(claim) {
  const { segments } = graph.sources[claim.source];
  const spans = claim.quotes.map(([start, end]) => [start, end]);
  const shown = new Set();
  const blocks = [];
  for (const [start, end, exact] of claim.quotes) {
    const at = segments.findIndex((segment) => overlaps(segment, [start, end]));
    if (at < 0) {
      blocks.push(make("blockquote", { class: "passage", dir: "auto" }, make("mark", {}, exact)));
      continue;
    }
    if (shown.has(at)) continue;
    const whole = paragraphAt(segments, at);
    const part = within(segments, at, whole);
    const window = cut(segments[at], [start, end]);
    if (!window) for (let n = part[0]; n <= part[1]; n += 1) shown.add(n);
    const block = make("blockquote", { class: "passage", dir: "auto" });
    fill(block, ...passage(segments, part, spans, window, whole));
    if (window || part[0] > whole[0] || part[1] < whole[1]) {
      const all = () => {
        fill(block, ...passage(segments, whole, spans, null, whole));
        block.tabIndex = -1; // the button is gone; the keyboard goes on from here
        block.focus();
      };
      block.append(" ", press("Show the whole paragraph", all, { class: "plain more" }));
    }
    blocks.push(block);
  }
  return blocks;
}

function passage(segments, [from, to], spans, window, [first, last]) {
  const parts = [];
  if (segments[from].kind !== "Sentence") parts.push(make("span", { class: "where" }, `${segments[from].kind}: `));
  if (from > first) parts.push("… ");
  for (let n = from; n <= to; n += 1) {
    const near = spans.some((span) => overlaps(segments[n], span));
    const words = make("span", { class: near ? "here" : "around" }, ...marked(segments[n], spans, window));
    if (window && window[0] > 0) words.prepend("…");
    if (window && window[1] < lettersOf(segments[n]).length) words.append("…");
    parts.push(words, n < to ? " " : "");
  }
  if (to < last) parts.push(" … ");
  return parts;
}

/** Where a claim stands: its source and sentence, or the work that is cited for it. */
export function origin(claim) {
  const source = graph.sources[claim.source];
  const line = make("p", { class: "origin" });
  if (!claim.quotes.length) {
    line.append(make("span", { class: "chip cited" }, `added by the editors from a citation, not quoted${claim.unchecked ? ", not checked" : ""}`), " ", say(claim.citation || source.citation || source.label));
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
