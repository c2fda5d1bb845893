/**
 * The timeline: dates drawn as what they are, uncertain ones fuzzy. Brushing filters every view.
 * @module
 */

import { fill, h, number, plural, s, say } from '../dom.js';
import { NOT_SAID_TO_BE, kindOf, meant } from '../words.js';
import { calm } from '../theme.js';
import { loadD3 } from '../vendor/d3.js';
import { barsOf, dayNumber, dayText, density, extent, laneOf, stack } from './timeline/bars.js';

/** @typedef {import('../context.js').Context} Context */
/** @typedef {import('../context.js').View} View */
/** @typedef {import('./timeline/bars.js').Bar} Bar */

const ROW = 24;
const TOP = 28;
const BAND = 56;
/** Rows that are drawn; beyond, the span has to be narrowed. */
const MOST = 600;

/** @param {HTMLElement} host @param {Context} context @returns {View} */
export function mount(host, context) {
  return new Timeline(host, context);
}

class Timeline {
  /** @param {HTMLElement} host @param {Context} context */
  constructor(host, context) {
    this.host = host;
    this.context = context;
    const { store } = context;
    this.by = h('select', { id: 'lanes', onchange: () => this.draw() }, h('option', { value: 'type' }, 'type'), h('option', { value: 'actor' }, 'actor'));
    this.from = h('input', { type: 'date', id: 'time-from', onchange: () => store.set({ from: this.from.value }) });
    this.to = h('input', { type: 'date', id: 'time-to', onchange: () => store.set({ to: this.to.value }) });
    this.all = h('button', { type: 'button', onclick: () => store.set({ from: '', to: '' }) }, 'All time');
    this.play = h('button', { type: 'button', 'aria-pressed': 'false', onclick: () => this.playing ? this.halt() : this.start() }, '▶ Play');
    this.band = h('div', { class: 'time-band' });
    this.sheet = h('div', { class: 'time-sheet' });
    this.rest = h('div', { class: 'time-rest' });
    fill(host, h('div', { class: 'timeline' },
      h('div', { class: 'controls', role: 'group', 'aria-label': 'Time' },
        h('label', { for: 'lanes' }, 'Lanes by'), this.by, h('label', { for: 'time-from' }, 'From'), this.from, h('label', { for: 'time-to' }, 'to'), this.to, this.all, this.play),
      this.band, this.sheet, this.rest));
    /** @type {typeof import('d3') | null} */ this.d3 = null;
    /** @type {any} */ this.timer = 0;
    this.playing = false;
    void loadD3().then((d3) => {
      this.d3 = d3;
      this.draw();
      host.dataset.ready = 'true';
    });
  }

  /** @param {Set<string>} changes */
  update(changes) {
    const { state } = this.context.store;
    if (['model', 'visible', 'from', 'to'].some((key) => changes.has(key))) this.draw();
    else if (changes.has('sel') || changes.has('hover')) this.mark();
    if (this.from.value !== state.from) this.from.value = state.from;
    if (this.to.value !== state.to) this.to.value = state.to;
  }

  resize() {
    if (this.host.clientWidth !== this.width) this.draw();
  }

  draw() {
    const { d3, context } = this;
    if (!d3) return;
    const { model, visible, store } = context;
    const { from, to } = store.state;
    this.width = this.host.clientWidth;
    const every = barsOf(model, model.data.nodes.keys());
    const span = extent(every.bars);
    const { bars, undated } = barsOf(model, visible.nodes);
    if (!span) {
      fill(this.band);
      fill(this.sheet, h('div', { class: 'empty' }, h('h2', {}, 'No dates here'), h('p', {}, 'Nothing under this lens and mode has a date. Choose another lens to see more.')));
    } else {
      const pad = Math.max(10, (span[1] - span[0]) * 0.02);
      this.span = /** @type {[number, number]} */ ([span[0] - pad, span[1] + pad]);
      this.drawBand(every.bars);
      const shown = /** @type {[number, number]} */ ([from ? dayNumber(from) : this.span[0], to ? dayNumber(to) + 1 : this.span[1]]);
      const margin = (shown[1] - shown[0]) * (from || to ? 0.02 : 0);
      this.drawBars(bars.slice(0, MOST), [shown[0] - margin, shown[1] + margin], bars.length);
    }
    this.drawRest(undated);
    this.mark();
  }

  /** How many lie when, with the brush. @param {Bar[]} bars */
  drawBand(bars) {
    const { d3, context } = this;
    if (!d3 || !this.span) return;
    const width = Math.max(200, (this.width ?? 0) - 32);
    const x = this.scale(this.span, width);
    const steps = Math.max(20, Math.floor(width / 6));
    const counts = density(bars, this.span, steps);
    const y = d3.scaleSqrt([0, Math.max(...counts, 1)], [0, BAND - 20]);
    const svg = s('svg', { width, height: BAND, class: 'density', role: 'img', 'aria-label': `Number of dated entities from ${dayText(this.span[0])} to ${dayText(this.span[1])}; the two date fields choose a span.` });
    counts.forEach((count, at) => svg.append(s('rect', { x: (at * width) / steps, y: BAND - 18 - y(count), width: width / steps - 1, height: y(count), class: 'bin' })));
    const axis = d3.select(/** @type {any} */ (svg)).append('g').attr('transform', `translate(0 ${BAND - 18})`).attr('class', 'axis');
    axis.call(/** @type {any} */ (d3.axisBottom(this.times(this.span, width)).ticks(Math.max(3, width / 90))));
    const brush = d3.brushX().extent([[0, 0], [width, BAND - 18]]).on('brush end', (event) => {
      if (!event.sourceEvent) return;
      this.halt();
      const picked = event.selection;
      const patch = picked ? { from: dayText(Math.ceil(x.invert(picked[0]))), to: dayText(Math.floor(x.invert(picked[1]))) } : { from: '', to: '' };
      context.store.set(patch, { quiet: event.type === 'brush' });
    });
    const { from, to } = context.store.state;
    const group = d3.select(/** @type {any} */ (svg)).append('g').attr('class', 'brush').call(/** @type {any} */ (brush));
    if (from || to) group.call(/** @type {any} */ (brush.move), [x(from ? dayNumber(from) : this.span[0]), x(to ? dayNumber(to) + 1 : this.span[1])]);
    if (!this.band.contains(document.activeElement) && !this.dragging()) fill(this.band, svg);
  }

  /** True while the brush is held: it must not be replaced under the pointer. */
  dragging() {
    return this.band.querySelector('.brush .selection:active, .brush .overlay:active, .brush .handle:active') !== null;
  }

  /** @param {[number, number]} span @param {number} width */
  scale(span, width) {
    return /** @type {typeof import('d3')} */ (this.d3).scaleLinear(span, [0, width]);
  }

  /** The same scale with dates, for an axis. @param {[number, number]} span @param {number} width */
  times(span, width) {
    return /** @type {typeof import('d3')} */ (this.d3).scaleUtc(span.map((day) => new Date(day * 86_400_000)), [0, width]);
  }

  /** @param {Bar[]} bars @param {[number, number]} span @param {number} total */
  drawBars(bars, span, total) {
    const { d3, context } = this;
    if (!d3) return;
    const { model } = context;
    const side = (this.width ?? 0) < 640 ? 0 : 150;
    const width = Math.max(200, (this.width ?? 0) - side - 32);
    const x = this.scale(span, width);
    const clamp = (/** @type {number} */ day) => Math.max(-4, Math.min(width + 4, x(Math.max(span[0] - 1e5, Math.min(span[1] + 1e5, day)))));
    const words = (/** @type {Bar} */ bar) => bar.node.short;
    const room = (/** @type {Bar} */ bar) => {
      const [a, b] = [clamp(bar.first), clamp(bar.last)];
      const text = Math.min(260, words(bar).length * 6.6) + 8;
      return /** @type {[number, number]} */ (b + text > width ? [Math.min(a, width - text) - (b - a > 40 ? 0 : text), b] : [a, Math.max(b, a + 6) + text]);
    };
    const { lanes, row } = stack(bars, (bar) => laneOf(bar, this.by.value, model), room);
    const rows = lanes.reduce((sum, lane) => sum + lane.rows, 0);
    const height = TOP + rows * ROW + 8;
    const svg = s('svg', { width: width + side, height, class: 'bars' });
    svg.append(gradients());
    lanes.forEach((lane, at) => {
      const y = TOP + lane.from * ROW;
      svg.append(s('rect', { x: 0, y, width: width + side, height: lane.rows * ROW, class: at % 2 ? 'lane odd' : 'lane' }));
      if (side) svg.append(s('text', { x: 4, y: y + 16, class: 'lane-name' }, cut(lane.name, 22), s('title', {}, lane.name)));
    });
    const axis = d3.select(/** @type {any} */ (svg)).append('g').attr('transform', `translate(${side} ${TOP - 4})`).attr('class', 'axis top');
    axis.call(/** @type {any} */ (d3.axisTop(this.times(span, width)).ticks(Math.max(3, width / 100)).tickSize(-(height - TOP))));
    const group = s('g', { transform: `translate(${side} ${TOP})` });
    bars.forEach((bar, at) => group.append(this.bar(bar, row[at] * ROW, clamp, width)));
    svg.append(group);
    fill(this.sheet, svg, total > bars.length ? h('p', { class: 'quiet' }, `The first ${number(bars.length)} of ${number(total)} dates; choose a shorter span to see the others.`) : null);
    this.host.dataset.rows = String(rows);
  }

  /** @param {Bar} bar @param {number} y @param {(day: number) => number} x @param {number} width */
  bar(bar, y, x, width) {
    const { model, actions } = this.context;
    const [a, b, c, d] = [x(bar.first), x(Math.min(bar.begun, bar.last)), x(Math.max(bar.ending, bar.first)), x(bar.last)];
    const apart = NOT_SAID_TO_BE.has(bar.group) || bar.node.kind === 'prospect';
    const found = model.data.dates[bar.date];
    const claims = bar.claims.map((at) => model.data.claims[at]);
    const says = `${bar.node.label}: ${found.label}${found.approximate ? ', approximately' : ''}. ${claims.length ? model.attribution(claims[0]) : ''}${claims.length > 1 ? ` and ${plural(claims.length - 1, 'more claim')}` : ''}${apart ? `; ${NOT_SAID_TO_BE.has(bar.group) ? meant(bar.group) : 'a prospect'}, not said to have happened` : ''}`;
    const end = Math.max(d, a + 6);
    const made = s('g', {
      class: `bar kind-${bar.node.kind}${apart ? ' apart' : ''}${bar.approximate ? ' approximate' : ''}`, 'data-id': bar.id, tabindex: 0, role: 'button', 'aria-label': says,
    }, s('title', {}, says));
    if (b > a + 0.5) made.append(s('rect', { x: a, y: y + 6, width: b - a, height: 11, fill: `url(#fade-in-${bar.node.kind})`, class: 'maybe' }));
    if (d > c + 0.5) made.append(s('rect', { x: Math.max(c, a), y: y + 6, width: d - Math.max(c, a), height: 11, fill: `url(#fade-out-${bar.node.kind})`, class: 'maybe' }));
    if (c > b) made.append(s('rect', { x: b, y: y + 6, width: Math.max(2, c - b), height: 11, class: 'sure' }));
    if (c <= b && end - a <= 8) made.append(s('rect', { x: a, y: y + 6, width: end - a, height: 11, class: 'sure' }));
    made.append(s('rect', { x: a, y: y + 6, width: end - a, height: 11, class: 'edge', rx: 2 }));
    const text = cut(bar.node.short, 40);
    const right = end + text.length * 6.6 + 8 <= width;
    made.append(s('text', { x: right ? end + 5 : Math.max(a - 5, text.length * 6.6), y: y + 16, 'text-anchor': right ? 'start' : 'end' }, `${bar.node.disputed ? '≠ ' : ''}${text}`));
    made.addEventListener('click', () => actions.select(bar.id));
    made.addEventListener('pointerenter', () => actions.hover(bar.id));
    made.addEventListener('pointerleave', () => actions.hover(''));
    made.addEventListener('keydown', (event) => this.key(/** @type {KeyboardEvent} */ (event), bar));
    return made;
  }

  /** @param {KeyboardEvent} event @param {Bar} bar */
  key(event, bar) {
    const bars = /** @type {SVGElement[]} */ ([...this.sheet.querySelectorAll('.bar')]);
    const at = bars.indexOf(/** @type {SVGElement} */ (event.currentTarget));
    const next = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: bars.length - 1 }[event.key];
    if (next !== undefined) bars[Math.max(0, Math.min(bars.length - 1, next))].focus();
    else if (event.key === 'Enter' || event.key === ' ') this.context.actions.select(bar.id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {import('../context.js').Node[]} undated */
  drawRest(undated) {
    const { actions } = this.context;
    fill(this.rest, undated.length ? h('details', { open: undated.length < 12 && !this.span }, h('summary', {}, `Without a date: ${plural(undated.length, 'entity', 'entities')}`),
      h('ul', {}, ...undated.slice(0, 200).map((node) => h('li', {}, h('button', { type: 'button', class: 'linklike', onclick: () => actions.select(node.id) }, say(node.label)), h('small', {}, ` ${kindOf(node.kind)}`))))) : null);
  }

  /** Make out what is selected and pointed at. */
  mark() {
    const { store, hover, model } = this.context;
    const { sel } = store.state;
    const claim = model.claim(sel);
    const named = new Set(claim ? [...model.namedBy(claim)].map((at) => model.data.nodes[at].id) : [sel]);
    for (const bar of /** @type {NodeListOf<SVGElement>} */ (this.sheet.querySelectorAll('.bar'))) {
      bar.classList.toggle('selected', named.has(bar.dataset.id ?? ''));
      bar.classList.toggle('hover', bar.dataset.id === hover);
    }
  }

  /** Move a window of a tenth of all time through it. */
  start() {
    if (!this.span) return;
    const [first, last] = this.span;
    const width = (last - first) / 10;
    const { state } = this.context.store;
    let at = state.from ? dayNumber(state.from) : first;
    if (at + width >= last) at = first;
    this.playing = true;
    this.play.textContent = '❚❚ Pause';
    this.play.setAttribute('aria-pressed', 'true');
    const step = () => {
      this.context.store.set({ from: dayText(Math.round(at)), to: dayText(Math.round(at + width)) }, { quiet: true });
      at += width / (calm() ? 1 : 4);
      if (at + width > last) this.halt();
    };
    step();
    this.timer = setInterval(step, calm() ? 2_000 : 600);
  }

  halt() {
    clearInterval(this.timer);
    this.playing = false;
    this.play.textContent = '▶ Play';
    this.play.setAttribute('aria-pressed', 'false');
  }

  /** @param {'png' | 'svg'} kind */
  picture(kind) {
    const svg = this.sheet.querySelector('svg');
    if (!svg) throw new Error('There is no picture.');
    return import('../picture.js').then((module) => (kind === 'svg' ? module.svgBlob(svg) : module.pngBlob(svg)));
  }

  destroy() {
    this.halt();
    delete this.host.dataset.ready;
    fill(this.host);
  }
}

/** Fading ends, for each kind. */
function gradients() {
  const defs = s('defs');
  for (const kind of ['event', 'series', 'prospect']) {
    for (const [name, from, to] of [['in', 0.08, 0.75], ['out', 0.75, 0.08]]) {
      defs.append(s('linearGradient', { id: `fade-${name}-${kind}` },
        s('stop', { offset: 0, class: `stop-${kind}`, 'stop-opacity': from }), s('stop', { offset: 1, class: `stop-${kind}`, 'stop-opacity': to })));
    }
  }
  return defs;
}

/** @param {string} words @param {number} most */
const cut = (words, most) => (words.length > most ? `${words.slice(0, most - 1).trimEnd()}…` : words);
