/**
 * An answer as rows: names and claims lead to the panel; on a phone each row is a card.
 * @module
 */

import { h, number, say } from '../../dom.js';
import { pageAddress } from '../../api.js';
import { pick } from '../../shell/panel/parts.js';
import { spaced } from '../../words.js';
import { NODES, columnsOf } from './results.js';

/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('./results.js').Result} Result */
/** @typedef {import('./results.js').Cell} Cell */

/** Rows of a table. */
const ROWS = 1_000;
/** Kinds of resource that have a page of their own and no card in the panel. */
const PAGES = /^(?:source|proposition|graph|citation|inference|quantity|evidence|segment):/;

/** @typedef {{ labels: Map<string, string>, terms: import('../../records').Terms }} Names */

/** What a column is called. @param {string} name */
export const heading = (name) => spaced(name.replace(/(?<=.)Label$/, ''));

/** @param {Context} context @param {Result} result @param {Names} names */
export function tableOf(context, result, names) {
  const { rows } = result;
  const columns = columnsOf(result);
  const head = columns.map((name) => h('th', { scope: 'col', title: `?${name}` }, heading(name)));
  const body = rows.slice(0, ROWS).map((row) => h('tr', {}, ...columns.map((name) => h('td', { 'data-label': heading(name), 'data-column': name }, cellOf(context, row[name], names)))));
  return h('div', {}, rows.length > ROWS ? h('p', { class: 'quiet' }, `Showing ${number(ROWS)} of ${number(rows.length)} rows; CSV holds all of them.`) : null,
    h('div', { class: 'table-scroll', role: 'region', 'aria-label': 'Rows', tabIndex: 0 }, h('table', { class: 'result' }, h('thead', {}, h('tr', {}, ...head)), h('tbody', {}, ...body))));
}

/** @param {Context} context @param {Cell | undefined} cell @param {Names} names */
function cellOf(context, cell, { labels, terms }) {
  if (!cell) return '';
  if (cell.id.startsWith('claim:')) return pick(context, cell.id, 'open the claim');
  if (cell.type === 'text') return NODES.test(cell.id) ? pick(context, cell.id, say(cell.value, cell.lang)) : say(cell.value, cell.lang);
  if (NODES.test(cell.id)) return pick(context, cell.id, labels.get(cell.id) ?? context.model.node(cell.id)?.label ?? cell.id);
  const term = terms.terms.find(({ iri }) => iri === cell.value);
  if (term) return h('span', { title: [term.name, term.definition].filter(Boolean).join(': ') }, term.label);
  if (PAGES.test(cell.id)) return h('a', { href: pageAddress(cell.id) }, say(labels.get(cell.id) ?? cell.id));
  return h('a', { href: cell.value, rel: 'noreferrer' }, say(cell.id || cell.value));
}
