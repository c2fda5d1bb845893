/**
 * The whole map: every entity that a line joins, at once, as the columns that `/api/v1/overview`
 * gives. Communities stand together, what is most connected in their middle. Marks and lines are
 * single points and pixels and none is looked at again before a redraw, so that it costs the page
 * hardly more for a hundred thousand than for a thousand.
 * @module
 */

import { HAPPENS } from '../../model.js';
import { dayNumber } from '../timeline/bars.js';
import { Drawing } from './drawing.js';
import { NEAREST } from './gaze.js';
import { SHAPES } from './programs.js';
import { communityColour } from './style.js';

/** @typedef {import('../../records').Overview} Overview */
/** @typedef {import('../../state.js').State} State */

/** Names that are written beside what is pointed at. */
const NAMED = 40;
const PLAIN = Object.freeze({ group: 'edges', disputed: false });
const DISPUTED = Object.freeze({ group: 'edges', disputed: true });

/** Half the height of a mark in pixels. @param {number} degree */
export const wholeSize = (degree) => Math.min(11, 1.6 + 0.75 * Math.sqrt(degree));

/**
 * What of the columns is shown: places of entities in them, and of pairs of lines.
 * @param {Overview} data @param {Pick<State, 'off' | 'hide' | 'from' | 'to'>} state kinds that are switched off, ids that are hidden, a span of time
 * @returns {{ nodes: number[], lines: number[] }}
 */
export function shownOf(data, { off, hide, from, to }) {
  const without = new Set(off.map((kind) => data.kinds.indexOf(kind)));
  const hidden = new Set(hide);
  const stays = data.kind.map((kind, at) => !without.has(kind) && !hidden.has(data.ids[at]));
  if (from || to) inTime(data, stays, from ? dayNumber(from) : -Infinity, to ? dayNumber(to) : Infinity);
  const lines = [];
  for (let at = 0; at < data.lines.length; at += 2) if (stays[data.lines[at]] && stays[data.lines[at + 1]]) lines.push(at / 2);
  return { nodes: [...stays.keys()].filter((at) => stays[at]), lines };
}

/**
 * Leave out what lies outside a span, as the model does: what takes place at no date that can touch it,
 * and whatever no remaining event is joined to.
 * @param {Overview} data @param {boolean[]} stays changed here @param {number} from @param {number} to days since 1970
 */
function inTime(data, stays, from, to) {
  const happens = data.kind.map((kind) => HAPPENS.has(data.kinds[kind]));
  const touches = new Uint8Array(data.ids.length);
  for (let at = 0; at < data.dated.length; at += 3) {
    const [node, first, last] = [/** @type {number} */ (data.dated[at]), data.dated[at + 1] ?? -Infinity, data.dated[at + 2] ?? Infinity];
    if (first <= to && last >= from) touches[node] = 1;
  }
  happens.forEach((is, at) => { if (is && !touches[at]) stays[at] = false; });
  const joined = new Uint8Array(data.ids.length);
  for (let at = 0; at < data.lines.length; at += 2) {
    const [a, b] = [data.lines[at], data.lines[at + 1]];
    if (happens[a] && stays[a]) joined[b] = 1;
    if (happens[b] && stays[b]) joined[a] = 1;
  }
  happens.forEach((is, at) => { if (!is && !joined[at]) stays[at] = false; });
}

export class Whole extends Drawing {
  /** @type {Overview | null} */ data = null;
  /** @type {Map<string, number>} */ place = new Map();
  made = '';

  /** @override */
  settings() {
    // no reducers: they are asked for each mark and line whenever one of them changes
    return { ...super.settings(), nodeReducer: null, edgeReducer: null, renderLabels: true, defaultDrawNodeLabel: this.named, zIndex: false, labelDensity: 0.6, labelRenderedSizeThreshold: 4.5, minCameraRatio: NEAREST };
  }

  /** @override */
  get empty() {
    return ['edgeLabels'];
  }

  /** Draw these. @param {Overview} data @param {State} state */
  showAll(data, state) {
    this.state = state;
    const made = JSON.stringify([state.off, state.hide, state.color, state.from, state.to]);
    if (data === this.data && made === this.made) return;
    if (data !== this.data) this.place = new Map(data.ids.map((id, at) => [id, at]));
    this.data = data;
    this.made = made;
    const { nodes, lines } = shownOf(data, state);
    const graph = new this.Graph({ multi: true, type: 'directed', allowSelfLoops: true });
    for (const at of nodes) graph.addNode(data.ids[at], this.lookOf(at));
    const colours = [this.colour('line'), this.colour('disputed')];
    const disputed = new Set(data.disputed);
    for (const at of lines) {
      const against = disputed.has(at);
      const colour = colours[against ? 1 : 0];
      graph.addEdgeWithKey(at, data.ids[data.lines[2 * at]], data.ids[data.lines[2 * at + 1]], { color: colour, colour, size: 1, label: '', line: against ? DISPUTED : PLAIN });
    }
    this.graph = graph;
    if (this.sigma) this.sigma.setGraph(graph);
    this.start();
  }

  /** How an entity looks. @param {number} at */
  lookOf(at) {
    const data = /** @type {Overview} */ (this.data);
    const kind = data.kinds[data.kind[at]];
    const label = data.labels[at];
    const colour = this.state?.color === 'community' ? communityColour(data.community[at]) : this.colour(kind);
    return { x: data.x[at], y: -data.y[at], size: wholeSize(data.degree[at]), label: label || null, lines: label ? [label] : [], kind, shape: SHAPES[kind] ?? 0, color: colour, colour };
  }

  /** How many of each kind are drawn of how many. @returns {Map<string, [number, number]>} */
  counts() {
    /** @type {Map<string, [number, number]>} */ const counts = new Map();
    this.data?.kind.forEach((number, at) => {
      const kind = /** @type {Overview} */ (this.data).kinds[number];
      const [drawn, all] = counts.get(kind) ?? [0, 0];
      counts.set(kind, [drawn + (this.graph.hasNode(/** @type {Overview} */ (this.data).ids[at]) ? 1 : 0), all + 1]);
    });
    return counts;
  }

  /** What is known of an entity. @param {string} id @returns {{ label: string, kind: string, degree: number } | null} */
  about(id) {
    const at = this.place.get(id);
    if (at === undefined || !this.data) return null;
    return { label: this.data.labels[at], kind: this.data.kinds[this.data.kind[at]], degree: this.data.degree[at] };
  }

  /** @override */
  mark() {
    this.sigma?.scheduleRender();
  }

  /** Lines to what stands beside what is pointed at or selected, over all others. @override */
  over() {
    const { sigma, signs, graph, state } = this;
    if (!signs || !state || !sigma) return;
    const { width, height } = sigma.getDimensions();
    signs.clearRect(0, 0, width, height);
    const id = this.hover || state.sel;
    if (!graph.hasNode(id)) return;
    /** @param {string} node */
    const at = (node) => sigma.framedGraphToViewport(sigma.getNodeDisplayData(node));
    const middle = at(id);
    signs.strokeStyle = this.colour('ink');
    signs.lineWidth = 1.2;
    signs.beginPath();
    graph.forEachNeighbor(id, (/** @type {string} */ other) => {
      const { x, y } = at(other);
      signs.moveTo(middle.x, middle.y);
      signs.lineTo(x, y);
    });
    signs.stroke();
    for (const near of [id, ...graph.neighbors(id)].slice(0, NAMED)) this.named(signs, { ...at(near), size: 4, label: this.about(near)?.label });
    signs.lineWidth = 3;
    signs.strokeStyle = this.colour('focus');
    signs.beginPath();
    signs.arc(middle.x, middle.y, sigma.scaleSize(graph.getNodeAttribute(id, 'size')) + 5, 0, Math.PI * 2);
    signs.stroke();
  }

  /** A name under its mark. @param {CanvasRenderingContext2D} context @param {any} data */
  named = (context, { x, y, size, label }) => {
    if (!label) return;
    const { ink, paper, font } = this.look();
    context.font = `500 12px ${font}`;
    context.textAlign = 'center';
    context.textBaseline = 'top';
    context.lineJoin = 'round';
    context.strokeStyle = paper;
    context.lineWidth = 4;
    context.strokeText(label, x, y + size + 3);
    context.fillStyle = ink;
    context.fillText(label, x, y + size + 3);
  };

  /** Marks stand where they stand. @override */
  drag() {}

  /** @override */
  drop() {
    this.held = '';
  }

  /** @override */
  recolour() {
    this.colours.clear();
    this.made = '';
    if (this.data && this.state) this.showAll(this.data, this.state);
  }
}
