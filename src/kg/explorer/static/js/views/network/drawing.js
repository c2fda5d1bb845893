/**
 * The picture itself: a sigma renderer over a graphology graph, with an overlay for signs and marks.
 * It knows nothing of the page: it is given records and tells what is pointed at.
 * @module
 */

import { calm, colour as cssColour } from '../../theme.js';
import { hoverDrawer, labelDrawer } from './labels.js';
import { drawOver } from './overlay.js';
import { SHAPES, quick, shapeProgram } from './programs.js';
import { communityColour, lineColour, sizeOf } from './style.js';

/** @typedef {import('../../model.js').Model} Model */
/** @typedef {import('../../model.js').Visible} Visible */
/** @typedef {import('../../state.js').State} State */

/**
 * @typedef {object} Events
 * @property {(id: string) => void} select
 * @property {(id: string, at: { x: number, y: number } | null) => void} hover
 * @property {(id: string) => void} open
 * @property {(id: string, x: number, y: number) => void} move
 */

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
    /** @type {Set<string> | null} what is near what is pointed at or selected */ this.near = null;
    /** @type {string[]} */ this.chain = [];
  }

  /** @param {string} name */
  colour = (name) => {
    let found = this.colours.get(name);
    if (!found) this.colours.set(name, (found = cssColour(name)));
    return found;
  };

  look = () => ({ paper: this.colour('paper'), ink: this.colour('ink'), card: this.colour('card'), font: getComputedStyle(document.body).fontFamily });

  /** Draw these. @param {Model} model @param {Visible} visible @param {State} state */
  show(model, visible, state) {
    this.model = model;
    this.state = state;
    const most = Math.max(...model.data.nodes.map((node) => node.betweenness ?? 0), 0);
    const wanted = new Set([...visible.drawn].map((at) => model.data.nodes[at].id));
    for (const id of this.graph.nodes()) if (!wanted.has(id)) this.graph.dropNode(id);
    for (const at of visible.drawn) this.node(model.data.nodes[at], state, most);
    this.lines(model, visible);
    this.start();
    this.mark();
  }

  /** @param {import('../../context.js').Node} node @param {State} state @param {number} most */
  node(node, state, most) {
    const [x, y] = state.pin[node.id] ?? [node.x, node.y];
    const attributes = {
      x, y: -y, size: sizeOf(node, state.size, most), label: node.short, lines: node.lines, kind: node.kind, shape: SHAPES[node.kind] ?? 0,
      colour: state.color === 'community' ? communityColour(node.community) : this.colour(node.kind), font: node.degree > 12 ? 13 : 12,
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
      this.graph.addEdgeWithKey(line.id, s, o, { line, colour: this.colour(lineColour(line)), label: line.label });
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
    const { EdgeArrowProgram, EdgeLineProgram } = this.Sigma.rendering;
    this.sigma = new this.Sigma(this.graph, this.host, {
      defaultNodeType: 'shape',
      nodeProgramClasses: { shape: shapeProgram(this.Sigma) },
      defaultEdgeType: 'line',
      edgeProgramClasses: { line: fast ? EdgeLineProgram : EdgeArrowProgram },
      nodeReducer: (/** @type {string} */ id, /** @type {any} */ data) => this.nodeLook(id, data),
      edgeReducer: (/** @type {string} */ id, /** @type {any} */ data) => this.lineLook(id, data),
      defaultDrawNodeLabel: labelDrawer(this.look),
      defaultDrawNodeHover: hoverDrawer(this.look),
      enableEdgeEvents: !fast,
      zIndex: true,
      labelDensity: 1.6,
      labelGridCellSize: 120,
      labelRenderedSizeThreshold: 5,
      stagePadding: 60,
      minCameraRatio: 0.02,
      maxCameraRatio: 6,
      zoomDuration: calm() ? 0 : 250,
      inertiaDuration: calm() ? 0 : 200,
      zoomToSizeRatioFunction: (/** @type {number} */ ratio) => Math.sqrt(ratio) ** 0.8,
      allowInvalidContainer: true,
    });
    if (camera) this.sigma.getCamera().setState(camera);
    this.sigma.createCanvasContext('signs', { afterLayer: 'edgeLabels', style: { pointerEvents: 'none' } });
    /** @type {CanvasRenderingContext2D} */ this.overlay = this.sigma.getCanvases().signs.getContext('2d');
    this.sigma.resize(true);
    this.sigma.on('afterRender', () => this.over());
    this.listen();
  }

  listen() {
    const { sigma, events } = this;
    sigma.on('clickNode', (/** @type {any} */ { node }) => this.dragged ? null : events.select(node));
    sigma.on('clickEdge', (/** @type {any} */ { edge }) => events.select(`line:${edge}`));
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
    return { ...data, color: faint ? this.colour('rule') : data.colour, label: faint ? null : data.label, zIndex: faint ? 0 : strong ? 2 : 1, forceLabel: strong || (this.near?.size ?? 99) < 40 };
  }

  /** @param {string} id @param {any} data */
  lineLook(id, data) {
    const faint = this.near && !this.near.has(`line:${id}`);
    return { ...data, color: faint ? this.colour('rule') : data.colour, size: data.line.disputed ? 2.4 : 1.6, zIndex: faint ? 0 : 1 };
  }

  /** Make out what is pointed at or selected, with what is beside it. */
  mark() {
    const { state, graph } = this;
    if (!state) return;
    const id = this.hover || state.sel;
    this.near = null;
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
    if (near.size) this.near = near;
    this.sigma?.refresh({ skipIndexation: true });
  }

  over() {
    const { sigma, overlay, graph, state } = this;
    if (!overlay || !state) return;
    const { width, height } = sigma.getDimensions();
    overlay.clearRect(0, 0, width, height);
    if (graph.order > 1_500) return;
    const place = (/** @type {string} */ id) => sigma.framedGraphToViewport(sigma.getNodeDisplayData(id));
    /** @type {Map<string, { x: number, y: number }>} */ const points = new Map(graph.nodes().map((/** @type {string} */ id) => [id, place(id)]));
    const at = (/** @type {string} */ id) => /** @type {{ x: number, y: number }} */ (points.get(id));
    const inChain = (/** @type {string} */ a, /** @type {string} */ b) => Math.abs(this.chain.indexOf(a) - this.chain.indexOf(b)) === 1 && this.chain.includes(a) && this.chain.includes(b);
    drawOver(overlay, {
      colour: this.colour, icons: graph.order <= 500,
      lines: graph.mapEdges((/** @type {string} */ id, /** @type {any} */ { line }, /** @type {string} */ s, /** @type {string} */ o) => ({
        line, a: at(s), b: at(o), strong: state.sel === `line:${id}` || this.hover === `line:${id}` || inChain(s, o), faint: Boolean(this.near && !this.near.has(`line:${id}`)),
      })),
      marks: graph.mapNodes((/** @type {string} */ id) => {
        const node = this.model?.node(id);
        return {
          kind: node?.kind ?? '', type: node?.type ?? '', at: at(id), size: sigma.scaleSize(graph.getNodeAttribute(id, 'size')),
          disputed: node?.disputed ?? false, pinned: id in state.pin, selected: state.sel === id || this.chain.includes(id), faint: Boolean(this.near && !this.near.has(id)),
        };
      }),
    });
  }

  /** Colours have changed. */
  recolour() {
    this.colours.clear();
    if (!this.model || !this.state) return;
    const drawn = new Set(this.graph.nodes().map((/** @type {string} */ id) => this.model?.nodeAt.get(id)));
    this.show(this.model, /** @type {any} */ ({ drawn, lines: this.model.data.lines.keys() }), this.state);
  }

  /** Go to an entity. @param {string} id */
  goTo(id) {
    const found = this.sigma?.getNodeDisplayData(id);
    if (!found) return;
    const { x, y } = this.sigma.framedGraphToViewport(found);
    const { width, height } = this.sigma.getDimensions();
    if (x > 40 && y > 40 && x < width - 40 && y < height - 60) return;
    const camera = this.sigma.getCamera();
    void camera.animate({ x: found.x, y: found.y, ratio: Math.min(camera.ratio, 0.7) }, { duration: calm() ? 0 : 350 });
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
    void this.sigma?.getCamera().animatedReset({ duration: calm() ? 0 : 250 });
  }

  kill() {
    this.sigma?.kill();
    this.sigma = null;
  }
}
