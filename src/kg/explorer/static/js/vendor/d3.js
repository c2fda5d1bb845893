/** The door to d3: scales, axes, brushes, maps. @module */

import { loadScript, made } from './load.js';

/** @returns {Promise<typeof import('d3')>} */
export async function loadD3() {
  await loadScript('d3-7.9.2.min.js');
  return made('d3');
}
