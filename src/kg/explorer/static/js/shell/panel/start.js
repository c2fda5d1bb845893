/**
 * Questions to begin with: what a reader who sees the page for the first time may ask, each one click away.
 * @module
 */

import { h, number, plural, say } from '../../dom.js';
import { chooseEntity } from '../choosing.js';
import { look } from '../looking.js';

/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../../records').Speaker} Speaker */
/** @typedef {import('../panel.js').Panel} Panel */

/** @param {Context} context @param {Panel} panel @returns {Promise<Node[]>} */
export async function startCard(context, panel) {
  const { api, model, store } = context;
  const { total, speakers } = /** @type {{ total: number, speakers: Speaker[] }} */ (await api.get('speakers'));
  const { counts, kinds, sources } = model.data;
  const [first] = speakers;
  /** @param {string | Node[]} question @param {string} says @param {() => void} does */
  const ask = (question, says, does) => h('li', {}, h('button', { type: 'button', class: 'choice starter', onclick: does }, h('strong', {}, question), h('small', {}, says)));
  return [
    panel.head('Begin here', 'Who says what about whom?', ''),
    h('p', {}, `${plural(sources.length, 'source')} and ${plural(total, 'speaker')} make ${number(counts.claims.total)} claims about ${number(counts.nodes.total)} actors, events, places and dates. `,
      'What happened is told by them, not by this page: every mark and line opens what it rests on and names who says it. What the editors add, such as descriptions and coordinates, stands apart.'),
    h('p', { class: 'buttons' }, h('button', { type: 'button', class: 'strong', onclick: () => void import('../tour.js').then((module) => module.start(context)) }, 'Take the tour, less than a minute ', h('kbd', {}, 't'))),
    h('h3', {}, 'Questions to begin with'),
    h('ul', { class: 'choices starters' },
      ask('Where do the speakers disagree?', 'All that one affirms and another denies or contradicts', () => look(context, { lens: 'disputed', mode: [] }, true)),
      ask('Which numbers are given, and by whom?', 'Ranges of each speaker on one axis: killed, arrested, present', () => store.set({ view: 'compare', left: '', right: '', sel: '' })),
      kinds.prediction ? ask('What is predicted, and by whom?', `${plural(kinds.prediction, 'prediction')}; none is said to be so`, () => look(context, { lens: '', mode: ['prediction'] }, true)) : null,
      kinds.demand ? ask('What is demanded, and by whom?', plural(kinds.demand, 'demand'), () => look(context, { lens: '', mode: ['demand'] }, true)) : null,
      first ? ask([document.createTextNode('What does '), say(first.label), document.createTextNode(' say?')], `The speaker with the most claims: ${number(first.claims)}`, () => look(context, { lens: `according-to:${first.id.slice(first.id.indexOf(':') + 1)}`, mode: [] }, true)) : null,
      ask('How are two of them connected?', 'The shortest chain of what is said, with its evidence', () => chooseEntity(context, 'Connect what? First choose one end', (from) => chooseEntity(context, 'And the other end', (to) => {
        if (from !== to) store.set({ path: [from, to], sel: '' });
      }))),
      ask('What happened when?', 'On the timeline, as exactly as anybody says it', () => store.set({ view: 'timeline', sel: '' })),
      ask('What happened where?', 'On the map, with a list of the places', () => store.set({ view: 'map', sel: '' })),
      ask('What does the text itself say?', 'The source as it was written, evidence marked', () => store.set({ view: 'text', sel: '' }))),
    h('h3', {}, 'Or'),
    h('p', { class: 'buttons' },
      h('button', { type: 'button', onclick: () => document.getElementById('search')?.focus() }, 'Search a name or a quote ', h('kbd', {}, '/'))),
    h('p', { class: 'quiet' }, h('small', {}, 'These questions come back with ', h('kbd', {}, 'q'), '; all keys are listed under ', h('kbd', {}, '?'), '.')),
  ];
}
