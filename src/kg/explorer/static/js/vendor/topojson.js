/** The door to topojson and the outlines of countries (Natural Earth 1:110m, public domain). @module */

import { loadScript, made, vendored } from './load.js';

/** @returns {Promise<{ topojson: typeof import('topojson-client'), world: any }>} */
export async function loadWorld() {
  const [, world] = await Promise.all([
    loadScript('topojson-client-3.1.0.min.js'),
    fetch(vendored('world-atlas-2.0.2-countries-110m.json')).then((answer) => answer.json()),
  ]);
  return { topojson: made('topojson'), world };
}
