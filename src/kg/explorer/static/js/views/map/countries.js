/**
 * Names of countries, where their outlines leave room for them: without names, outlines say little.
 * @module
 */

import { s } from '../../dom.js';

/** @typedef {{ name: string, x: number, y: number, wide: number, high: number }} Country in pixels of the map that is not zoomed */

const LETTER = 6.6;
const HIGH = 14;

/**
 * Each country with the middle and the size of its largest part: that of all parts may lie in another country.
 * @param {any[]} features @param {import('d3').GeoPath} path @returns {Country[]}
 */
export function countriesOf(features, path) {
  return features.flatMap(({ geometry, properties }) => {
    const name = properties?.name ?? '';
    const parts = (geometry?.type === 'MultiPolygon' ? geometry.coordinates : geometry ? [geometry.coordinates] : [])
      .map((/** @type {any} */ coordinates) => ({ type: 'Polygon', coordinates }));
    if (!name || !parts.length) return [];
    const largest = parts.reduce((/** @type {any} */ best, /** @type {any} */ part) => (path.area(part) > path.area(best) ? part : best));
    const [[x0, y0], [x1, y1]] = path.bounds(largest);
    const [x, y] = path.centroid(largest);
    return [{ name, x, y, wide: x1 - x0, high: y1 - y0 }];
  });
}

/**
 * Those that have room: within their outline and the frame, over no mark and no other name.
 * @param {Country[]} countries @param {{ k: number, apply: (point: [number, number]) => [number, number] }} transform
 * @param {{ width: number, height: number }} frame @param {import('../../placing.js').Boxes} taken @param {Set<string>} named that a mark names already
 * @returns {{ name: string, x: number, y: number }[]}
 */
export function countryNames(countries, transform, { width, height }, taken, named) {
  return countries.flatMap(({ name, x, y, wide, high }) => {
    const long = name.length * LETTER;
    if (named.has(name) || wide * transform.k < long + 8 || high * transform.k < 2 * HIGH) return [];
    const [across, down] = transform.apply([x, y]);
    const box = { x0: across - long / 2, y0: down - HIGH / 2, x1: across + long / 2, y1: down + HIGH / 2 };
    if (box.x0 < 0 || box.y0 < 0 || box.x1 > width || box.y1 > height || taken.covered(box, `country ${name}`)) return [];
    taken.add(box, `country ${name}`);
    return [{ name, x: across, y: down }];
  });
}

/** @param {{ name: string, x: number, y: number }[]} names */
export const drawn = (names) => names.map(({ name, x, y }) => s('text', { x, y: y + 4, class: 'country-name' }, name));
