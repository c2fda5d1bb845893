/**
 * The timeline as text, and what has no date.
 * @module
 */

import { fill, h, number, plural, say } from '../../dom.js';
import { kindOf } from '../../words.js';
import { dated, under, who, whyApart } from './saying.js';

/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../../context.js').Node} Node */
/** @typedef {import('./bars.js').Bar} Bar */

/** So many are written; for more, a shorter span. */
const MOST = 500;

/** A button that selects an entity, and points at it. @param {Context} context @param {Node} node */
export const pick = ({ actions }, node) => h('button', {
  type: 'button', class: 'linklike', onclick: () => actions.select(node.id),
  onpointerenter: () => actions.hover(node.id), onpointerleave: () => actions.hover(''),
}, say(node.label));

/** @param {HTMLElement} host @param {Context} context @param {Bar[]} bars */
export function timeList(host, context, bars) {
  const { model } = context;
  fill(host, h('ol', { class: 'dated', 'aria-label': 'What has a date, the earliest first' }, ...bars.slice(0, MOST).map((bar) => {
    const why = whyApart(bar);
    return h('li', { 'data-id': bar.id, class: why ? 'apart' : '' },
      h('span', { class: 'day' }, say(dated(model, bar))),
      h('span', { class: 'what' }, h('span', { class: 'swatch', 'data-kind': bar.node.kind }), h('span', {}, pick(context, bar.node),
        bar.disputed ? h('span', { class: 'chip disputed' }, 'date disputed') : null,
        h('small', {}, say(who(model, bar)), why ? ` · ${why}` : ''))));
  })), bars.length > MOST ? h('p', { class: 'quiet' }, `The first ${number(MOST)} of ${number(bars.length)} dates. A shorter span shows the others.`) : null);
}

/**
 * What has no date under the lens and the mode; whether it has one under others is not known here.
 * @param {HTMLElement} host @param {Context} context @param {Node[]} undated @param {boolean} open
 */
export function undatedList(host, context, undated, open) {
  const { state } = context.store;
  const was = /** @type {HTMLDetailsElement | null} */ (host.querySelector('details'));
  if (!undated.length) return fill(host);
  fill(host, h('details', { open: was?.open ?? open },
    h('summary', {}, `${plural(undated.length, 'entity', 'entities')} without a date${under(state)}${state.from || state.to ? ', left out while a span is chosen' : ''}`),
    under(state) ? h('p', { class: 'quiet' }, `Claims that are left out${under(state)} may give them a date.`) : null,
    h('ul', { class: 'undated' }, ...undated.slice(0, MOST).map((node) => h('li', { 'data-id': node.id }, h('span', { class: 'swatch', 'data-kind': node.kind }), ' ', pick(context, node), ' ',
      h('small', {}, `${kindOf(node.kind)}, ${plural(node.claims, 'claim')}`), node.disputed ? h('span', { class: 'chip disputed' }, 'disputed') : null)))));
}
