/**
 * Dates as bars: what is certain, what is only possible, and rows in which no bar covers another.
 * Pure.
 * @module
 */

/** @typedef {import('../../model.js').Model} Model */
/** @typedef {import('../../context.js').Node} Node */

/**
 * A date of an entity, as a bar: days since 1970 (fractions never), infinite where open.
 * @typedef {object} Bar
 * @property {string} id the entity
 * @property {number} date place of the date in the data
 * @property {Node} node
 * @property {string} group group of the line that gives the date
 * @property {number[]} claims
 * @property {number} first earliest first day
 * @property {number} begun latest first day: from here on it is certainly going on
 * @property {number} ending earliest last day: up to here it is
 * @property {number} last latest last day, whole
 * @property {boolean} approximate
 */

/** Days since 1970 of a day as `YYYY-MM-DD`; NaN for none. @param {string} day */
export const dayNumber = (day) => (day ? Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000) : NaN);

/** The day of a number. @param {number} number */
export const dayText = (number) => new Date(number * 86_400_000).toISOString().slice(0, 10);

/**
 * The bars of some entities; those without a date apart.
 * @param {Model} model @param {Iterable<number>} nodes
 * @returns {{ bars: Bar[], undated: Node[] }}
 */
export function barsOf(model, nodes) {
  /** @type {Bar[]} */ const bars = [];
  /** @type {Node[]} */ const undated = [];
  for (const at of nodes) {
    const node = model.data.nodes[at];
    if (!HAPPEN.has(node.kind)) continue;
    if (!node.when.length) undated.push(node);
    for (const when of node.when) {
      const found = model.data.dates[when.date];
      const [a, b, c, d] = found.bounds.map(dayNumber);
      bars.push({
        id: node.id, date: when.date, node, group: when.group, claims: when.claims, approximate: found.approximate,
        first: Number.isNaN(a) ? -Infinity : a, begun: Number.isNaN(b) ? Infinity : b,
        ending: Number.isNaN(c) ? -Infinity : c + 1, last: Number.isNaN(d) ? Infinity : d + 1,
      });
    }
  }
  bars.sort((one, other) => one.first - other.first || one.last - other.last || one.id.localeCompare(other.id));
  return { bars, undated };
}

const HAPPEN = new Set(['event', 'series', 'prospect']);

/** The span that all bars touch, in days; open ends do not count. @param {Bar[]} bars @returns {[number, number] | null} */
export function extent(bars) {
  const ends = bars.flatMap(({ first, begun, ending, last }) => [first, begun, ending, last]).filter(Number.isFinite);
  return ends.length ? [Math.min(...ends), Math.max(...ends)] : null;
}

/**
 * The lane of a bar.
 * @param {Bar} bar @param {string} by 'type' or 'actor' @param {Model} model
 * @returns {string}
 */
export function laneOf(bar, by, model) {
  if (by !== 'actor') return bar.node.type || bar.node.kind;
  const at = /** @type {number} */ (model.nodeAt.get(bar.id));
  /** @type {Map<number, number>} */ const actors = new Map();
  for (const number of model.linesOf[at]) {
    const line = model.data.lines[number];
    const other = line.s === at ? line.o : line.s;
    if (model.data.nodes[other].kind === 'actor') actors.set(other, (actors.get(other) ?? 0) + 1);
  }
  const [best] = [...actors].sort(([a, n], [b, m]) => m - n || a - b);
  return best ? model.data.nodes[best[0]].short : 'no actor named';
}

/**
 * Rows in lanes: a bar with its label takes the first row of its lane that is free there.
 * @param {Bar[]} bars sorted by their first day
 * @param {(bar: Bar) => string} lane
 * @param {(bar: Bar) => [number, number]} room from where to where a bar and its label reach, in pixels
 * @returns {{ lanes: { name: string, from: number, rows: number }[], row: number[] }} `row` of each bar
 */
export function stack(bars, lane, room) {
  /** @type {Map<string, { bar: number, room: [number, number] }[]>} */ const groups = new Map();
  bars.forEach((bar, at) => {
    const name = lane(bar);
    groups.set(name, [...(groups.get(name) ?? []), { bar: at, room: room(bar) }]);
  });
  const row = bars.map(() => 0);
  let from = 0;
  const lanes = [...groups].map(([name, members]) => {
    /** @type {number[]} */ const ends = [];
    for (const { bar, room: [start, end] } of [...members].sort((a, b) => a.room[0] - b.room[0])) {
      let at = ends.findIndex((taken) => taken < start);
      if (at < 0) at = ends.length;
      ends[at] = end + 8;
      row[bar] = from + at;
    }
    const made = { name, from, rows: ends.length };
    from += ends.length;
    return made;
  });
  return { lanes, row };
}

/**
 * How many bars may touch each step of a span.
 * @param {Bar[]} bars @param {[number, number]} span @param {number} steps
 */
export function density(bars, [from, to], steps) {
  const counts = new Array(steps).fill(0);
  const width = (to - from) / steps || 1;
  for (const { first, last } of bars) {
    const a = Math.max(0, Math.floor((Math.max(first, from) - from) / width));
    const b = Math.min(steps - 1, Math.ceil((Math.min(last, to) - from) / width) - 1);
    for (let at = a; at <= b; at += 1) counts[at] += 1;
  }
  return counts;
}
