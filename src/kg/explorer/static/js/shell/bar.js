/**
 * The bar on top: the name, the search, and what is looked through: the lens and the mode.
 * @module
 */

import { fill, h } from '../dom.js';
import { LensButton } from './lens.js';
import { ModeButton } from './mode.js';
import { SearchBox } from './search.js';
import { menu } from './menu.js';

/** @typedef {import('../context.js').Context} Context */

export class Bar {
  /** @param {Context} context @param {() => import('./shell.js').Shell} shell */
  constructor(context, shell) {
    const { store } = context;
    this.context = context;
    this.lens = new LensButton(context);
    this.mode = new ModeButton(context);
    this.search = new SearchBox(context);
    // A filter that no view but the timeline shows would be forgotten.
    this.span = h('button', { type: 'button', class: 'chip-button on', id: 'span', hidden: true, title: 'Show all time', onclick: () => store.set({ from: '', to: '' }) });
    this.undo = h('button', { type: 'button', class: 'icon', 'aria-label': 'Undo', title: 'Undo (Ctrl Z)', onclick: () => store.undo() }, '↶');
    this.redo = h('button', { type: 'button', class: 'icon', 'aria-label': 'Redo', title: 'Redo (Ctrl Shift Z)', onclick: () => store.redo() }, '↷');
    this.element = h('header', { class: 'bar' },
      h('h1', { class: 'unseen' }, 'Explorer: what speakers say of actors and events'),
      h('p', { class: 'name' }, h('a', { href: '/' }, 'Actors and events')),
      this.search.element,
      h('div', { class: 'looking', role: 'group', 'aria-label': 'What is looked at' }, this.lens.element, this.mode.element, this.span),
      h('div', { class: 'tools' }, this.undo, this.redo, menu(context, shell)));
    this.when();
  }

  /** Tell the span of time. */
  when() {
    const { from, to } = this.context.store.state;
    this.span.hidden = !from && !to;
    fill(this.span, h('span', { class: 'what' }, 'When: '), h('strong', {}, [from || '…', to || '…'].join(' to ')), h('span', { 'aria-hidden': 'true' }, ' ×'));
    this.span.setAttribute('aria-label', `Only what can lie between ${from || 'any day'} and ${to || 'any day'}: show all time`);
  }

  /** @param {Set<string>} changes */
  update(changes) {
    const { store } = this.context;
    if (changes.has('lens') || changes.has('model')) this.lens.update();
    if (changes.has('mode') || changes.has('model')) this.mode.update();
    if (changes.has('from') || changes.has('to')) this.when();
    // Not `disabled`: a button that is being pressed must not lose the focus.
    this.undo.setAttribute('aria-disabled', String(!store.past.length));
    this.redo.setAttribute('aria-disabled', String(!store.future.length));
  }
}
