/**
 * The picture as a file: PNG as it is on the screen, SVG of the same marks, lines and names.
 * @module
 */

import { isBroken } from './style.js';

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
  graph.forEachEdge((/** @type {string} */ _, /** @type {any} */ data, /** @type {string} */ s, /** @type {string} */ o) => {
    const [a, b] = [place(s), place(o)];
    const line = put(root, 'line', { x1: round(a.x), y1: round(a.y), x2: round(b.x), y2: round(b.y), stroke: data.colour, 'stroke-width': data.size, 'stroke-dasharray': isBroken(data.line) ? '5 4' : 'none' });
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
    else put(group, 'circle', { r: size });
    const spot = drawing.names.places.get(id);
    if (!spot) return;
    const anchor = { center: 'middle', left: 'start', right: 'end' }[spot.align];
    data.lines.forEach((/** @type {string} */ words, /** @type {number} */ at) => put(group, 'text', {
      x: round(spot.dx), y: round(spot.dy + data.font + at * data.font * 1.2), 'text-anchor': anchor, 'font-size': data.font, 'font-family': 'Inter, system-ui, sans-serif', fill: colour('ink'), stroke: colour('paper'), 'stroke-width': 3, 'paint-order': 'stroke', 'stroke-linejoin': 'round',
    }, words));
  });
  return new Blob([new XMLSerializer().serializeToString(sheet)], { type: 'image/svg+xml' });
}
