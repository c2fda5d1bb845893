/**
 * What happened where: places with what claims put there, and clusters of those that would touch.
 * Pure.
 * @module
 */

import { Boxes, placeNames } from '../../placing.js';
import { NOT_SAID_TO_BE } from '../../words.js';

/** @typedef {import('../../model.js').Model} Model */

/**
 * A place with what claims put there.
 * @typedef {object} Spot
 * @property {number} place place in the data's list of places
 * @property {string} id
 * @property {string} label
 * @property {'point' | 'area'} precision a city or a building is a point; a country or a continent is not
 * @property {{ node: number, claims: number[], group: string, relation: string, apart: boolean }[]} things `apart`: nobody says that it has happened, it is only predicted, demanded …, or a prospect
 */

/** Types of places that are areas: a point on them would claim to know more than anybody says. */
const AREAS = new Set(['country', 'continent', 'region', 'province', 'area', 'world']);

/** @param {string} type @returns {'point' | 'area'} */
export const precisionOf = (type) => (AREAS.has(type) ? 'area' : 'point');

/**
 * The places of some entities; those without coordinates apart.
 * @param {Model} model @param {Iterable<number>} nodes
 * @returns {{ spots: Spot[], nowhere: Spot[] }}
 */
export function spotsOf(model, nodes) {
  /** @type {Map<number, Spot>} */ const found = new Map();
  for (const at of nodes) {
    for (const where of model.data.nodes[at].where) {
      const place = model.data.places[where.place];
      const spot = found.get(where.place) ?? { place: where.place, id: place.id, label: place.label, precision: place.at ? 'area' : precisionOf(place.precision), things: [] };
      const apart = NOT_SAID_TO_BE.has(where.group) || model.data.nodes[at].kind === 'prospect';
      spot.things.push({ node: at, claims: where.claims, group: where.group, relation: where.relation, apart });
      found.set(where.place, spot);
    }
  }
  // A place with what lies in it: a city comes before its neighbours when its buildings are named, too.
  const holds = (/** @type {Spot} */ spot) => spot.things.length + inside(model, [...found.values()], spot).reduce((sum, { things: more }) => sum + more.length, 0);
  const held = new Map([...found.values()].map((spot) => [spot, holds(spot)]));
  const spots = [...found.values()].sort((a, b) => /** @type {number} */ (held.get(b)) - /** @type {number} */ (held.get(a)) || b.things.length - a.things.length || a.id.localeCompare(b.id));
  const known = (/** @type {Spot} */ spot) => model.data.places[spot.place].lon !== null;
  return { spots: spots.filter(known), nowhere: spots.filter((spot) => !known(spot)) };
}

/**
 * @typedef {{ x: number, y: number, r: number, spots: Spot[] }} Cluster
 */

/**
 * Places that would touch on the map are one mark, points with points and areas with areas; what is
 * drawn at the very place of another, as a building at its city's, always is one with it. The
 * largest first takes in its neighbours.
 * @param {Spot[]} spots @param {(spot: Spot) => [number, number] | null} project null: not on this side
 * @param {(things: number) => number} radius
 * @returns {Cluster[]}
 */
export function cluster(spots, project, radius) {
  /** @type {Cluster[]} */ const clusters = [];
  for (const spot of spots) {
    const point = project(spot);
    if (!point) continue;
    const [x, y] = point;
    const r = radius(spot.things.length);
    const near = clusters.find((item) => {
      const apart = Math.hypot(item.x - x, item.y - y);
      return apart < 1 || (item.spots[0].precision === spot.precision && apart < (item.r + r) * 0.8);
    });
    if (near) {
      // The place itself names the mark, not what is only drawn at it.
      if (spot.precision === 'point' && near.spots[0].precision === 'area') near.spots.unshift(spot);
      else near.spots.push(spot);
      near.r = radius(things(near));
    } else {
      clusters.push({ x, y, r, spots: [spot] });
    }
  }
  return clusters;
}

/** How much happened at the places of a cluster. @param {Cluster} item */
export const things = (item) => item.spots.reduce((sum, spot) => sum + spot.things.length, 0);

/** How much of it nobody says has happened. @param {Cluster} item */
export const apartIn = (item) => item.spots.reduce((sum, spot) => sum + spot.things.filter(({ apart }) => apart).length, 0);

/** Letters of a name on the map, without what stands in brackets after it; the list has the whole. */
const LETTERS = 26;

/** The name that stands at a cluster. @param {Cluster} item */
export function nameOf({ spots: [first, ...more] }) {
  const short = first.label.replace(/ \([^()]*\)$/, '');
  const letters = [...short];
  const name = letters.length > LETTERS ? `${letters.slice(0, LETTERS - 1).join('').trimEnd()}…` : short;
  return more.length ? `${name} +${more.length}` : name;
}

/**
 * Where names have room, the largest clusters first.
 * @param {Cluster[]} clusters @param {{ width: number, height: number }} [frame] that they keep within
 * @param {Boxes} [taken] what they keep away from; they and their marks are added
 * @returns {Map<Cluster, import('../../placing.js').Place>}
 */
export function placesOfNames(clusters, frame, taken = new Boxes()) {
  const items = clusters.map((item, at) => ({
    id: String(at), x: item.x, y: item.y, size: item.r + (item.spots[0].precision === 'area' ? 7 : 0),
    width: nameOf(item).length * 6.8, height: 14, rank: -things(item), force: false,
  }));
  const found = placeNames(items, taken, frame);
  return new Map(clusters.flatMap((item, at) => {
    const place = found.get(String(at));
    return place ? [[item, place]] : [];
  }));
}

/**
 * Things at places that lie in a place, such as a building in a city.
 * @param {Model} model @param {Spot[]} spots @param {Spot} outer
 */
export const inside = (model, spots, outer) => spots.filter((spot) => model.data.places[spot.place].within.includes(outer.id));
