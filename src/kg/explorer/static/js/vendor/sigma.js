/** The door to sigma: draws large networks with WebGL. @module */

import { loadScript, made } from './load.js';

/** @returns {Promise<any>} the class `Sigma`, with `rendering` and `utils` */
export async function loadSigma() {
  await loadScript('sigma-3.0.3.min.js');
  return made('Sigma');
}
