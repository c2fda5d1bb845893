/**
 * Files that the browser saves, named after what they show.
 * @module
 */

import { h } from '../dom.js';

/** @param {import('../context.js').Context} context @param {string} suffix */
export function fileName(context, suffix) {
  const { lens, mode, view } = context.store.state;
  const words = ['actors-events', view, lens, ...mode].filter(Boolean).join('-').replace(/[^a-z0-9]+/gi, '-');
  return `${words}.${suffix}`;
}

/** @param {Blob} blob @param {import('../context.js').Context} context @param {string} suffix */
export function saveAs(blob, context, suffix) {
  const address = URL.createObjectURL(blob);
  const anchor = h('a', { download: fileName(context, suffix), hidden: true });
  anchor.setAttribute('href', address);
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
