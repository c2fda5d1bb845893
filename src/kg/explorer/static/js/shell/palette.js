/**
 * The command palette: everything that can be done, found by typing, with its key.
 * @module
 */

import { fill, h } from '../dom.js';

/** @typedef {import('./shortcuts.js').Command} Command */

/** @param {Command[]} commands */
export function openPalette(commands) {
  if (document.querySelector('dialog[open]')) return;
  const input = h('input', { type: 'text', id: 'palette', role: 'combobox', autocomplete: 'off', placeholder: 'What do you want to do?', 'aria-controls': 'palette-list', 'aria-expanded': 'true' });
  const list = h('ul', { id: 'palette-list', role: 'listbox', class: 'palette-list', 'aria-label': 'Commands' });
  const dialog = h('dialog', { class: 'palette', 'aria-label': 'Commands and keys' },
    h('label', { class: 'unseen', for: 'palette' }, 'Command'), input, list);
  let at = 0;
  let found = commands;
  const run = (/** @type {number} */ which) => {
    dialog.close();
    found[which]?.does();
  };
  const mark = () => {
    [...list.children].forEach((item, place) => {
      item.setAttribute('aria-selected', String(place === at));
      if (place === at) item.scrollIntoView({ block: 'nearest' });
    });
    input.setAttribute('aria-activedescendant', `command-${at}`);
  };
  const show = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    found = commands.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
    at = 0;
    fill(list, ...found.map((command, place) => h('li', {
      role: 'option', id: `command-${place}`, 'aria-selected': 'false', onclick: () => run(place),
    }, h('span', {}, command.name), command.keys ? h('kbd', {}, command.keys) : null)));
    mark();
  };
  input.addEventListener('input', show);
  input.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      at = (at + step + found.length) % Math.max(1, found.length);
      mark();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(at);
    }
  });
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  show();
  dialog.showModal();
  input.focus();
}
