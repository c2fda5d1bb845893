/**
 * Export and share: a link, pictures, data, and one file for a colleague without the software.
 * @module
 */

import { h, plural } from '../dom.js';
import { query } from '../api.js';
import { meant } from '../words.js';
import { csv, rowsOf } from '../views/table/rows.js';
import { saveAs } from './saving.js';

/** @typedef {import('../context.js').Context} Context */
/** @typedef {import('./shell.js').Shell} Shell */

/** Formats that the server writes: name, suffix, what it is for and what it loses. */
const FILES = [
  ['HTML', 'html', 'html', 'One file that opens in any browser, without this software or a network: every claim with its words. Its picture has only what somebody reports or interprets.'],
  ['GEXF', 'gexf', 'gexf', 'For Gephi: the network of what somebody reports or interprets, with speakers, dates and counts. Predictions, demands, denials, figures and quotes are lost.'],
  ['GraphML', 'graphml', 'graphml', 'For Cytoscape, yEd and igraph: the same network, and the same is lost.'],
  ['Turtle', 'ttl', 'ttl', 'For RDF tools: the claims with their propositions, speakers and quotes.'],
];

/** What is looked at, in words. @param {Context} context */
function shownOf({ model, store }) {
  const { mode, from, to, find, only, view } = store.state;
  return [model.data.lens.label, mode.length ? `only what is ${mode.map(meant).join(' or ')}` : '', from || to ? `from ${from || 'any day'} to ${to || 'any day'}` : '',
    view === 'table' && (find || only) ? 'as filtered in the table' : ''].filter(Boolean).join(', ');
}

/** The claims that are shown: by the view's own filters, where it has any. @param {Context} context @param {Shell} shell */
const claimsOf = ({ visible }, shell) => shell.first.view?.claims?.() ?? [...visible.claims];

/** @param {Context} context @param {Shell} shell */
export function openExport(context, shell) {
  const { model, actions } = context;
  const claims = claimsOf(context, shell);
  const status = h('p', { role: 'status', class: 'quiet' });
  const close = () => dialog.close();
  /** @param {string} label @param {string} says @param {() => Promise<void> | void} does */
  const row = (label, says, does) => h('li', {}, h('button', {
    type: 'button', onclick: async () => {
      status.textContent = `${label} …`;
      try {
        await does();
        status.textContent = `${label}: done.`;
      } catch (error) {
        status.textContent = `${label}: ${/** @type {Error} */ (error).message}`;
      }
    },
  }, label), h('span', {}, says));
  const view = shell.first.view;
  const picture = (/** @type {'png' | 'svg'} */ kind) => async () => {
    if (!view?.picture) throw new Error('this view is text; choose the network, the timeline or the map.');
    const { captioned } = await import('./caption.js');
    saveAs(await captioned(await view.picture(kind), kind, [`${shownOf(context)}: what speakers say, not what is so`, location.href]), context, kind);
  };
  const dialog = h('dialog', { class: 'exporting', 'aria-labelledby': 'export-title' },
    h('div', { class: 'head' }, h('h2', { id: 'export-title' }, 'Export and share'), h('button', { type: 'button', class: 'icon', 'aria-label': 'Close', onclick: close }, '×')),
    h('p', { class: 'quiet' }, `What is shown: ${plural(claims.length, 'claim')}, ${shownOf(context)}. Every file of data names who says what; a picture, through whose eyes it is seen.`),
    h('ul', {},
      row('Copy a link', 'The address holds all of it: view, lens, filters, selection.', async () => { await navigator.clipboard.writeText(location.href); }),
      row('PNG', 'The picture as it is on the screen.', picture('png')),
      row('SVG', 'The picture for print, with its names as text.', picture('svg')),
      row('CSV', 'The claims as a table, one row for each proposition.', () => saveAs(new Blob([csv(rowsOf(model, claims))], { type: 'text/csv;charset=utf-8' }), context, 'csv')),
      ...FILES.map(([label, format, suffix, says]) => row(label, says, () => fromServer(context, claims, format, suffix)))),
    status);
  dialog.addEventListener('click', (event) => event.target === dialog && close());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  actions.announce('Export and share');
}

/** @param {Context} context @param {number[]} chosen claims @param {string} format @param {string} suffix */
async function fromServer(context, chosen, format, suffix) {
  const { api, store, model } = context;
  const claims = chosen.map((at) => model.data.claims[at].id);
  if (!claims.length) throw new Error('nothing is shown.');
  const { lens, mode } = store.state;
  const answer = await api.fetch(`/api/v1/export${query({ format, lens, mode: mode.join(',') })}`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ claims, title: shownOf(context) }),
  });
  saveAs(await answer.blob(), context, suffix);
}
