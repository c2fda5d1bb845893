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
/** Width of a letter at most, on the average of a line. */
const LETTER = 7;
/** Masks need names of their own in a page. */
let masks = 0;

/** @param {ReturnType<typeof axisOf>} axis @param {number} value */
const x = (axis, value) => 8 + place(axis, value) * (WIDTH - 16);

/** The lines of an axis, with its numbers where there is room for them. @param {ReturnType<typeof axisOf>} axis @param {number} height @param {boolean} numbers */
function gridOf(axis, height, numbers) {
  return ticks(axis).flatMap((tick) => [
    s('line', { x1: x(axis, tick), x2: x(axis, tick), y1: 0, y2: height, class: 'grid' }),
    numbers ? s('text', { x: x(axis, tick), y: height + 15, class: 'tick-name' }, number(tick)) : null,
  ]);
}

/**
 * The bar of a figure. An end that nobody states fades away: a hard end would say a number.
 * @param {ReturnType<typeof axisOf>} axis @param {Figure} figure @param {number} y
 */
function barOf(axis, figure, y) {
  const { quantity } = figure;
  const [a, b] = range(axis, figure).map((value) => 8 + value * (WIDTH - 16));
  const denied = figure.kind === 'denial';
  const open = quantity.upper === null || quantity.lower === null;
  const look = `range ${denied ? 'denied' : ''} ${open ? 'open' : ''} ${quantity.approximate ? 'soft' : ''} ${figure.disputed ? 'disputed' : ''}`;
  const name = open ? `fade-${(masks += 1)}` : '';
  return [
    open ? fade(name, quantity.upper === null) : null,
    s('rect', { x: a, y, width: Math.max(5, b - a), height: 12, rx: open ? 0 : 3, class: look, mask: open ? `url(#${name})` : null, 'data-id': figure.claim },
      s('title', {}, `${figure.attribution}: ${inWords(figure)}`)),
    denied ? s('line', { x1: a, x2: Math.max(b, a + 5), y1: y + 6, y2: y + 6, class: 'strike' }) : null,
  ];
}

/** A mask that lets an end fade away. @param {string} name @param {boolean} up whether it is the upper end */
function fade(name, up) {
  const ends = up ? ['1', '0'] : ['0', '1'];
  return s('mask', { id: name, maskContentUnits: 'objectBoundingBox' },
    s('linearGradient', { id: `${name}-light` }, s('stop', { offset: up ? 0.15 : 0, 'stop-color': 'white', 'stop-opacity': ends[0] }), s('stop', { offset: up ? 1 : 0.85, 'stop-color': 'white', 'stop-opacity': ends[1] })),
    s('rect', { x: 0, y: 0, width: 1, height: 1, fill: `url(#${name}-light)` }));
}

/** The number, as it was read from words that are not one. @param {Figure} figure */
export const numberOf = ({ words, quantity: { label, approximate } }) => (words ? `read as ${label}` : approximate ? `${label}, as the editors read it` : label);

/** The same with the words before it, where there is room for text alone. @param {Figure} figure */
const inWords = (figure) => (figure.words ? `“${figure.words}”, ${numberOf(figure)}` : numberOf(figure));

/** Who gives a figure, and how it is meant. @param {Figure} figure @param {import('../../context.js').Context} context */
const words = (figure, context) => [
  h('button', { type: 'button', class: 'linklike', onclick: () => context.actions.select(figure.claim) }, h('bdi', {}, figure.attribution)), ' ',
  figure.words ? h('q', {}, h('bdi', {}, figure.words)) : null, figure.words ? ' ' : null,
  h(figure.words ? 'small' : 'strong', {}, h('bdi', {}, numberOf(figure))), ' ',
  figure.kind === 'report' ? null : h('span', { class: `chip kind-${figure.kind}` }, meant(figure.kind)), figure.disputed ? h('span', { class: 'chip disputed' }, 'disputed') : null,
];

/** @param {Group} group @param {boolean} log */
const counted = (group, log) => `how many ${group.counted}${log ? ', logarithmic' : ''}`;

/**
 * The figures of a group on one axis, each bar with its words.
 * @param {Group} group @param {import('../../context.js').Context} context
 * @param {boolean} [titled] whether the subject is told
 */
export function chart(group, context, titled = true) {
  const axis = axisOf(group.figures);
  const sheet = (/** @type {number} */ height, /** @type {(Element | null)[]} */ ...parts) => s('svg', { viewBox: `0 0 ${WIDTH} ${height}`, class: 'ranges', 'aria-hidden': 'true' }, ...parts);
  const title = h('small', {}, ` ${counted(group, axis.log)}`);
  return h(titled ? 'section' : 'div', { class: `figure ${titled ? 'wide' : 'stacked'}`, 'data-subject': group.id },
    titled ? h('h3', {}, h('button', { type: 'button', class: 'linklike', onclick: () => context.actions.select(group.id) }, h('bdi', {}, group.subject)), title) : h('p', {}, title),
    h('ol', { class: 'figure-list' }, ...group.figures.map((figure) => h('li', { 'data-id': figure.claim }, h('p', {}, ...words(figure, context)), sheet(18, ...gridOf(axis, 18, false), ...barOf(axis, figure, 3))))),
    h('div', { class: 'figure-axis' }, sheet(20, ...gridOf(axis, 3, true))));
}

/** All groups as one drawing, with their words: to be saved. @param {Group[]} groups @returns {SVGSVGElement} */
export function drawingOf(groups) {
  let y = 0;
  const rowOf = (/** @type {Figure} */ figure) => `${figure.attribution} ${inWords(figure)}${figure.disputed ? ' (disputed)' : ''}`;
  const longest = Math.max(...groups.flatMap(({ figures }) => figures.map((figure) => rowOf(figure).length)));
  const wide = Math.max(WIDTH * 2.4, WIDTH + 20 + longest * LETTER);
  const parts = groups.flatMap((group) => {
    const axis = axisOf(group.figures);
    const top = (y += 34);
    const height = group.figures.length * ROW;
    const rows = group.figures.flatMap((figure, at) => [
      ...barOf(axis, figure, at * ROW + 6),
      s('text', { x: WIDTH + 10, y: at * ROW + 16, class: 'row-name' }, rowOf(figure)),
    ]);
    y += height + 24;
    return [s('text', { x: 8, y: top - 10, class: 'group-name' }, `${group.subject}, ${counted(group, axis.log)}`), s('g', { transform: `translate(0 ${top})` }, ...gridOf(axis, height, true), ...rows)];
  });
  return /** @type {SVGSVGElement} */ (s('svg', { width: wide, height: y + 10, viewBox: `0 0 ${wide} ${y + 10}`, class: 'ranges leaving' }, ...parts));
}

/** How the bars are read. */
export function figuresKey() {
  /** @param {string} look @param {string} text @param {Element | null} [more] @param {string} [mask] */
  const key = (look, text, more = null, mask) => h('li', {}, s('svg', { viewBox: '0 0 34 12', class: 'ranges sample', 'aria-hidden': 'true' }, more,
    s('rect', { x: 1, y: 2, width: 32, height: 8, rx: 2, class: `range ${look}`, mask: mask ? `url(#${mask})` : null }), look === 'denied' ? s('line', { x1: 1, x2: 33, y1: 6, y2: 6, class: 'strike' }) : null), text);
  const name = `fade-${(masks += 1)}`;
  return h('ul', { class: 'figures-key', 'aria-label': 'How the bars are read' }, key('', 'from the least to the most that is said'), key('soft', 'about'), key('open', 'no upper end is said', fade(name, true), name), key('disputed', 'disputed'), key('denied', 'denied'));
}
