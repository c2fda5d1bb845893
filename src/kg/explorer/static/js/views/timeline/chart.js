/**
 * The picture: fuzzy bars in lanes under an axis that stays in sight; zoom, keys.
 * @module
 */

import { fill, h, number, plural, s } from '../../dom.js';
import { dayNumber, dayText, lanesBy, stack, touches } from './bars.js';
import { anchorAt, fit, labelAt, reach, shape } from './fuzzy.js';
import { entitiesOf, isApart, labelOf, sentence } from './saying.js';
import { barMark, gradients } from './mark.js';

/** @typedef {import('../../context.js').Context} Context */
/** @typedef {import('./bars.js').Bar} Bar */
/** @typedef {import('./bars.js').Span} Span */

const ROW = 32;
const AXIS = 26;
/** What has not moved for so long, in milliseconds, has arrived. */
const SETTLED = 250;
/** Bars that are drawn; of more, those with the most claims. */
export const MOST = 600;

/** What the names of lanes take of a width; on a narrow one they stand over their lanes. @param {number} width */
export const sideOf = (width) => (width < 640 ? 0 : Math.max(150, Math.min(200, Math.round(width * 0.15))));

export class Chart {
  /**
   * @param {typeof import('d3')} d3 @param {Context} context
   * @param {{ look: (window: Span) => void, point: (bar: Bar | null, at: SVGElement | null) => void, move: (days: string) => void }} tell
   */
  constructor(d3, context, tell) {
    this.d3 = d3;
    this.context = context;
    this.tell = tell;
    this.axis = /** @type {SVGSVGElement} */ (s('svg', { class: 'time-axis', height: AXIS, 'aria-hidden': 'true' }));
    this.svg = /** @type {SVGSVGElement} */ (s('svg', { class: 'bars', role: 'group' }));
    this.note = h('p', { class: 'quiet note-more', hidden: true });
    this.element = h('div', { class: 'time-sheet' }, this.axis, this.svg, this.note);
    /** @type {Map<string, Bar>} */ this.drawn = new Map();
    /** @type {Bar[]} */ this.bars = [];
    /** @type {Span} */ this.base = [0, 1];
    this.by = '';
    this.at = '';
    this.width = 300;
    /** Of the lanes' names and the bars. */ this.whole = 0;
    this.side = 0;
    this.transform = d3.zoomIdentity;
    /** What the address says of it. */ this.kept = '';
    /** @type {ReturnType<typeof setTimeout> | undefined} */ this.later = undefined;
    this.measure = measurer();
    this.zoom = d3.zoom()
      .filter((event) => !event.button && (event.type !== 'wheel' || event.ctrlKey || event.metaKey) && !(event.type === 'touchstart' && event.touches.length < 2))
      .on('zoom', ({ transform }) => {
        this.transform = transform;
        clearTimeout(this.later);
        this.later = setTimeout(() => this.settled(), SETTLED);
        this.soon();
      });
    d3.select(this.svg).call(/** @type {any} */ (this.zoom)).on('dblclick.zoom', null);
    this.svg.addEventListener('keydown', (event) => this.key(event));
    this.svg.addEventListener('click', (event) => { const bar = this.under(event); if (bar) { this.at = bar.key; context.actions.select(bar.id); } });
    for (const name of /** @type {const} */ (['pointerover', 'focusin'])) this.svg.addEventListener(name, (event) => this.point(event));
    for (const name of /** @type {const} */ (['pointerleave', 'focusout'])) this.svg.addEventListener(name, () => this.leave());
  }

  /** @param {Bar[]} bars @param {Span} base what is shown when nothing is zoomed @param {number} width @param {string} by */
  show(bars, base, width, by) {
    const { days } = this.context.store.state;
    const other = base[0] !== this.base[0] || base[1] !== this.base[1];
    const first = this.whole === 0;
    this.bars = bars;
    this.base = base;
    this.by = by;
    const wider = width !== this.whole;
    this.whole = width;
    this.side = sideOf(width);
    this.width = Math.max(200, width - this.side);
    this.zoom.scaleExtent([1, Math.max(1, (base[1] - base[0]) / 10)]).extent([[0, 0], [this.width, 1]]).translateExtent([[0, 0], [this.width, 1]]);
    if (other && !first) this.reset();
    else if (first || wider) this.lookAt(days, true);
    this.draw();
  }

  soon() {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  /** The days that are in sight. @returns {Span} */
  get window() {
    const across = (/** @type {number} */ x) => this.base[0] + (this.transform.invertX(x) / this.width) * (this.base[1] - this.base[0]);
    return [across(0), across(this.width)];
  }

  draw() {
    const { context, width, side, measure } = this;
    const window = this.window;
    const x = (/** @type {number} */ day) => Math.max(-4 * width, Math.min(5 * width, ((day - window[0]) / (window[1] - window[0])) * width));
    const inSight = this.bars.filter((bar) => touches(bar, window));
    const bars = inSight.length > MOST ? [...inSight].sort((a, b) => b.claims.length - a.claims.length).slice(0, MOST).sort((a, b) => a.first - b.first) : inSight;
    const most = Math.min(640, width - 16);
    /** @type {Map<string, { words: string, text: number, start: number, end: number }>} */ const labels = new Map();
    for (const bar of bars) {
      const words = fit(labelOf(context.model, bar), most - 16, measure);
      const { parts } = shape(bar, window);
      labels.set(bar.key, { words, text: measure(words) + (bar.disputed ? 17 : 2), start: x(parts[0].from), end: x(parts[parts.length - 1].to) });
    }
    const room = (/** @type {Bar} */ bar) => {
      const { start, end, text } = /** @type {any} */ (labels.get(bar.key));
      return reach(start, Math.max(end, start + 5), text, width);
    };
    const { lanes, placed } = stack(bars, lanesBy(bars, this.by, context.model), room);
    const head = side ? 0 : 20;
    const top = (/** @type {number} */ row) => row * ROW + head * (lanes.findIndex((lane) => row < lane.from + lane.rows) + 1);
    const rows = lanes.reduce((sum, lane) => sum + lane.rows, 0);
    const height = Math.max(40, rows * ROW + head * lanes.length + 4);
    const focused = this.svg.contains(document.activeElement) ? /** @type {SVGElement} */ (document.activeElement).dataset.key : '';
    this.svg.setAttribute('width', String(width + side));
    this.svg.setAttribute('height', String(height));
    this.svg.setAttribute('aria-label', `${plural(placed.length, 'dated bar')} in ${plural(lanes.length, 'lane')}; arrow keys go from one to the next, Enter selects, plus and minus zoom, Shift with arrows moves`);
    Object.assign(this.svg.dataset, { from: String(window[0]), to: String(window[1]), side: String(side), width: String(width) });
    const marks = s('g', { transform: `translate(${side} 0)`, 'clip-path': 'url(#time-clip)' });
    this.drawn = new Map();
    placed.forEach(({ bar, row }, at) => {
      const { words, text, start, end } = /** @type {any} */ (labels.get(bar.key));
      const key = `${bar.key} ${row}`;
      this.drawn.set(key, bar);
      marks.append(barMark(bar, shape(bar, window), { x, y: top(row), label: { words, text, ...labelAt(start, Math.max(end, start + 5), text, width) }, width, key, says: sentence(context.model, bar), apart: isApart(bar), first: at === 0 }));
    });
    fill(this.svg, gradients(width, height), this.background(lanes, top, head, height), marks);
    this.rule(window, height);
    if (focused) this.focus(focused, false);
    this.note.hidden = inSight.length <= MOST;
    this.note.textContent = `${number(MOST)} of ${number(inSight.length)} dates are drawn, those with the most claims. A shorter span shows the others; the bars above count them all.`;
    this.tell.look(window);
    this.mark();
  }

  /** @param {import('./bars.js').Lane[]} lanes @param {(row: number) => number} top @param {number} head @param {number} height */
  background(lanes, top, head, height) {
    const group = s('g', { class: 'lanes' });
    const all = this.width + this.side;
    lanes.forEach((lane, at) => {
      const y = top(lane.from) - head;
      group.append(s('rect', { x: 0, y, width: all, height: lane.rows * ROW + head, class: at % 2 ? 'lane odd' : 'lane' }));
      const name = fit(lane.name, (this.side || this.width) - 34, (words) => this.measure(words) * 1.06);
      group.append(s('text', { x: 6, y: y + (head ? 14 : 20), class: 'lane-name' }, name, s('title', {}, `${lane.name}: ${plural(lane.bars, 'date')}`)));
    });
    group.append(s('g', { class: 'rules', transform: `translate(${this.side} 0)`, 'data-height': height }));
    return group;
  }

  /** Axis and vertical rules. @param {Span} window @param {number} height */
  rule(window, height) {
    const { d3, side, width } = this;
    const times = d3.scaleUtc(window.map((day) => new Date(day * 86_400_000)), [0, width]);
    const ticks = Math.max(2, width / 110);
    this.axis.setAttribute('width', String(width + side));
    fill(this.axis);
    d3.select(this.axis).append('g').attr('class', 'axis').attr('transform', `translate(${side} ${AXIS - 1})`).call(/** @type {any} */ (d3.axisTop(times).ticks(ticks).tickSizeOuter(0)));
    if (!side) d3.select(this.axis).selectAll('.tick text').attr('text-anchor', (day) => anchorAt(times(/** @type {Date} */ (day)), width));
    const rules = this.svg.querySelector('.rules');
    for (const tick of times.ticks(ticks)) rules?.append(s('line', { x1: times(tick), x2: times(tick), y1: 0, y2: height, class: 'rule' }));
  }

  /** The bar at which something happened. @param {Event} event */
  under(event) {
    const mark = /** @type {SVGElement | null} */ (/** @type {Element} */ (event.target).closest('.bar'));
    return mark ? this.drawn.get(mark.dataset.key ?? '') : undefined;
  }

  /** @param {Event} event */
  point(event) {
    const bar = this.under(event);
    if (!bar) return this.leave();
    this.tell.point(bar, /** @type {SVGElement} */ (/** @type {Element} */ (event.target).closest('.bar')));
    this.context.actions.hover(bar.id);
  }

  leave() {
    this.tell.point(null, null);
    this.context.actions.hover('');
  }

  /** @param {string} key @param {boolean} [see] */
  focus(key, see = true) {
    const marks = /** @type {NodeListOf<SVGElement>} */ (this.svg.querySelectorAll('.bar'));
    const mark = [...marks].find((found) => found.dataset.key === key) ?? marks[0];
    if (!mark) return;
    for (const other of this.svg.querySelectorAll('.bar[tabindex="0"]')) other.setAttribute('tabindex', '-1');
    mark.setAttribute('tabindex', '0');
    mark.focus({ preventScroll: !see });
    if (see) mark.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const keys = [...this.drawn.keys()];
    const bar = this.under(event);
    const at = keys.indexOf(/** @type {SVGElement} */ (event.target).dataset.key ?? '');
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.shiftKey && step) this.pan(step * 0.2);
    else if (step) this.focus(keys[Math.max(0, Math.min(keys.length - 1, at + step))]);
    else if (event.key === 'Home') this.focus(keys[0]);
    else if (event.key === 'End') this.focus(keys[keys.length - 1]);
    else if (event.key === '+' || event.key === '=') this.scale(1.6);
    else if (event.key === '-') this.scale(1 / 1.6);
    else if (event.key === '0') this.reset();
    else if (bar && (event.key === 'Enter' || event.key === ' ')) this.context.actions.select(bar.id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {number} factor */
  scale(factor) {
    this.d3.select(this.svg).call(/** @type {any} */ (this.zoom.scaleBy), factor, [this.width / 2, 0]);
  }

  /** @param {number} part of the window */
  pan(part) {
    this.d3.select(this.svg).call(/** @type {any} */ (this.zoom.translateBy), (-part * this.width) / this.transform.k, 0);
  }

  /** Keep in the address what is looked at. */
  settled() {
    this.kept = this.transform.k === 1 ? '' : this.window.map((day) => dayText(Math.round(day))).join('_');
    this.tell.move(this.kept);
  }

  /** Look at what an address says. @param {string} days `FIRST_LAST`, '' for all @param {boolean} [again] also when it is looked at already */
  lookAt(days, again = false) {
    if (days === this.kept && !again) return;
    const [first, last] = days.split('_').map((day) => (/^\d{4}-\d\d-\d\d$/.test(day) ? dayNumber(day) : NaN));
    this.kept = days;
    if (!(last > first)) return this.reset();
    const [start, end] = this.base;
    const k = (end - start) / (last - first);
    this.d3.select(this.svg).call(/** @type {any} */ (this.zoom.transform), this.d3.zoomIdentity.scale(k).translate((-(first - start) / (end - start)) * this.width, 0));
  }

  reset() {
    this.d3.select(this.svg).call(/** @type {any} */ (this.zoom.transform), this.d3.zoomIdentity);
  }

  /** Make out what is selected and pointed at. */
  mark() {
    const { store, hover, model } = this.context;
    const [chosen, over] = [entitiesOf(model, store.state.sel), entitiesOf(model, hover)];
    for (const mark of /** @type {NodeListOf<SVGElement>} */ (this.svg.querySelectorAll('.bar'))) {
      mark.classList.toggle('selected', chosen.has(mark.dataset.id ?? ''));
      mark.classList.toggle('hover', over.has(mark.dataset.id ?? ''));
    }
  }

  destroy() {
    clearTimeout(this.later);
    if (this.frame) cancelAnimationFrame(this.frame);
  }
}

/** How wide words are in the type of the page. @returns {(words: string) => number} */
function measurer() {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return (words) => words.length * 6.6;
  context.font = `12px ${getComputedStyle(document.body).fontFamily}`;
  /** @type {Map<string, number>} */ const known = new Map();
  return (words) => {
    let width = known.get(words);
    if (width === undefined) known.set(words, (width = context.measureText(words).width));
    return width;
  };
}
