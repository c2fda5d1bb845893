/**
 * The picture itself: a sigma renderer over a graphology graph, with an overlay for signs and marks.
 * It knows nothing of the page: it is given records and tells what is pointed at.
 * @module
 */

import { calm, colour as cssColour } from '../../theme.js';
import { FARTHEST, Gaze } from './gaze.js';
import { Names, hoverDrawer } from './labels.js';
import { drawBadges, drawBreaks, drawSigns } from './overlay.js';
import { SHAPES, quick, shapeProgram } from './programs.js';
import { communityColour, lineColour, lineWidth, sizeOf } from './style.js';

/** @typedef {import('../../model.js').Model} Model */
/** @typedef {import('../../model.js').Visible} Visible */
/** @typedef {import('../../state.js').State} State */

/**
 * @typedef {object} Events
 * @property {(id: string) => void} select
 * @property {(id: string, at: { x: number, y: number } | null) => void} hover
 * @property {(id: string) => void} open
 * @property {(id: string, x: number, y: number) => void} move
 * @property {(camera: string) => void} look where somebody has moved the picture to
 */

/** Beyond so many marks, signs and badges are not drawn: they would cover everything. */
const MOST_SIGNS = 1_500;
const MOST_ICONS = 500;
/** So many marks are always named. */
const MOST_FOREMOST = 6;
/** A picture of so few pixels across has room for fewer, one on a phone for those alone that fit. */
const NARROW = 640;
const PHONE = 480;
/** Of so many marks and lines around what is selected, the relations are written on the lines. */
const MOST_NAMED = 60;

export class Drawing {
  /** @param {HTMLElement} host @param {any} Sigma @param {any} graphology @param {Events} events */
  constructor(host, Sigma, graphology, events) {
    this.host = host;
    this.Sigma = Sigma;
    this.Graph = graphology.Graph ?? graphology;
    this.events = events;
    /** @type {any} */ this.graph = new this.Graph({ multi: true, type: 'directed', allowSelfLoops: true });
    /** @type {any} */ this.sigma = null;
    /** @type {Map<string, string>} */ this.colours = new Map();
    this.isQuick = false;
    this.hover = '';
    this.clicked = '';
    /** @type {Set<string> | null} what is near what is pointed at or selected */ this.near = null;
    /** @type {string[]} */ this.chain = [];
    this.names = new Names();
    /** @type {string[]} */ this.foremost = [];
    this.gaze = new Gaze(events.look);
    /** How often something else was drawn: places of names hold until then. */ this.drawn = 0;
  }

  /** @param {string} name */
  colour = (name) => {
    let found = this.colours.get(name);
    if (!found) this.colours.set(name, (found = cssColour(name)));
    return found;
  };

  look = () => ({ paper: this.colour('paper'), ink: this.colour('ink'), quiet: this.colour('quiet'), card: this.colour('card'), font: getComputedStyle(document.body).fontFamily });

  /** Draw these. @param {Model} model @param {Visible} visible @param {State} state */
  show(model, visible, state) {
    this.model = model;
    this.state = state;
    this.shown = visible;
    this.drawn += 1;
    const most = Math.max(...model.data.nodes.map((node) => node.betweenness ?? 0), 0);
    const wanted = new Set([...visible.drawn].map((at) => model.data.nodes[at].id));
    for (const id of this.graph.nodes()) if (!wanted.has(id)) this.graph.dropNode(id);
    for (const at of visible.drawn) this.node(model.data.nodes[at], state, most);
    this.lines(model, visible);
    this.foremost = foremostOf(this.graph);
    this.near = this.beside();
    this.start();
  }

  /** @param {import('../../context.js').Node} node @param {State} state @param {number} most */
  node(node, state, most) {
    const [x, y] = state.pin[node.id] ?? [node.x, node.y];
    const attributes = {
      x, y: -y, size: sizeOf(node, state.size, most), label: node.short, lines: node.lines, kind: node.kind, shape: SHAPES[node.kind] ?? 0,
      colour: state.color === 'community' ? communityColour(node.community) : this.colour(node.kind), font: node.degree > 12 ? 13 : 12, node,
    };
    if (this.graph.hasNode(node.id)) this.graph.mergeNodeAttributes(node.id, attributes);
    else this.graph.addNode(node.id, { ...attributes, color: attributes.colour });
  }

  /** @param {Model} model @param {Visible} visible */
  lines(model, visible) {
    this.graph.clearEdges();
    for (const at of visible.lines) {
      const line = model.data.lines[at];
      if (!visible.drawn.has(line.s) || !visible.drawn.has(line.o)) continue;
      const [s, o] = [model.data.nodes[line.s].id, model.data.nodes[line.o].id];
      this.graph.addEdgeWithKey(line.id, s, o, { line, colour: this.colour(lineColour(line)), size: lineWidth(line, model.speakersOf(line).size), label: line.label });
    }
  }

  start() {
    const fast = quick(this.graph.size);
    if (this.sigma && fast === this.isQuick) {
      this.sigma.refresh();
      return;
    }
    const camera = this.sigma?.getCamera().getState();
    this.sigma?.kill();
    this.isQuick = fast;
    this.sigma = new this.Sigma(this.graph, this.host, this.settings());
    if (camera) this.sigma.getCamera().setState(camera);
    this.gaze.follow(this.sigma.getCamera());
    this.breaks = this.layer('breaks', 'edges');
    this.signs = this.layer('signs', 'nodes');
    this.sigma.on('resize', () => this.shrink());
    this.sigma.resize(true);
    this.sigma.on('afterRender', () => this.over());
    this.sigma.scheduleRender();
    this.listen();
  }

  /** What sigma is told. @returns {any} */
  settings() {
    const { EdgeArrowProgram, EdgeLineProgram } = this.Sigma.rendering;
    return {
      defaultNodeType: 'shape',
      nodeProgramClasses: { shape: shapeProgram(this.Sigma) },
      defaultEdgeType: 'line',
      edgeProgramClasses: { line: this.isQuick ? EdgeLineProgram : EdgeArrowProgram },
      nodeReducer: (/** @type {string} */ id, /** @type {any} */ data) => this.nodeLook(id, data),
      edgeReducer: (/** @type {string} */ id, /** @type {any} */ data) => this.lineLook(id, data),
      renderLabels: false,
      defaultDrawNodeHover: hoverDrawer(this.look),
      enableEdgeEvents: !this.isQuick,
      zIndex: true,
      stagePadding: 60,
      minCameraRatio: 0.02,
      maxCameraRatio: FARTHEST,
      zoomDuration: calm() ? 0 : 250,
      inertiaDuration: calm() ? 0 : 200,
      zoomToSizeRatioFunction: (/** @type {number} */ ratio) => Math.sqrt(ratio) ** 0.8,
      allowInvalidContainer: true,
    };
  }

  /** Canvases that nothing is drawn on: without a graphics card each costs as much as a full one. */
  get empty() {
    return ['edgeLabels', 'labels'];
  }

  /** Make them small. */
  shrink() {
    const canvases = this.sigma.getCanvases();
    for (const name of this.empty) canvases[name].width = canvases[name].height = 1;
  }

  /** A canvas of our own over one of sigma's. @param {string} name @param {string} after @returns {CanvasRenderingContext2D} */
  layer(name, after) {
    this.sigma.createCanvasContext(name, { afterLayer: after, style: { pointerEvents: 'none' } });
    return this.sigma.getCanvases()[name].getContext('2d');
  }

  listen() {
    const { sigma, events } = this;
    sigma.on('clickNode', (/** @type {any} */ { node }) => {
      if (this.dragged) return;
      this.clicked = node;
      events.select(node);
    });
    sigma.on('clickEdge', (/** @type {any} */ { edge }) => {
      this.clicked = `line:${edge}`;
      events.select(this.clicked);
    });
    sigma.on('clickStage', () => events.select(''));
    sigma.on('doubleClickNode', (/** @type {any} */ event) => { event.preventSigmaDefault(); events.open(event.node); });
    sigma.on('enterNode', (/** @type {any} */ { node, event }) => events.hover(node, event));
    sigma.on('enterEdge', (/** @type {any} */ { edge, event }) => events.hover(`line:${edge}`, event));
    sigma.on('leaveNode', () => events.hover('', null));
    sigma.on('leaveEdge', () => events.hover('', null));
    sigma.on('downNode', (/** @type {any} */ { node }) => { this.held = node; this.dragged = false; });
    sigma.on('moveBody', (/** @type {any} */ { event }) => this.drag(event));
    const drop = () => this.drop();
    sigma.on('upNode', drop);
    sigma.on('upStage', drop);
  }

  /** @param {any} event */
  drag(event) {
    if (!this.held) return;
    if (!this.dragged && !this.sigma.getCustomBBox()) this.sigma.setCustomBBox(this.sigma.getBBox());
    this.dragged = true;
    const { x, y } = this.sigma.viewportToGraph(event);
    this.graph.mergeNodeAttributes(this.held, { x, y });
    event.preventSigmaDefault();
    event.original.preventDefault();
    event.original.stopPropagation();
  }

  drop() {
    const { held } = this;
    this.held = '';
    if (held && this.dragged) {
      const { x, y } = this.graph.getNodeAttributes(held);
      this.events.move(held, x, -y);
      setTimeout(() => { this.dragged = false; });
    }
  }

  /** @param {string} id @param {any} data */
  nodeLook(id, data) {
    const faint = this.near && !this.near.has(id);
    const strong = id === this.hover || id === this.state?.sel || this.chain.includes(id);
    return { ...data, color: faint ? this.colour('rule') : data.colour, zIndex: faint ? 0 : strong ? 2 : 1 };
  }

  /** @param {string} id @param {any} data */
  lineLook(id, data) {
    const faint = this.near && !this.near.has(`line:${id}`);
    return { ...data, color: faint ? this.colour('rule') : data.colour, zIndex: faint ? 0 : 1 };
  }

  /** Make out what is pointed at or selected, with what is beside it. */
  mark() {
    this.near = this.beside();
    this.sigma?.refresh({ skipIndexation: true });
  }

  /** What is pointed at or selected, with the lines and marks beside it; null for nothing. @returns {Set<string> | null} */
  beside() {
    const { state, graph } = this;
    if (!state) return null;
    const id = this.hover || state.sel;
    /** @type {Set<string>} */ const near = new Set();
    /** @param {string} edge */
    const line = (edge) => {
      if (graph.hasEdge(edge)) near.add(`line:${edge}`).add(graph.source(edge)).add(graph.target(edge));
    };
    if (this.chain.length && !this.hover) {
      this.chain.forEach((node, at) => {
        near.add(node);
        const next = this.chain[at + 1];
        if (next && graph.hasNode(node) && graph.hasNode(next)) [...graph.edges(node, next), ...graph.edges(next, node)].forEach(line);
      });
    } else if (graph.hasNode(id)) {
      near.add(id);
      graph.forEachEdge(id, line);
    } else if (id.startsWith('line:')) {
      line(id.slice(5));
    } else if (id.startsWith('claim:')) {
      graph.forEachEdge((/** @type {string} */ edge, /** @type {any} */ { line: found }) => {
        if (found.claims.some((/** @type {number} */ at) => this.model?.data.claims[at].id === id)) line(edge);
      });
      const claim = this.model?.claim(id);
      if (claim && this.model) for (const at of this.model.namedBy(claim)) near.add(this.model.data.nodes[at].id);
    }
    return near.size ? near : null;
  }

  over() {
    const { breaks, signs, graph, state } = this;
    if (!breaks || !signs || !state) return;
    const { width, height } = this.sigma.getDimensions();
    for (const context of [breaks, signs]) context.clearRect(0, 0, width, height);
    const marks = this.marks();
    /** @type {import('./overlay.js').OverLine[]} */ let lines = [];
    /** @type {import('../../placing.js').Box[]} */ let kept = [];
    if (graph.order <= MOST_SIGNS) {
      const at = new Map(marks.map((mark) => [mark.id, mark]));
      lines = this.overLines((id) => /** @type {any} */ (at.get(id)));
      drawBreaks(breaks, lines, this.colour);
      drawSigns(signs, marks, this.colour, graph.order <= MOST_ICONS);
      kept = drawBadges(signs, lines, marks, this.colour);
    }
    const camera = this.sigma.getCamera().getState();
    const named = marks.filter(({ faint, x, y }) => !faint && x > -width && y > -height && x < 2 * width && y < 2 * height);
    const key = [camera.ratio, width, height, named.length, this.hover, state.sel, this.drawn].join(' ');
    this.names.draw(signs, named, lines.filter((line) => line.named), this.look(), kept, key, { width, height });
  }

  /** The marks in pixels of the canvas. */
  marks() {
    const { sigma, graph, state } = this;
    const { width, height } = sigma.getDimensions();
    const all = graph.order <= MOST_SIGNS;
    const foremost = new Set(this.foremost.slice(0, width < PHONE ? 0 : width < NARROW ? 3 : MOST_FOREMOST));
    /** @type {(import('./labels.js').Named & import('./overlay.js').Mark)[]} */ const found = [];
    graph.forEachNode((/** @type {string} */ id, /** @type {any} */ data) => {
      const { x, y } = sigma.framedGraphToViewport(sigma.getNodeDisplayData(id));
      if (!all && (x < 0 || y < 0 || x > width || y > height)) return;
      const { kind, type, disputed, degree } = data.node;
      const near = this.near?.has(id) ?? false;
      const selected = state?.sel === id || this.chain.includes(id);
      found.push({
        id, x, y, size: sigma.scaleSize(data.size), lines: data.lines, font: data.font, degree, force: selected || this.hover === id || (near && (this.near?.size ?? 99) < 40) || (all && !this.near && foremost.has(id)),
        kind, type, disputed, pinned: Boolean(state && id in state.pin), selected, faint: Boolean(this.near && !near),
      });
    });
    return found;
  }

  /** @param {(id: string) => import('./overlay.js').Point} at @returns {import('./overlay.js').OverLine[]} */
  overLines(at) {
    const { chain, state } = this;
    const few = this.near !== null && this.near.size <= MOST_NAMED;
    const next = (/** @type {string} */ a, /** @type {string} */ b) => chain.includes(a) && chain.includes(b) && Math.abs(chain.indexOf(a) - chain.indexOf(b)) === 1;
    return this.graph.mapEdges((/** @type {string} */ id, /** @type {any} */ { line, size }, /** @type {string} */ s, /** @type {string} */ o) => ({
      line, width: this.sigma.scaleSize(size), a: at(s), b: at(o), strong: state?.sel === `line:${id}` || this.hover === `line:${id}` || next(s, o), faint: Boolean(this.near && !this.near.has(`line:${id}`)), named: few && Boolean(this.near?.has(`line:${id}`)),
    }));
  }

  /** Colours have changed. */
  recolour() {
    this.colours.clear();
    if (this.model && this.shown && this.state) this.show(this.model, this.shown, this.state);
  }

  /** @param {{ x: number, y: number }} point in the framed graph */
  isSeen(point) {
    const { x, y } = this.sigma.framedGraphToViewport(point);
    const { width, height } = this.sigma.getDimensions();
    return x > 40 && y > 40 && x < width - 40 && y < height - 60;
  }

  /** Move the picture no more than is needed to see a mark. @param {string} id */
  reveal(id) {
    const { x, y } = this.sigma.getNodeDisplayData(id);
    if (!this.isSeen({ x, y })) void this.sigma.getCamera().animate({ x, y }, { duration: calm() ? 0 : 250 });
  }

  /**
   * Go to what was selected elsewhere, near enough to read what is beside it. What was clicked in
   * the picture stays where it is, under the pointer.
   * @param {string} id an entity, a claim or a line
   */
  goTo(id) {
    const wasClicked = this.clicked === id;
    this.clicked = '';
    const around = [...(this.near ?? [])].filter((each) => this.graph.hasNode(each)).map((each) => this.sigma.getNodeDisplayData(each));
    if (wasClicked || !this.sigma || !around.length) return;
    const middle = this.sigma.getNodeDisplayData(id) ?? centre(around);
    const camera = this.sigma.getCamera();
    const { width, height } = this.sigma.getDimensions();
    const seen = this.isSeen(middle);
    const reach = (/** @type {'x' | 'y'} */ axis) => 2.5 * Math.max(0.12, ...around.map((each) => Math.abs(each[axis] - middle[axis])));
    const shorter = Math.min(width, height);
    const fitting = Math.min(1, Math.max(0.25, reach('x') * (shorter / width), reach('y') * (shorter / height)));
    const many = around.length > MOST_NAMED;
    if (seen && (many || camera.ratio <= fitting * 1.3)) return;
    this.gaze.go({ x: middle.x, y: middle.y, ratio: many ? camera.ratio : fitting }, 350);
  }

  /** @param {number} factor less than 1: nearer */
  zoom(factor) {
    const camera = this.sigma.getCamera();
    void camera.animate({ ratio: camera.getBoundedRatio(camera.ratio * factor) }, { duration: calm() ? 0 : 180 });
  }

  /** @param {number} x @param {number} y in parts of the width and height */
  pan(x, y) {
    const camera = this.sigma.getCamera();
    void camera.animate({ x: camera.x + x * camera.ratio, y: camera.y + y * camera.ratio }, { duration: calm() ? 0 : 120 });
  }

  fit() {
    this.sigma?.setCustomBBox(null);
    this.sigma?.refresh();
    this.gaze.go(Gaze.WHOLE, 250);
  }

  /** Look where an address says. @param {string} camera '' for the whole */
  lookAt(camera) {
    if (this.sigma && !this.gaze.lookAt(camera)) this.fit();
  }

  kill() {
    this.gaze.stop();
    this.sigma?.kill();
    this.sigma = null;
  }
}

/** The marks with the most lines: they are named whatever the crowd. @param {any} graph @returns {string[]} */
function foremostOf(graph) {
  const ids = /** @type {string[]} */ (graph.nodes());
  return ids.sort((a, b) => graph.getNodeAttribute(b, 'node').degree - graph.getNodeAttribute(a, 'node').degree).slice(0, MOST_FOREMOST);
}

/** The middle of some points. @param {{ x: number, y: number }[]} points */
function centre(points) {
  const middle = (/** @type {'x' | 'y'} */ axis) => {
    const all = points.map((point) => point[axis]);
    return (Math.min(...all) + Math.max(...all)) / 2;
  };
  return { x: middle('x'), y: middle('y') };
}
