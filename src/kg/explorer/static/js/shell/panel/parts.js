/**
 * Parts of the cards: a claim in short, a proposition, voices, a chip that tells how it is meant.
 * @module
 */

import { h, say } from '../../dom.js';
import { shortened } from '../search.js';
import { CITED, meant } from '../../words.js';

/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../../context.js').Claim} Claim */

/** How a claim is meant, in a word. @param {string} kind */
export const chip = (kind) => h('span', { class: `chip kind-${kind}`, title: EXPLAINED[kind] ?? null }, meant(kind));

/** What the words of the chips stand for. @type {Record<string, string>} */
const EXPLAINED = {
  report: 'The speaker says that it is or was so', interpretation: 'The speaker explains or judges', prediction: 'The speaker says that it will be so',
  demand: 'The speaker calls for it', hypothesis: 'The speaker supposes it', denial: 'The speaker says that it is not so',
  doubt: 'The speaker affirms or denies it with doubt', open: 'The speaker leaves it open',
};

/** A button that selects something. @param {Context} context @param {string} id @param {string | Node} words */
export const pick = (context, id, words) => h('button', {
  type: 'button', class: 'linklike', onclick: () => select(context, id),
}, typeof words === 'string' ? say(words) : words);

/** Select something; an entity that the picture does not hold comes into it. @param {Context} context @param {string} id */
export function select(context, id) {
  const { store, model } = context;
  const isEntity = !id.startsWith('claim:') && !id.startsWith('line:');
  const more = isEntity && !model.nodeAt.has(id) ? [...new Set([...store.state.with, id])] : store.state.with;
  store.set({ sel: id, with: more });
}

/**
 * A claim of the loaded data in short: who, how it is meant, what, in which words.
 * @param {Context} context @param {Claim} claim @param {{ content?: boolean }} [how]
 */
export function claimItem(context, claim, { content = true } = {}) {
  const { model, actions } = context;
  return h('li', {
    class: 'item', 'data-id': claim.id,
    onpointerenter: () => actions.hover(claim.id), onpointerleave: () => actions.hover(''),
  }, h('button', { type: 'button', class: 'open', onclick: () => actions.select(claim.id) },
    h('span', {}, h('strong', {}, say(model.attribution(claim))), ' ', chip(claim.kind), model.disputed(claim) ? h('span', { class: 'chip disputed' }, 'disputed') : null),
    content ? h('span', { class: 'said' }, ...model.content(claim).map((parts) => h('span', {}, sentence(parts)))) : null,
    quoted(claim.quotes.map(([, , words]) => words)),
    claim.quotes.length ? null : h('small', {}, CITED.toLowerCase())),
  h('small', {}, say(context.model.data.sources[claim.source]?.label ?? '')));
}

/** What a claim says, the relation told apart. @param {[string, string, string]} parts */
export const sentence = ([subject, relation, object]) => h('span', {}, say(subject), ' ', h('span', { class: 'relation' }, relation), object ? ' ' : null, object ? say(object) : null);

/** The words that a claim rests on, the first of them; what is left out between them is said. @param {string[]} quotes */
export const quoted = (quotes) => (quotes.length ? h('span', { class: 'words' }, ...quotes.slice(0, 2).flatMap((words, at) => [at ? ' … ' : '', h('q', {}, say(words))])) : null);

/** A proposition as the pages tell it, its parts selectable. @param {Context} context @param {any} item */
export function proposition(context, item) {
  return h('p', { class: 'said-row' }, pick(context, shortened(item.subject.iri), item.subject.label), ' ',
    h('span', { class: 'relation' }, item.predicate.label), ' ', objectOf(context, item.object),
    item.disputed ? h('span', { class: 'chip disputed' }, 'disputed') : null);
}

/** @param {Context} context @param {any} object */
function objectOf(context, object) {
  if (!object.iri) return say(object.text, object.lang);
  const id = shortened(object.iri);
  const known = /^(?:actor|event|series|place|date|prospect):/.test(id);
  return known ? pick(context, id, object.label) : say(object.label);
}

/** Who says so, outermost first; each speaker can be selected. @param {Context} context @param {any[]} voices */
export function voicesOf(context, voices) {
  return h('span', { class: 'voices' }, ...voices.map(({ text, iri }) => (iri ? pick(context, shortened(iri), text) : text)));
}

/** A text in runs, what a claim rests on marked. @param {any[]} runs */
export const runsOf = (runs) => runs.map((run) => (run.mark ? h('mark', {}, run.text) : run.text));

/** A long list, the first of it at once. @param {Node[]} items @param {number} first @param {string} what */
export function listed(items, first, what) {
  const list = h('ul', {}, ...items.slice(0, first));
  if (items.length <= first) return list;
  const more = h('button', { type: 'button', onclick: () => { list.append(...items.slice(first)); more.remove(); } }, `All ${items.length} ${what}`);
  return h('div', {}, list, more);
}

/** A button that copies. @param {Context} context @param {string} label @param {() => string} text */
export function copier(context, label, text) {
  return h('button', {
    type: 'button', onclick: async () => {
      try {
        await navigator.clipboard.writeText(text());
        context.actions.notify('Copied.');
      } catch {
        context.actions.notify('The browser does not let this page copy. Select the text and copy it yourself.', 'error');
      }
    },
  }, label);
}
