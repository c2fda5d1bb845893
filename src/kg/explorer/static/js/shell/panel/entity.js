/**
 * An entity: what it is, what can be done with it, what is said of it and by it.
 * @module
 */

import { h, plural, say } from '../../dom.js';
import { pageAddress, query } from '../../api.js';
import { kindOf, pointText } from '../../words.js';
import { chart, figuresKey, grouped } from '../../views/compare/figures.js';
import { happenedParts } from './happened.js';
import { chip, claimItem, copier, listed, pick } from './parts.js';
import { said } from './said.js';

/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../panel.js').Panel} Panel */

/** @param {Context} context @param {Panel} panel @param {string} id @returns {Promise<Node[]>} */
export async function entityCard(context, panel, id) {
  const { model, store, api } = context;
  const node = model.node(id);
  const kind = id.slice(0, id.indexOf(':'));
  const page = await api.page(id).catch((error) => {
    if (node) return { labels: [], aliases: [], facts: [], matches: [], types: [] };
    throw error;
  });
  const label = page.label ?? node?.label ?? id;
  const other = (page.labels ?? []).filter((/** @type {any} */ item) => item.text !== label);
  const at = model.nodeAt.get(id);
  const claims = at === undefined ? [] : model.claimsOf[at].map((place) => model.data.claims[place]);
  const about = claims.filter((claim) => !claim.reporting && claim.props.some((prop) => model.data.props[prop].s === at || model.data.props[prop].o === at));
  const own = claims.filter((claim) => claim.speaker === id && !claim.reporting);
  const types = (page.types ?? []).map((/** @type {any} */ type) => type.label).join(', ');
  return [
    panel.head(types ? `${kindOf(kind)} · ${types}` : kindOf(kind), label, ''),
    ...other.map((/** @type {any} */ item) => h('p', { class: 'other-name' }, say(item.text, item.lang))),
    page.definition ? h('p', {}, h('small', { class: 'quiet' }, 'The editors describe it as: '), say(page.definition)) : null,
    kind === 'prospect' ? h('p', { class: 'quiet' }, 'A prospect: it is predicted, demanded or intended. Nobody here says that it took place.') : null,
    node?.disputed ? h('p', { class: 'disputed-note' }, `Speakers contradict each other about ${contested(context, at)}.`) : null,
    when(context, node),
    actions(context, panel, id, node, own.length > 0),
    ...happenedParts(context, id),
    await figuresPart(context, id),
    h('section', {}, h('h3', {}, `What is said of it: ${plural(about.length, 'claim')}`),
      ...(about.length ? said(context, about) : [h('p', { class: 'quiet' }, 'Nothing under this lens and mode.')])),
    own.length ? h('section', {}, h('h3', {}, `What it says: ${plural(own.length, 'claim')}`), listed(own.map((claim) => claimItem(context, claim)), 8, 'claims')) : null,
    facts(page),
    h('section', {}, h('p', { class: 'buttons' }, copier(context, 'Copy a link', () => `${location.origin}${pageAddress(id)}`)),
      h('p', {}, h('small', {}, h('a', { href: `${pageAddress(id)}${query({ lens: store.state.lens })}` }, 'Its page'), page.iri ? [' · IRI: ', h('code', {}, page.iri)] : null))),
  ].filter((part) => part !== null);
}

/**
 * The dates and places that claims give it, each with who says so: a date without a speaker would
 * read as ours. @param {Context} context @param {import('../../context.js').Node | undefined} node
 */
function when(context, node) {
  if (!node || !(node.when.length + node.where.length)) return null;
  const { model } = context;
  const { data } = model;
  /** @param {{ id: string, label: string }} item @param {number[]} claims */
  const row = (item, claims) => {
    const voices = [...new Set(claims.map((at) => model.attribution(data.claims[at])))];
    const kinds = [...new Set(claims.map((at) => data.claims[at].kind))].filter((kind) => kind !== 'report');
    return h('li', {}, pick(context, item.id, item.label), ...kinds.flatMap((kind) => [' ', chip(kind)]),
      h('small', {}, say(voices.slice(0, 2).join('; ')), voices.length > 2 ? ` and ${plural(voices.length - 2, 'other')}` : ''));
  };
  return h('ul', { class: 'facts given' },
    ...node.when.map(({ date, claims }) => row(data.dates[date], claims)),
    ...node.where.map(({ place, claims }) => row(data.places[place], claims)));
}

/** @param {Context} context @param {Panel} panel @param {string} id @param {import('../../context.js').Node | undefined} node @param {boolean} speaks whether it makes claims */
function actions(context, panel, id, node, speaks) {
  const { store, actions: act } = context;
  const { around, hide } = store.state;
  /** @param {string} label @param {() => void} does @param {string} [title] */
  const button = (label, does, title = '') => h('button', { type: 'button', title, onclick: does }, label);
  return h('div', { class: 'buttons actions' },
    node?.near ? button(`Expand: ${plural(node.near, 'neighbour')} …`, () => act.expand(id), 'Choose which neighbours to add (e)') : null,
    around === id ? button('Show the whole picture', () => store.set({ around: '', hops: 1 })) : button('Look around it only', () => store.set({ around: id }), 'An ego view (o)'),
    around === id ? hops(context) : null,
    button('Connect with …', () => panel.connect(id), 'The shortest connection with another entity (c)'),
    node ? button('Hide', () => store.set({ hide: [...hide, id], sel: '' }), 'Take it out of the picture (h)') : null,
    speaks ? button('See it through their eyes', () => store.set({ lens: `according-to:${id.slice(6)}` }), 'The lens: according to them') : null,
    speaks ? button('Compare with …', () => store.set({ view: 'compare', left: id })) : null);
}

/** What of an entity is disputed: "the number of killed, a date". @param {Context} context @param {number | undefined} at */
function contested({ model: { data } }, at) {
  const found = data.props.filter((prop) => prop.disputed && prop.s === at).map((prop) => (prop.quantity >= 0 ? `the number of ${data.quantities[prop.quantity].counted}` : prop.relation === 'occurs' ? 'whether it takes place' : `its ${prop.label}`));
  return [...new Set(found)].join(', ') || 'something that is said of it';
}

/** @param {Context} context */
function hops(context) {
  const { store } = context;
  const select = h('select', { 'aria-label': 'How far', onchange: () => store.set({ hops: Number(select.value) }) },
    ...[1, 2, 3].map((n) => h('option', { value: n, selected: n === store.state.hops }, n === 1 ? '1 step' : `${n} steps`)));
  return select;
}

/**
 * The numbers that speakers give of it, beside each other; under a lens, those that pass it.
 * @param {Context} context @param {string} id
 */
async function figuresPart(context, id) {
  const { api, model, store } = context;
  if (!model.data.props.some((prop) => prop.quantity >= 0 && model.data.nodes[prop.s]?.id === id)) return null;
  const { figures } = /** @type {import('../../records').Figures} */ (await api.get('figures', { about: id }));
  const groups = grouped(figures.filter((figure) => model.claimAt.has(figure.claim)));
  return groups.length ? h('section', { class: 'figures' }, h('h3', {}, 'Numbers, and who gives them'), ...groups.map((group) => chart(group, context, false)), figuresKey(),
    h('p', {}, h('button', { type: 'button', onclick: () => store.set({ view: 'compare', left: '', right: '' }) }, 'Beside all other numbers'))) : null;
}

/** What the editors add, each with its citation; and who else knows it. @param {any} page */
function facts(page) {
  const rows = (page.facts ?? []).map((/** @type {any} */ fact) => h('li', {}, h('span', { class: 'quiet' }, pointText(fact.object?.text ?? '') ? 'at' : fact.predicate?.label ?? ''), ' ',
    say(fact.object?.label ?? (pointText(fact.object?.text ?? '') || fact.object?.text) ?? ''), fact.date?.label ? `, ${fact.date.label}` : '',
    fact.citation?.label ? h('small', {}, say(fact.citation.label)) : null));
  const names = (page.aliases ?? []).map((/** @type {any} */ name) => name.text);
  const matches = (page.matches ?? []).map((/** @type {any} */ match) => h('li', {}, h('span', { class: 'quiet' }, `${match.match} match`), ' ',
    h('a', { href: match.object.iri, rel: 'noreferrer' }, match.object.label)));
  if (!rows.length && !names.length && !matches.length) return null;
  return h('section', {}, h('h3', {}, 'What the editors add'),
    names.length ? h('p', {}, h('span', { class: 'quiet' }, 'Also called: '), ...names.flatMap((/** @type {string} */ name, /** @type {number} */ at) => [at ? ', ' : '', say(name)])) : null,
    h('ul', { class: 'facts' }, ...rows, ...matches));
}
