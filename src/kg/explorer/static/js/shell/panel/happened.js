/**
 * What is said to have happened at a place or a date, and at those that lie in it.
 * @module
 */

import { h, plural, say } from '../../dom.js';
import { NOT_SAID_TO_BE, kindOf, meant, placed } from '../../words.js';
import { pick } from './parts.js';

/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../../model.js').Model} Model */

/**
 * Something with its place or date: `at` is the label of a narrower one, or ''.
 * @typedef {{ node: import('../../context.js').Node, at: string, claims: number[], group: string }} Thing
 */

/** @param {Model} model @param {string} id of a place or a date @returns {Thing[]} the earliest first */
export function happened(model, id) {
  const { nodes, places, dates } = model.data;
  const day = dates.find((date) => date.id === id);
  /** @type {Thing[]} */ const found = [];
  for (const node of nodes) {
    const here = [
      ...node.where.filter(({ place }) => places[place].id === id || places[place].within.includes(id)).map((item) => ({ ...item, ...places[item.place] })),
      ...node.when.filter(({ date }) => day && lies(dates[date].bounds, day.bounds)).map((item) => ({ ...item, ...dates[item.date] })),
    ];
    if (!here.length) continue;
    // What is reported comes before what is only predicted or demanded of the same.
    const { group } = here.find((item) => !NOT_SAID_TO_BE.has(item.group)) ?? here[0];
    const at = here.flatMap((item) => [item.id === id ? '' : item.label, 'relation' in item && !['place', 'date'].includes(item.relation) ? placed(item.relation) : '']).filter(Boolean);
    found.push({ node, at: at.join('; '), claims: [...new Set(here.filter((item) => item.group === group).flatMap(({ claims }) => claims))], group });
  }
  const first = (/** @type {Thing} */ { node }) => (node.when.length ? dates[node.when[0].date].bounds[0] : '') || '9999';
  return found.sort((a, b) => first(a).localeCompare(first(b)) || a.node.label.localeCompare(b.node.label));
}

/** True when a date lies in another one for certain. @param {readonly string[]} inner @param {readonly string[]} outer */
const lies = (inner, outer) => Boolean(inner[0] && inner[3] && outer[0] && outer[3] && inner[0] >= outer[0] && inner[3] <= outer[3]);

/** @param {Context} context @param {string} id @returns {Node | null} */
export function happenedPart(context, id) {
  const { model } = context;
  const kind = id.slice(0, id.indexOf(':'));
  if (kind !== 'place' && kind !== 'date') return null;
  const found = happened(model, id);
  if (!found.length) return null;
  const heading = kind === 'place' ? 'What is said to have happened here' : 'What is given this date';
  return h('section', { class: 'happened' }, h('h3', {}, heading), h('ol', {}, ...found.map(({ node, at, claims, group }) => {
    const voices = [...new Set(claims.map((claim) => model.attribution(model.data.claims[claim])))];
    const date = kind === 'place' && node.when.length ? model.data.dates[node.when[0].date].label : '';
    const apart = NOT_SAID_TO_BE.has(group) ? `only ${meant(group)}, not said to have happened` : node.kind === 'prospect' ? 'a prospect, not said to have happened' : '';
    return h('li', {}, h('span', { class: 'swatch', 'data-kind': node.kind }), ' ', pick(context, node.id, node.label),
      h('small', {}, [kindOf(node.kind), date, at, apart].filter(Boolean).join(' · ')),
      h('small', {}, voices.length ? say(voices[0]) : '', voices.length > 1 ? ` and ${plural(voices.length - 1, 'other voice')}` : ''));
  })));
}
