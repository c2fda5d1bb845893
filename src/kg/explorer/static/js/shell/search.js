/**
 * Search as you type over names and quotes (WAI-ARIA: combobox with a listbox).
 * @module
 */

import { fill, h, say } from '../dom.js';

/** @typedef {import('../context.js').Context} Context */

/** Kinds that the picture can show. */
const NODES = new Set(['actor', 'event', 'series', 'place', 'date', 'prospect']);
const LIMIT = 12;

export class SearchBox {
  /** @param {Context} context */
  constructor(context) {
    this.context = context;
    this.input = h('input', {
      type: 'search', id: 'search', role: 'combobox', autocomplete: 'off', spellcheck: 'false', maxlength: 200, dir: 'auto',
      placeholder: 'Search names and quotes', 'aria-expanded': 'false', 'aria-controls': 'search-list', 'aria-autocomplete': 'list',
    });
    this.list = h('ul', { id: 'search-list', role: 'listbox', class: 'suggestions', 'aria-label': 'Suggestions', hidden: true });
    this.element = h('div', { class: 'searching', role: 'search' }, h('label', { class: 'unseen', for: 'search' }, 'Search names and quotes'), this.input, this.list);
    /** @type {any[]} */ this.hits = [];
    this.at = -1;
    /** @type {AbortController | null} */ this.asked = null;
    /** Words that the suggestions are for; Enter waits for those of what is typed. */
    this.words = '';
    this.entered = false;
    this.input.addEventListener('input', () => void this.ask());
    this.input.addEventListener('click', () => this.list.hidden && this.hits.length && this.show());
    this.input.addEventListener('keydown', (event) => this.key(event));
    this.input.addEventListener('blur', () => setTimeout(() => this.hide(), 150));
  }

  focus() {
    this.input.focus();
    this.input.select();
  }

  async ask() {
    this.asked?.abort();
    this.entered = false;
    const words = this.input.value.trim();
    if (!words) {
      this.words = '';
      this.hits = [];
      this.hide();
      return;
    }
    const asked = (this.asked = new AbortController());
    try {
      this.hits = await this.context.api.search(words, LIMIT, asked.signal);
    } catch (error) {
      if (asked.signal.aborted) return;
      this.hits = [];
      this.context.actions.notify(/** @type {Error} */ (error).message, 'error');
    }
    if (asked !== this.asked || asked.signal.aborted) return;
    this.words = words;
    this.show();
    if (this.entered && this.at >= 0) this.choose(this.at);
    this.entered = false;
  }

  show() {
    this.at = this.hits.length ? 0 : -1;
    fill(this.list, ...this.hits.map((hit, at) => this.option(hit, at)),
      this.hits[0]?.near ? h('li', { class: 'quiet none', role: 'option', 'aria-disabled': 'true' }, `Nothing holds all of “${this.input.value.trim()}”: these come near.`) : null,
      this.hits.length ? null : h('li', { class: 'quiet none', role: 'option', 'aria-disabled': 'true' }, `No name and no quote here holds “${this.input.value.trim()}”.`));
    this.list.dataset.words = this.words;
    this.list.hidden = false;
    this.input.setAttribute('aria-expanded', 'true');
    this.mark();
    this.context.actions.announce(this.hits.length === 1 ? '1 suggestion' : `${this.hits.length} suggestions`);
  }

  hide() {
    this.list.hidden = true;
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
  }

  /** @param {any} hit @param {number} at */
  option(hit, at) {
    // A key is no name: what was found by one is shown under its label, without a mark.
    const named = hit.field !== 'key';
    const { start, end } = named ? hit.match : { start: 0, end: 0 };
    const letters = [...(named ? hit.text : hit.label)];
    const marked = h('bdi', hit.language ? { lang: hit.language } : {}, letters.slice(0, start).join(''), h('mark', {}, letters.slice(start, end).join('')), letters.slice(end).join(''));
    return h('li', {
      id: `hit-${at}`, role: 'option', class: `hit kind-${hit.kind}`, 'aria-selected': 'false',
      onpointerdown: (/** @type {Event} */ event) => event.preventDefault(), onclick: () => this.choose(at),
    }, h('span', { class: 'kind-name' }, hit.said ? 'said' : hit.kind),
    h('span', { class: 'hit-text' }, hit.said ? h('q', {}, marked) : marked,
      hit.said ? h('small', {}, say(hit.said.attribution)) : !named || hit.label === hit.text ? null : h('small', {}, say(hit.label))));
  }

  mark() {
    [...this.list.children].forEach((option, at) => {
      option.setAttribute('aria-selected', String(at === this.at));
      if (at === this.at) option.scrollIntoView({ block: 'nearest' });
    });
    if (this.at >= 0) this.input.setAttribute('aria-activedescendant', `hit-${this.at}`);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const last = this.hits.length - 1;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (this.list.hidden) this.show();
      else this.at = event.key === 'ArrowDown' ? (this.at >= last ? 0 : this.at + 1) : this.at <= 0 ? last : this.at - 1;
      this.mark();
    } else if (event.key === 'Enter' && this.input.value.trim() !== this.words) {
      event.preventDefault();
      this.entered = true;
    } else if (event.key === 'Enter' && !this.list.hidden && this.at >= 0) {
      event.preventDefault();
      this.choose(this.at);
    } else if (event.key === 'Escape') {
      if (!this.list.hidden) event.stopPropagation();
      this.hide();
    }
  }

  /** Show a hit: an entity in the picture, a claim in the panel, anything else on its page. @param {number} at */
  choose(at) {
    const hit = this.hits[at];
    const id = shortened(hit.iri);
    const { store } = this.context;
    this.hide();
    if (hit.kind === 'claim') {
      store.set({ sel: id });
      this.context.actions.read();
    } else if (NODES.has(hit.kind)) {
      const known = this.context.model.nodeAt.has(id);
      store.set({ sel: id, with: known ? store.state.with : [...new Set([...store.state.with, id])] });
      this.context.actions.read();
    } else if (hit.kind === 'source') {
      store.set({ view: 'text', source: id });
    } else {
      location.href = new URL(hit.iri).pathname.replace(/^.*\/id\//, '/page/');
    }
  }
}

/** The prefixed name of a resource: `actor:mek`. @param {string} iri */
export function shortened(iri) {
  const found = /\/id\/([^/]+)\/(.+)$/.exec(iri);
  return found ? `${found[1]}:${found[2]}` : iri;
}
