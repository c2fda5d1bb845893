/**
 * A line of the network: the claims that it stands on.
 * @module
 */

import { h, plural } from '../../dom.js';
import { NOT_SAID_TO_BE, meant } from '../../words.js';
import { claimItem, listed, pick } from './parts.js';

/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../panel.js').Panel} Panel */

/** What a line of each group is, in words. @param {string} group */
export function groupWords(group) {
  if (group === 'edges') return 'Reported: at least one speaker says that it is so';
  if (group === 'interpretations') return 'Interpreted: at least one speaker explains or judges it so';
  return NOT_SAID_TO_BE.has(group) ? `Only ${meant(group)}, not said to be so` : group;
}

/** @param {Context} context @param {Panel} panel @param {string} id @returns {Node[]} */
export function lineCard(context, panel, id) {
  const { model } = context;
  const line = model.line(id);
  if (!line) {
    return [panel.head('Line', 'Not in this picture', ''), h('p', { class: 'quiet' }, 'Under this lens or mode no claim carries this line. Choose another lens to see it.')];
  }
  const [start, end] = [model.data.nodes[line.s], model.data.nodes[line.o]];
  const claims = line.claims.map((at) => model.data.claims[at]);
  const speakers = new Set(claims.map((claim) => claim.speaker));
  const title = h('span', {}, pick(context, start.id, start.label), ' ', h('span', { class: 'quiet' }, line.label), ' ', pick(context, end.id, end.label));
  return [
    panel.head(groupWords(line.group), title, ''),
    ...(line.disputed ? [h('p', { class: 'disputed-note' }, 'Speakers contradict each other about this.')] : []),
    h('section', {}, h('h3', {}, `${plural(claims.length, 'claim')} of ${plural(speakers.size, 'speaker')}`),
      listed(claims.map((claim) => claimItem(context, claim, { content: false })), 25, 'claims')),
  ];
}
