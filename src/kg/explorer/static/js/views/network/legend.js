/**
 * The legend, which is a filter: kinds of entity on and off, what the lines are, what size and
 * colour tell.
 * @module
 */

import { fill, h, number, s } from '../../dom.js';
import { KINDS, NOT_SAID_TO_BE, kindOf } from '../../words.js';
import { OUTLINES } from './style.js';

/** @typedef {import('../../context.js').Context} Context */

export class Legend {
  /** @param {Context} context */
  constructor(context) {
    this.context = context;
    this.kinds = h('div', { class: 'kinds', role: 'group', 'aria-label': 'Kinds of entity' });
    this.lines = h('div', {});
    this.element = h('div', { class: 'over legend' }, h('details', { class: 'box', open: innerWidth > 768 }, h('summary', {}, 'Legend'), this.kinds, this.lines, this.choices()));
  }

  choices() {
    const { store } = this.context;
    this.size = h('select', { id: 'size-by', onchange: () => store.set({ size: this.size?.value ?? '' }) }, h('option', { value: '' }, 'number of lines'), h('option', { value: 'betweenness' }, 'betweenness'));
    this.color = h('select', { id: 'color-by', onchange: () => store.set({ color: this.color?.value ?? '' }) }, h('option', { value: '' }, 'kind'), h('option', { value: 'community' }, 'community'));
    return h('div', {}, h('div', { class: 'key' }, h('label', { for: 'size-by' }, 'Size:'), this.size), h('div', { class: 'key' }, h('label', { for: 'color-by' }, 'Colour:'), this.color));
  }

  /** @param {Map<string, [number, number]>} [whole] how many of each kind are drawn of how many, where all are */
  update(whole) {
    const { model, visible, store } = this.context;
    /** @type {Map<string, [number, number]>} */ const counts = whole ?? new Map();
    if (!whole) model.data.nodes.forEach((node, at) => {
      if (!model.hasMark(at)) return;
      const [drawn, all] = counts.get(node.kind) ?? [0, 0];
      counts.set(node.kind, [drawn + (visible.drawn.has(at) ? 1 : 0), all + 1]);
    });
    const active = document.activeElement?.id ?? '';
    fill(this.kinds, ...Object.keys(KINDS).filter((kind) => counts.has(kind)).map((kind) => this.kind(kind, /** @type {[number, number]} */ (counts.get(kind)))));
    if (active.startsWith('kind-')) document.getElementById(active)?.focus();
    fill(this.lines, ...this.keys());
    if (this.size) this.size.value = store.state.size;
    if (this.color) this.color.value = store.state.color;
  }

  /** @param {string} kind @param {[number, number]} counts */
  kind(kind, [drawn, all]) {
    const { store } = this.context;
    const box = h('input', { type: 'checkbox', id: `kind-${kind}`, checked: !store.state.off.includes(kind) });
    box.addEventListener('change', () => {
      const { off } = store.state;
      store.set({ off: box.checked ? off.filter((item) => item !== kind) : [...off, kind] });
    });
    const fillColour = store.state.color === 'community' ? 'var(--quiet)' : `var(--${kind})`;
    return h('label', {}, box, s('svg', { viewBox: '0 0 20 20', 'aria-hidden': 'true' }, s('path', { d: OUTLINES[kind], fill: fillColour })),
      kindOf(kind, 2), h('small', {}, drawn === all ? number(all) : `${number(drawn)} of ${number(all)}`));
  }

  /** What the lines that are there mean. */
  keys() {
    const { model, visible } = this.context;
    const { data } = model;
    const groups = new Set(data.lines.map((line) => line.group));
    /** @param {string} colour @param {string} dash @param {string} words @param {number} [width] */
    const key = (colour, dash, words, width = 2.5) => h('div', { class: 'key' }, s('svg', { viewBox: '0 0 20 20', 'aria-hidden': 'true' },
      s('path', { d: 'M1 10h18', stroke: `var(--${colour})`, 'stroke-width': width, 'stroke-dasharray': dash })), h('span', {}, words));
    const shared = [...visible.lines].some((at) => model.speakersOf(data.lines[at]).size > 1);
    return [
      groups.has('edges') ? key('line', '', 'reported by somebody') : null,
      groups.has('interpretations') ? key('interpretation', '4 3', 'interpreted by somebody') : null,
      [...groups].some((group) => NOT_SAID_TO_BE.has(group)) ? key('prediction', '2 3', 'not said to be so') : null,
      data.lines.some((line) => line.disputed) ? key('disputed', '', '≠ disputed') : null,
      shared ? key('line', '', 'more speakers', 4.5) : null,
    ].filter((item) => item !== null);
  }
}
