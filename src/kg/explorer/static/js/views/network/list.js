/**
 * The network as a list: the same entities and lines as text, for small screens, keyboards and
 * screen readers.
 * @module
 */

import { fill, h, plural, say } from '../../dom.js';
import { chip } from '../../shell/panel/parts.js';
import { kindOf } from '../../words.js';

/** @typedef {import('../../context.js').Context} Context */

/** @param {HTMLElement} host @param {Context} context */
export function networkList(host, context) {
  const { model, visible, actions } = context;
  const entities = [...visible.drawn].map((at) => ({ node: model.data.nodes[at], lines: model.linesOf[at].filter((line) => visible.lines.has(line)) }));
  // What is open stays open, and what has the focus keeps it, when the list is made anew.
  const open = new Set([...host.querySelectorAll('details[open]')].map((item) => /** @type {HTMLElement} */ (item).dataset.id));
  const focused = document.activeElement instanceof HTMLElement && host.contains(document.activeElement) ? document.activeElement.dataset.key : '';
  const { whole, around } = context.store.state;
  const note = whole && !around ? h('p', { class: 'quiet' }, 'The list holds the first entities, each with its lines. The view Claims lists what is said of all of them.') : null;
  fill(host, note, ...entities.map(({ node, lines }) => h('details', { class: 'entity', 'data-id': node.id, open: open.has(node.id) },
    h('summary', { 'data-key': node.id }, h('span', { class: 'swatch', 'data-kind': node.kind }), ' ', say(node.label), ' ', h('small', {}, `${kindOf(node.kind)}, ${plural(lines.length, 'line')}${node.disputed ? ', disputed' : ''}`)),
    h('p', {}, h('button', { type: 'button', 'data-key': `who ${node.id}`, onclick: () => actions.select(node.id) }, 'Who says what of it')),
    h('ul', {}, ...lines.map((at) => {
      const line = model.data.lines[at];
      const [s, o] = [model.data.nodes[line.s], model.data.nodes[line.o]];
      const voices = [...new Set(line.claims.map((claim) => model.attribution(model.data.claims[claim])))];
      return h('li', {}, h('button', { type: 'button', class: 'linklike', 'data-key': `${node.id} ${line.id}`, onclick: () => actions.select(`line:${line.id}`) },
        say(s.short), ` ${line.label} `, say(o.short)),
      line.group === 'edges' ? null : [' ', chip(line.group === 'interpretations' ? 'interpretation' : line.group)], line.disputed ? [' ', h('span', { class: 'chip disputed' }, 'disputed')] : null,
      h('small', { class: 'who' }, say(voices.slice(0, 2).join('; ')), voices.length > 2 ? ` and ${plural(voices.length - 2, 'other')}` : ''));
    })))), entities.length ? null : h('p', { class: 'quiet' }, 'Nothing passes the lens and the filters.'));
  if (focused) /** @type {HTMLElement | null} */ (host.querySelector(`[data-key="${CSS.escape(focused)}"]`))?.focus({ preventScroll: true });
}
