/**
 * The network: who stands in which relation to whom and what, according to somebody.
 * @module
 */

import { fill, h, number, plural, say } from '../dom.js';
import { loadGraphology } from '../vendor/graphology.js';
import { loadSigma } from '../vendor/sigma.js';
import { listFirst, listed, onTheme } from '../theme.js';
import { FIRST } from '../model.js';
import { query } from '../api.js';
import { NOT_SAID_TO_BE, broken, kindOf } from '../words.js';
import { Drawing } from './network/drawing.js';
import { Legend } from './network/legend.js';
import { networkList } from './network/list.js';
import { asPng, asSvg } from './network/picture.js';
import { hasWebGL } from './network/programs.js';
import { Whole } from './network/whole.js';

/** @typedef {import('../context.js').Context} Context */
/** @typedef {import('../context.js').View} View */

/** @param {HTMLElement} host @param {Context} context @returns {View} */
export function mount(host, context) {
  const view = new NetworkView(host, context);
  return view;
}

class NetworkView {
  /** @param {HTMLElement} host @param {Context} context */
  constructor(host, context) {
    this.host = host;
    this.context = context;
    const { store } = context;
    this.canvas = h('div', { class: 'canvas', id: 'canvas', tabIndex: 0, role: 'application', 'aria-roledescription': 'network', 'aria-describedby': 'network-keys' });
    this.legend = new Legend(context);
    this.tip = h('div', { class: 'tip', role: 'tooltip', hidden: true });
    this.banner = h('div', { class: 'over banner' });
    this.amount = h('input', { type: 'range', id: 'amount', min: 10, max: 100, step: 5, 'aria-describedby': 'amount-says' });
    this.says = h('span', { id: 'amount-says' });
    this.amount.addEventListener('input', () => store.set({ n: Number(this.amount.value) }, { quiet: true }));
    /** @param {string} label @param {string} sign @param {() => void} does */
    const tool = (label, sign, does) => h('button', { type: 'button', 'aria-label': label, title: label, onclick: does }, sign);
    this.listed = h('button', { type: 'button', 'aria-pressed': 'false', onclick: () => store.set({ as: listed(!this.isList) }, { quiet: true }) }, 'List');
    this.box = h('div', { class: 'network' }, this.canvas, this.legend.element, this.banner,
      h('div', { class: 'over zoom' }, tool('Nearer', '+', () => this.drawing?.zoom(0.7)), tool('Farther', '−', () => this.drawing?.zoom(1.4)), tool('Fit the picture', '⤢', () => this.drawing?.fit())),
      h('div', { class: 'over detail' }, h('div', { class: 'box' }, h('label', { for: 'amount' }, 'Detail', this.amount, this.says), this.wholeButton(), this.hiddenNote(), this.restNote())),
      this.tip, h('p', { id: 'network-keys', class: 'unseen' }, 'Arrow keys go from one entity to its neighbours, Enter selects, plus and minus zoom, Shift with arrows moves the picture. The list shows the same as text.'));
    this.list = h('div', { class: 'network-list', hidden: true });
    this.isList = false;
    fill(host, h('div', { class: 'network-switch' }, this.listed), this.box, this.list);
    /** @type {Drawing | Whole | null} */ this.drawing = null;
    this.at = '';
    this.stop = onTheme(() => this.drawing?.recolour());
    this.canvas.addEventListener('keydown', (event) => this.key(event));
    void this.start();
  }

  hiddenNote() {
    this.hidden = h('button', { type: 'button', class: 'linklike', hidden: true, onclick: () => this.context.store.set({ hide: [], pin: {} }) });
    return this.hidden;
  }

  /** Between the first entities and all of them. */
  wholeButton() {
    const { store } = this.context;
    this.all = h('button', { type: 'button', class: 'linklike', title: 'Every entity that a line joins, as points (w)', onclick: () => store.set({ whole: store.state.whole ? '' : '1', around: '' }) });
    return this.all;
  }

  /** Whether every entity is to be drawn. */
  get isWhole() {
    const { whole, around } = this.context.store.state;
    return whole !== '' && around === '';
  }

  /** Figures, names and judgements have no second end: without a word they would seem not to be there. */
  restNote() {
    this.rest = h('button', { type: 'button', class: 'linklike', hidden: true, onclick: () => this.context.store.set({ view: 'table', only: 'line=none' }) });
    return this.rest;
  }

  async start() {
    if (!hasWebGL()) {
      this.asList(true);
      this.listed.replaceWith(h('p', { class: 'box' }, 'This browser draws no WebGL: here is the list.'));
      this.host.dataset.ready = 'true';
      return;
    }
    const [Sigma, graphology] = await Promise.all([loadSigma(), loadGraphology()]);
    if (!this.host.isConnected) return;
    const { actions, store } = this.context;
    const events = {
      select: (/** @type {string} */ id) => this.select(id),
      open: (/** @type {string} */ id) => actions.expand(id),
      hover: (/** @type {string} */ id, /** @type {any} */ at) => { this.point(id, at); actions.hover(id); },
      look: (/** @type {string} */ camera) => store.set({ camera }, { quiet: true }),
      move: (/** @type {string} */ id, /** @type {number} */ x, /** @type {number} */ y) => store.set({ pin: { ...store.state.pin, [id]: [x, y] } }),
    };
    this.made = (/** @type {typeof Drawing} */ Made) => new Made(this.canvas, Sigma, graphology, events);
    if (listFirst(store.state)) this.asList(true);
    this.update(new Set(['model', 'visible']));
    this.host.dataset.ready = 'true';
  }

  /** @param {Set<string>} changes */
  update(changes) {
    const { store, hover } = this.context;
    const { state } = store;
    if (changes.has('as') && this.made && listFirst(state) !== this.isList) this.asList(!this.isList);
    if (['model', 'visible', 'size', 'color', 'whole'].some((key) => changes.has(key))) {
      this.legend.update();
      this.explain();
      if (this.isList) networkList(this.list, this.context);
      else void this.draw();
    }
    if (changes.has('path') || changes.has('model')) void this.way(changes.has('path'));
    if (!this.drawing || this.isList) return;
    this.drawing.state = state;
    if (changes.has('hover')) this.drawing.hover = hover;
    if (changes.has('hover') || changes.has('sel')) this.drawing.mark();
    if (changes.has('camera') && (state.camera || !state.sel)) this.drawing.lookAt(state.camera);
    else if (changes.has('sel') ? state.sel : changes.has('model') && state.sel && !state.camera) this.drawing.goTo(state.sel);
  }

  /** Draw the first entities, or all. */
  async draw() {
    const { api, model, visible, store, actions } = this.context;
    const { state } = store;
    if (!this.made) return;
    if (!this.isWhole) {
      const isNew = this.drawing?.constructor !== Drawing;
      this.use(Drawing).show(model, visible, state);
      if (isNew && state.camera) this.drawing?.lookAt(state.camera);
      actions.showing('');
    } else {
      this.host.setAttribute('aria-busy', 'true');
      const data = await api.get('overview', { lens: state.lens, mode: state.mode.join(',') })
        .catch((error) => actions.notify(error.message, 'error')).finally(() => this.host.removeAttribute('aria-busy'));
      if (!data) return;
      const now = store.state;
      if (!this.isWhole || this.isList || !this.host.isConnected || query({ a: now.lens, b: now.mode.join() }) !== query({ a: state.lens, b: state.mode.join() })) return;
      const whole = /** @type {Whole} */ (this.use(Whole));
      const isNew = !whole.sigma;
      whole.showAll(data, now);
      if (isNew && now.camera) whole.lookAt(now.camera);
      this.legend.update(whole.counts());
      this.explainWhole(data, whole.graph.order, whole.graph.size);
    }
    if (this.drawing) this.host.dataset.drawn = String(this.drawing.graph.order);
  }

  /** The renderer of a kind; the one that is there, if it is of that kind. @param {typeof Drawing} Made @returns {Drawing} */
  use(Made) {
    if (!this.drawing || this.drawing.constructor !== Made) {
      this.drawing?.kill();
      this.drawing = /** @type {(made: typeof Drawing) => Drawing} */ (this.made)(Made);
    }
    return this.drawing;
  }

  /** Draw the way between two entities. @param {boolean} asked just now: else the picture stays where it was moved to */
  async way(asked) {
    const { api, store } = this.context;
    const { path, lens, mode } = store.state;
    /** @type {string[]} */ let chain = [];
    if (path.length === 2) {
      const found = await api.get('path', { from: path[0], to: path[1], lens, mode: mode.join(',') }).catch(() => null);
      chain = found?.nodes ?? [];
    }
    if (!this.drawing || chain.join() === this.drawing.chain.join()) return;
    this.drawing.chain = chain;
    if (this.isList) return;
    this.drawing.mark();
    if (chain.length && (asked || !store.state.camera)) this.drawing.goTo('');
  }

  /** How much is drawn of what is there, and what it is. */
  explain() {
    const { model, visible, store } = this.context;
    const joined = model.data.nodes.filter((_, at) => model.hasMark(at)).length;
    const { mode, around, n } = store.state;
    this.amount.max = String(Math.max(10, joined));
    this.amount.value = String(n || (around || mode.length ? joined : Math.min(joined, FIRST)));
    this.amount.disabled = joined <= 10 || this.isWhole;
    if (!this.isWhole) this.says.textContent = `${number(visible.drawn.size)} of ${number(joined)} drawn`;
    if (this.all) {
      this.all.textContent = this.isWhole ? 'Only the first entities' : `The whole map: ${number(model.data.counts.nodes.total)} entities`;
      this.all.hidden = !this.isWhole && model.data.counts.nodes.total <= joined;
    }
    const hidden = store.state.hide.length + Object.keys(store.state.pin).length;
    if (this.hidden) {
      this.hidden.hidden = hidden === 0;
      this.hidden.textContent = `${number(store.state.hide.length)} hidden, ${number(Object.keys(store.state.pin).length)} pinned: put back`;
    }
    if (this.rest) {
      const inLines = new Set([...visible.lines].flatMap((at) => model.data.lines[at].claims));
      const rest = [...visible.claims].filter((at) => !inLines.has(at) && !model.data.claims[at].reporting).length;
      this.rest.hidden = rest === 0;
      this.rest.textContent = `${plural(rest, 'claim')} without a line: figures, names, judgements`;
    }
    const apart = mode.filter((kind) => NOT_SAID_TO_BE.has(kind));
    const node = around ? model.node(around) : undefined;
    fill(this.banner,
      apart.length && visible.lines.size ? h('p', { class: 'box' }, broken('lines', apart)) : null,
      node ? h('p', { class: 'box' }, 'Around ', say(node.label), ': ', plural(Math.max(0, visible.drawn.size - 1), 'neighbour'), '. ', h('button', { type: 'button', class: 'linklike', onclick: () => store.set({ around: '', hops: 1 }) }, 'Show the whole picture')) : null,
      visible.drawn.size ? null : h('p', { class: 'box' }, 'Nothing can be drawn under this lens and these filters. ', h('button', { type: 'button', class: 'linklike', onclick: () => store.set({ lens: '', mode: [], off: [], hide: [], from: '', to: '', around: '' }) }, 'Show everything')));
    this.canvas.setAttribute('aria-label', `Network of ${plural(visible.drawn.size, 'entity', 'entities')}, ${model.data.lens.label}`);
  }

  /** The same for the whole map. @param {import('../records').Overview} data @param {number} nodes @param {number} lines */
  explainWhole(data, nodes, lines) {
    const { actions, model } = this.context;
    this.says.textContent = `${number(nodes)} of ${number(data.counts.nodes.total)} drawn`;
    actions.showing(`Showing ${number(nodes)} of ${number(model.data.counts.nodes.total)} entities, ${number(lines)} of ${number(data.lines.length / 2)} pairs that lines join`);
    this.canvas.setAttribute('aria-label', `Whole map of ${plural(nodes, 'entity', 'entities')}, ${data.lens.label}`);
  }

  /** Show what was clicked; an entity of the whole map is loaded with what is said of it. @param {string} id */
  select(id) {
    const { actions, model, store } = this.context;
    if (!(this.drawing instanceof Whole) || !id || model.nodeAt.has(id)) actions.select(id);
    else store.set({ sel: id, with: [...new Set([...store.state.with, id])] });
  }

  /** What is pointed at on the whole map; one whose name did not come along is asked for it. @param {Whole} whole @param {string} id */
  about(whole, id) {
    const found = whole.about(id);
    if (!found) return [];
    const name = h('span', {}, found.label ? say(found.label) : '…');
    if (!found.label) void this.context.api.page(id).then((page) => fill(name, say(page.label ?? id)), () => fill(name, id));
    return [name, h('small', {}, `${kindOf(found.kind)}, ${plural(found.degree, 'line')}`)];
  }

  /** What is pointed at, in words. @param {string} id @param {{ x: number, y: number } | null} at */
  point(id, at) {
    const { model } = this.context;
    this.canvas.style.cursor = id ? 'pointer' : '';
    this.tip.hidden = !id || !at || matchMedia('(hover: none)').matches;
    if (!id || !at || this.tip.hidden) return;
    const node = model.node(id);
    const line = model.line(id.replace(/^line:/, ''));
    if (this.drawing instanceof Whole) fill(this.tip, ...this.about(this.drawing, id));
    else if (node) fill(this.tip, say(node.label), h('small', {}, `${kindOf(node.kind)}, ${plural(node.claims, 'claim')}, ${plural(node.near, 'neighbour')}`));
    else if (line) fill(this.tip, ...this.lineWords(line));
    const { width, height } = this.canvas.getBoundingClientRect();
    this.tip.style.insetInlineStart = `${Math.min(at.x + 14, width - 260)}px`;
    this.tip.style.top = `${Math.min(at.y + 14, height - 90)}px`;
  }

  /** @param {import('../context.js').Line} line */
  lineWords(line) {
    const { model } = this.context;
    const claims = line.claims.map((at) => model.data.claims[at]);
    const [first] = claims;
    return [
      say(model.data.nodes[line.s].short), ` ${line.label} `, say(model.data.nodes[line.o].short),
      h('small', {}, first ? say(model.attribution(first)) : '', claims.length > 1 ? ` and ${plural(claims.length - 1, 'more claim')}` : '', line.disputed ? ' · disputed' : ''),
      first?.quotes[0] ? h('small', {}, `“${first.quotes[0][2]}”`) : null,
    ].filter((part) => part !== null);
  }

  /** Keys: through the picture without a mouse. @param {KeyboardEvent} event */
  key(event) {
    const { drawing, context } = this;
    if (!drawing?.sigma || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = /** @type {Record<string, [number, number]>} */ ({ ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] })[event.key];
    if (arrow && event.shiftKey) drawing.pan(arrow[0] * 0.1, -arrow[1] * 0.1);
    else if (arrow) this.walk(arrow);
    else if (event.key === '+' || event.key === '=') drawing.zoom(0.7);
    else if (event.key === '-') drawing.zoom(1.4);
    else if (event.key === '0') drawing.fit();
    else if (event.key === 'Enter' && this.at) context.actions.select(this.at);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** To the next entity in a direction. @param {[number, number]} direction */
  walk([dx, dy]) {
    const { drawing, context } = this;
    if (!drawing) return;
    const { sigma, graph } = drawing;
    const place = (/** @type {string} */ id) => sigma.framedGraphToViewport(sigma.getNodeDisplayData(id));
    const start = graph.hasNode(this.at) ? this.at : graph.hasNode(context.store.state.sel) ? context.store.state.sel : '';
    const { width, height } = sigma.getDimensions();
    const from = start ? place(start) : { x: width / 2, y: height / 2 };
    let best = '';
    let least = Infinity;
    graph.forEachNode((/** @type {string} */ id) => {
      if (id === start) return;
      const { x, y } = place(id);
      const [along, across] = dx ? [(x - from.x) * dx, Math.abs(y - from.y)] : [(y - from.y) * dy, Math.abs(x - from.x)];
      const cost = start ? along + across * 2 : Math.hypot(x - from.x, y - from.y);
      if ((along > 1 || !start) && cost < least) [best, least] = [id, cost];
    });
    if (!best) return;
    this.at = best;
    drawing.reveal(best);
    context.actions.hover(best);
    const node = context.model.node(best);
    const whole = drawing instanceof Whole ? drawing.about(best) : null;
    if (whole) context.actions.announce(`${whole.label || best}, ${kindOf(whole.kind)}, ${plural(whole.degree, 'line')}`);
    else if (node) context.actions.announce(`${node.label}, ${kindOf(node.kind)}, ${plural(node.near, 'neighbour')}, ${plural(node.claims, 'claim')}`);
  }

  /** @param {boolean} is */
  asList(is) {
    this.isList = is;
    this.box.hidden = is;
    this.list.hidden = !is;
    this.listed.textContent = is ? 'Picture' : 'List';
    this.listed.setAttribute('aria-pressed', String(is));
    if (is) networkList(this.list, this.context);
    else {
      void this.draw().then(() => {
        this.drawing?.sigma?.resize();
        this.drawing?.sigma?.refresh();
        if (!this.context.store.state.camera) this.drawing?.fit();
      });
    }
  }

  resize() {
    this.drawing?.sigma?.resize();
    this.drawing?.sigma?.scheduleRefresh();
  }

  /** @param {'png' | 'svg'} kind */
  picture(kind) {
    if (!this.drawing) throw new Error('There is no picture.');
    return kind === 'png' ? asPng(this.drawing) : asSvg(this.drawing);
  }

  destroy() {
    this.stop();
    this.drawing?.kill();
    this.context.actions.showing('');
    delete this.host.dataset.ready;
    delete this.host.dataset.drawn;
    fill(this.host);
  }
}
