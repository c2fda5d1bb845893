/**
 * One bar as SVG: certain where it is solid, possible where it fades, apart where it is broken.
 * @module
 */

import { s } from '../../dom.js';

/** @typedef {import('./bars.js').Bar} Bar */
/** @typedef {import('./fuzzy.js').shape} shape */

const TOP = 18;
const THICK = 9;
/** No bar is narrower. */
const LEAST = 5;

/**
 * @param {Bar} bar @param {ReturnType<shape>} form
 * @param {{ x: (day: number) => number, y: number, label: { words: string, x: number, text: number, anchor: string }, width: number, key: string, says: string, apart: boolean, first: boolean }} how
 */
export function barMark(bar, { parts, openStart, openEnd }, { x, y, label, width, key, says, apart, first }) {
  const names = ['bar', `kind-${bar.node.kind}`, apart ? 'apart' : '', bar.approximate ? 'approximate' : '', bar.several ? 'several' : ''];
  const made = s('g', {
    class: names.filter(Boolean).join(' '), 'data-id': bar.id, 'data-key': key, tabindex: first ? 0 : -1, role: 'button', 'aria-label': says,
  });
  const start = x(parts[0].from);
  const exact = x(parts[parts.length - 1].to);
  const end = Math.max(exact, start + LEAST);
  const { disputed } = bar;
  made.append(s('rect', { x: Math.min(start, label.x) - 3, y: y + 1, width: Math.max(end, label.x + label.text) - Math.min(start, label.x) + 6, height: 29, rx: 4, class: 'target' }));
  // What is too short to be seen is drawn as one piece, as certain as it is.
  const shown = exact - start < LEAST ? parts.filter(({ part }) => part === 'sure' || part === 'some').slice(0, 1) : parts;
  for (const { part, from, to } of shown) {
    const [a, b] = exact - start < LEAST ? [start, end] : [x(from), x(to)];
    if (part === 'in' || part === 'out') made.append(s('rect', { x: a, y: y + TOP, width: b - a, height: THICK, class: `part ${part}`, fill: apart ? 'none' : `url(#fade-${part}-${bar.node.kind})` }));
    else made.append(s('rect', { x: a, y: y + TOP, width: exact - start < LEAST ? LEAST : Math.max(part === 'sure' ? 2 : 1, b - a), height: THICK, class: `part ${part}` }));
  }
  made.append(edge(start, end, y + TOP, openStart, openEnd));
  if (bar.approximate) made.append(s('text', { x: end + 14 > width ? start - 12 : end + 3, y: y + TOP + 9, class: 'about', 'aria-hidden': 'true' }, '≈'));
  if (disputed) made.append(badge(label.x + 6, y + 9));
  const held = label.anchor === 'end' ? label.x + label.text : label.x + (disputed ? 16 : 1);
  made.append(s('text', { x: held, y: y + 13, class: 'label', 'text-anchor': label.anchor }, label.words));
  return made;
}

/** An outline, not drawn where the end is open. @param {number} a @param {number} b @param {number} y @param {boolean} openStart @param {boolean} openEnd */
function edge(a, b, y, openStart, openEnd) {
  const low = y + THICK;
  const d = openStart && openEnd ? `M${a} ${y}H${b}M${a} ${low}H${b}`
    : openEnd ? `M${b} ${y}H${a}V${low}H${b}`
      : openStart ? `M${a} ${y}H${b}V${low}H${a}` : `M${a} ${y}H${b}V${low}H${a}Z`;
  return s('path', { d, class: 'edge' });
}

/** The sign of a dispute. @param {number} x @param {number} y */
const badge = (x, y) => s('g', { class: 'badge', transform: `translate(${x} ${y})` },
  s('circle', { r: 6.5 }), s('path', { d: 'M-3 -1.6H3M-3 1.6H3M1.6 -4L-1.6 4' }));

/** Fading ends for each kind, and the frame in which bars are seen. @param {number} width @param {number} height */
export function gradients(width, height) {
  const defs = s('defs', {}, s('clipPath', { id: 'time-clip' }, s('rect', { x: -8, y: 0, width: width + 8, height })));
  for (const kind of ['event', 'series', 'prospect']) {
    for (const [name, from, to] of [['in', 0.06, 0.72], ['out', 0.72, 0.06]]) {
      defs.append(s('linearGradient', { id: `fade-${name}-${kind}` },
        s('stop', { offset: 0, class: `stop-${kind}`, 'stop-opacity': from }), s('stop', { offset: 1, class: `stop-${kind}`, 'stop-opacity': to })));
    }
  }
  return defs;
}

/** A legend: what the looks of a bar tell. @returns {[string, SVGElement][]} */
export function legend() {
  const sample = (/** @type {string} */ name, /** @type {SVGElement[]} */ ...parts) => s('svg', { width: 44, height: 13, class: 'sample', 'aria-hidden': 'true' }, s('g', { class: `bar kind-event ${name}`, transform: 'translate(1 2)' }, ...parts));
  const part = (/** @type {string} */ name, /** @type {number} */ x, /** @type {number} */ width, fill = '') => s('rect', { x, y: 0, width, height: THICK, class: `part ${name}`, ...(fill ? { fill } : {}) });
  return /** @type {[string, SVGElement][]} */ ([
    ['said to be going on', sample('', part('sure', 10, 22), edge(10, 32, 0, false, false))],
    ['possibly; fading where no end is said', sample('', part('in', 0, 14, 'url(#fade-in-event)'), part('sure', 14, 8), part('out', 22, 20, 'url(#fade-out-event)'), edge(0, 42, 0, false, true))],
    ['at some time in here', sample('', part('some', 0, 42), edge(0, 42, 0, false, false))],
    ['not said to have happened', sample('apart', part('sure', 2, 38), edge(2, 40, 0, false, false))],
    ['disputed', s('svg', { width: 15, height: 15, class: 'sample', 'aria-hidden': 'true' }, badge(7.5, 7.5))],
  ]);
}
