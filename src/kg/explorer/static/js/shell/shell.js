/**
 * Everything around the views: the bar, the tabs, the panes, the panel. Mounts views when they are
 * first looked at.
 * @module
 */

import { fill, h, number } from '../dom.js';
import { VIEWS } from '../words.js';
import { Bar } from './bar.js';
import { Panel } from './panel.js';
import { shortcuts } from './shortcuts.js';

/** @typedef {import('../context.js').Context} Context */
/** @typedef {import('../context.js').View} View */

/** @type {Record<string, () => Promise<{ mount: (host: HTMLElement, context: Context) => View }>>} */
const LOADERS = {
  network: () => import('../views/network.js'),
  timeline: () => import('../views/timeline.js'),
  map: () => import('../views/map.js'),
  text: () => import('../views/text.js'),
  table: () => import('../views/table.js'),
  ask: () => import('../views/ask.js'),
  compare: () => import('../views/compare.js'),
};
/** Views that can stand beside another. */
const SECOND = ['network', 'timeline', 'map', 'text', 'table'];

/** One of the two places for views. */
class Pane {
  /** @param {HTMLElement} host @param {Context} context */
  constructor(host, context) {
    this.host = host;
    this.context = context;
    this.name = '';
    /** @type {View | null} */ this.view = null;
    new ResizeObserver(() => this.view?.resize?.()).observe(host);
  }

  /** @param {string} name */
  async show(name) {
    if (name === this.name) return;
    this.name = name;
    // What had the focus goes with its view: the pane takes it.
    if (this.host.contains(document.activeElement)) this.host.focus();
    this.view?.destroy();
    this.view = null;
    fill(this.host, name ? h('p', { class: 'waiting' }, 'Loading…') : null);
    this.host.hidden = !name;
    if (!name) return;
    try {
      const [module] = await Promise.all([LOADERS[name](), this.context.loaded]);
      if (this.name !== name) return;
      fill(this.host);
      this.host.dataset.view = name;
      this.view = module.mount(this.host, this.context);
    } catch (error) {
      if (this.name === name) {
        // Most often the server runs newer software than the page that is open: its modules are gone.
        fill(this.host, h('div', { class: 'problem', role: 'alert' }, h('p', {}, `This view cannot be shown: ${/** @type {Error} */ (error).message}`),
          h('p', {}, h('button', { type: 'button', onclick: () => location.reload() }, 'Reload the page'))));
      }
      console.error(error);
    }
  }
}

export class Shell {
  /** @param {HTMLElement} host @param {Context} context */
  constructor(host, context) {
    this.context = context;
    this.words = '';
    this.bar = new Bar(context, () => this);
    this.panel = new Panel(context);
    this.tabs = /** @type {Record<string, HTMLElement>} */ ({});
    this.problem = h('div', { class: 'failed', role: 'alert', hidden: true });
    this.notes = h('div', { class: 'notes', role: 'status' });
    const main = h('div', { class: 'pane first', id: 'main', role: 'tabpanel', tabIndex: -1, 'aria-label': 'View' });
    const second = h('div', { class: 'pane second', role: 'region', tabIndex: -1, 'aria-label': 'Second view', hidden: true });
    this.body = h('div', { class: 'body' }, h('main', { class: 'panes' }, this.problem, main, second), this.panel.element);
    fill(host, this.bar.element, this.navigation(), this.body, this.notes);
    this.first = new Pane(main, context);
    // The counts are those of the first view: the other one, which may filter by itself, says nothing of them.
    this.second = new Pane(second, Object.create(context, { actions: { value: { ...context.actions, showing: () => {} } } }));
    this.stop = shortcuts(context, this);
    this.update(new Set(['view', 'second', 'lens', 'mode', 'sel']));
  }

  navigation() {
    const { store } = this.context;
    const list = h('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Views' });
    for (const [name, label] of Object.entries(VIEWS)) {
      const tab = h('button', {
        type: 'button', role: 'tab', class: 'tab', id: `tab-${name}`, 'aria-controls': 'main',
        onclick: () => store.set({ view: name, second: store.state.second === name ? '' : store.state.second }),
      }, label);
      this.tabs[name] = tab;
      list.append(tab);
    }
    list.addEventListener('keydown', (event) => this.arrows(event));
    this.beside = h('select', {
      id: 'beside', onchange: () => store.set({ second: this.beside.value }),
    }, h('option', { value: '' }, 'none'), ...SECOND.map((name) => h('option', { value: name }, VIEWS[/** @type {keyof typeof VIEWS} */ (name)])));
    this.count = h('button', { type: 'button', class: 'linklike showing', hidden: true, title: 'List what is said here', onclick: () => { store.set({ sel: 'shown' }); this.panel.focus(); } });
    return h('nav', { class: 'views', 'aria-label': 'Views' }, list,
      h('div', { class: 'beside' }, h('label', { for: 'beside' }, 'Second view'), this.beside), this.count);
  }

  /** Bring the chosen tab into the visible part of the bar of tabs. @param {HTMLElement} tab */
  reveal(tab) {
    const list = /** @type {HTMLElement} */ (tab.parentElement);
    list.scrollLeft = tab.offsetLeft - list.offsetLeft - (list.clientWidth - tab.offsetWidth) / 2;
  }

  /** Arrow keys move between tabs, as tabs do everywhere. @param {KeyboardEvent} event */
  arrows(event) {
    const names = Object.keys(VIEWS);
    const at = names.indexOf(this.context.store.state.view);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = event.key === 'Home' ? 0 : event.key === 'End' ? names.length - 1 : step ? (at + step + names.length) % names.length : -1;
    if (next < 0) return;
    event.preventDefault();
    this.context.store.set({ view: names[next] });
    this.tabs[names[next]].focus();
  }

  /** @param {Set<string>} changes */
  update(changes) {
    const { state } = this.context.store;
    if (changes.has('view') || changes.has('second')) {
      const view = Object.hasOwn(LOADERS, state.view) ? state.view : 'network';
      for (const [name, tab] of Object.entries(this.tabs)) {
        tab.setAttribute('aria-selected', String(name === view));
        tab.tabIndex = name === view ? 0 : -1;
      }
      this.reveal(this.tabs[view]);
      const second = SECOND.includes(state.second) && state.second !== view ? state.second : '';
      /** @type {HTMLSelectElement} */ (this.beside).value = second;
      this.first.host.setAttribute('aria-labelledby', `tab-${view}`);
      this.body.classList.toggle('split', second !== '');
      void this.first.show(view);
      void this.second.show(second);
    }
    if (changes.has('model')) /** @type {HTMLElement} */ (this.count).hidden = false;
    if (['model', 'visible', 'view'].some((key) => changes.has(key))) this.showing();
    this.bar.update(changes);
    this.panel.update(changes);
    this.body.classList.toggle('with-panel', this.panel.isOpen);
    this.first.view?.update(changes);
    this.second.view?.update(changes);
  }

  /** The focus goes to the view. */
  toView() {
    this.first.host.focus();
  }

  /** What is shown of how much, always said. */
  showing() {
    const { model, visible, store } = this.context;
    const { nodes, claims } = model.data.counts;
    const shown = store.state.view === 'network' ? visible.drawn : visible.nodes;
    fill(/** @type {HTMLElement} */ (this.count), this.words
      || `Showing ${number(shown.size)} of ${number(nodes.total)} entities, ${number(visible.claims.size)} of ${number(claims.total)} claims`);
  }

  /** Another count, of a view that shows other things than the data that is loaded; '' for none. @param {string} words */
  counted(words) {
    this.words = words;
    this.showing();
  }

  /** @param {boolean} is */
  busy(is) {
    this.body.setAttribute('aria-busy', String(is));
    this.bar.element.classList.toggle('busy', is);
  }

  /** Say that the data cannot be had; null when it can again. @param {Error | null} error @param {() => void} [again] */
  fail(error, again) {
    this.problem.hidden = !error;
    if (!error) return;
    const cure = /** @type {any} */ (error).cure;
    fill(this.problem, h('h2', {}, 'The data cannot be shown'), h('p', {}, error.message), cure ? h('p', { class: 'quiet' }, cure) : null,
      h('p', { class: 'buttons' }, h('button', { type: 'button', onclick: () => again?.() }, 'Try again'),
        h('button', { type: 'button', onclick: () => this.context.store.set({ lens: '', mode: [], around: '', with: [] }) }, 'Show everything')));
  }

  /** Say that the server has other data by now, and offer it; the state is in the address. */
  newer() {
    this.notes.append(h('p', { class: 'note newer' }, 'The data has been published anew. This page still shows what was there before. ',
      h('button', { type: 'button', onclick: () => location.reload() }, 'Show the new data')));
  }

  /** @param {string} text @param {'info' | 'error'} kind */
  notify(text, kind) {
    const note = h('p', { class: `note ${kind}` }, text);
    this.notes.append(note);
    setTimeout(() => note.remove(), kind === 'error' ? 10_000 : 5_000);
  }

  /** @param {string} id */
  expand(id) {
    void import('./expanding.js').then((module) => module.expand(this.context, id));
  }
}
