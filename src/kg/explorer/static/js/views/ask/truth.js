/**
 * The answer to ASK: it says what the data holds, never what is so; and beside it, who says so.
 * @module
 */

import { fill, h } from '../../dom.js';
import { asked, labelsOf } from './lookup.js';
import { sayable, triplesOf, whoSaysSo } from './pattern.js';
import { fromJson, linked } from './results.js';
import { tableOf } from './rows.js';

/** @typedef {import('../../context.js').Context} Context */

/** What is said of a yes and of a no: in a few words, and what they mean. @type {Record<string, [string, string]>} */
export const VERDICTS = {
  true: ['Yes: the data holds this pattern', 'The data holds what speakers say and what its editors add, not what is so.'],
  false: ['No: the data does not hold this pattern', 'The data holds what speakers say and what its editors add. That nobody here reports something does not mean that it is not so; and a relation that somebody only predicts, demands, supposes or denies is not held as one.'],
};

/** @param {Context} context @param {boolean} truth @param {{ text: string, address: string }} query */
export function truthOf(context, truth, query) {
  const [words, meaning] = VERDICTS[String(truth)];
  const place = h('div', { class: 'who-says-so' }, h('p', { class: 'waiting', role: 'status' }, 'Asking who says so…'));
  void sayers(context, query).then((found) => fill(place, ...found), (error) => fill(place, h('p', { class: 'problem' }, `Who says so could not be asked: ${error.message}`)));
  return h('div', {}, h('p', { class: 'verdict' }, h('strong', { class: 'truth' }, words), '. ', h('span', {}, meaning)), place);
}

/** @param {Context} context @param {{ text: string, address: string }} query @returns {Promise<Node[]>} */
async function sayers(context, { text, address }) {
  const { api } = context;
  /** @type {import('../../records').Terms} */ const terms = await api.get('terms');
  const triples = triplesOf(text, terms.prefixes);
  const said = sayable(triples, terms.prefixes);
  if (!said.length) return [h('p', { class: 'quiet' }, 'Whose claims it rests on cannot be told from a question of this form. Ask about one relation between two entities, or ask for the claims with SELECT.')];
  const result = linked(fromJson(await asked(api, whoSaysSo(said, terms.prefixes), address)), new Map());
  const heading = h('h3', {}, 'Who says or denies it');
  if (!result.rows.length) return [heading, h('p', { class: 'quiet' }, 'No claim says or denies just this, and the editors state no such thing.')];
  const sources = result.rows.flatMap(({ object }) => (object?.type === 'iri' && object.id ? [object.id] : []));
  const more = said.length < triples.length ? h('p', { class: 'quiet' }, 'Types, names and the like are not here: they are the editors’ own.') : null;
  return [heading, ...(more ? [more] : []), tableOf(context, result, { terms, labels: await labelsOf(api, [...new Set(sources)]).catch(() => new Map()) })];
}
