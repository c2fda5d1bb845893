/**
 * The mode: how what is looked at is meant. Reports and interpretations are drawn; predictions,
 * demands, suppositions and denials only when somebody asks for them by name, and drawn apart.
 * @module
 */

import { h, number } from '../dom.js';
import { MEANT } from '../words.js';
import { look } from './looking.js';
import { Popup } from './popup.js';

/** @typedef {import('../context.js').Context} Context */

export class ModeButton {
  /** @param {Context} context */
  constructor(context) {
    this.context = context;
    this.label = h('strong', {}, 'All');
    this.button = h('button', { type: 'button', class: 'chip-button', id: 'mode' }, h('span', { class: 'what' }, 'Meant as '), this.label);
    this.popup = new Popup(this.button, 'Mode', () => this.content());
    this.element = this.popup.element;
  }

  open() {
    this.popup.open();
  }

  update() {
    const { mode } = this.context.store.state;
    this.label.textContent = mode.length ? mode.map(name).join(', ') : 'anything';
    this.button.classList.toggle('on', mode.length > 0);
  }

  content() {
    const { model, store } = this.context;
    const { mode } = store.state;
    /** @param {string[]} next */
    const choose = (next) => look(this.context, { mode: next });
    const rows = Object.keys(MEANT).filter((kind) => model.data.kinds[kind] || mode.includes(kind)).map((kind) => {
      const box = h('input', { type: 'checkbox', id: `mode-${kind}`, checked: mode.includes(kind) });
      box.addEventListener('change', () => {
        const now = store.state.mode;
        choose(Object.keys(MEANT).filter((item) => (item === kind ? box.checked : now.includes(item))));
      });
      return h('li', { class: `mode-row kind-${kind}` }, box, h('label', { for: `mode-${kind}` }, name(kind)),
        h('button', {
          type: 'button', class: 'only', onclick: () => { this.popup.close(); choose([kind]); }, 'aria-label': `Only ${name(kind).toLowerCase()}`,
        }, 'only'),
        h('small', {}, number(model.data.kinds[kind] ?? 0)));
    });
    return [
      h('p', { class: 'quiet' }, 'The picture draws what is reported and interpreted. Choose here to look at predictions, demands and denials: they are drawn apart, and none is said to be so.'),
      h('ul', { class: 'choices modes' }, ...rows),
      h('button', { type: 'button', class: 'choice', onclick: () => { this.popup.close(); choose([]); } }, h('strong', {}, 'Anything')),
    ];
  }
}

/** @param {string} kind */
const name = (kind) => MEANT[/** @type {keyof typeof MEANT} */ (kind)]?.[1] ?? kind;
