/**
 * Keys: every one of them is listed in the palette, which "?" opens.
 * @module
 */

import { VIEWS } from '../words.js';
import { look } from './looking.js';
import { openPalette } from './palette.js';

/** @typedef {import('../context.js').Context} Context */
/** @typedef {import('./shell.js').Shell} Shell */

/**
 * What can be done from anywhere: for the palette, and by key.
 * @typedef {{ name: string, keys: string, does: () => void }} Command
 */

/** @param {Context} context @param {Shell} shell @returns {Command[]} */
export function commands(context, shell) {
  const { store, actions } = context;
  return [
    { name: 'Search names and quotes', keys: '/', does: () => shell.bar.search.focus() },
    ...Object.entries(VIEWS).map(([name, label], at) => ({
      name: `View: ${label}`, keys: String(at + 1), does: () => { store.set({ view: name }); shell.toView(); },
    })),
    { name: 'Go to the view', keys: 'v', does: () => shell.toView() },
    { name: 'Go to the panel: read what is said', keys: 'p', does: () => { if (!shell.panel.isOpen) store.set({ sel: 'shown' }); shell.panel.focus(); } },
    { name: 'Back to what the panel showed before', keys: 'b', does: () => shell.panel.back() },
    { name: 'Questions to begin with', keys: 'q', does: () => { store.set({ sel: 'start' }); shell.panel.focus(); } },
    { name: 'Choose the lens: according to whom', keys: 'l', does: () => { shell.bar.lens.button.focus(); shell.bar.lens.open(); } },
    { name: 'Choose the mode: how it is meant', keys: 'm', does: () => { shell.bar.mode.button.focus(); shell.bar.mode.open(); } },
    { name: 'Lens: everyone', keys: '', does: () => look(context, { lens: '' }) },
    { name: 'Lens: what is disputed', keys: '', does: () => look(context, { lens: 'disputed' }) },
    { name: 'Lens: what independent speakers affirm', keys: '', does: () => look(context, { lens: 'corroborated' }) },
    { name: 'Mode: predictions', keys: '', does: () => look(context, { mode: ['prediction'] }) },
    { name: 'Mode: demands', keys: '', does: () => look(context, { mode: ['demand'] }) },
    { name: 'Mode: anything', keys: '', does: () => look(context, { mode: [] }) },
    { name: 'Expand what is selected: add neighbours', keys: 'e', does: () => selected(context, (id) => actions.expand(id)) },
    { name: 'Look around what is selected only', keys: 'o', does: () => selected(context, (id) => store.set({ around: id })) },
    { name: 'Hide what is selected', keys: 'h', does: () => selected(context, (id) => store.set({ hide: [...store.state.hide, id], sel: '' })) },
    { name: 'Connect what is selected with …', keys: 'c', does: () => selected(context, (id) => shell.panel.connect(id)) },
    { name: 'The whole map: every entity at once', keys: 'w', does: () => store.set({ view: 'network', whole: store.state.whole ? '' : '1', around: '' }) },
    { name: 'Show everything again', keys: 'r', does: () => store.set({ around: '', hide: [], off: [], from: '', to: '', path: [], with: [] }) },
    { name: 'Undo', keys: 'Ctrl Z', does: () => store.undo() },
    { name: 'Redo', keys: 'Ctrl Shift Z', does: () => store.redo() },
    { name: 'Export and share', keys: 'x', does: () => void import('./exporting.js').then((module) => module.openExport(context, shell)) },
    { name: 'Take the tour', keys: 't', does: () => void import('./tour.js').then((module) => module.start(context)) },
    { name: 'Close the panel', keys: 'Escape', does: () => store.set({ sel: '', path: [] }) },
    { name: 'All commands and keys', keys: '?', does: () => openPalette(commands(context, shell)) },
  ];
}

/** @param {Context} context @param {(id: string) => void} does */
function selected(context, does) {
  const { sel } = context.store.state;
  if (context.model.nodeAt.has(sel)) does(sel);
  else context.actions.notify('Select an actor, an event or a place first.');
}

/** @param {Context} context @param {Shell} shell @returns {() => void} stops listening */
export function shortcuts(context, shell) {
  /** @param {KeyboardEvent} event */
  const listen = (event) => {
    if (event.defaultPrevented || event.altKey) return;
    const at = /** @type {HTMLElement} */ (event.target);
    const typing = at.closest('input:not([type="checkbox"]), textarea, select, [contenteditable], .CodeMirror, dialog') !== null;
    const control = event.ctrlKey || event.metaKey;
    if (control && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      openPalette(commands(context, shell));
      return;
    }
    if (typing) return;
    const wanted = control ? `Ctrl ${event.shiftKey ? 'Shift ' : ''}${event.key.toUpperCase()}` : event.key;
    const command = commands(context, shell).find(({ keys }) => keys === wanted);
    if (!command) return;
    event.preventDefault();
    command.does();
  };
  document.addEventListener('keydown', listen);
  return () => document.removeEventListener('keydown', listen);
}
