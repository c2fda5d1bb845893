/**
 * Two speakers or sources side by side: only here, only there, shared, opposed; and the numbers that
 * anybody gives, as ranges on one axis.
 * @module
 */

import { fill, h, number, plural, say } from '../dom.js';
import { chooseEntity } from '../shell/choosing.js';
import { CITED } from '../words.js';
import { chart, drawingOf, figuresKey, grouped } from './compare/figures.js';
import { sideOf } from './compare/sides.js';

/** @typedef {import('../context.js').Context} Context */
/** @typedef {import('../context.js').View} View */
/** @typedef {import('../records').Comparison} Comparison */
/** @typedef {import('../records').Figures} Figures */
/** @typedef {import('../records').Position} Position */

/** Positions of a list that are shown at once. */
const FIRST = 15;

/** @param {HTMLElement} host @param {Context} context @returns {View} */
export function mount(host, context) {
  return new Compare(host, context);
}

class Compare {
  /** @param {HTMLElement} host @param {Context} context */
  constructor(host, context) {
    this.host = host;
    this.context = context;
    this.pickers = h('div', { class: 'pickers' });
    this.body = h('div', { class: 'compared' });
    this.note = h('p', { class: 'quiet', hidden: true }, 'All that they say is compared: what is chosen above, a lens, kinds of claim or a span of time, does not narrow it.');
    fill(host, h('div', { class: 'compare' }, this.pickers, this.note, this.body));
    void this.show();
  }

  /** @param {Set<string>} changes */
  update(changes) {
    if (changes.has('left') || changes.has('right') || changes.has('model')) void this.show();
    if (changes.has('visible')) this.narrowed();
    if (changes.has('sel')) this.mark();
  }

  /** Say that what narrows the other views does not narrow this one. */
  narrowed() {
    const { lens, mode, from, to } = this.context.store.state;
    this.note.hidden = !lens && !mode.length && !from && !to;
  }

  /** @param {'left' | 'right'} side */
  picker(side) {
    const { store, model } = this.context;
    const id = store.state[side];
    const found = this.sides?.[side];
    const none = found === null ? h('span', {}, 'There is no speaker or source called “', say(id), '”') : null;
    const label = found?.label ?? model.node(id)?.label ?? model.data.sources.find((item) => item.id === id)?.label ?? '…';
    const sources = h('select', { 'aria-label': `A source for the ${side} side`, onchange: () => sources.value && store.set({ [side]: sources.value }) },
      h('option', { value: '' }, 'or a source …'), ...model.data.sources.map((item) => h('option', { value: item.id, selected: item.id === (found?.id ?? id) }, item.label)));
    return h('div', { class: `picker ${side}` }, h('h2', {}, none ?? (id ? say(label) : h('span', { class: 'quiet' }, side === 'left' ? 'One side' : 'The other side'))),
      h('p', { class: 'buttons' }, h('button', { type: 'button', onclick: () => void this.choose(side) }, 'Choose a speaker'), sources));
  }

  /** Choose a speaker: actors that say nothing cannot be compared. @param {'left' | 'right'} side */
  async choose(side) {
    const { api, store } = this.context;
    const { speakers } = /** @type {import('../records').Speakers} */ (await api.get('speakers'));
    chooseEntity(this.context, 'Compare whom?', (found) => store.set({ [side]: found }), ['actor'], speakers.map(({ id, label }) => ({ id, label, kind: 'actor' })));
  }

  async show() {
    const { store, api } = this.context;
    const { left, right } = store.state;
    const turn = `${left} ${right}`;
    this.turn = turn;
    /** @type {Record<'left' | 'right', import('./compare/sides.js').Side | null | undefined>} what the sides are: null for none of that name */
    this.sides = { left: undefined, right: undefined };
    const swap = h('button', { type: 'button', 'aria-label': 'Swap the sides', title: 'Swap the sides', onclick: () => store.set({ left: right, right: left }) }, '⇄');
    const draw = () => {
      // Who chooses a side with the keyboard stays there.
      const held = this.pickers.contains(document.activeElement) ? document.activeElement?.closest('.picker')?.className : '';
      fill(this.pickers, this.picker('left'), swap, this.picker('right'));
      this.narrowed();
      if (held) /** @type {HTMLElement | null} */ (this.pickers.querySelector(`.${held.replaceAll(' ', '.')} button`))?.focus();
    };
    draw();
    const [one, other] = await Promise.all([left, right].map((name) => (name ? sideOf(this.context, name) : undefined)));
    if (this.turn !== turn) return;
    this.sides = { left: one, right: other };
    if (left || right) draw();
    if (!one || !other) {
      const { figures } = /** @type {Figures} */ (await api.get('figures'));
      if (this.turn !== turn) return;
      const groups = (this.groups = grouped(figures).slice(0, 30));
      fill(this.body, h('p', { class: 'quiet' }, 'Choose two speakers or sources to see what only one of them says, what both say, and where they are opposed. Below: every number that anybody gives, with who gives it.'),
        h('h2', {}, 'Numbers, and who gives them'), groups.length ? figuresKey() : h('p', {}, 'Nobody counts anything here.'), ...groups.map((group) => chart(group, this.context)));
      this.mark();
      this.host.dataset.ready = 'figures';
      return;
    }
    fill(this.body, h('p', { class: 'waiting' }, 'Comparing…'));
    try {
      /** @type {Comparison} */ const found = await api.get('compare', { left: one.id, right: other.id });
      if (this.turn !== turn) return;
      this.result(found);
      this.host.dataset.ready = turn;
    } catch (error) {
      if (this.turn === turn) fill(this.body, h('p', { class: 'problem', role: 'alert' }, /** @type {Error} */ (error).message));
    }
  }

  /** @param {Comparison} found */
  result(found) {
    const pairs = (/** @type {string} */ heading, /** @type {Comparison['shared']} */ items, /** @type {string} */ none) => h('section', {}, h('h2', {}, `${heading} `, h('small', {}, number(items.length))),
      items.length ? this.some(items.map((pair) => h('li', { class: 'pair' }, this.position(pair.left, true), h('span', { class: pair.why ? 'why' : 'why same' }, pair.why || '='), this.position(pair.right, true)))) : h('p', { class: 'quiet' }, none));
    const side = (/** @type {string} */ label, /** @type {Position[]} */ items) => h('section', {}, h('h2', {}, 'Only ', say(label), ' ', h('small', {}, number(items.length))),
      items.length ? this.some(items.map((item) => h('li', {}, this.position(item, false)))) : h('p', { class: 'quiet' }, 'Nothing.'));
    const groups = (this.groups = grouped(found.figures));
    fill(this.body, h('p', { class: 'quiet' }, `${plural(found.opposed.length, 'position')} opposed, ${number(found.shared.length)} shared. The same proposition in the same mode counts as the same position; a report is never compared with a prediction.`),
      pairs('Opposed', found.opposed, 'Neither denies or contradicts the other.'), pairs('Shared', found.shared, 'They share no position.'),
      h('div', { class: 'sides' }, side(found.left.label, found.only_left), side(found.right.label, found.only_right)),
      groups.length ? h('section', {}, h('h2', {}, 'Numbers, among those of everybody'), figuresKey(), ...groups.map((group) => chart(group, this.context))) : null);
    this.mark();
  }

  /** @param {Node[]} items */
  some(items) {
    const list = h('ul', { class: 'positions' }, ...items.slice(0, FIRST));
    if (items.length <= FIRST) return list;
    const more = h('button', { type: 'button', onclick: () => { list.append(...items.slice(FIRST)); more.remove(); } }, `All ${number(items.length)}`);
    return h('div', {}, list, more);
  }

  /** @param {Position} item @param {boolean} brief */
  position(item, brief) {
    const [claim] = item.claims;
    return h('div', { class: 'position', 'data-id': claim.id }, h('button', { type: 'button', class: 'open', onclick: () => this.context.actions.select(claim.id) },
      h('span', {}, say(item.subject), ' ', h('em', {}, item.label), ' ', say(item.object))),
    h('p', {}, h('small', {}, say(claim.attribution)), ' ', h('span', { class: `chip kind-${claim.kind}` }, `${item.attitude}, ${item.mode.toLowerCase()}`), item.claims.length > 1 ? h('small', {}, ` ${plural(item.claims.length, 'claim')}`) : null),
    brief && !claim.quotes.length ? null : claim.quotes.length ? h('q', {}, say(claim.quotes[0])) : h('small', {}, CITED.toLowerCase()));
  }

  mark() {
    const { sel } = this.context.store.state;
    for (const item of this.body.querySelectorAll('[data-id]')) item.classList.toggle('selected', /** @type {HTMLElement} */ (item).dataset.id === sel);
    const claim = this.context.model.claim(sel);
    const subjects = [sel, ...(claim ? claim.props.map((at) => this.context.model.data.nodes[this.context.model.data.props[at].s]?.id) : [])];
    const group = [.../** @type {NodeListOf<HTMLElement>} */ (this.body.querySelectorAll('[data-subject]'))].find((item) => subjects.includes(item.dataset.subject ?? ''));
    if (group && !this.body.contains(document.activeElement)) group.scrollIntoView({ block: 'start' });
  }

  /** @param {'png' | 'svg'} kind */
  picture(kind) {
    if (!this.groups?.length) throw new Error('There is no picture here: use CSV.');
    const sheet = drawingOf(this.groups);
    this.body.append(sheet);
    return import('../picture.js').then((module) => (kind === 'svg' ? module.svgBlob(sheet) : module.pngBlob(sheet))).finally(() => sheet.remove());
  }

  destroy() {
    this.turn = 'gone';
    delete this.host.dataset.ready;
    fill(this.host);
  }
}
