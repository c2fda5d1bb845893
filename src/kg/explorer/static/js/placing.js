/**
 * Where names stand beside their marks: under, over, right or left of them, so that none lies on
 * another; and where relations stand on their lines. Pure; places are offsets from the mark and
 * parts of the line, so they hold while the picture is moved.
 * @module
 */

/** @typedef {{ id: string, x: number, y: number, size: number, width: number, height: number, rank: number, force: boolean }} Item a mark with its name's size, in pixels; the smallest rank comes first */
/** @typedef {'center' | 'left' | 'right'} Align */
/** @typedef {{ dx: number, dy: number, align: Align }} Place top of the name, from the middle of the mark */
/** @typedef {{ x0: number, y0: number, x1: number, y1: number }} Box */

const GAP = 4;
const CELL = 80;
/** A name that covers more of others than this part of itself waits until there is room. */
const MOST_COVERED = 0.02;

/**
 * The first places come from the order of the items: what is important keeps its name under the mark.
 * @param {Item[]} items @param {Boxes} [taken] what names keep away from; theirs and their marks' are added
 * @param {{ width: number, height: number }} [frame] the names of marks in it keep within it
 * @returns {Map<string, Place>} those that have room, and those that must be named
 */
export function placeNames(items, taken = new Boxes(), frame) {
  for (const item of items) taken.add(markOf(item), item.id);
  /** @type {Map<string, Place>} */ const places = new Map();
  for (const item of [...items].sort((a, b) => Number(b.force) - Number(a.force) || a.rank - b.rank)) {
    let best = null;
    let least = Infinity;
    for (const place of around(item)) {
      const box = boxOf(item, place);
      const covered = taken.covered(box, item.id) + (frame ? cutOff(box, item, frame) : 0);
      if (covered < least) [best, least] = [place, covered];
      if (covered === 0) break;
    }
    if (!best || (!item.force && least > MOST_COVERED * item.width * item.height)) continue;
    places.set(item.id, best);
    taken.add(boxOf(item, best), item.id);
  }
  return places;
}

/** Parts of a line, from its start, where its relation may stand. */
const PARTS = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74];

/**
 * @param {{ id: string, a: { x: number, y: number }, b: { x: number, y: number }, width: number, height: number }[]} lines
 * @param {Boxes} taken @returns {Map<string, number>} part of the line where its relation has room
 */
export function placeRelations(lines, taken) {
  /** @type {Map<string, number>} */ const places = new Map();
  for (const { id, a, b, width, height } of lines) {
    for (const part of PARTS) {
      const [x, y] = [a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part];
      const box = { x0: x - width / 2, y0: y - height / 2, x1: x + width / 2, y1: y + height / 2 };
      if (taken.covered(box, `line ${id}`)) continue;
      taken.add(box, `line ${id}`);
      places.set(id, part);
      break;
    }
  }
  return places;
}

/** @param {Item} item @returns {Place[]} the most usual first */
function around({ size, height }) {
  const [beside, middle] = [size + GAP + 1, -height / 2];
  return [
    { dx: 0, dy: size + GAP, align: 'center' },
    { dx: 0, dy: -(size + GAP + height), align: 'center' },
    { dx: beside, dy: middle, align: 'left' },
    { dx: -beside, dy: middle, align: 'right' },
    { dx: size, dy: size, align: 'left' },
    { dx: -size, dy: size, align: 'right' },
    { dx: size, dy: -(size + height), align: 'left' },
    { dx: -size, dy: -(size + height), align: 'right' },
  ];
}

/** @param {Item} item @returns {Box} */
const markOf = ({ x, y, size }) => ({ x0: x - size - 1, y0: y - size - 1, x1: x + size + 1, y1: y + size + 1 });

/** @param {Item} item @param {Place} place @returns {Box} */
export function boxOf({ x, y, width, height }, { dx, dy, align }) {
  const left = x + dx - (align === 'center' ? width / 2 : align === 'right' ? width : 0);
  return { x0: left, y0: y + dy, x1: left + width, y1: y + dy + height };
}

/**
 * Square pixels of a name that the edge of a frame cuts off; none where its mark is outside too.
 * @param {Box} box @param {{ x: number, y: number }} mark @param {{ width: number, height: number }} frame
 */
function cutOff({ x0, y0, x1, y1 }, { x, y }, { width, height }) {
  if (x < 0 || y < 0 || x > width || y > height) return 0;
  const [across, down] = [Math.min(x1, width) - Math.max(x0, 0), Math.min(y1, height) - Math.max(y0, 0)];
  return (x1 - x0) * (y1 - y0) - Math.max(0, across) * Math.max(0, down);
}

/** Boxes by the cells of a grid that they touch. */
export class Boxes {
  /** @param {Box[]} [boxes] of nobody */
  constructor(boxes = []) {
    /** @type {Map<string, { box: Box, id: string }[]>} */ this.cells = new Map();
    for (const box of boxes) this.add(box, '');
  }

  /** @param {Box} box @param {(cell: string) => void} does */
  each({ x0, y0, x1, y1 }, does) {
    for (let x = Math.floor(x0 / CELL); x <= Math.floor(x1 / CELL); x += 1) {
      for (let y = Math.floor(y0 / CELL); y <= Math.floor(y1 / CELL); y += 1) does(`${x},${y}`);
    }
  }

  /** @param {Box} box @param {string} id whose it is */
  add(box, id) {
    this.each(box, (cell) => {
      const found = this.cells.get(cell);
      if (found) found.push({ box, id });
      else this.cells.set(cell, [{ box, id }]);
    });
  }

  /** Square pixels of a box that lie over boxes of others. @param {Box} box @param {string} id */
  covered(box, id) {
    /** @type {Set<Box>} */ const met = new Set();
    this.each(box, (cell) => {
      for (const other of this.cells.get(cell) ?? []) if (other.id !== id) met.add(other.box);
    });
    let sum = 0;
    for (const other of met) {
      const width = Math.min(box.x1, other.x1) - Math.max(box.x0, other.x0);
      const height = Math.min(box.y1, other.y1) - Math.max(box.y0, other.y0);
      if (width > 0 && height > 0) sum += width * height;
    }
    return sum;
  }
}
