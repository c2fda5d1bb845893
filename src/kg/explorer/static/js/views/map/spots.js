/**
 * What happened where: places with what claims put there, and clusters of those that would touch.
 * Pure.
 * @module
 */

/** @typedef {import('../../model.js').Model} Model */

/**
 * A place with what claims put there.
 * @typedef {object} Spot
 * @property {number} place place in the data's list of places
 * @property {string} id
 * @property {string} label
 * @property {'point' | 'area'} precision a city or a building is a point; a country or a continent is not
 * @property {{ node: number, claims: number[], group: string }[]} things
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
      spot.things.push({ node: at, claims: where.claims, group: where.group });
      found.set(where.place, spot);
    }
  }
  const spots = [...found.values()].sort((a, b) => b.things.length - a.things.length || a.id.localeCompare(b.id));
  const known = (/** @type {Spot} */ spot) => model.data.places[spot.place].lon !== null;
  return { spots: spots.filter(known), nowhere: spots.filter((spot) => !known(spot)) };
}

/**
 * @typedef {{ x: number, y: number, r: number, spots: Spot[] }} Cluster
 */

/**
 * Places that would touch on the map are one mark; the largest first takes in its neighbours.
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
    const near = clusters.find((item) => item.spots[0].precision === spot.precision && Math.hypot(item.x - x, item.y - y) < (item.r + r) * 0.8);
    if (near) {
      near.spots.push(spot);
      near.r = radius(things(near));
    } else {
      clusters.push({ x, y, r, spots: [spot] });
    }
  }
  return clusters;
}

/** How much happened at the places of a cluster. @param {Cluster} item */
export const things = (item) => item.spots.reduce((sum, spot) => sum + spot.things.length, 0);

/**
 * The clusters whose names can be written without covering each other, the largest first.
 * @param {Cluster[]} clusters
 * @returns {Set<Cluster>}
 */
export function named(clusters) {
  /** @type {[number, number, number, number][]} */ const taken = [];
  /** @type {Set<Cluster>} */ const found = new Set();
  for (const item of clusters) {
    const half = (item.spots[0].label.length + (item.spots.length > 1 ? 3 : 0)) * 3.3;
    const y = item.y - item.r - 9;
    const box = /** @type {[number, number, number, number]} */ ([item.x - half, y - 8, item.x + half, y + 8]);
    if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
    taken.push(box);
    found.add(item);
  }
  return found;
}

/**
 * Things at places that lie in a place, such as a building in a city.
 * @param {Model} model @param {Spot[]} spots @param {Spot} outer
 */
export const inside = (model, spots, outer) => spots.filter((spot) => model.data.places[spot.place].within.includes(outer.id));
