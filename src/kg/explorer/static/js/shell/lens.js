/**
 * The lens: according to whom the picture is drawn. Always visible, one click away.
 * @module
 */

import { fill, h, plural, say } from '../dom.js';
import { look } from './looking.js';
import { Popup } from './popup.js';

/** @typedef {import('../context.js').Context} Context */
/** @typedef {import('../records').Speaker} Speaker */

const FIXED = [
  ['', 'Everyone', 'What any speaker says.'],
  ['corroborated', 'What independent speakers affirm', 'Two or more speakers say the same, and none is known to repeat another. Others may dispute it.'],
  ['disputed', 'What is disputed', 'One speaker affirms it, and another denies or contradicts it.'],
];

/** What the button says after "According to" or "Only". @type {Record<string, string>} */
const NAMES = { '': 'everyone', corroborated: 'what independent speakers affirm', disputed: 'what is disputed' };

export class LensButton {
  /** @param {Context} context */
  constructor(context) {
    this.context = context;
    this.what = h('span', { class: 'what' }, 'According to ');
    this.label = h('strong', {}, NAMES['']);
    this.button = h('button', { type: 'button', class: 'chip-button', id: 'lens' }, this.what, this.label);
    this.popup = new Popup(this.button, 'Lens', () => this.content());
    this.element = this.popup.element;
  }

  /** Open it: a shortcut does. */
  open() {
    this.popup.open();
  }

  update() {
    const { model, store } = this.context;
    const { lens } = store.state;
    const label = model.data.lens.id === lens ? model.data.lens.label : (lens.split(':').at(-1) ?? '');
    this.what.textContent = lens === '' || lens.startsWith('according-to:') ? 'According to ' : 'Only ';
    fill(this.label, say(NAMES[lens] ?? label.replace(/^According to |^What /, (start) => (start === 'What ' ? 'what ' : ''))));
    this.button.classList.toggle('on', lens !== '');
  }

  /** @param {string} lens */
  choose(lens) {
    this.popup.close();
    look(this.context, { lens });
  }

  async content() {
    const { api, store } = this.context;
    const { speakers } = /** @type {{ speakers: Speaker[] }} */ (await api.get('speakers'));
    const filter = h('input', { type: 'search', id: 'lens-filter', placeholder: 'Name of a speaker', autocomplete: 'off' });
    const list = h('ul', { class: 'choices' });
    const both = h('div', { class: 'both' });
    const show = () => {
      const words = filter.value.trim().toLowerCase();
      const found = speakers.filter(({ label }) => label.toLowerCase().includes(words));
      fill(list, ...found.slice(0, 60).map((speaker) => this.option(speaker)),
        found.length > 60 ? h('li', { class: 'quiet' }, `and ${plural(found.length - 60, 'more speaker')}: type a name`) : null,
        found.length ? null : h('li', { class: 'quiet' }, 'Nobody of that name makes a claim here.'));
    };
    filter.addEventListener('input', show);
    show();
    const pick = () => {
      const select = (/** @type {string} */ id, /** @type {number} */ at) => h('select', { id },
        ...speakers.slice(0, 200).map((speaker, n) => h('option', { value: key(speaker.id), selected: n === at }, speaker.label)));
      const [left, right] = [select('common-left', 0), select('common-right', 1)];
      fill(both, h('label', { for: 'common-left' }, 'What'), left, h('label', { for: 'common-right' }, 'and'), right,
        h('button', { type: 'button', onclick: () => this.choose(`common:${left.value},${right.value}`) }, 'both say'));
    };
    pick();
    return [
      h('ul', { class: 'choices' }, ...FIXED.map(([id, label, says]) => h('li', {},
        h('button', { type: 'button', class: 'choice', 'aria-pressed': String(store.state.lens === id), onclick: () => this.choose(id) },
          h('strong', {}, label), h('small', {}, says))))),
      h('h2', {}, 'Common ground of two'), both,
      h('h2', {}, 'According to one speaker'),
      h('label', { class: 'unseen', for: 'lens-filter' }, 'Name of a speaker'), filter, list,
    ];
  }

  /** @param {Speaker} speaker */
  option(speaker) {
    const lens = `according-to:${key(speaker.id)}`;
    return h('li', {}, h('button', {
      type: 'button', class: 'choice row', 'aria-pressed': String(this.context.store.state.lens === lens), onclick: () => this.choose(lens),
    }, say(speaker.label), h('small', {}, plural(speaker.claims, 'claim'))));
  }
}

/** @param {string} id */
const key = (id) => id.slice(id.indexOf(':') + 1);
