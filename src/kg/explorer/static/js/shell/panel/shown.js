/**
 * All that is said in the picture, under its lens, mode and filters.
 * @module
 */

import { h, plural } from '../../dom.js';
import { MEANT, NOT_SAID_TO_BE } from '../../words.js';
import { said } from './said.js';

/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../panel.js').Panel} Panel */

/** @param {Context} context @param {Panel} panel @returns {Node[]} */
export function shownCard(context, panel) {
  const { model, visible, store } = context;
  const { lens, mode } = store.state;
  const claims = [...visible.claims].map((at) => model.data.claims[at]).filter((claim) => !claim.reporting);
  const speakers = new Set(claims.map((claim) => claim.speaker)).size;
  const kinds = mode.map((kind) => MEANT[/** @type {keyof typeof MEANT} */ (kind)]?.[1] ?? kind).join(', ');
  const title = kinds ? `${kinds}, and who makes them` : lens === 'disputed' ? 'What is disputed, and who says what' : 'What is said, and by whom';
  const apart = mode.length > 0 && mode.every((kind) => NOT_SAID_TO_BE.has(kind));
  return [
    panel.head(model.data.lens.label, title, ''),
    apart ? h('p', { class: 'quiet' }, mode.includes('denial') ? 'Those who are named here do not say that it is so; others may.' : 'None of this is said to be so.') : null,
    h('p', {}, claims.length ? `${plural(claims.length, 'claim')} of ${plural(speakers, 'speaker')}.` : 'Nothing passes the lens, the mode and the filters.'),
    ...(claims.length ? said(context, claims, lens === 'disputed' ? (claim) => model.data.props[claim.props[0]]?.subject ?? '' : undefined) : [h('p', { class: 'buttons' }, h('button', {
      type: 'button', onclick: () => store.set({ lens: '', mode: [], off: [], hide: [], from: '', to: '', around: '' }),
    }, 'Show everything'))]),
  ].filter((part) => part !== null);
}
