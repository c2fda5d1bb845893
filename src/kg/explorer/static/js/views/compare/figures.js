/**
 * Numbers that speakers give, as ranges on one axis. Pure but for the elements it makes.
 * @module
 */

import { h, number, s } from '../../dom.js';
import { meant } from '../../words.js';

/** @typedef {import('../../records').Figure} Figure */

/** Figures of one subject and one thing that is counted. @typedef {{ subject: string, id: string, counted: string, figures: Figure[] }} Group */

/** @param {Figure[]} figures @returns {Group[]} those with the most figures first */
export function grouped(figures) {
  /** @type {Map<string, Group>} */ const found = new Map();
  for (const figure of figures) {
    const key = `${figure.subject_id} ${figure.quantity.counted}`;
    const group = found.get(key) ?? { subject: figure.subject, id: figure.subject_id, counted: figure.quantity.counted, figures: [] };
    group.figures.push(figure);
    found.set(key, group);
  }
  const contested = (/** @type {Group} */ group) => Number(group.figures.some((figure) => figure.disputed));
  return [...found.values()].sort((a, b) => contested(b) - contested(a) || b.figures.length - a.figures.length || a.subject.localeCompare(b.subject));
}

/**
 * The axis of a group: its ends, and whether it is logarithmic (where the largest is more than thirty
 * times the smallest).
 * @param {Figure[]} figures
 */
export function axisOf(figures) {
  const values = figures.flatMap(({ quantity: { lower, upper } }) => [lower, upper]).filter((value) => value !== null);
  const [low, high] = [Math.min(...values), Math.max(...values, 1)];
  const log = low > 0 && high / low > 30;
  return { log, from: log ? low / 2 : 0, to: log ? high * 2 : high * 1.15 };
}

/**
 * Where a value lies on the axis, from 0 to 1.
 * @param {{ log: boolean, from: number, to: number }} axis @param {number} value
 */
export function place({ log, from, to }, value) {
  if (log) return (Math.log(Math.max(value, from)) - Math.log(from)) / (Math.log(to) - Math.log(from));
  return (value - from) / (to - from || 1);
}

/** The range of a quantity on an axis; open ends reach its end. @param {ReturnType<typeof axisOf>} axis @param {Figure} figure @returns {[number, number]} */
export function range(axis, { quantity: { lower, upper } }) {
  return [lower === null ? 0 : place(axis, lower), upper === null ? 1 : place(axis, upper)];
}

/** Round values for the marks of an axis. @param {ReturnType<typeof axisOf>} axis @returns {number[]} */
export function ticks({ log, from, to }) {
  if (log) {
    const found = [];
    for (let power = Math.ceil(Math.log10(from)); 10 ** power <= to; power += 1) found.push(10 ** power);
    return found;
  }
  const step = 10 ** Math.floor(Math.log10(to / 2 || 1));
  const wide = to / step > 6 ? step * 2 : step;
  return Array.from({ length: Math.floor(to / wide) + 1 }, (_, at) => at * wide);
}

const WIDTH = 420;
const ROW = 26;

/** @param {Group} group @param {import('../../context.js').Context} context */
export function chart(group, context) {
  const axis = axisOf(group.figures);
  const height = group.figures.length * ROW + 30;
  const svg = s('svg', { viewBox: `0 0 ${WIDTH} ${height}`, class: 'ranges', role: 'img', 'aria-label': `Ranges of ${group.counted}, ${group.subject}; the list beside says the same` });
  for (const tick of ticks(axis)) {
    const x = 8 + place(axis, tick) * (WIDTH - 16);
    svg.append(s('line', { x1: x, x2: x, y1: 0, y2: height - 22, class: 'grid' }), s('text', { x, y: height - 6, class: 'tick-name' }, number(tick)));
  }
  group.figures.forEach((figure, at) => {
    const [a, b] = range(axis, figure).map((value) => 8 + value * (WIDTH - 16));
    const y = at * ROW + 6;
    const denied = figure.kind === 'denial';
    const end = figure.quantity.upper === null ? 'open' : figure.quantity.approximate ? 'soft' : '';
    svg.append(s('rect', { x: a, y, width: Math.max(5, b - a), height: 12, rx: 3, class: `range ${denied ? 'denied' : ''} ${end} ${figure.disputed ? 'disputed' : ''}`, 'data-id': figure.claim },
      s('title', {}, `${figure.attribution}: ${figure.quantity.label}`)));
    if (denied) svg.append(s('line', { x1: a, x2: Math.max(b, a + 5), y1: y + 6, y2: y + 6, class: 'strike' }));
  });
  const list = h('ol', { class: 'figure-list' }, ...group.figures.map((figure) => h('li', { 'data-id': figure.claim }, h('button', {
    type: 'button', class: 'linklike', onclick: () => context.actions.select(figure.claim),
  }, h('bdi', {}, figure.attribution)), ' ', h('strong', {}, h('bdi', {}, figure.quantity.label)), ' ', figure.kind === 'report' ? null : h('span', { class: `chip kind-${figure.kind}` }, meant(figure.kind)), figure.disputed ? h('span', { class: 'chip disputed' }, 'disputed') : null)));
  return h('section', { class: 'figure' }, h('h3', {}, h('button', { type: 'button', class: 'linklike', onclick: () => context.actions.select(group.id) }, h('bdi', {}, group.subject)), h('small', {}, ` how many ${group.counted}${axis.log ? ', logarithmic' : ''}`)), h('div', { class: 'figure-row' }, svg, list));
}
