/**
 * The panel beside the views: the evidence of what is selected. It shows an entity, a line, a claim
 * or the connection of two entities; each has a file in `panel/`.
 * @module
 */

import { fill, h } from '../dom.js';
import { claimCard } from './panel/claim.js';
import { entityCard } from './panel/entity.js';
import { lineCard } from './panel/line.js';
import { pathCard, startPath } from './panel/path.js';

/** @typedef {import('../context.js').Context} Context */

export class Panel {
  /** @param {Context} context */
  constructor(context) {
    this.context = context;
    this.element = h('aside', { class: 'panel', id: 'panel', 'aria-label': 'Evidence', tabIndex: -1, hidden: true });
    this.shown = '';
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** @param {Set<string>} changes */
  update(changes) {
    const { state } = this.context.store;
    if (['sel', 'path', 'lens', 'mode', 'model'].some((key) => changes.has(key))) void this.show(changes.has('model'));
    if (changes.has('hover')) {
      for (const item of this.element.querySelectorAll('[data-id]')) {
        item.classList.toggle('hover', /** @type {HTMLElement} */ (item).dataset.id === this.context.hover && state.sel !== this.context.hover);
      }
    }
  }

  /** @param {boolean} again also when the same is shown already */
  async show(again) {
    const { state } = this.context.store;
    const wanted = JSON.stringify([state.sel, state.path, state.lens, state.mode]);
    if (wanted === this.shown && !again) return;
    const same = wanted === this.shown;
    this.shown = wanted;
    this.element.hidden = !state.sel && !state.path.length;
    if (this.element.hidden) {
      fill(this.element);
      return;
    }
    if (!same) fill(this.element, h('p', { class: 'quiet' }, 'Loading…'));
    try {
      const card = await this.card();
      if (this.shown !== wanted) return;
      fill(this.element, ...card);
      if (!same) this.element.scrollTop = 0;
    } catch (error) {
      if (this.shown !== wanted) return;
      fill(this.element, this.head('', 'Not found', ''), h('p', { class: 'problem', role: 'alert' }, /** @type {Error} */ (error).message));
    }
  }

  /** @returns {Promise<Node[]>} */
  async card() {
    const { state } = this.context.store;
    if (state.path.length && !state.sel) return pathCard(this.context, this);
    if (state.sel.startsWith('claim:')) return claimCard(this.context, this, state.sel);
    if (state.sel.startsWith('line:')) return lineCard(this.context, this, state.sel.slice(5));
    return entityCard(this.context, this, state.sel);
  }

  /** Choose what an entity is to be connected with. @param {string} id */
  connect(id) {
    startPath(this.context, id);
  }

  /** The heading of a card, with the button that closes the panel. @param {string} kind @param {string | Node} title @param {string} language */
  head(kind, title, language) {
    const close = () => {
      this.context.store.set({ sel: '', path: [] });
      document.getElementById('main')?.focus();
    };
    return h('div', { class: 'head' },
      h('div', {}, h('p', { class: 'kind' }, kind), h('h2', language ? { lang: language } : {}, typeof title === 'string' ? h('bdi', {}, title) : title)),
      h('button', { type: 'button', class: 'icon sheet-close', 'aria-label': 'Close the panel', onclick: close }, '×'));
  }
}
