/**
 * Which neighbours to add: how many there are by each relation, and who, before it happens.
 * @module
 */

import { h, number, plural, say } from '../dom.js';
import { kindOf } from '../words.js';

/** @typedef {import('../context.js').Context} Context */
/** @typedef {import('../records').Near} Near */
/** @typedef {import('../records').NearGroup} Group */

/** At most so many are added at once, unless they are ticked by hand. */
const CAP = 50;

/** @param {Context} context @param {string} id */
export async function expand(context, id) {
  const { api, store, model } = context;
  /** @type {Near} */ const near = await api.get('near', { of: id, lens: store.state.lens, mode: store.state.mode.join(',') });
  const shown = new Set([...context.visible.drawn].map((at) => model.data.nodes[at].id));
  /** @type {Set<string>} */ const wanted = new Set();
  const go = h('button', { type: 'submit' }, '');
  const count = () => {
    go.textContent = wanted.size ? `Add ${plural(wanted.size, 'neighbour')}` : 'Add none';
    go.disabled = !wanted.size;
  };
  const groups = near.groups.map((group) => part(group, shown, wanted, count));
  const label = model.node(id)?.label ?? id;
  const dialog = h('dialog', { class: 'expanding', 'aria-labelledby': 'expand-title' }, h('form', {
    method: 'dialog', onsubmit: () => {
      if (!wanted.size) return;
      context.store.set({ with: [...new Set([...store.state.with, id, ...wanted])], hide: store.state.hide.filter((item) => !wanted.has(item)) });
      context.actions.announce(`${plural(wanted.size, 'neighbour')} added.`);
    },
  }, h('h2', { id: 'expand-title' }, 'Neighbours of ', say(label)),
  h('p', { class: 'quiet' }, `${plural(near.total, 'neighbour')}, of which ${number(near.groups.flatMap((group) => group.entities).filter((item) => shown.has(item.id)).length)} are in the picture. Tick what to add.`),
  ...groups, near.groups.length ? null : h('p', {}, 'No line under this lens and mode names it.'),
  h('p', { class: 'buttons' }, go, h('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'))));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  count();
  dialog.showModal();
}

/** @param {Group} group @param {Set<string>} shown @param {Set<string>} wanted @param {() => void} count */
function part(group, shown, wanted, count) {
  const fresh = group.entities.filter((item) => !shown.has(item.id));
  const boxes = fresh.map((item) => {
    const box = h('input', { type: 'checkbox', onchange: () => { (box.checked ? wanted.add(item.id) : wanted.delete(item.id)); count(); } });
    return { item, box };
  });
  const all = h('input', {
    type: 'checkbox', disabled: !fresh.length, onchange: () => {
      for (const { item, box } of boxes.slice(0, CAP)) {
        box.checked = all.checked;
        if (all.checked) wanted.add(item.id);
        else wanted.delete(item.id);
      }
      count();
    },
  });
  const arrow = group.direction === 'to' ? '→' : '←';
  const already = group.total - fresh.length;
  return h('div', { class: 'near' },
    h('label', {}, all, ' ', arrow, ' ', h('strong', {}, group.label), ' ',
      h('small', {}, `${plural(group.total, 'neighbour')}${already ? `, ${number(already)} already there` : ''}${group.group === 'edges' ? '' : `, ${group.group}`}`)),
    h('details', { open: fresh.length > 0 && fresh.length <= 6 }, h('summary', {}, 'Which', h('span', { class: 'unseen' }, ` by “${group.label}”`)), h('ul', {}, ...boxes.map(({ item, box }) => h('li', {}, h('label', {}, box, ' ', say(item.label), ' ',
      h('small', {}, `${kindOf(item.kind)}, ${plural(item.claims, 'claim')}`)))),
    group.total > group.entities.length ? h('li', {}, h('small', {}, `and ${number(group.total - group.entities.length)} more: look around it only, or search for a name`)) : null)));
}
