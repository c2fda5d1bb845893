/**
 * How two entities are connected: the shortest chain, with the evidence of each step.
 * @module
 */

import { h, plural, say } from '../../dom.js';
import { chooseEntity } from '../choosing.js';
import { groupWords } from './line.js';
import { chip, pick, quoted } from './parts.js';
import { chain } from './said.js';

/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../panel.js').Panel} Panel */
/** @typedef {import('../../records').Path} PathData */

/** @param {Context} context @param {string} id */
export function startPath(context, id) {
  const label = context.model.node(id)?.label ?? id;
  chooseEntity(context, `Connect ${label} with …`, (other) => {
    if (other !== id) context.store.set({ path: [id, other], sel: '' });
  });
}

/** @param {Context} context @param {Panel} panel @returns {Promise<Node[]>} */
export async function pathCard(context, panel) {
  const { store, api, model } = context;
  const [from, to] = store.state.path;
  const head = panel.head('Connection', 'The shortest connection', '');
  /** @type {PathData} */ let found;
  try {
    found = await api.get('path', { from, to, lens: store.state.lens, mode: store.state.mode.join(',') });
  } catch (error) {
    const problem = /** @type {import('../../api.js').ApiError} */ (error);
    return [head, h('p', {}, problem.message), h('p', { class: 'quiet' }, problem.cure)];
  }
  // Before the data has come, nothing is there, and nothing is missing.
  const missing = context.model.data.nodes.length ? found.nodes.filter((id) => !context.model.nodeAt.has(id)) : [];
  if (missing.length) context.actions.add(missing);
  const label = (/** @type {string} */ id) => model.node(id)?.label ?? id;
  return [
    head,
    h('p', {}, ...found.nodes.flatMap((id, at) => [at ? ' – ' : '', pick(context, id, label(id))])),
    ...[rest(context, found)].filter((part) => part !== null),
    h('p', { class: 'quiet' }, `${plural(found.hops.length, 'step')}. A connection is a chain of what speakers say; it is no proof that one thing led to another.`),
    h('ol', { class: 'hops' }, ...found.hops.map((hop) => h('li', {}, ...hop.lines.map((line) => h('div', {},
      h('p', {}, pick(context, line.subject, label(line.subject)), ' ', h('span', { class: 'relation' }, line.label), ' ', pick(context, line.object, label(line.object)),
        line.disputed ? h('span', { class: 'chip disputed' }, 'disputed') : null),
      h('p', {}, h('small', {}, groupWords(line.group))),
      h('ul', {}, ...line.claims.slice(0, 5).map((claim) => h('li', { class: 'item', 'data-id': claim.id }, h('button', {
        type: 'button', class: 'open', onclick: () => context.store.set({ sel: claim.id }),
      }, h('span', {}, h('strong', {}, say(claim.attribution)), ' ', chip(claim.kind)), quoted(claim.quotes)),
      h('small', {}, say(claim.source))))),
      line.total > 5 ? h('p', {}, h('small', {}, `and ${plural(line.total - 5, 'more claim')}: select the line`)) : null))))),
  ];
}

/** On whose word the chain rests. @param {Context} context @param {PathData} found */
function rest({ model }, found) {
  const voices = found.hops.map((hop) => new Set(hop.lines.flatMap((line) => line.claims.flatMap(({ id }) => {
    const claim = model.claim(id);
    return claim ? [chain(model.speakers(claim))] : [];
  }))));
  if (!voices.length || voices.some((names) => !names.size)) return null;
  const alone = [...voices[0]].filter((name) => voices.every((names) => names.has(name)));
  const interpreted = found.hops.filter((hop) => hop.lines.every((line) => line.group === 'interpretations')).length;
  return h('p', { class: 'rests' }, alone.length ? 'Every step is said by ' : 'No single speaker says all of it.',
    ...alone.flatMap((name, at) => [at ? ', and by ' : '', h('strong', {}, say(name))]), alone.length ? '.' : '',
    interpreted ? ` ${plural(interpreted, 'step is an interpretation', 'steps are interpretations')}, not a report.` : '');
}
