/**
 * Dates as bars: what is certain and what is only possible; the lanes they stand in. Pure.
 * @module
 */

import { HAPPENS, span } from '../../model.js';

/** @typedef {import('../../model.js').Model} Model */
/** @typedef {import('../../context.js').Node} Node */

/**
 * A date that claims give an entity, as a bar: days since 1970, infinite where open.
 * @typedef {object} Bar
 * @property {string} id the entity
 * @property {string} key tells the bars of one entity apart
 * @property {number} date place of the date in the data
 * @property {Node} node
 * @property {string} group group of the line that gives the date
 * @property {number[]} claims
 * @property {number} first earliest first day
 * @property {number} begun latest first day: from here on it is certainly going on
 * @property {number} ending the day after the earliest last day: up to here it is
 * @property {number} last the day after the latest last day
 * @property {Span} days from and to where it may lie when a span is chosen: an end that nobody states reaches no further than its beginning
 * @property {boolean} approximate
 * @property {boolean} several whether the entity has other dates, too
 * @property {boolean} disputed whether speakers contradict each other about this date
 */

/** @typedef {[number, number]} Span from a day to a day */

/** Days since 1970 of a day as `YYYY-MM-DD`; NaN for none. @param {string} day */
export const dayNumber = (day) => (day ? Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000) : NaN);

/** The day of a number. @param {number} number */
export const dayText = (number) => new Date(Math.round(number) * 86_400_000).toISOString().slice(0, 10);

/**
 * The bars of some entities; those without a date, or whose dates say nothing, apart.
 * @param {Model} model @param {Iterable<number>} nodes
 * @returns {{ bars: Bar[], undated: Node[] }}
 */
export function barsOf(model, nodes) {
  /** @type {Bar[]} */ const bars = [];
  /** @type {Node[]} */ const undated = [];
  for (const at of nodes) {
    const node = model.data.nodes[at];
    if (!HAPPENS.has(node.kind)) continue;
    const found = node.when.map((when, n) => barOf(model, node, when, n)).filter((bar) => Number.isFinite(bar.first) || Number.isFinite(bar.last));
    if (!found.length) undated.push(node);
    for (const bar of found) bar.several = found.length > 1;
    bars.push(...found);
  }
  bars.sort((one, other) => one.first - other.first || one.last - other.last || (one.key < other.key ? -1 : 1));
  return { bars, undated };
}

/** @param {Model} model @param {Node} node @param {Node['when'][number]} when @param {number} n @returns {Bar} */
function barOf(model, node, when, n) {
  const date = model.data.dates[when.date];
  const [a, b, c, d] = date.bounds.map(dayNumber);
  const [from, to] = span(date).map(dayNumber);
  return {
    id: node.id, key: `${node.id} ${n}`, date: when.date, node, group: when.group, claims: when.claims, approximate: date.approximate, several: false, disputed: isDisputed(model, node, date.id),
    first: Number.isNaN(a) ? -Infinity : a, begun: Number.isNaN(b) ? Infinity : b,
    ending: Number.isNaN(c) ? -Infinity : c + 1, last: Number.isNaN(d) ? Infinity : d + 1,
    days: [Number.isNaN(from) ? -Infinity : from, Number.isNaN(to) ? Infinity : to + 1],
  };
}

/** Whether speakers contradict each other about this date of it. @param {Model} model @param {Node} node @param {string} date id */
function isDisputed({ data, nodeAt }, node, date) {
  const [s, o] = [nodeAt.get(node.id), nodeAt.get(date)];
  return node.disputed && o !== undefined && data.props.some((prop) => prop.disputed && prop.s === s && prop.o === o);
}

/** The span that all bars touch, in days; open ends do not count. @param {Bar[]} bars @returns {Span | null} */
export function extent(bars) {
  let [low, high] = [Infinity, -Infinity];
  for (const { first, begun, ending, last } of bars) {
    for (const end of [first, begun, ending, last]) {
      if (!Number.isFinite(end)) continue;
      low = Math.min(low, end);
      high = Math.max(high, end);
    }
  }
  return low <= high ? [low, high] : null;
}

/** The span to draw: with some room, and a few days at least. @param {Span} span @returns {Span} */
export function roomy([low, high]) {
  const room = Math.max(5, (high - low) * 0.02);
  return [Math.floor(low - room), Math.ceil(high + room)];
}

/** True where a bar may lie in a span. @param {Bar} bar @param {Span} span */
export const touches = ({ days: [first, last] }, [from, to]) => first < to && last > from;

/** So many lanes have an actor's name; the rest share one. */
const ACTORS = 14;
export const OTHERS = 'other actors';
export const NOBODY = 'no actor named';

/**
 * The lanes of each bar: one by type, or one for each actor that a line joins to the entity.
 * @param {Bar[]} bars @param {string} by '' for type, or 'actor' @param {Model} model
 * @returns {(bar: Bar) => string[]}
 */
export function lanesBy(bars, by, model) {
  if (by !== 'actor') return (bar) => [bar.node.type || bar.node.kind];
  /** @type {Map<string, string[]>} */ const named = new Map();
  /** @type {Map<string, number>} */ const often = new Map();
  for (const { id } of bars) {
    if (named.has(id)) continue;
    const actors = actorsOf(model, id);
    named.set(id, actors);
    for (const actor of actors) often.set(actor, (often.get(actor) ?? 0) + 1);
  }
  const kept = new Set([...often].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, ACTORS).map(([actor]) => actor));
  return ({ id }) => {
    const actors = named.get(id) ?? [];
    const known = actors.filter((actor) => kept.has(actor));
    return known.length ? known : [actors.length ? OTHERS : NOBODY];
  };
}

/** @param {Model} model @param {string} id @returns {string[]} names of the actors that lines join to an entity */
function actorsOf(model, id) {
  const at = model.nodeAt.get(id) ?? -1;
  /** @type {Set<string>} */ const actors = new Set();
  for (const number of model.linesOf[at] ?? []) {
    const { s, o } = model.data.lines[number];
    const other = model.data.nodes[s === at ? o : s];
    if (other.kind === 'actor') actors.add(other.short);
  }
  return [...actors];
}

/** @typedef {{ bar: Bar, row: number }} Placed a bar in a row; one in several lanes is placed several times */
/** @typedef {{ name: string, from: number, rows: number, bars: number }} Lane */

/**
 * Rows in lanes: a bar with its label takes the first row of its lane that is free there.
 * @param {Bar[]} bars sorted by their first day
 * @param {(bar: Bar) => string[]} lanesOf
 * @param {(bar: Bar) => [number, number]} room from where to where a bar with its label reaches, in pixels
 * @returns {{ lanes: Lane[], placed: Placed[] }} in reading order
 */
export function stack(bars, lanesOf, room) {
  /** @type {Map<string, { bar: Bar, room: [number, number] }[]>} */ const groups = new Map();
  for (const bar of bars) {
    const reach = room(bar);
    for (const name of lanesOf(bar)) {
      const members = groups.get(name);
      if (members) members.push({ bar, room: reach });
      else groups.set(name, [{ bar, room: reach }]);
    }
  }
  const last = (/** @type {string} */ name) => Number(name === OTHERS) + 2 * Number(name === NOBODY);
  /** @type {Placed[]} */ const placed = [];
  let from = 0;
  const lanes = [...groups].sort(([a], [b]) => last(a) - last(b)).map(([name, members]) => {
    /** @type {number[]} */ const ends = [];
    for (const { bar, room: [start, end] } of together(members)) {
      let at = ends.findIndex((taken) => taken <= start);
      if (at < 0) at = ends.length;
      ends[at] = end + 10;
      placed.push({ bar, row: from + at });
    }
    const lane = { name, from, rows: ends.length, bars: members.length };
    from += ends.length;
    return lane;
  });
  return { lanes, placed };
}

/**
 * From left to right, but the bars of one entity one after the other.
 * @param {{ bar: Bar, room: [number, number] }[]} members
 */
function together(members) {
  /** @type {Map<string, number>} */ const start = new Map();
  for (const { bar, room } of members) start.set(bar.id, Math.min(start.get(bar.id) ?? Infinity, room[0]));
  const of = (/** @type {Bar} */ bar) => /** @type {number} */ (start.get(bar.id));
  return members.sort((a, b) => of(a.bar) - of(b.bar) || (a.bar.id < b.bar.id ? -1 : Number(a.bar.id > b.bar.id)) || a.room[0] - b.room[0]);
}

/**
 * How many bars certainly lie in each step of a span, and how many more may; an open end is not counted.
 * @param {Bar[]} bars @param {Span} span @param {number} steps
 * @returns {{ sure: number, maybe: number }[]}
 */
export function density(bars, [from, to], steps) {
  const counts = Array.from({ length: steps }, () => ({ sure: 0, maybe: 0 }));
  const width = (to - from) / steps || 1;
  const step = (/** @type {number} */ day) => Math.max(0, Math.min(steps - 1, Math.floor((day - from) / width)));
  for (const { first, begun, ending, last } of bars) {
    const ends = [first, begun, ending, last].filter(Number.isFinite);
    const [low, high] = [Math.min(...ends), Math.max(...ends)];
    // Within one step, it is somewhere in it for sure.
    const [sureFrom, sureTo] = step(low) === step(high - 0.01) ? [low, Math.max(high, low + 1)] : [begun, ending];
    for (let at = step(low); at <= step(Math.max(low, high - 0.01)); at += 1) {
      const isSure = sureFrom < sureTo && Number.isFinite(sureFrom) && Number.isFinite(sureTo) && at >= step(sureFrom) && at <= step(sureTo - 0.01);
      counts[at][isSure ? 'sure' : 'maybe'] += 1;
    }
  }
  return counts;
}
