/**
 * Looking through another lens or mode: what is said there is listed in the panel.
 * @module
 */

import { narrow } from '../theme.js';

/** @typedef {import('../context.js').Context} Context */

/**
 * Choose a lens or a mode. Unless something is selected, the panel shows all claims that remain; on a
 * phone, where it would cover the picture, it stays as it is.
 * @param {Context} context @param {{ lens?: string, mode?: string[] }} wanted
 * @param {boolean} [asked] whether the list is what was asked for, on a phone too
 */
export function look({ store }, wanted, asked = false) {
  const { lens, mode, sel, path } = { ...store.state, ...wanted };
  const narrowed = lens !== '' || mode.length > 0;
  const free = (!sel || sel === 'start' || sel === 'shown') && !path.length;
  store.set({ ...wanted, sel: free ? (narrowed && (asked || !narrow()) ? 'shown' : '') : sel });
}
