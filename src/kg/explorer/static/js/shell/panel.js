/**
 * The panel beside the views: the evidence of what is selected. It shows an entity, a line, a claim,
 * the connection of two entities, all that is said in the picture, or questions to begin with; each
 * has a file in `panel/`.
 * @module
 */

import { fill, h } from '../dom.js';
import { claimCard } from './panel/claim.js';
import { entityCard } from './panel/entity.js';
import { lineCard } from './panel/line.js';
import { pathCard, startPath } from './panel/path.js';
import { shownCard } from './panel/shown.js';
import { startCard } from './panel/start.js';

/** @typedef {import('../context.js').Context} Context */

export class Panel {
  /** @param {Context} context */
  constructor(context) {
    this.context = context;
    this.element = h('aside', { class: 'panel', id: 'panel', 'aria-label': 'Evidence', tabIndex: -1, hidden: true });
    this.shown = '';
    /** @type {{ sel: string, path: string[], told: string }[]} what was shown before, the latest last */ this.trail = [];
    /** @type {{ sel: string, path: string[], told: string } | null} */ this.now = null;
    this.loading = false;
    /** Whether the focus belongs into the card that is being made. */
    this.holds = false;
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** @param {Set<string>} changes */
  update(changes) {
    const { state } = this.context.store;
    if (changes.has('told') && !changes.has('sel') && this.now) this.now.told = state.told;
    if (['sel', 'path', 'lens', 'mode', 'model'].some((key) => changes.has(key))) void this.show(changes.has('model'));
    else if (state.sel === 'shown' && changes.has('visible')) void this.show(true);
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
    this.holds ||= this.element.contains(document.activeElement);
    this.remember();
    this.element.hidden = !this.now;
    if (this.element.hidden) {
      if (this.holds) document.getElementById('main')?.focus();
      this.holds = this.loading = false;
      fill(this.element);
      return;
    }
    this.loading = true;
    if (!same) fill(this.element, h('p', { class: 'quiet' }, 'Loading…'));
    // What is on its way must not let the focus fall: it goes on to the heading when that is there.
    if (!same && this.holds) this.element.focus({ preventScroll: true });
    try {
      const card = await this.card();
      if (this.shown !== wanted) return;
      fill(this.element, ...card);
      if (!same) this.element.scrollTop = 0;
    } catch (error) {
      if (this.shown !== wanted) return;
      fill(this.element, this.head('', 'Not found', ''), h('p', { class: 'problem', role: 'alert' }, /** @type {Error} */ (error).message));
    }
    this.loading = false;
    if (this.holds) this.focus();
  }

  /** What the panel shows now, and what it showed before. */
  remember() {
    const { sel, path, told } = this.context.store.state;
    const next = sel || path.length ? { sel, path, told } : null;
    const same = (/** @type {typeof next} */ other) => JSON.stringify([next?.sel, next?.path]) === JSON.stringify([other?.sel, other?.path]);
    if (!next) this.trail = [];
    else if (this.now && !same(this.now)) {
      const back = same(this.trail.at(-1) ?? null);
      if (back) this.trail.pop();
      else this.trail = [...this.trail.slice(-49), this.now];
    }
    this.now = next;
  }

  /** To what the panel showed before. */
  back() {
    const before = this.trail.at(-1);
    if (before) this.context.store.set(before);
  }

  /** The focus goes to the heading of the card, at once or when it is there. */
  focus() {
    this.holds = this.loading;
    if (this.element.hidden || this.loading) return;
    const heading = this.element.querySelector('h2');
    (heading ?? this.element).focus({ preventScroll: true });
  }

  /** @returns {Promise<Node[]>} */
  async card() {
    const { state } = this.context.store;
    // A claim has an answer of its own; the other cards count what is loaded.
    if (!state.sel.startsWith('claim:')) await this.context.loaded;
    if (state.sel === 'start') return startCard(this.context, this);
    if (state.sel === 'shown') return shownCard(this.context, this);
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
    return h('div', { class: 'head' },
      h('div', {}, h('p', { class: 'kind' }, this.trail.length ? [h('button', { type: 'button', class: 'linklike', title: 'What the panel showed before (b)', onclick: () => this.back() }, '‹ Back'), ' · '] : null, kind),
        h('h2', { lang: language || null, tabIndex: -1 }, typeof title === 'string' ? h('bdi', {}, title) : title)),
      h('button', { type: 'button', class: 'icon sheet-close', 'aria-label': 'Close the panel', title: 'Close (Escape)', onclick: () => this.context.store.set({ sel: '', path: [] }) }, '×'));
  }
}
