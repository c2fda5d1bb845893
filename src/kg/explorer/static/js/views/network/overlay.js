/**
 * What is drawn over the lines and marks: signs of kinds, broken lines, "disputed", pins, the
 * selection and the way between two entities.
 * @module
 */

import { isBroken } from './style.js';

/** @typedef {{ x: number, y: number }} Point */

/** Of the badge that says "disputed", in pixels. */
const RADIUS = 8;

/** Signs in marks that are large enough, on a square from -1 to 1. @type {Record<string, Path2D>} */
const SIGNS = {};

/** @param {string} kind @param {string} type @returns {Path2D | undefined} */
function signOf(kind, type) {
  const name = kind === 'actor' ? (type === 'person' ? 'person' : type === 'group' ? 'group' : 'body') : kind;
  if (!SIGNS[name] && PATHS[name]) SIGNS[name] = new Path2D(PATHS[name]);
  return SIGNS[name];
}

/** @type {Record<string, string>} */
const PATHS = {
  person: 'M0 -.62a.3 .3 0 1 1 0 .6a.3 .3 0 1 1 0 -.6M-.55 .6a.55 .5 0 0 1 1.1 0z',
  group: 'M-.32 -.5a.22 .22 0 1 1 0 .44a.22 .22 0 1 1 0 -.44M.32 -.5a.22 .22 0 1 1 0 .44a.22 .22 0 1 1 0 -.44M-.72 .5a.4 .42 0 0 1 .8 0zM.08 .5a.4 .42 0 0 1 .7 0z',
  body: 'M-.55 -.2L0 -.6L.55 -.2zM-.45 -.1h.2v.5h-.2zM-.1 -.1h.2v.5h-.2zM.25 -.1h.2v.5h-.2zM-.6 .46h1.2v.14h-1.2z',
  event: 'M.1 -.65L-.42 .1H-.06L-.14 .65L.42 -.14H.06z',
  series: 'M0 -.6a.6 .6 0 1 1 -.52 .3l.2 .12a.37 .37 0 1 0 .32 -.19v.2l-.32 -.32l.32 -.32z',
  prospect: 'M-.1 .35h.2v.2h-.2zM-.32 -.22a.32 .32 0 1 1 .42 .31v.16h-.2v-.32h.06a.13 .13 0 1 0 -.1 -.15z',
};

/** @typedef {{ line: import('../../context.js').Line, width: number, a: Point, b: Point, strong: boolean, faint: boolean, named: boolean }} OverLine points in pixels */
/** @typedef {Point & { kind: string, type: string, size: number, disputed: boolean, pinned: boolean, selected: boolean, faint: boolean }} Mark */
/** @typedef {(name: string) => string} Colour */

/** Under the marks: what makes lines broken or strong. @param {CanvasRenderingContext2D} context @param {OverLine[]} lines @param {Colour} colour */
export function drawBreaks(context, lines, colour) {
  for (const { line, width, a, b, strong, faint } of lines) {
    if (faint) continue;
    const broken = isBroken(line);
    if (!broken && !strong) continue;
    if (broken) {
      context.strokeStyle = colour('paper');
      context.lineWidth = width + 1.5;
      context.setLineDash(line.group === 'interpretations' ? [3, 9] : [6, 6]);
      stroke(context, a, b);
    }
    if (strong) {
      context.strokeStyle = colour(line.disputed ? 'disputed' : 'ink');
      context.lineWidth = Math.max(width, 2.5);
      context.setLineDash(broken ? [5, 5] : []);
      stroke(context, a, b);
    }
    context.setLineDash([]);
  }
}

/**
 * Badges: on disputed lines, and at the corners of marks that are disputed.
 * @param {CanvasRenderingContext2D} context @param {OverLine[]} lines @param {Mark[]} marks @param {Colour} colour
 * @returns {import('../../placing.js').Box[]} where they are
 */
export function drawBadges(context, lines, marks, colour) {
  const spots = [
    ...lines.filter(({ line, faint }) => line.disputed && !faint).map(({ a, b }) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 })),
    ...marks.filter(({ disputed, faint }) => disputed && !faint).map(({ x, y, size }) => ({ x: x + size, y: y - size })),
  ];
  for (const spot of spots) badge(context, spot, colour);
  return spots.map(({ x, y }) => ({ x0: x - RADIUS, y0: y - RADIUS, x1: x + RADIUS, y1: y + RADIUS }));
}

/** Over the marks: signs of kinds, pins, the selection. @param {CanvasRenderingContext2D} context @param {Mark[]} marks @param {Colour} colour @param {boolean} icons */
export function drawSigns(context, marks, colour, icons) {
  for (const mark of marks) drawMark(context, mark, colour, icons);
}

/** @param {CanvasRenderingContext2D} context @param {Point} a @param {Point} b */
function stroke(context, a, b) {
  context.beginPath();
  context.moveTo(a.x, a.y);
  context.lineTo(b.x, b.y);
  context.stroke();
}

/** "Not equal": speakers contradict each other. @param {CanvasRenderingContext2D} context @param {Point} at @param {Colour} colour */
function badge(context, at, colour) {
  context.fillStyle = colour('card');
  context.strokeStyle = colour('disputed');
  context.lineWidth = 1.5;
  context.beginPath();
  context.arc(at.x, at.y, RADIUS - 1, 0, Math.PI * 2);
  context.fill();
  context.stroke();
  context.fillStyle = colour('disputed');
  context.font = '700 11px system-ui, sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText('≠', at.x, at.y + 0.5);
}

/** @param {CanvasRenderingContext2D} context @param {Mark} mark @param {Colour} colour @param {boolean} icons */
function drawMark(context, mark, colour, icons) {
  const { x, y } = mark;
  if (mark.selected) {
    context.strokeStyle = colour('focus');
    context.lineWidth = 3;
    context.beginPath();
    context.arc(x, y, mark.size + 6, 0, Math.PI * 2);
    context.stroke();
  }
  if (mark.pinned) {
    context.fillStyle = colour('ink');
    context.beginPath();
    context.arc(x - mark.size, y - mark.size, 3, 0, Math.PI * 2);
    context.fill();
  }
  const sign = icons && !mark.faint && mark.size >= 8 ? signOf(mark.kind, mark.type) : undefined;
  if (!sign) return;
  context.save();
  context.translate(x, y);
  context.scale(mark.size * 0.82, mark.size * 0.82);
  context.fillStyle = colour('card');
  context.fill(sign);
  context.restore();
}
