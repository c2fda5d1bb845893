/**
 * All claims as a table: the same content as the network, for the keyboard and screen readers too.
 * @module
 */

import { fill, h, inSight, number, plural, refill, say } from '../dom.js';
import { saveAs } from '../shell/saving.js';
import { paired, pairs } from '../state.js';
import { CITED } from '../words.js';
import { COLUMNS, csv, filtered, rowsOf, sorted } from './table/rows.js';

/** @typedef {import('../context.js').Context} Context */
/** @typedef {import('../context.js').View} View */

/** Rows on one page. */
const PAGE = 100;
/** Columns with few values, which can be chosen. */
const CHOICES = ['meant', 'relation', 'source'];

/** @param {HTMLElement} host @param {Context} context @returns {View} */
export function mount(host, context) {
  return new Table(host, context);
}

class Table {
  /** @param {HTMLElement} host @param {Context} context */
  constructor(host, context) {
    this.host = host;
    this.context = context;
    const { store } = context;
    this.words = h('input', { type: 'search', id: 'table-find', value: store.state.find, placeholder: 'Words in any column', oninput: () => { this.page = 0; store.set({ find: this.words.value }, { quiet: true }); } });
    this.told = h('p', { class: 'quiet', role: 'status' });
    this.choices = h('div', { class: 'table-choices' });
    this.body = h('tbody');
    this.pager = h('div', { class: 'buttons pager' });
    this.page = 0;
    this.head = h('tr');
    fill(host, h('div', { class: 'claims' }, h('div', { class: 'controls' }, h('label', { for: 'table-find' }, 'Find'), this.words, this.choices,
      h('button', { type: 'button', onclick: () => this.save() }, 'Download CSV')), this.told,
    h('div', { class: 'table-scroll', role: 'region', 'aria-label': 'Claims', tabIndex: 0 }, h('table', {}, h('caption', { class: 'unseen' }, 'Claims: who says what, in which words'), h('thead', {}, this.head), this.body)), this.pager));
    this.update(new Set(['visible']));
    this.reveal();
    host.dataset.ready = 'true';
  }

  /** The column that the rows are sorted by; '' for the order of the text. */
  get column() {
    const column = this.context.store.state.sort.replace(/^-/, '');
    return Object.hasOwn(COLUMNS, column) ? column : '';
  }

  /** Values of columns that the rows are narrowed to; those that no row has choose nothing. @returns {Record<string, string>} */
  get chosen() {
    const wanted = pairs(this.context.store.state.only);
    return Object.fromEntries(CHOICES.filter((column) => (this.rows ?? []).some((row) => row.cells[column] === wanted[column])).map((column) => [column, wanted[column]]));
  }

  get down() {
    return this.context.store.state.sort.startsWith('-');
  }

  /** @param {Set<string>} changes */
  update(changes) {
    const { store, model, visible } = this.context;
    if (changes.has('model') || changes.has('visible')) {
      this.rows = rowsOf(model, visible.claims);
      this.page = 0;
    }
    if (['model', 'visible', 'only'].some((key) => changes.has(key))) this.drawChoices();
    if (['model', 'visible', 'find', 'sort', 'only'].some((key) => changes.has(key))) {
      if (this.words.value !== store.state.find) this.words.value = store.state.find;
      this.draw();
    }
    if (changes.has('sel') || changes.has('model')) this.reveal();
    if (changes.has('sel') || changes.has('hover')) this.mark();
  }

  /** The rows that are listed now. */
  listed() {
    const rows = filtered(this.rows ?? [], this.context.store.state.find, this.chosen);
    const { line } = pairs(this.context.store.state.only);
    return sorted(line === 'none' ? rows.filter(({ lined }) => !lined) : rows, this.column, this.down);
  }

  /** The claims whose rows are listed, in the order of the text; null where no filter of the table leaves any out. */
  claims() {
    const { model } = this.context;
    if (this.listed().length === this.rows?.length) return null;
    return [...new Set(this.listed().map(({ id }) => model.claimAt.get(id) ?? -1))].sort((a, b) => a - b);
  }

  drawChoices() {
    const { chosen } = this;
    const focused = document.activeElement instanceof HTMLElement && this.choices.contains(document.activeElement) ? document.activeElement.dataset.column : '';
    fill(this.choices, ...CHOICES.map((column) => {
      const values = [...new Set((this.rows ?? []).map((row) => row.cells[column]))].sort();
      const select = h('select', { 'aria-label': COLUMNS[/** @type {keyof typeof COLUMNS} */ (column)], 'data-column': column, onchange: () => this.choose(column, select.value) },
        h('option', { value: '' }, `${COLUMNS[/** @type {keyof typeof COLUMNS} */ (column)]}: any`), ...values.map((value) => h('option', { value, selected: value === chosen[column] }, value)));
      return select;
    }));
    const { line } = pairs(this.context.store.state.only);
    if (line === 'none') this.choices.append(h('button', { type: 'button', title: 'List all claims', onclick: () => this.choose('line', '') }, 'Only those without a line ×'));
    if (focused) /** @type {HTMLElement | null} */ (this.choices.querySelector(`[data-column="${focused}"]`))?.focus();
  }

  /** @param {string} column @param {string} value */
  choose(column, value) {
    const { store } = this.context;
    this.page = 0;
    store.set({ only: paired({ ...pairs(store.state.only), [column]: value }) }, { quiet: true });
  }

  draw() {
    const { actions } = this.context;
    const rows = this.listed();
    const pages = Math.max(1, Math.ceil(rows.length / PAGE));
    this.page = Math.min(this.page, pages - 1);
    const first = this.page * PAGE;
    this.told.textContent = `${plural(rows.length, 'row')} of ${number(this.rows?.length ?? 0)}${pages > 1 ? `, showing ${number(first + 1)} to ${number(Math.min(rows.length, first + PAGE))}` : ''}. What a claim only reports of another stands in the other’s row.`;
    const focused = document.activeElement instanceof HTMLElement && this.head.contains(document.activeElement) ? document.activeElement.dataset.column : '';
    fill(this.head, ...Object.entries(COLUMNS).map(([column, label]) => h('th', { scope: 'col', 'aria-sort': this.column === column ? (this.down ? 'descending' : 'ascending') : 'none' },
      h('button', { type: 'button', class: 'sort', 'data-column': column, onclick: () => this.sort(column) }, label, h('span', { 'aria-hidden': 'true' }, this.column === column ? (this.down ? ' ↓' : ' ↑') : '')))));
    if (focused) /** @type {HTMLElement | null} */ (this.head.querySelector(`[data-column="${focused}"]`))?.focus();
    refill(this.body, ...rows.slice(first, first + PAGE).map((row) => h('tr', {
      'data-id': row.id, class: `kind-${row.kind}`, onpointerenter: () => actions.hover(row.id), onpointerleave: () => actions.hover(''), onclick: () => actions.select(row.id),
    }, ...Object.keys(COLUMNS).map((column) => this.cell(column, row)))));
    if (!rows.length) fill(this.body, h('tr', {}, h('td', { colspan: Object.keys(COLUMNS).length, class: 'quiet' }, 'No claim passes the lens, the mode and these filters.')));
    const go = (/** @type {number} */ page) => { this.page = page; this.draw(); this.host.scrollTop = 0; };
    fill(this.pager, ...(pages > 1 ? [h('button', { type: 'button', disabled: this.page === 0, onclick: () => go(this.page - 1) }, 'Previous'), h('span', {}, `Page ${this.page + 1} of ${pages}`), h('button', { type: 'button', disabled: this.page === pages - 1, onclick: () => go(this.page + 1) }, 'Next')] : []));
    this.mark();
  }

  /** @param {string} column @param {import('./table/rows.js').Row} row */
  cell(column, row) {
    const { actions } = this.context;
    const words = row.cells[column];
    const label = COLUMNS[/** @type {keyof typeof COLUMNS} */ (column)];
    if (column === 'speaker') return h('th', { scope: 'row', 'data-label': label }, h('button', { type: 'button', class: 'linklike', onclick: (/** @type {Event} */ event) => { event.stopPropagation(); actions.select(row.id); } }, say(words)));
    if (column === 'meant') return h('td', { 'data-label': label }, h('span', { class: `chip kind-${row.kind}` }, words), row.disputed ? h('span', { class: 'chip disputed' }, 'disputed') : null);
    const id = column === 'subject' ? row.subject : column === 'object' ? row.object : '';
    if (id) return h('td', { 'data-label': label }, h('button', { type: 'button', class: 'linklike', onclick: (/** @type {Event} */ event) => { event.stopPropagation(); actions.select(id); } }, say(words)));
    return h('td', { 'data-label': label, class: column }, column === 'quote' ? (words ? h('q', {}, say(words)) : h('span', { class: 'quiet' }, CITED.toLowerCase())) : say(words));
  }

  /** @param {string} column */
  sort(column) {
    this.page = 0;
    this.context.store.set({ sort: this.column !== column ? column : this.down ? '' : `-${column}` });
  }

  /** Turn to the selected claim, or to the first about what is selected, unless one is in sight. */
  reveal() {
    const chosen = this.selected();
    const seen = [...this.body.querySelectorAll('tr')].some((row) => chosen.has(row.dataset.id ?? '') && inSight(row, this.host));
    const rows = this.listed();
    const at = seen ? -1 : rows.findIndex((row) => chosen.has(row.id));
    if (at < 0) return;
    if (Math.floor(at / PAGE) !== this.page) {
      this.page = Math.floor(at / PAGE);
      this.draw();
    }
    this.body.querySelector(`[data-id="${CSS.escape(rows[at].id)}"]`)?.scrollIntoView({ block: 'center' });
  }

  /** The claims that are selected: one, or all about an entity or a line. @returns {Set<string>} */
  selected() {
    const { store, model } = this.context;
    const { sel } = store.state;
    const at = model.nodeAt.get(sel);
    const line = model.line(sel.replace(/^line:/, ''));
    const places = [...(at === undefined ? [] : model.claimsOf[at]), ...(line?.claims ?? [])];
    return new Set([sel, ...places.map((place) => model.data.claims[place].id)]);
  }

  mark() {
    const { hover } = this.context;
    const chosen = this.selected();
    for (const row of /** @type {NodeListOf<HTMLElement>} */ (this.body.querySelectorAll('tr'))) {
      row.classList.toggle('selected', chosen.has(row.dataset.id ?? ''));
      row.classList.toggle('hover', row.dataset.id === hover);
    }
  }

  save() {
    saveAs(new Blob([csv(this.listed())], { type: 'text/csv;charset=utf-8' }), this.context, 'csv');
  }

  destroy() {
    delete this.host.dataset.ready;
    fill(this.host);
  }
}
