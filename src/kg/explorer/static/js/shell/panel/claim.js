/**
 * A claim with everything it rests on: who says it, in which words, where, who else, who denies it.
 * @module
 */

import { h, say } from '../../dom.js';
import { pageAddress, query } from '../../api.js';
import { shortened } from '../search.js';
import { CITED, spaced } from '../../words.js';
import { chip, copier, proposition, runsOf, voicesOf } from './parts.js';

/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../panel.js').Panel} Panel */

const RDF = ['ttl', 'jsonld', 'nt', 'rdf', 'trig'];

/** @param {Context} context @param {Panel} panel @param {string} id @returns {Promise<Node[]>} */
export async function claimCard(context, panel, id) {
  const { store, api } = context;
  const found = await api.page(id);
  const source = shortened(found.source.iri);
  const address = `${location.origin}${pageAddress(id)}`;
  return [
    panel.head('Claim', voicesOf(context, [...found.voices, { text: ':', iri: null }]), ''),
    h('div', { class: 'said' }, ...found.propositions.map((/** @type {any} */ item) => proposition(context, item))),
    h('p', {}, chip(found.kind), ' ', h('small', {}, `The speaker ${found.stance_label.replace(/^\w+/, '$& it')}, as ${/^[aeiou]/.test(found.mode_label) ? 'an' : 'a'} ${found.mode_label}.`)),
    found.propositions.some((/** @type {any} */ item) => item.disputed)
      ? h('p', { class: 'disputed-note' }, 'Speakers contradict each other about what is marked.') : null,
    h('section', {}, h('h3', {}, found.quotes.length ? 'In which words' : found.cited?.unchecked ? `${CITED}, not checked` : CITED),
      ...found.paragraphs.map((/** @type {any} */ paragraph) => h('blockquote', { class: 'passage', dir: 'auto' },
        paragraph.kind === 'Sentence' ? null : h('span', { class: 'chip' }, paragraph.kind.toLowerCase()), ...runsOf(paragraph.runs))),
      h('p', {}, h('small', {}, h('button', { type: 'button', class: 'linklike', onclick: () => store.set({ view: 'text', source }) }, say(found.source.label)), found.cited ? `, ${found.cited.locator}` : '')),
      found.cited?.citation ? h('p', {}, h('small', {}, say(found.cited.citation))) : null,
      h('p', { class: 'buttons' }, h('button', { type: 'button', onclick: () => store.set({ view: 'text', source }) }, found.quotes.length ? 'Show it in the text' : 'All claims from this work'))),
    found.resolutions.length ? h('section', {}, h('h3', {}, 'How its wording was understood'), h('ul', { class: 'facts' },
      ...found.resolutions.map((/** @type {any} */ item) => h('li', {}, h('q', {}, say(item.words)), ' → ', say(item.to_label),
        h('small', {}, spaced(item.kind), item.why ? `: ${item.why}` : ''))))) : null,
    found.note ? h('section', {}, h('h3', {}, 'Encoder’s remark'), h('p', {}, say(found.note))) : null,
    found.chain.length ? h('section', {}, h('h3', {}, 'Who reports it'), h('ol', {}, ...found.chain.map((/** @type {any} */ item) => stand(context, item)))) : null,
    found.encloses.length ? h('section', {}, h('h3', {}, 'Reported in it'), h('ul', {}, ...found.encloses.map((/** @type {any} */ item) => stand(context, item)))) : null,
    others(context, found),
    h('section', {}, h('h3', {}, 'Cite it'), h('p', {}, h('small', {}, say(found.cite.text))),
      h('p', { class: 'buttons' }, copier(context, 'Copy the citation', () => found.cite.text), copier(context, 'Copy a link', () => address)),
      ...['bibtex', 'ris'].filter((name) => found.cite[name]).map((name) => h('details', {}, h('summary', {}, name === 'ris' ? 'RIS' : 'BibTeX'),
        h('pre', { tabIndex: 0, 'aria-label': name }, found.cite[name]))),
      h('p', {}, h('small', {}, 'RDF: ', ...RDF.flatMap((suffix, at) => [at ? ', ' : '', h('a', { href: `${pageAddress(id)}.${suffix}` }, suffix)]))),
      h('p', {}, h('small', {}, h('a', { href: `${pageAddress(id)}${query({ lens: store.state.lens })}` }, 'Its page'), ' · IRI: ', h('code', {}, found.iri)))),
  ].filter((part) => part !== null);
}

/** @param {Context} context @param {any} found */
function others(context, found) {
  const says = found.same.filter((/** @type {any} */ item) => item.kind !== 'denial');
  const denies = found.same.filter((/** @type {any} */ item) => item.kind === 'denial');
  const isDenial = found.kind === 'denial';
  /** @param {string} heading @param {any[]} items @param {string} none */
  const part = (heading, items, none) => h('div', {}, h('h3', {}, heading),
    items.length ? h('ul', {}, ...items.map((item) => stand(context, item))) : h('p', { class: 'quiet' }, none));
  return h('section', {}, ...(isDenial
    ? [part('Who else denies it', denies, 'Nobody else.'), part('Who affirms what is denied', says, 'Nobody in these sources.')]
    : [part('Who else says this', says, 'Nobody else.'), part('Who denies it', denies, 'Nobody denies it in these sources.')]),
    found.against.length ? part('What contradicts it', found.against, '') : null);
}

/** Another claim, in short. @param {Context} context @param {any} item */
function stand(context, item) {
  const id = shortened(item.claim);
  return h('li', { class: 'item', 'data-id': id }, h('button', { type: 'button', class: 'open', onclick: () => context.actions.select(id) },
    h('strong', {}, say(item.voices.map((/** @type {any} */ voice) => voice.text).join(''))), ' ', chip(item.kind),
    h('span', { class: 'said' }, ...(item.propositions ?? []).map((/** @type {any} */ part) => h('span', {},
      say(`${part.subject.label} · ${part.predicate.label} · ${part.object.label ?? part.object.text}`)))),
    ...(item.quotes ?? []).slice(0, 2).map((/** @type {string} */ words) => h('q', {}, say(words)))),
  h('small', {}, say(item.source?.label ?? '')));
}
