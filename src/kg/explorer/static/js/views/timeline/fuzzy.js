/**
 * The shape of a fuzzy bar and of its label. Pure.
 * @module
 */

/** @typedef {import('./bars.js').Bar} Bar */

/**
 * A part of a bar, in days: `in` and `out` fade, `sure` is certain, `some` is "at some time in here".
 * @typedef {{ part: 'in' | 'sure' | 'some' | 'out', from: number, to: number }} Part
 */

/** Of the window, what an open end takes. */
const FADE = 0.08;

/**
 * The parts of a bar in a window. An open end fades within a part of it: drawn to the edge, it would read as if it
 * went on until then.
 * @param {Bar} bar @param {[number, number]} window
 * @returns {{ parts: Part[], openStart: boolean, openEnd: boolean }}
 */
export function shape(bar, [start, end]) {
  const openStart = !Number.isFinite(bar.first);
  const openEnd = !Number.isFinite(bar.last);
  const known = [bar.first, bar.begun, bar.ending, bar.last].filter(Number.isFinite);
  const fade = FADE * (end - start);
  const [earliest, latest] = [Math.min(...known), Math.max(...known)];
  // Where only what may be going on is in sight, it is drawn all the way.
  const first = openStart ? (earliest - fade > end ? start : earliest - fade) : bar.first;
  const last = openEnd ? (latest + fade < start ? end : latest + fade) : bar.last;
  const begun = Number.isFinite(bar.begun) ? bar.begun : Number.isFinite(bar.ending) ? bar.ending : last;
  const ending = Number.isFinite(bar.ending) ? bar.ending : Number.isFinite(bar.begun) ? bar.begun : first;
  const [low, high] = [Math.max(first, Math.min(begun, ending)), Math.min(last, Math.max(begun, ending))];
  /** @type {Part[]} */ const parts = [
    { part: 'in', from: first, to: low },
    { part: begun < ending ? 'sure' : 'some', from: low, to: high },
    { part: 'out', from: high, to: last },
  ];
  return { parts: parts.filter(({ from, to }) => to > from), openStart, openEnd };
}

/**
 * Where a label stands: it begins with its bar as far as that is in sight; where there is no room, it ends with it,
 * and is anchored there, so that no type that is wider than measured runs out of the frame.
 * @param {number} start left end of the bar @param {number} end of the bar @param {number} text width of the label @param {number} width of the window
 * @returns {{ x: number, anchor: 'start' | 'end' }} its left end, and which end holds
 */
export function labelAt(start, end, text, width) {
  const [from, last] = [Math.max(start, 0), width - ROOM];
  if (from + text <= last) return { x: from, anchor: 'start' };
  return { x: Math.max(0, Math.min(last, Math.max(end, from)) - text), anchor: 'end' };
}

/** Between a label and the right edge, in pixels. */
const ROOM = 6;

/** Half of a year's number, in pixels. */
const EDGE = 16;

/** How a year stands at its tick, so that one at the edge is not cut off. @param {number} x @param {number} width @returns {'start' | 'middle' | 'end'} */
export const anchorAt = (x, width) => (x < EDGE ? 'start' : x > width - EDGE ? 'end' : 'middle');

/**
 * From where to where a bar with its label reaches, in pixels.
 * @param {number} start @param {number} end of the bar @param {number} text width of the label @param {number} width of the window
 * @returns {[number, number]}
 */
export function reach(start, end, text, width) {
  const { x: at } = labelAt(start, end, text, width);
  return [Math.min(at, Math.max(0, start)), Math.max(at + text, Math.min(width, end))];
}

/**
 * As much of the words as there is room for, with an ellipsis.
 * @param {string} words @param {number} room in pixels @param {(words: string) => number} measure
 */
export function fit(words, room, measure) {
  if (measure(words) <= room) return words;
  const letters = [...words];
  let [low, high] = [0, letters.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(`${letters.slice(0, middle).join('').trimEnd()}…`) <= room) low = middle;
    else high = middle - 1;
  }
  return `${letters.slice(0, low).join('').trimEnd()}…`;
}
