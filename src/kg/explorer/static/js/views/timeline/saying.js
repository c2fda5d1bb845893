/**
 * What a bar tells, in words: what, when, who says so, and whether it is said to have happened.
 * @module
 */

import { NOT_SAID_TO_BE, kindOf, meant } from '../../words.js';
import { plural } from '../../dom.js';

/** @typedef {import('../../model.js').Model} Model */
/** @typedef {import('./bars.js').Bar} Bar */

/** True for what nobody says has happened: predictions, demands …, and prospects. @param {Bar} bar */
export const isApart = (bar) => NOT_SAID_TO_BE.has(bar.group) || bar.node.kind === 'prospect';

/** Why a bar stands apart; '' if it does not. @param {Bar} bar */
export function whyApart(bar) {
  if (NOT_SAID_TO_BE.has(bar.group)) return `only ${meant(bar.group)}, not said to have happened`;
  return bar.node.kind === 'prospect' ? 'a prospect, not said to have happened' : '';
}

/** Who gives the date: "Amnesty International says and 2 more claims". @param {Model} model @param {Bar} bar */
export function who(model, bar) {
  const voices = [...new Set(bar.claims.map((at) => model.attribution(model.data.claims[at])))];
  if (!voices.length) return '';
  return voices.length > 1 ? `${voices[0]}, and ${plural(voices.length - 1, 'other voice')}` : voices[0];
}

/** The date as it is known. @param {Model} model @param {Bar} bar */
export function dated(model, bar) {
  const { label, approximate } = model.data.dates[bar.date];
  return approximate && !/about|approximate|~/.test(label) ? `about ${label}` : label;
}

/** The label of a bar: who gives it, and where others give others, what. @param {Model} model @param {Bar} bar */
export const labelOf = (model, bar) => [bar.node.short, [who(model, bar), bar.several ? dated(model, bar) : ''].filter(Boolean).join(': ')].filter(Boolean).join(' · ');

/** Everything, in one sentence. @param {Model} model @param {Bar} bar */
export function sentence(model, bar) {
  return [`${bar.node.label}: ${dated(model, bar)}`, who(model, bar), kindOf(bar.node.kind), whyApart(bar), bar.disputed ? 'disputed' : ''].filter(Boolean).join('; ');
}

/** What leaves out dates that others give: " under this lens and mode"; '' if nothing does. @param {{ lens: string, mode: string[] }} state */
export function under({ lens, mode }) {
  const names = [lens ? 'lens' : '', mode.length ? 'mode' : ''].filter(Boolean);
  return names.length ? ` under this ${names.join(' and ')}` : '';
}

/** The entities that something selected or pointed at stands for. @param {Model} model @param {string} id @returns {Set<string>} */
export function entitiesOf(model, id) {
  const claim = model.claim(id);
  if (claim) return new Set([...model.namedBy(claim)].map((at) => model.data.nodes[at].id));
  const line = model.line(id.replace(/^line:/, ''));
  if (line) return new Set([model.data.nodes[line.s].id, model.data.nodes[line.o].id]);
  return new Set(id ? [id] : []);
}
