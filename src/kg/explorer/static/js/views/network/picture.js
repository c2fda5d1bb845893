/**
 * The picture as a file: PNG as it is on the screen, SVG of the same marks, lines and names.
 * @module
 */

import { KINDS } from '../../words.js';
import { OUTLINES, isBroken, lineColour } from './style.js';

/** @typedef {import('./drawing.js').Drawing} Drawing */

/** @param {Drawing} drawing @returns {Promise<Blob>} */
export async function asPng(drawing) {
  const { sigma } = drawing;
  sigma.refresh({ skipIndexation: true });
  const canvases = /** @type {Record<string, HTMLCanvasElement>} */ (sigma.getCanvases());
  const order = ['edges', 'breaks', 'nodes', 'signs'];
  const { width, height } = canvases.signs;
  const sheet = new OffscreenCanvas(width, height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (sheet.getContext('2d'));
  context.fillStyle = drawing.colour('paper');
  context.fillRect(0, 0, width, height);
  for (const name of order) if (canvases[name]) context.drawImage(canvases[name], 0, 0, width, height);
  return sheet.convertToBlob({ type: 'image/png' });
}

/** @param {Drawing} drawing @returns {Blob} */
export function asSvg(drawing) {
  const { sigma, graph, model, colour } = drawing;
  const { width, height } = sigma.getDimensions();
  const sheet = document.implementation.createDocument('http://www.w3.org/2000/svg', 'svg', null);
  const root = sheet.documentElement;
  /** @param {Element} parent @param {string} tag @param {Record<string, string | number>} attributes @param {string} [text] */
  const put = (parent, tag, attributes, text) => {
    const made = sheet.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
    if (text) made.textContent = text;
    parent.append(made);
    return made;
  };
  root.setAttribute('viewBox', `0 0 ${width} ${height}`);
  put(root, 'rect', { width, height, fill: colour('paper') });
  const place = (/** @type {string} */ id) => sigma.framedGraphToViewport(sigma.getNodeDisplayData(id));
  const round = (/** @type {number} */ n) => Math.round(n * 10) / 10;
  /** Disputed lines and marks bear the sign that they bear on the screen. @param {number} x @param {number} y */
  const badge = (x, y) => {
    const group = put(root, 'g', { transform: `translate(${round(x)} ${round(y)})` });
    put(group, 'circle', { r: 7, fill: colour('card'), stroke: colour('disputed'), 'stroke-width': 1.5 });
    put(group, 'text', { y: 4, 'text-anchor': 'middle', 'font-size': 11, 'font-weight': 700, 'font-family': 'sans-serif', fill: colour('disputed') }, '≠');
  };
  /** @type {[number, number][]} */ const disputed = [];
  graph.forEachEdge((/** @type {string} */ _, /** @type {any} */ data, /** @type {string} */ s, /** @type {string} */ o) => {
    const [a, b] = [place(s), place(o)];
    const line = put(root, 'line', { x1: round(a.x), y1: round(a.y), x2: round(b.x), y2: round(b.y), stroke: data.colour, 'stroke-width': data.size, 'stroke-dasharray': isBroken(data.line) ? '5 4' : 'none' });
    // The head says which way the relation goes: it stands where the line meets the mark.
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const length = Math.hypot(dx, dy) || 1;
    const [ux, uy] = [dx / length, dy / length];
    const reach = sigma.scaleSize(graph.getNodeAttribute(o, 'size')) + 1;
    const [tx, ty, wing] = [b.x - ux * reach, b.y - uy * reach, 3 + data.size];
    // On the whole map a line stands for all relations of two entities: it has no head.
    if (data.label) put(root, 'path', { d: `M${round(tx)} ${round(ty)}L${round(tx - ux * 8 - uy * wing)} ${round(ty - uy * 8 + ux * wing)}L${round(tx - ux * 8 + uy * wing)} ${round(ty - uy * 8 - ux * wing)}z`, fill: data.colour });
    if (data.line.disputed) disputed.push([(a.x + b.x) / 2, (a.y + b.y) / 2]);
    put(line, 'title', {}, `${model?.node(s)?.label} ${data.label} ${model?.node(o)?.label}${data.line.disputed ? ' (disputed)' : ''}`);
  });
  graph.forEachNode((/** @type {string} */ id, /** @type {any} */ data) => {
    const { x, y } = place(id);
    const size = round(sigma.scaleSize(data.size));
    const group = put(root, 'g', { transform: `translate(${round(x)} ${round(y)})`, fill: data.colour });
    put(group, 'title', {}, model?.node(id)?.label ?? id);
    if (data.kind === 'event') put(group, 'rect', { x: -size, y: -size, width: 2 * size, height: 2 * size });
    else if (data.kind === 'date') put(group, 'rect', { x: -size, y: -size * 0.6, width: 2 * size, height: size * 1.2 });
    else if (data.kind === 'prospect') put(group, 'path', { d: `M0 ${-size * 1.2}L${size * 1.2} 0L0 ${size * 1.2}L${-size * 1.2} 0z` });
    else if (data.kind === 'place') put(group, 'path', { d: `M${-size} ${-size * 0.8}H${size}L0 ${size}z` });
    else if (data.kind === 'series') put(group, 'path', { d: `M${-size * 0.5} ${-size * 0.87}H${size * 0.5}L${size} 0L${size * 0.5} ${size * 0.87}H${-size * 0.5}L${-size} 0z` });
    else put(group, 'circle', { r: size });
    if (data.node?.disputed) disputed.push([x + size, y - size]);
    const spot = drawing.names.places.get(id);
    if (!spot) return;
    const anchor = { center: 'middle', left: 'start', right: 'end' }[spot.align];
    data.lines.forEach((/** @type {string} */ words, /** @type {number} */ at) => put(group, 'text', {
      x: round(spot.dx), y: round(spot.dy + data.font + at * data.font * 1.2), 'text-anchor': anchor, 'font-size': data.font, 'font-family': 'Inter, system-ui, sans-serif', fill: colour('ink'), stroke: colour('paper'), 'stroke-width': 3, 'paint-order': 'stroke', 'stroke-linejoin': 'round',
    }, words));
  });
  for (const [x, y] of disputed) badge(x, y);
  legend(drawing, put, root);
  return new Blob([new XMLSerializer().serializeToString(sheet)], { type: 'image/svg+xml' });
}

/**
 * What shapes, colours and lines mean, in the corner where the page has it.
 * @param {Drawing} drawing
 * @param {(parent: Element, tag: string, attributes: Record<string, string | number>, text?: string) => Element} put @param {Element} root
 */
function legend({ graph, colour }, put, root) {
  const kinds = new Set(graph.mapNodes((/** @type {string} */ _, /** @type {any} */ data) => data.kind));
  const lines = new Map(graph.mapEdges((/** @type {string} */ _, /** @type {any} */ { line }) => [lineColour(line), line]));
  /** @type {Record<string, string>} */
  const means = { line: 'reported by somebody', interpretation: 'interpreted by somebody', prediction: 'not said to be so', disputed: 'disputed or denied' };
  const rows = [
    ...Object.entries(KINDS).filter(([kind]) => kinds.has(kind)).map(([kind, [, many]]) => ({ kind, words: many })),
    ...Object.keys(means).filter((name) => lines.has(name)).map((name) => ({ name, words: means[name] })),
  ];
  const box = put(root, 'g', { transform: 'translate(12 12)', 'font-family': 'Inter, system-ui, sans-serif', 'font-size': 12 });
  put(box, 'rect', { width: 200, height: rows.length * 18 + 14, rx: 6, fill: colour('card'), stroke: colour('rule') });
  rows.forEach((row, at) => {
    const y = 16 + at * 18;
    if ('kind' in row) put(box, 'path', { d: OUTLINES[row.kind], transform: `translate(10 ${y - 7}) scale(.7)`, fill: colour(row.kind) });
    else put(box, 'path', { d: `M8 ${y}h18`, stroke: colour(row.name), 'stroke-width': 2, 'stroke-dasharray': isBroken(/** @type {any} */ (lines.get(row.name))) ? '5 4' : 'none' });
    put(box, 'text', { x: 34, y: y + 4, fill: colour('ink') }, row.words);
  });
}
