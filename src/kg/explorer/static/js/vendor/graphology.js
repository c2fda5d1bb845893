/** The door to graphology: the graph that sigma draws. @module */

import { loadScript, made } from './load.js';

/** @returns {Promise<any>} the class `Graph` */
export async function loadGraphology() {
  await loadScript('graphology-0.26.0.min.js');
  return made('graphology');
}
