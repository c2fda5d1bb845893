/**
 * Names of marks, in the lines that the server broke them into, with a halo of paper.
 * @module
 */

import { Boxes, placeNames, placeRelations } from '../../placing.js';

/** @typedef {import('../../placing.js').Place} Place */
/** @typedef {import('./overlay.js').OverLine} OverLine */
/** @typedef {{ paper: string, ink: string, quiet: string, card: string, font: string }} Look */
/** @typedef {{ id: string, x: number, y: number, size: number, lines: string[], font: number, degree: number, force: boolean }} Named */

/** So many names are placed at most; a picture with more of them is read by nobody. */
const MOST = 400;
const LEADING = 1.2;
/** Size of the letters of a relation, in pixels. */
const RELATION = 11;

/** Names, relations on lines, and where they stand. Places are kept as long as nothing but the camera's middle moves. */
export class Names {
  constructor() {
    /** @type {Map<string, Place>} */ this.places = new Map();
    /** @type {Map<string, number>} */ this.parts = new Map();
    this.key = '';
    /** @type {Map<string, number>} */ this.widths = new Map();
  }

  /**
   * @param {CanvasRenderingContext2D} context @param {Named[]} marks @param {OverLine[]} lines those whose relation is to be read
   * @param {Look} look @param {import('../../placing.js').Box[]} kept boxes that names keep away from
   * @param {string} key what the places depend on, beside the middle of the picture
   * @param {{ width: number, height: number }} frame of the picture
   */
  draw(context, marks, lines, look, kept, key, frame) {
    const shown = marks.length > MOST ? foremost(marks) : marks;
    if (key !== this.key || marks.length > MOST) {
      this.key = key;
      const taken = new Boxes(kept);
      this.places = placeNames(shown.map((mark) => ({
        ...mark, ...this.measure(context, mark.lines, mark.font, look), rank: -mark.degree,
      })), taken, frame);
      this.parts = placeRelations(lines.map(({ line, a, b }) => ({
        id: line.id, a, b, ...this.measure(context, [line.label], RELATION, look),
      })), taken);
    }
    context.lineJoin = 'round';
    for (const { line, a, b } of lines) {
      const part = this.parts.get(line.id);
      if (part !== undefined) relation(context, line.label, a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part, look);
    }
    for (const mark of shown) {
      const place = this.places.get(mark.id);
      if (place) write(context, mark, place, look);
    }
  }

  /** @param {CanvasRenderingContext2D} context @param {string[]} lines @param {number} font @param {Look} look */
  measure(context, lines, font, look) {
    const width = Math.max(...lines.map((line) => {
      const name = `${font} ${line}`;
      let found = this.widths.get(name);
      if (found === undefined) {
        context.font = `500 ${font}px ${look.font}`;
        this.widths.set(name, (found = context.measureText(line).width));
      }
      return found;
    }));
    return { width, height: lines.length * font * LEADING };
  }
}

/** @param {CanvasRenderingContext2D} context @param {string} words @param {number} x @param {number} y @param {Look} look */
function relation(context, words, x, y, look) {
  context.font = `italic ${RELATION}px ${look.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.strokeStyle = look.paper;
  context.lineWidth = 4;
  context.strokeText(words, x, y);
  context.fillStyle = look.quiet;
  context.fillText(words, x, y);
}

/** @param {Named[]} marks */
function foremost(marks) {
  return [...marks].sort((a, b) => Number(b.force) - Number(a.force) || b.degree - a.degree).slice(0, MOST);
}

/** @param {CanvasRenderingContext2D} context @param {Named} mark @param {Place} place @param {Look} look */
function write(context, { x, y, lines, font }, { dx, dy, align }, look) {
  context.font = `500 ${font}px ${look.font}`;
  context.textAlign = align;
  context.textBaseline = 'top';
  context.strokeStyle = look.paper;
  context.lineWidth = 4;
  const top = (/** @type {number} */ at) => y + dy + at * font * LEADING + 1;
  lines.forEach((line, at) => context.strokeText(line, x + dx, top(at)));
  context.fillStyle = look.ink;
  lines.forEach((line, at) => context.fillText(line, x + dx, top(at)));
}

/** What is pointed at: its name on a card, over everything. @param {() => Look} look @returns {(context: CanvasRenderingContext2D, data: any, settings: any) => void} */
export function hoverDrawer(look) {
  return (context, data) => {
    const { ink, card, font } = look();
    const size = data.font ?? 12;
    const lines = /** @type {string[]} */ (data.lines ?? [data.label]);
    context.beginPath();
    context.arc(data.x, data.y, data.size + 5, 0, Math.PI * 2);
    context.strokeStyle = ink;
    context.lineWidth = 2;
    context.stroke();
    context.font = `650 ${size}px ${font}`;
    context.textAlign = 'center';
    context.textBaseline = 'top';
    const top = data.y + data.size + 6;
    const width = Math.max(...lines.map((line) => context.measureText(line).width)) + 12;
    context.fillStyle = card;
    context.beginPath();
    context.roundRect(data.x - width / 2, top - 3, width, lines.length * size * LEADING + 5, 5);
    context.fill();
    context.fillStyle = ink;
    lines.forEach((line, at) => context.fillText(line, data.x, top + at * size * LEADING));
  };
}
