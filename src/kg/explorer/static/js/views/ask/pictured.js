/**
 * What a picture of an answer leaves out, in words.
 * @module
 */

import { h, number } from '../../dom.js';
import { HAPPENS } from '../../model.js';
import { pick } from '../../shell/panel/parts.js';
import { either, meant } from '../../words.js';

/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../../model.js').Model} Model */
/** @typedef {import('../../model.js').Visible} Visible */

/** Names of entities that are not drawn, at most. */
const LISTED = 60;
/** How the lines of one kind are told in a sentence. @type {Record<string, string>} */
const GROUPS = { edges: 'report', interpretations: 'interpretation' };

/** Why a picture of this data would be empty; '' when it is not. @param {string} name @param {Model} model */
export function emptiness(name, { data }) {
  if (name === 'timeline' && !data.nodes.some((node) => HAPPENS.has(node.kind) && node.when.length)) return 'the answer names no event to which somebody gives a date under this lens, so a timeline would be empty';
  if (name === 'map' && !data.places.some(({ lon }) => lon !== null)) return 'nothing that the answer names is said to be at a place on the map under this lens, so a map would be empty';
  if (name === 'network' && !data.lines.length) return 'nobody says under this lens how the entities of the answer are joined, so a network would be empty';
  return '';
}

/** How the kinds of line that are drawn differ. @param {Set<string>} groups groups of lines */
export function lineWords(groups) {
  const list = either([...groups].filter((group) => group !== 'edges').map((group) => meant(GROUPS[group] ?? group)));
  return [groups.has('edges') ? 'Full lines are reported by somebody.' : '', list ? `Broken lines are only ${list}.` : ''].filter(Boolean).join(' ');
}

/**
 * What the lines of a network are, how much of the answer is drawn, and what is not.
 * @param {Context} context the page's own @param {Model} model @param {Visible} visible @param {string[]} found ids of all entities in the answer
 */
export function networkNote(context, model, visible, found) {
  const drawn = new Set([...visible.drawn].map((at) => model.data.nodes[at].id));
  const rest = found.filter((id) => !drawn.has(id));
  const name = (/** @type {string} */ id) => model.node(id)?.label ?? context.model.node(id)?.label ?? id;
  return h('div', { class: 'picture-note' },
    h('p', {}, `Lines are what speakers say between these entities, not the rows of the answer. ${lineWords(new Set(model.data.lines.map(({ group }) => group)))}`),
    h('p', {}, `${number(found.length - rest.length)} of ${number(found.length)} entities of the answer are drawn.${rest.length ? ' No line joins the others to them:' : ''}`),
    rest.length ? h('ul', { class: 'undrawn' }, ...rest.slice(0, LISTED).map((id) => h('li', {}, pick(context, id, name(id)))), rest.length > LISTED ? h('li', {}, `and ${number(rest.length - LISTED)} more, in the table`) : null) : null);
}
