/**
 * The timeline: dates drawn as what they are, uncertain ones fuzzy. Brushing filters every view.
 * @module
 */

import { fill, h, number, plural, s, say } from '../dom.js';
import { listFirst, listed } from '../theme.js';
import { NOT_SAID_TO_BE, kindOf, meant } from '../words.js';
import { loadD3 } from '../vendor/d3.js';
import { Band } from './timeline/band.js';
import { Chart, sideOf } from './timeline/chart.js';
import { Player, SPEEDS } from './timeline/player.js';
import { barsOf, dayNumber, dayText, extent, roomy, touches } from './timeline/bars.js';
import { timeList, undatedList } from './timeline/list.js';
import { legend } from './timeline/mark.js';
import { dated, under, who, whyApart } from './timeline/saying.js';
import { dayOf } from '../days.js';

/** @typedef {import('../context.js').Context} Context */
/** @typedef {import('../context.js').View} View */
/** @typedef {import('./timeline/bars.js').Bar} Bar */
/** @typedef {import('./timeline/bars.js').Span} Span */

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
    this.player = new Player((span, first) => this.choose(dayText(span[0]), dayText(span[1] - 1), !first), () => this.playing());
    this.by = h('select', { id: 'lanes', onchange: () => store.set({ lanes: this.by.value }) }, h('option', { value: '' }, 'type'), h('option', { value: 'actor' }, 'actor'));
    this.from = this.dayField('from');
    this.to = this.dayField('to');
    this.all = h('button', { type: 'button', onclick: () => this.reset() }, 'All time');
    this.play = h('button', { type: 'button', class: 'play', 'aria-pressed': 'false', onclick: () => this.startOrStop() }, '▶ Play');
    this.speed = h('select', { id: 'time-speed', 'aria-label': 'Speed', onchange: () => { this.player.speed = SPEEDS[/** @type {keyof typeof SPEEDS} */ (this.speed.value)]; } },
      ...Object.keys(SPEEDS).map((name) => h('option', { value: name, selected: name === 'normal' }, name)));
    this.listed = h('button', { type: 'button', class: 'switch', 'aria-pressed': 'false', onclick: () => store.set({ as: listed(!this.isList) }, { quiet: true }) }, 'List');
    /** @param {string} label @param {string} sign @param {() => void} does */
    const tool = (label, sign, does) => h('button', { type: 'button', class: 'tool', 'aria-label': label, title: label, onclick: does }, sign);
    this.tools = h('span', { class: 'group zoomers' }, tool('Nearer', '+', () => this.chart?.scale(1.6)), tool('Farther', '−', () => this.chart?.scale(1 / 1.6)), tool('Earlier', '‹', () => this.chart?.pan(-0.3)), tool('Later', '›', () => this.chart?.pan(0.3)), tool('Fit the picture', '⤢', () => this.chart?.reset()));
    this.key = h('details', { class: 'time-legend', open: innerWidth > 768 }, h('summary', {}, 'How to read it'), h('ul', { class: 'time-key' }, ...legend().map(([words, sample]) => h('li', {}, sample, words))));
    this.body = h('div', { class: 'time-body' });
    this.rest = h('div', { class: 'time-rest' });
    this.list = h('div', { class: 'time-list', hidden: true });
    this.tip = h('div', { class: 'tip', role: 'tooltip', hidden: true });
    this.problem = h('div', { class: 'empty', hidden: true });
    this.bandPlace = h('div', { class: 'band-place' });
    fill(host, h('div', { class: 'timeline' },
      h('div', { class: 'controls', role: 'group', 'aria-label': 'Time' },
        h('span', { class: 'group' }, h('label', { for: 'lanes' }, 'Lanes by'), this.by),
        h('span', { class: 'group' }, h('label', { for: 'time-from' }, 'From'), this.from), h('span', { class: 'group' }, h('label', { for: 'time-to' }, 'to'), this.to, this.all),
        h('span', { class: 'group' }, this.play, this.speed), this.tools, this.listed),
      this.key, this.bandPlace, this.problem, this.body, this.list, this.rest, this.tip));
    this.isList = false;
    /** @type {Bar[]} */ this.bars = [];
    /** @type {import('../model.js').Model | null} the data whose dates are counted */ this.counted = null;
    this.dates = 0;
    this.width = 0;
    void loadD3().then((d3) => this.start(d3));
  }

  /**
   * A field for a day. The browser's own asks for month and day in the order of its user's country, and
   * does not take a year alone.
   * @param {'from' | 'to'} key
   */
  dayField(key) {
    const last = key === 'to';
    const field = h('input', { type: 'text', id: `time-${key}`, class: 'day-field', autocomplete: 'off', maxlength: 10, placeholder: last ? 'e.g. 2020' : 'e.g. 2019-11', title: 'A year, a month or a day: 2019, 2019-11 or 2019-11-15' });
    field.addEventListener('change', () => {
      const day = dayOf(field.value, last);
      field.setAttribute('aria-invalid', String(day === null));
      if (day === null) this.context.actions.notify(`“${field.value}” is no day. Write a year, a month or a day: 2019, 2019-11 or 2019-11-15.`, 'error');
      else {
        field.value = day;
        this.context.store.set({ [key]: day });
      }
    });
    return field;
  }

  /** @param {typeof import('d3')} d3 */
  start(d3) {
    if (!this.host.isConnected) return;
    this.band = new Band(d3, (from, to, quiet) => { this.player.stop(); this.choose(from, to, quiet); });
    this.chart = new Chart(d3, this.context, { look: (window) => this.band?.look(window), point: (bar, at) => this.point(bar, at), move: (days) => this.context.store.set({ days }, { quiet: true }) });
    fill(this.bandPlace, this.band.element);
    fill(this.body, this.chart.element);
    this.asList(listFirst(this.context.store.state));
    this.host.dataset.ready = 'true';
  }

  /** @param {string} from @param {string} to @param {boolean} quiet */
  choose(from, to, quiet) {
    this.context.store.set({ from, to }, { quiet });
  }

  /** @param {Set<string>} changes */
  update(changes) {
    const { state } = this.context.store;
    if (changes.has('as') && this.chart && listFirst(state) !== this.isList) this.asList(!this.isList);
    if (changes.has('days')) this.chart?.lookAt(state.days);
    if (['model', 'visible', 'from', 'to', 'lanes'].some((key) => changes.has(key))) this.draw(changes.has('from') || changes.has('to'));
    else if (changes.has('sel') || changes.has('hover')) this.mark();
  }

  resize() {
    const width = this.measured();
    if (width > 0 && width !== this.width) this.draw(false);
  }

  /** The width that there is for drawing. @returns {number} */
  measured() {
    const style = getComputedStyle(/** @type {Element} */ (this.host.firstElementChild));
    return this.host.clientWidth - parseFloat(style.paddingInlineStart) - parseFloat(style.paddingInlineEnd);
  }

  /** @param {boolean} onlySpan whether nothing but the chosen span is another: then the band stays */
  draw(onlySpan) {
    const { band, chart, context } = this;
    if (!band || !chart) return;
    const { model, visible, store } = context;
    const { from, to } = store.state;
    // What passes every other filter is counted above; the span chooses among it.
    const every = barsOf(model, from || to ? model.visible({ ...store.state, from: '', to: '' }).nodes : visible.nodes);
    const span = extent(every.bars);
    this.span = span ? roomy(span) : null;
    this.bars = every.bars.filter((bar) => touches(bar, [from ? dayNumber(from) : -Infinity, to ? dayNumber(to) + 1 : Infinity]));
    this.count();
    const width = this.measured();
    if (width <= 0) return; // beside another view on a phone: not to be seen, and drawn when it is
    this.controls();
    this.explain(every.bars.length, every.undated.length);
    if (this.span) {
      if (!onlySpan || width !== this.width || !band.width) band.draw(every.bars, this.span, width, sideOf(width));
      band.show(from, to);
      if (this.isList) band.alone();
    }
    this.width = width;
    if (this.span && this.bars.length) {
      if (this.isList) timeList(this.list, context, this.bars);
      else chart.show(this.bars, this.looked(from, to), width, store.state.lanes);
    }
    undatedList(this.rest, context, every.undated, !every.bars.length);
  }

  /** How much of what is there has a date here. */
  count() {
    const { model, actions } = this.context;
    const entities = new Set(this.bars.map(({ id }) => id)).size;
    if (this.counted !== model) { // the same for all that is brushed or played
      this.counted = model;
      this.dates = barsOf(model, model.data.nodes.keys()).bars.length;
    }
    actions.showing(`Showing ${plural(entities, 'dated entity', 'dated entities')} of ${number(model.data.counts.nodes.total)}, ${number(this.bars.length)} of ${plural(this.dates, 'date')}`);
  }

  /** The days to look at. @param {string} from @param {string} to @returns {Span} */
  looked(from, to) {
    const all = /** @type {Span} */ (this.span);
    const chosen = /** @type {Span} */ ([from ? dayNumber(from) : all[0], to ? dayNumber(to) + 1 : all[1]]);
    if (chosen[1] <= chosen[0]) return all;
    const room = from || to ? Math.max(1, (chosen[1] - chosen[0]) * 0.02) : 0;
    return [chosen[0] - room, chosen[1] + room];
  }

  controls() {
    const { from, to, lanes } = this.context.store.state;
    for (const [field, day] of /** @type {[HTMLInputElement, string][]} */ ([[this.from, from], [this.to, to]])) {
      if (document.activeElement === field && field.getAttribute('aria-invalid') === 'true') continue;
      field.value = day;
      field.removeAttribute('aria-invalid');
    }
    this.by.value = lanes;
    this.all.disabled = !from && !to;
    this.play.disabled = !this.span;
  }

  /** Why there is nothing, and what can be done. @param {number} dates @param {number} undated */
  explain(dates, undated) {
    const { store } = this.context;
    const { from, to, mode, off, hide } = store.state;
    const nothing = !this.bars.length;
    this.problem.hidden = !nothing;
    this.bandPlace.hidden = !this.span;
    this.body.hidden = this.key.hidden = nothing || this.isList;
    this.list.hidden = nothing || !this.isList;
    if (!nothing) return;
    const only = mode.length > 0 && mode.every((kind) => NOT_SAID_TO_BE.has(kind));
    const backwards = from && to && from > to;
    const why = backwards ? 'The span ends before it begins.'
      : dates ? `None of the ${plural(dates, 'date')} can lie in this span.`
        : only ? `No date is only ${mode.map(meant).join(' or ')}. Dates that somebody reports are left out under this mode.`
          : undated ? `Nobody gives ${plural(undated, 'entity', 'entities')} a date${under(store.state)}. ${undated === 1 ? 'It is' : 'They are'} listed below.`
            : off.length || hide.length ? 'The filters leave out everything that happens.' : 'Under this lens nobody says that anything happened.';
    const cure = dates ? h('button', { type: 'button', onclick: () => this.reset() }, 'All time')
      : h('button', { type: 'button', onclick: () => store.set({ lens: '', mode: [], off: [], hide: [], from: '', to: '', around: '' }) }, 'Show everything');
    fill(this.problem, h('h2', {}, 'No dates here'), h('p', {}, why), h('p', { class: 'buttons' }, cure));
  }

  reset() {
    this.player.stop();
    this.chart?.reset();
    this.choose('', '', false);
  }

  startOrStop() {
    if (this.player.playing) return this.player.stop();
    const { from, to } = this.context.store.state;
    if (!this.span) return;
    this.player.start(this.span, from || to ? [from ? dayNumber(from) : this.span[0], to ? dayNumber(to) + 1 : this.span[1]] : null);
  }

  playing() {
    const { playing } = this.player;
    this.play.textContent = playing ? '❚❚ Pause' : '▶ Play';
    this.play.setAttribute('aria-pressed', String(playing));
    const { from, to } = this.context.store.state;
    this.context.actions.announce(playing ? 'Playing through time' : `Stopped at ${from} to ${to}: ${number(this.bars.length)} dates`);
  }

  mark() {
    const { store } = this.context;
    this.chart?.mark();
    for (const item of /** @type {NodeListOf<HTMLElement>} */ (this.host.querySelectorAll('li[data-id]'))) item.classList.toggle('selected', item.dataset.id === store.state.sel);
  }

  /** What is pointed at, in words. @param {Bar | null} bar @param {SVGElement | null} at */
  point(bar, at) {
    this.tip.hidden = !bar;
    if (!bar || !at) return;
    const { model } = this.context;
    const claims = bar.claims.map((n) => model.data.claims[n]);
    const quote = claims.find((claim) => claim.quotes.length)?.quotes[0][2];
    const why = whyApart(bar);
    fill(this.tip, h('strong', {}, say(bar.node.label)), h('small', {}, say(dated(model, bar)), ` · ${kindOf(bar.node.kind)}${why ? ` · ${why}` : ''}${bar.disputed ? ' · disputed' : ''}`),
      h('small', {}, say(who(model, bar))), quote ? h('small', {}, '“', say(quote), '”') : null);
    const box = /** @type {Element} */ (this.host.firstElementChild).getBoundingClientRect();
    const mark = (at.querySelector('.label') ?? at).getBoundingClientRect();
    const { offsetWidth, offsetHeight } = this.tip;
    const below = at.getBoundingClientRect().bottom + 6;
    const room = this.host.getBoundingClientRect().bottom;
    this.tip.style.left = `${Math.max(4, Math.min(mark.left - box.left, box.width - offsetWidth - 8))}px`;
    this.tip.style.top = `${(below + offsetHeight > room ? mark.top - offsetHeight - 8 : below) - box.top}px`;
  }

  /** @param {boolean} is */
  asList(is) {
    this.isList = is;
    this.tools.hidden = is;
    this.tip.hidden = true;
    this.listed.textContent = is ? 'Picture' : 'List';
    this.listed.setAttribute('aria-pressed', String(is));
    this.draw(false);
    this.mark();
  }

  /** @param {'png' | 'svg'} kind */
  async picture(kind) {
    const { chart } = this;
    if (!chart || !this.bars.length) throw new Error('There is no picture.');
    if (this.isList) this.asList(false);
    const { svgBlob, pngBlob } = await import('../picture.js');
    // Axis and bars are two drawings, so that the axis stays in sight: in the file they are one.
    const low = chart.axis.height.baseVal.value;
    const sheet = /** @type {SVGSVGElement} */ (s('svg', { class: 'bars leaving', width: chart.svg.width.baseVal.value, height: chart.svg.height.baseVal.value + low },
      s('g', {}, ...[...chart.axis.childNodes].map((node) => node.cloneNode(true))),
      s('g', { transform: `translate(0 ${low})` }, ...[...chart.svg.childNodes].map((node) => node.cloneNode(true)))));
    for (const mark of sheet.querySelectorAll('.hover, .selected')) mark.classList.remove('hover', 'selected');
    this.body.append(sheet);
    try {
      return await (kind === 'svg' ? svgBlob(sheet) : pngBlob(sheet));
    } finally {
      sheet.remove();
    }
  }

  destroy() {
    this.player.stop();
    this.chart?.destroy();
    this.context.actions.showing('');
    delete this.host.dataset.ready;
    fill(this.host);
  }
}
