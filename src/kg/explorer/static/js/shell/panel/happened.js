/**
 * What is said to have happened at a place or a date, and at those that lie in it; apart from it, who is only
 * based there, and what nobody says has happened.
 * @module
 */

import { h, plural, say } from '../../dom.js';
import { HAPPENS } from '../../model.js';
import { NOT_SAID_TO_BE, either, kindOf, meant, placed } from '../../words.js';
import { pick } from './parts.js';

/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../../model.js').Model} Model */

/** What a heading can truly say of things at a place or a date, in the order of the panel. */
const SECTIONS = /** @type {const} */ (['here', 'headed', 'based', 'contested', 'apart']);
/** @typedef {typeof SECTIONS[number]} Section */

/** Of claims of these kinds, others may say that it is so. */
const CONTESTED = new Set(['denial', 'doubt', 'open']);

/**
 * Something with its place or date: `at` is the label of a narrower one, or ''.
 * @typedef {{ node: import('../../context.js').Node, at: string, claims: number[], groups: string[], section: Section }} Thing
 */

/** @param {string} kind of the entity @param {{ group: string, relation: string }} given @returns {Section} */
export function sectionOf(kind, { group, relation }) {
  if (CONTESTED.has(group)) return 'contested';
  if (NOT_SAID_TO_BE.has(group) || kind === 'prospect') return 'apart';
  if (!HAPPENS.has(kind)) return 'based';
  return relation === 'destination' ? 'headed' : 'here';
}

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
    // It stands once, under the heading that says the most of it.
    const of = here.map((item) => sectionOf(node.kind, item));
    const section = /** @type {Section} */ (SECTIONS.find((name) => of.includes(name)));
    const given = here.filter((_, n) => of[n] === section);
    const at = given.flatMap((item) => [item.id === id ? '' : item.label, ['place', 'date'].includes(item.relation) ? '' : placed(item.relation)]).filter(Boolean);
    found.push({ node, at: [...new Set(at)].join('; '), claims: [...new Set(given.flatMap(({ claims }) => claims))], groups: [...new Set(given.map(({ group }) => group))], section });
  }
  const first = (/** @type {Thing} */ { node }) => (node.when.length ? dates[node.when[0].date].bounds[0] : '') || '9999';
  return found.sort((a, b) => first(a).localeCompare(first(b)) || a.node.label.localeCompare(b.node.label));
}

/** True when a date lies in another one for certain. @param {readonly string[]} inner @param {readonly string[]} outer */
const lies = (inner, outer) => Boolean(inner[0] && inner[3] && outer[0] && outer[3] && inner[0] >= outer[0] && inner[3] <= outer[3]);

/** A heading that is true of everything under it. @param {Section} section @param {Thing[]} things @param {boolean} isPlace */
export function headingOf(section, things, isPlace) {
  const kinds = [...new Set(things.flatMap(({ groups }) => groups))].filter((group) => NOT_SAID_TO_BE.has(group)).map(meant);
  if (section === 'contested') return `Only ${either(kinds)}: others may say that it is so`;
  if (section === 'apart') {
    const not = things.every(({ node }) => HAPPENS.has(node.kind)) ? 'Not said to have happened' : 'Not said to be so';
    return `${not}: only ${either(kinds.length ? kinds : ['a prospect'])}`;
  }
  if (!isPlace) return 'What is given this date';
  return { here: 'What is said to have happened here', headed: 'What is said to have been headed here', based: 'Who is said to be based or active here' }[section];
}

/** @param {Context} context @param {string} id @returns {Node[]} a part for each heading */
export function happenedParts(context, id) {
  const { model } = context;
  const kind = id.slice(0, id.indexOf(':'));
  if (kind !== 'place' && kind !== 'date') return [];
  const found = happened(model, id);
  return SECTIONS.flatMap((section) => {
    const things = found.filter((thing) => thing.section === section);
    return things.length ? [h('section', { class: `happened ${section}` }, h('h3', {}, headingOf(section, things, kind === 'place')),
      h('ol', {}, ...things.map((thing) => item(model, thing, kind === 'place', context))))] : [];
  });
}

/** @param {Model} model @param {Thing} thing @param {boolean} isPlace @param {Context} context */
function item(model, { node, at, claims, groups }, isPlace, context) {
  const voices = [...new Set(claims.map((claim) => model.attribution(model.data.claims[claim])))];
  const date = isPlace && node.when.length ? model.data.dates[node.when[0].date].label : '';
  const only = groups.filter((group) => NOT_SAID_TO_BE.has(group)).map(meant);
  const how = only.length ? `only ${either(only)}` : groups.every((group) => group === 'interpretations') ? 'an interpretation' : '';
  return h('li', {}, h('span', { class: 'swatch', 'data-kind': node.kind }), ' ', pick(context, node.id, node.label),
    h('small', {}, [kindOf(node.kind), date, at, how].filter(Boolean).join(' · ')),
    h('small', {}, voices.length ? say(voices[0]) : '', voices.length > 1 ? ` and ${plural(voices.length - 1, 'other voice')}` : ''));
}
