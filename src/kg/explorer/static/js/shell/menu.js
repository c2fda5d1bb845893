/**
 * The menu: export, tour, commands, light or dark, the plain pages.
 * @module
 */

import { h } from '../dom.js';
import { Popup } from './popup.js';
import { commands } from './shortcuts.js';
import { openPalette } from './palette.js';
import { setTheme, theme } from '../theme.js';

/** @typedef {import('../context.js').Context} Context */

/** @param {Context} context @param {() => import('./shell.js').Shell} shell @returns {HTMLElement} */
export function menu(context, shell) {
  const button = h('button', { type: 'button', class: 'icon', id: 'menu', 'aria-label': 'Menu', title: 'Menu' }, '☰');
  /** @param {string} label @param {() => void} does @param {string} [keys] */
  const item = (label, does, keys = '') => h('li', {}, h('button', {
    type: 'button', class: 'choice row', onclick: () => { popup.close(); does(); },
  }, h('span', {}, label), keys ? h('kbd', {}, keys) : null));
  const popup = new Popup(button, 'Menu', () => [
    h('ul', { class: 'choices' },
      item('Questions to begin with', () => { context.store.set({ sel: 'start' }); shell().panel.focus(); }, 'q'),
      item('Export and share', () => void import('./exporting.js').then((module) => module.openExport(context, shell())), 'x'),
      item('Take the tour', () => void import('./tour.js').then((module) => module.start(context)), 't'),
      item('All commands and keys', () => openPalette(commands(context, shell())), '?')),
    h('h2', {}, 'Light or dark'),
    h('div', { class: 'buttons', role: 'group', 'aria-label': 'Light or dark' }, ...['system', 'light', 'dark'].map((name) => h('button', {
      type: 'button', 'aria-pressed': String(theme() === name), onclick: () => { setTheme(name); popup.close(); },
    }, name))),
    h('h2', {}, 'Elsewhere'),
    h('ul', { class: 'choices' },
      h('li', {}, h('a', { href: '/' }, 'Plain pages, without a script')),
      h('li', {}, h('a', { href: '/about' }, 'How to read this')),
      h('li', {}, h('a', { href: '/sparql' }, 'SPARQL endpoint'))),
  ]);
  return popup.element;
}
