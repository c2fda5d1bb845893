/**
 * An answer, as a table or as one of the other views over just the entities that it names.
 * @module
 */

import { fill, h, number, plural, say } from '../../dom.js';
import { Model } from '../../model.js';
import { EMPTY, Store } from '../../state.js';
import { saveAs } from '../../shell/saving.js';
import { pick } from '../../shell/panel/parts.js';
import { MEANT } from '../../words.js';
import { labelsOf, namedBy, strangers } from './lookup.js';
import { emptiness, networkNote } from './pictured.js';
import { bars, claimsIn, csvOf, entities, linked, speakerless } from './results.js';
import { tableOf } from './rows.js';
import { VERDICTS, truthOf } from './truth.js';

/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('../../context.js').View} View */
/** @typedef {import('./results.js').Result} Result */

/** Entities of a picture. */
const MOST = 300;
/** @type {import('../../records').Terms} */
const NO_TERMS = { terms: [], prefixes: {} };
/** @type {Record<string, () => Promise<{ mount: (host: HTMLElement, context: Context) => View }>>} */
const PICTURES = { network: () => import('../network.js'), timeline: () => import('../timeline.js'), map: () => import('../map.js') };

export class Answer {
  /** @param {HTMLElement} host @param {Context} context */
  constructor(host, context) {
    this.host = host;
    this.context = context;
    /** @type {View | null} */ this.view = null;
    /** @type {Result | null} */ this.result = null;
    /** @type {import('./rows.js').Names | null} */ this.names = null;
  }

  clear() {
    this.view?.destroy();
    this.view = null;
    this.result = null;
    this.names = null;
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

  /**
   * @param {Result} result @param {string} view @param {{ text: string, address: string }} asked a query as somebody wrote it, and where it was asked
   */
  async show(result, view, asked) {
    this.clear();
    this.result = result;
    const { actions } = this.context;
    if (result.truth !== null) {
      fill(this.host, truthOf(this.context, result.truth, asked), this.unknown(asked.text));
      actions.announce(`${VERDICTS[String(result.truth)].join('. ')}`);
      this.host.dataset.view = 'truth';
      return;
    }
    fill(this.host, h('p', { class: 'waiting', role: 'status' }, 'Reading the names…'));
    const named = await this.named(result);
    if (this.result !== result) return;
    const found = entities((this.result = named));
    const usable = ['table', ...(found.length ? Object.keys(PICTURES) : []), ...(bars(named) ? ['bar'] : [])];
    this.place = h('div', { class: 'answer-view' });
    this.why = h('p', { class: 'quiet', role: 'status', hidden: true });
    this.choose = h('select', { id: 'answer-as', onchange: () => void this.as(this.choose?.value ?? 'table') }, ...usable.map((name) => h('option', { value: name }, name)));
    fill(this.host, h('div', { class: 'controls' }, h('p', { role: 'status' }, plural(result.rows.length, 'row')), h('label', { for: 'answer-as' }, 'as'), this.choose,
      found.length ? h('button', { type: 'button', onclick: () => this.open(found) }, `Open ${plural(Math.min(found.length, MOST), 'entity', 'entities')} in the explorer`) : null,
      h('button', { type: 'button', onclick: () => saveAs(new Blob([csvOf(result)], { type: 'text/csv;charset=utf-8' }), this.context, 'csv') }, 'CSV')), this.unknown(asked.text), asked.text && speakerless(result) ? h('p', { class: 'quiet' }, 'These rows name no speaker: they hold what somebody says, however it is meant, or what the editors add.') : null, this.why, this.place);
    actions.announce(`${plural(result.rows.length, 'row')}.`);
    await this.as(usable.includes(view) ? view : 'table');
  }

  /** The result with its names as links; as it is where they cannot be asked for. @param {Result} result */
  async named(result) {
    const { api, model } = this.context;
    const [terms, named] = await Promise.all([api.get('terms').catch(() => NO_TERMS), namedBy(api, claimsIn(result)).catch(() => new Map())]);
    const found = linked(result, named);
    const bare = found.rows.flatMap((row) => Object.values(row).flatMap(({ type, id }) => (type === 'iri' && id && !model.node(id) && !id.startsWith('claim:') ? [id] : [])));
    this.names = { terms, labels: await labelsOf(api, [...new Set(bare)]).catch(() => new Map()) };
    return found;
  }

  /** Say which names in a query stand for nothing, once that is known. @param {string} text */
  unknown(text) {
    const place = h('div', { class: 'strangers', role: 'status' });
    if (text) void strangers(this.context.api, text).then(({ terms, resources }) => fill(place,
      ...terms.map((name) => h('p', {}, h('code', {}, name), ' is not a term of the ontology.')),
      ...resources.map((name) => h('p', {}, h('code', {}, name), ' is not in this dataset.'))), () => undefined);
    return place;
  }

  /** @param {string[]} found */
  open(found) {
    this.context.store.set({ view: 'network', with: found.slice(0, MOST), n: 10, around: '' });
  }

  /** @param {string} name @param {string} [why] said above it */
  async as(name, why = '') {
    const { place, result, names } = this;
    if (!place || !result || !names) return;
    if (this.choose) this.choose.value = name;
    if (this.why) {
      this.why.hidden = !why;
      this.why.textContent = why;
    }
    this.view?.destroy();
    this.view = null;
    fill(place);
    this.host.dataset.view = name;
    if (name === 'bar') fill(place, this.bars(result));
    else if (name in PICTURES) await this.picture_(name, place, entities(result));
    else if (result.rows.length) fill(place, tableOf(this.context, result, names));
    else fill(place, h('p', { class: 'quiet' }, 'No row. Another lens, or other values, may have some.'));
  }

  /** @param {string} name @param {HTMLElement} place @param {string[]} found */
  async picture_(name, place, found) {
    const { api, store, actions } = this.context;
    const ids = found.slice(0, MOST);
    // A network of predictions without the lines of predictions would show other lines in their place.
    const data = await api.get('view', { only: ids.join(','), lens: store.state.lens, mode: name === 'network' ? Object.keys(MEANT).join(',') : '' });
    const module = await PICTURES[name]();
    if (this.host.dataset.view !== name || !place.isConnected || place.hasChildNodes()) return;
    const model = new Model(data);
    const empty = emptiness(name, model);
    if (empty) {
      await this.as('table', `Shown as a table: ${empty}.`);
      return;
    }
    const own = new Store({ ...structuredClone(EMPTY), n: MOST });
    const context = { store: own, api, loaded: Promise.resolve(), model, visible: model.visible(own.state), hover: '', actions: { ...actions, hover: () => undefined, select: (/** @type {string} */ id) => { own.set({ sel: id }); actions.select(id); } } };
    own.listen((state, changes) => {
      context.visible = model.visible(state);
      this.view?.update(new Set([...changes, 'visible']));
    });
    const frame = h('div', { class: 'answer-frame' });
    fill(place, name === 'network' ? networkNote(this.context, model, context.visible, found) : null, frame);
    this.view = module.mount(frame, context);
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
