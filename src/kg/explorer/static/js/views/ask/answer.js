/**
 * An answer, as a table or as one of the other views over just the entities that it names.
 * @module
 */

import { fill, h, number, plural, say } from '../../dom.js';
import { Model } from '../../model.js';
import { EMPTY, Store } from '../../state.js';
import { saveAs } from '../../shell/saving.js';
import { pick } from '../../shell/panel/parts.js';
import { spaced } from '../../words.js';
import { bars, csvOf, entities } from './results.js';

/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../../context.js').View} View */
/** @typedef {import('./results.js').Result} Result */

/** Rows of a table, and entities of a picture. */
const ROWS = 1_000;
const MOST = 300;
/** @type {Record<string, () => Promise<{ mount: (host: HTMLElement, context: Context) => View }>>} */
const PICTURES = { network: () => import('../network.js'), timeline: () => import('../timeline.js'), map: () => import('../map.js') };

export class Answer {
  /** @param {HTMLElement} host @param {Context} context */
  constructor(host, context) {
    this.host = host;
    this.context = context;
    /** @type {View | null} */ this.view = null;
  }

  clear() {
    this.view?.destroy();
    this.view = null;
    this.result = null;
    fill(this.host);
    delete this.host.dataset.view;
  }

  waiting() {
    this.clear();
    fill(this.host, h('p', { class: 'waiting', role: 'status' }, 'Asking…'));
  }

  /** @param {import('../../api.js').ApiError} error */
  fail(error) {
    this.clear();
    fill(this.host, h('div', { class: 'problem', role: 'alert' }, h('p', {}, error.message), error.cure ? h('p', { class: 'quiet' }, error.cure) : null));
  }

  /** @param {Result} result @param {string} view */
  show(result, view) {
    this.clear();
    this.result = result;
    const { actions } = this.context;
    if (result.truth !== null) {
      fill(this.host, h('p', { class: 'truth' }, result.truth ? 'Yes.' : 'No.'), h('p', { class: 'quiet' }, 'An answer about this dataset: what its speakers say, and what its editors know.'));
      actions.announce(result.truth ? 'Yes.' : 'No.');
      this.host.dataset.view = 'truth';
      return;
    }
    const found = entities(result);
    const usable = ['table', ...(found.length ? ['network', 'timeline', 'map'] : []), ...(bars(result) ? ['bar'] : [])];
    this.place = h('div', { class: 'answer-view' });
    this.choose = h('select', { id: 'answer-as', onchange: () => void this.as(this.choose?.value ?? 'table') }, ...usable.map((name) => h('option', { value: name }, name)));
    fill(this.host, h('div', { class: 'controls' }, h('p', { role: 'status' }, plural(result.rows.length, 'row')), h('label', { for: 'answer-as' }, 'as'), this.choose,
      found.length ? h('button', { type: 'button', onclick: () => this.open(found) }, `Open ${plural(Math.min(found.length, MOST), 'entity', 'entities')} in the explorer`) : null,
      h('button', { type: 'button', onclick: () => saveAs(new Blob([csvOf(result)], { type: 'text/csv;charset=utf-8' }), this.context, 'csv') }, 'CSV')), this.place);
    void this.as(usable.includes(view) ? view : 'table');
    actions.announce(`${plural(result.rows.length, 'row')}.`);
  }

  /** @param {string[]} found */
  open(found) {
    this.context.store.set({ view: 'network', with: found.slice(0, MOST), n: 10, around: '' });
  }

  /** @param {string} name */
  async as(name) {
    const { place, result } = this;
    if (!place || !result) return;
    if (this.choose) this.choose.value = name;
    this.view?.destroy();
    this.view = null;
    fill(place);
    this.host.dataset.view = name;
    if (name === 'table') fill(place, this.table(result));
    else if (name === 'bar') fill(place, this.bars(result));
    else await this.picture_(name, place, entities(result).slice(0, MOST));
  }

  /** @param {string} name @param {HTMLElement} place @param {string[]} ids */
  async picture_(name, place, ids) {
    const { api, store, actions } = this.context;
    const data = await api.get('view', { only: ids.join(','), lens: store.state.lens });
    const module = await PICTURES[name]();
    if (this.host.dataset.view !== name || !place.isConnected) return;
    const model = new Model(data);
    const own = new Store({ ...structuredClone(EMPTY), n: MOST });
    const context = { store: own, api, loaded: Promise.resolve(), model, visible: model.visible(own.state), hover: '', actions: { ...actions, hover: () => undefined, select: (/** @type {string} */ id) => { own.set({ sel: id }); actions.select(id); } } };
    own.listen((state, changes) => {
      context.visible = model.visible(state);
      this.view?.update(new Set([...changes, 'visible']));
    });
    const frame = h('div', { class: 'answer-frame' });
    fill(place, frame);
    this.view = module.mount(frame, context);
  }

  /** @param {Result} result */
  table({ columns, rows }) {
    return h('div', {}, rows.length > ROWS ? h('p', { class: 'quiet' }, `Showing ${number(ROWS)} of ${number(rows.length)} rows; CSV holds all of them.`) : null,
      h('div', { class: 'table-scroll', role: 'region', 'aria-label': 'Rows', tabIndex: 0 }, h('table', { class: 'result' }, h('thead', {}, h('tr', {}, ...columns.map((name) => h('th', { scope: 'col', title: `?${name}` }, spaced(name.replace(/(?<=.)Label$/, '')))))),
        h('tbody', {}, ...rows.slice(0, ROWS).map((row) => h('tr', {}, ...columns.map((name) => h('td', {}, this.cell(row[name])))))))), rows.length ? null : h('p', { class: 'quiet' }, 'No row. Another lens, or other values, may have some.'));
  }

  /** @param {import('./results.js').Cell | undefined} cell */
  cell(cell) {
    if (!cell) return '';
    if (/^(?:actor|event|series|place|date|prospect|claim):/.test(cell.id)) return pick(this.context, cell.id, this.context.model.node(cell.id)?.label ?? cell.id);
    if (cell.type === 'iri') return h('a', { href: cell.value, rel: 'noreferrer' }, say(cell.id || cell.value));
    return say(cell.value, cell.lang);
  }

  /** @param {Result} result */
  bars(result) {
    const found = (bars(result) ?? []).slice(0, 100);
    const most = Math.max(...found.map(({ value }) => value), 1);
    return h('ul', { class: 'bar-chart' }, ...found.map(({ label, value, id }) => {
      const fillBar = h('span', { class: 'bar-fill' });
      fillBar.style.inlineSize = `${(100 * value) / most}%`;
      return h('li', {}, h('span', { class: 'bar-name' }, id ? pick(this.context, id, label) : say(label)), h('span', { class: 'bar-track' }, fillBar), h('span', { class: 'bar-value' }, number(value)));
    }));
  }

  /** @param {Set<string>} changes */
  update(changes) {
    if (changes.has('sel')) this.view?.update(new Set(['sel']));
  }

  resize() {
    this.view?.resize?.();
  }

  /** @param {'png' | 'svg'} kind */
  picture(kind) {
    if (!this.view?.picture) throw new Error('this answer is text; use CSV.');
    return this.view.picture(kind);
  }
}
