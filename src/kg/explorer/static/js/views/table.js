/**
 * The view "table".
 * @module
 */

import { fill, h } from '../dom.js';

/** @param {HTMLElement} host @param {import('../context.js').Context} context @returns {import('../context.js').View} */
export function mount(host, context) {
  const show = () => fill(host, h('p', {}, String(context.visible.nodes.size)));
  show();
  return { update: show, destroy: () => fill(host) };
}
