/**
 * What the looks of a mark tell: how exactly a place is known, and what nobody says has happened.
 * @module
 */

import { fill, h, s } from '../../dom.js';
import { NOT_SAID_TO_BE, broken } from '../../words.js';

/** @typedef {import('../../model.js').Model} Model */
/** @typedef {import('./spots.js').Spot} Spot */

/**
 * The circles of a mark. The broken ring lies outside of a mark of which only some is apart, so that the number
 * in it never reads as if all of it were reported.
 * @param {{ r: number, area: boolean, apart: number, all: number }} what
 */
export const circles = ({ r, area, apart, all }) => [
  area ? s('circle', { r: r + 8, class: 'halo' }) : null,
  s('circle', { r, class: 'disc' }),
  apart && apart < all ? s('circle', { r: r + 3.5, class: 'ring' }) : null,
];

/** The class of such a mark. @param {boolean} area @param {number} apart @param {number} all */
export const looks = (area, apart, all) => ['spot', area ? 'area' : 'point', apart ? (apart < all ? 'partly' : 'apart') : ''].filter(Boolean).join(' ');

/** @param {boolean} area @param {number} apart @param {number} all */
const sample = (area, apart, all) => s('svg', { viewBox: '-15 -15 30 30', class: 'sample', 'aria-hidden': 'true' },
  s('g', { class: looks(area, apart, all).replace('spot', 'spot-sample') }, ...circles({ r: 6.5, area, apart, all })));

/** The kinds of place that are drawn so. @param {Model} model @param {Spot[]} spots */
const kindsOf = (model, spots) => [...new Set(spots.map(({ place }) => model.data.places[place]).filter(({ at }) => !at).map(({ precision }) => precision))].sort().join(', ');

export class MapLegend {
  /** @param {boolean} open */
  constructor(open) {
    this.keys = h('ul', {});
    this.element = h('details', { class: 'map-key', open }, h('summary', {}, 'Legend'), this.keys);
    this.banner = h('p', { class: 'map-banner', hidden: true });
  }

  /** @param {Model} model @param {Spot[]} spots that are drawn @param {string[]} mode kinds of claim that are asked for */
  update(model, spots, mode) {
    const key = (/** @type {SVGElement} */ drawn, /** @type {string} */ words) => h('li', {}, drawn, h('span', {}, words));
    const [points, areas] = [spots.filter(({ precision }) => precision === 'point'), spots.filter(({ precision }) => precision === 'area')];
    const lent = areas.some(({ place }) => model.data.places[place].at);
    const apart = spots.some(({ things }) => things.some((thing) => thing.apart));
    this.element.hidden = !spots.length;
    fill(this.keys,
      points.length ? key(sample(false, 0, 1), `${kindsOf(model, points)}: the place itself`) : null,
      areas.length ? key(sample(true, 0, 1), `${[kindsOf(model, areas), lent ? 'places whose own point is not known' : ''].filter(Boolean).join('; ')}: somewhere in it, no exact place is said`) : null,
      apart ? key(sample(false, 1, 1), 'not said to have happened') : null,
      apart ? key(sample(false, 1, 2), 'some of it not said to have happened') : null,
      h('li', { class: 'words' }, 'The number: entities that somebody puts there. Outlines and names of countries: Natural Earth.'));
    const kinds = mode.filter((kind) => NOT_SAID_TO_BE.has(kind));
    this.banner.hidden = !kinds.length || !spots.length;
    this.banner.textContent = kinds.length ? broken('outlines', kinds) : '';
  }
}
