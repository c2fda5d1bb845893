/**
 * How much lies when, over all time, with a brush that chooses a span.
 * @module
 */

import { fill, h, s } from '../../dom.js';
import { dayNumber, dayText, density } from './bars.js';
import { anchorAt } from './fuzzy.js';

/** @typedef {import('./bars.js').Bar} Bar */
/** @typedef {import('./bars.js').Span} Span */

const HEIGHT = 62;
const AXIS = 18;

export class Band {
  /**
   * @param {typeof import('d3')} d3
   * @param {(from: string, to: string, quiet: boolean) => void} choose
   */
  constructor(d3, choose) {
    this.d3 = d3;
    this.choose = choose;
    this.element = h('div', { class: 'time-band' });
    this.dragging = false;
    this.told = false;
    /** @type {Span} */ this.span = [0, 1];
    this.width = 0;
    this.side = 0;
  }

  /** @param {Bar[]} bars @param {Span} span @param {number} whole width @param {number} side what the names of lanes take of it, so that the axis below is this one's too */
  draw(bars, span, whole, side) {
    const { d3 } = this;
    this.span = span;
    this.side = side;
    this.width = Math.max(200, whole - side);
    const { width } = this;
    const steps = Math.max(20, Math.floor(width / 6));
    const counts = density(bars, span, steps);
    const y = d3.scaleSqrt([0, Math.max(1, ...counts.map(({ sure, maybe }) => sure + maybe))], [0, HEIGHT - AXIS - 4]);
    const label = `How many of ${bars.length} dates lie when, from ${dayText(span[0])} to ${dayText(span[1])}. The two date fields choose a span, as the brush does here.`;
    const svg = s('g', { transform: `translate(${side} 0)` });
    this.svg = s('svg', { width: width + side, height: HEIGHT, class: 'density', role: 'img', 'aria-label': label },
      side ? s('text', { x: 6, y: HEIGHT - AXIS - 8, class: 'lane-name' }, 'all dates') : null, svg);
    const base = HEIGHT - AXIS;
    const wide = width / steps;
    counts.forEach(({ sure, maybe }, at) => {
      const [low, high] = [y(sure), y(sure + maybe)];
      if (maybe) svg.append(s('rect', { x: at * wide, y: base - high, width: wide - 1, height: high - low, class: 'bin maybe' }));
      if (sure) svg.append(s('rect', { x: at * wide, y: base - low, width: wide - 1, height: low, class: 'bin' }));
    });
    const times = d3.scaleUtc(span.map((day) => new Date(day * 86_400_000)), [0, width]);
    const axis = this.group(svg, 'axis').attr('transform', `translate(0 ${base})`).call(/** @type {any} */ (d3.axisBottom(times).ticks(Math.max(2, width / 90)).tickSizeOuter(0)));
    axis.selectAll('.tick text').attr('text-anchor', (/** @type {Date} */ day) => anchorAt(times(day), width));
    this.looking = s('rect', { class: 'looking', y: base - 1, height: 3, width: 0 });
    svg.append(this.looking);
    this.brush = d3.brushX().extent([[0, 0], [width, base]]).on('start brush end', (event) => this.brushed(event));
    this.place = this.group(svg, 'brush').call(/** @type {any} */ (this.brush));
    fill(this.element, this.svg);
  }

  /** @param {Element} svg @param {string} name @returns {any} */
  group(svg, name) {
    return this.d3.select(/** @type {any} */ (svg)).append('g').attr('class', name);
  }

  /** What part of all time the picture below shows. @param {Span} window */
  look([from, to]) {
    const [low, high] = [Math.max(0, this.x(from)), Math.min(this.width, this.x(to))];
    this.looking?.setAttribute('x', String(low));
    this.looking?.setAttribute('width', String(Math.max(0, high - low)));
    const [first, last] = this.span;
    this.share(Math.max(Math.abs(from - first), Math.abs(to - last)) < (last - first) / 1_000);
  }

  /** Nothing is drawn below. */
  alone() {
    this.share(false);
  }

  /** While the picture below shows the same days, its axis is enough for both. @param {boolean} is */
  share(is) {
    this.element.classList.toggle('shared', is);
    this.svg?.setAttribute('height', String(is ? HEIGHT - AXIS : HEIGHT));
  }

  /** @param {number} day */
  x(day) {
    return ((day - this.span[0]) / (this.span[1] - this.span[0])) * this.width;
  }

  /** @param {number} x */
  day(x) {
    return this.span[0] + (x / this.width) * (this.span[1] - this.span[0]);
  }

  /** Show the span that is chosen. @param {string} from @param {string} to */
  show(from, to) {
    if (this.dragging || !this.place || !this.brush) return;
    const clamp = (/** @type {number} */ x) => Math.max(0, Math.min(this.width, x));
    const [low, high] = [clamp(from ? this.x(dayNumber(from)) : 0), clamp(to ? this.x(dayNumber(to) + 1) : this.width)];
    this.place.call(/** @type {any} */ (this.brush.move), (from || to) && high > low ? [low, Math.max(low + 2, high)] : null);
  }

  /** @param {any} event */
  brushed({ type, selection, sourceEvent }) {
    if (!sourceEvent) return;
    if (type === 'start') {
      this.dragging = true;
      this.told = false;
      return;
    }
    if (type === 'end') this.dragging = false;
    const from = selection ? dayText(this.day(selection[0])) : '';
    const to = selection ? dayText(Math.max(this.day(selection[0]), this.day(selection[1]) - 1)) : '';
    if (selection || type === 'end') {
      // The first change is a step that can be undone; what follows belongs to it.
      this.choose(from, to, this.told);
      this.told = true;
    }
  }
}
