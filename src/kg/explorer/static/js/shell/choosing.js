/**
 * A dialog in which an entity is chosen by typing its name.
 * @module
 */

import { fill, h, say } from '../dom.js';
import { shortened } from './search.js';

/** @typedef {import('../context.js').Context} Context */

/**
 * @param {Context} context @param {string} title @param {(id: string, label: string) => void} chosen
 * @param {string[]} [kinds] kinds that may be chosen
 * @param {{ id: string, label: string, kind: string }[] | null} [among] those that may be, best first; null for all
 */
export function chooseEntity(context, title, chosen, kinds = ['actor', 'event', 'series', 'place', 'prospect'], among = null) {
  const input = h('input', { type: 'search', id: 'choose', role: 'combobox', autocomplete: 'off', dir: 'auto', 'aria-controls': 'choose-list', 'aria-expanded': 'true', placeholder: 'Type a name' });
  const list = h('ul', { id: 'choose-list', class: 'palette-list', role: 'listbox', 'aria-label': 'Names' });
  const dialog = h('dialog', { class: 'palette', 'aria-labelledby': 'choose-title' }, h('h2', { id: 'choose-title' }, say(title)),
    h('label', { class: 'unseen', for: 'choose' }, 'Name'), input, list);
  /** @type {{ id: string, label: string, kind: string }[]} */ let found = [];
  let at = 0;
  let turn = 0;
  // Enter waits for the names that belong to what is typed.
  let pending = false;
  let entered = false;
  const take = (/** @type {number} */ which) => {
    if (!found[which]) return;
    dialog.close();
    chosen(found[which].id, found[which].label);
  };
  const mark = () => [...list.children].forEach((item, place) => {
    item.setAttribute('aria-selected', String(place === at));
    if (place === at) {
      item.scrollIntoView({ block: 'nearest' });
      input.setAttribute('aria-activedescendant', item.id);
    }
  });
  const show = () => {
    at = 0;
    fill(list, ...found.map((item, place) => h('li', { role: 'option', id: `choose-${place}`, 'aria-selected': 'false', onclick: () => take(place) },
      say(item.label), h('small', {}, item.kind))));
    mark();
  };
  const ask = async () => {
    const mine = ++turn;
    [pending, entered] = [true, false];
    const words = input.value.trim();
    const hits = words ? await context.api.search(words, 30).catch(() => []) : [];
    if (mine !== turn) return;
    pending = false;
    const may = among && new Set(among.map(({ id }) => id));
    const named = words
      ? hits.filter((hit) => kinds.includes(hit.kind)).map((hit) => ({ id: shortened(hit.iri), label: hit.label, kind: hit.kind })).filter(({ id }) => !may || may.has(id))
      : among?.slice(0, 12) ?? context.model.data.nodes.filter((node) => kinds.includes(node.kind)).slice(0, 12).map(({ id, label, kind }) => ({ id, label, kind }));
    found = [...new Map(named.map((item) => [item.id, item])).values()];
    list.dataset.words = words;
    show();
    if (entered) take(0);
  };
  input.addEventListener('input', () => void ask());
  input.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) {
      event.preventDefault();
      at = (at + step + found.length) % found.length;
      mark();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (pending) entered = true;
      else take(at);
    }
  });
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  void ask();
}
