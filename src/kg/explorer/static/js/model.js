/**
 * The data that is loaded, and what of it passes the filters: the same for every view.
 * @module
 */

import { happens } from './words.js';

/** @typedef {import('./context.js').ViewData} ViewData */
/** @typedef {import('./context.js').Node} Node */
/** @typedef {import('./context.js').Line} Line */
/** @typedef {import('./context.js').Claim} Claim */
/** @typedef {import('./state.js').State} State */

/** What passes the filters: places in the lists of the data. `drawn` are the nodes of the network. */
/** @typedef {{ nodes: Set<number>, lines: Set<number>, claims: Set<number>, drawn: Set<number> }} Visible */

/** Nodes that the network draws at first. */
export const FIRST = 60;

export class Model {
  /** @param {ViewData} data an answer of `/api/v1/view` */
  constructor(data) {
    this.data = data;
    /** @type {Map<string, number>} */ this.nodeAt = new Map(data.nodes.map((node, at) => [node.id, at]));
    /** @type {Map<string, number>} */ this.lineAt = new Map(data.lines.map((line, at) => [line.id, at]));
    /** @type {Map<string, number>} */ this.claimAt = new Map(data.claims.map((claim, at) => [claim.id, at]));
    /** @type {number[][]} lines at each node */ this.linesOf = data.nodes.map(() => []);
    data.lines.forEach((line, at) => {
      this.linesOf[line.s].push(at);
      if (line.o !== line.s) this.linesOf[line.o].push(at);
    });
    /** @type {number[][]} claims about or by each node */ this.claimsOf = data.nodes.map(() => []);
    data.claims.forEach((claim, at) => {
      for (const node of this.namedBy(claim)) this.claimsOf[node].push(at);
    });
  }

  /** The nodes that a claim names, and the one that makes it. @param {Claim} claim @returns {Set<number>} */
  namedBy(claim) {
    /** @type {Set<number>} */ const named = new Set();
    for (const at of claim.props) {
      const { s, o } = this.data.props[at];
      if (s >= 0) named.add(s);
      if (o >= 0) named.add(o);
    }
    const speaker = this.nodeAt.get(claim.speaker);
    if (speaker !== undefined) named.add(speaker);
    return named;
  }

  /** @param {string} id @returns {Node | undefined} */
  node(id) {
    return this.data.nodes[this.nodeAt.get(id) ?? -1];
  }

  /** @param {string} id @returns {Line | undefined} */
  line(id) {
    return this.data.lines[this.lineAt.get(id) ?? -1];
  }

  /** @param {string} id @returns {Claim | undefined} */
  claim(id) {
    return this.data.claims[this.claimAt.get(id) ?? -1];
  }

  /** Who says it: "A reports that B denies". @param {Claim} claim */
  attribution(claim) {
    return claim.voices.map(([words]) => words).join('');
  }

  /** Who says it: names alone, the innermost first: "B", "as A reports". @param {Claim} claim */
  speakers(claim) {
    const names = claim.voices.filter((_, at) => at % 2 === 0).map(([name]) => name);
    return names.reverse();
  }

  /** Ids of those who say what a line stands for; whoever only reports them is not among them. @param {Line} line @returns {Set<string>} */
  speakersOf(line) {
    return new Set(line.claims.map((at) => this.data.claims[at].speaker));
  }

  /** What it says, as subject, relation and object in words; says nothing by itself. @param {Claim} claim @returns {[string, string, string][]} */
  content(claim) {
    return claim.props.map((at) => {
      const { subject, label, object, relation } = this.data.props[at];
      return relation === 'occurs' ? [subject, happens(claim.kind, object === 'yes'), ''] : [subject, label, object];
    });
  }

  /** True where speakers contradict each other about what it says. @param {Claim} claim */
  disputed(claim) {
    return claim.props.some((at) => this.data.props[at].disputed);
  }

  /**
   * What passes the filters of a state.
   * @param {State} state @returns {Visible}
   */
  visible(state) {
    const { nodes, lines, claims } = this.data;
    const off = new Set(state.off);
    const hidden = new Set(state.hide);
    /** @type {Set<number>} */ const shown = new Set();
    nodes.forEach((node, at) => {
      if (!off.has(node.kind) && !hidden.has(node.id)) shown.add(at);
    });
    if (state.from || state.to) this.inTime(shown, state.from, state.to);
    const kept = new Set(lines.keys());
    for (const [at, line] of lines.entries()) if (!shown.has(line.s) || !shown.has(line.o)) kept.delete(at);
    /** @type {Set<number>} */ const told = new Set();
    const everything = shown.size === nodes.length;
    claims.forEach((claim, at) => {
      if (everything || this.passes(claim, shown)) told.add(at);
    });
    return { nodes: shown, lines: kept, claims: told, drawn: this.drawn(state, shown) };
  }

  /** A claim passes when something that it names does, and nothing that it is about is left out by time or by hand. */
  /** @param {Claim} claim @param {Set<number>} shown */
  passes(claim, shown) {
    const about = claim.props.flatMap((at) => [this.data.props[at].s, this.data.props[at].o]).filter((at) => at >= 0);
    return about.length > 0 && about.every((at) => shown.has(at));
  }

  /**
   * Leave out what lies outside a span: events whose dates cannot touch it or that have none, and
   * whatever no remaining event is joined to.
   * @param {Set<number>} shown @param {string} from @param {string} to
   */
  inTime(shown, from, to) {
    const { nodes } = this.data;
    for (const at of [...shown]) {
      const node = nodes[at];
      if (!HAPPENS.has(node.kind)) continue;
      if (!node.when.some(({ date }) => overlaps(span(this.data.dates[date]), from, to))) shown.delete(at);
    }
    const events = new Set([...shown].filter((at) => HAPPENS.has(nodes[at].kind)));
    for (const at of [...shown]) {
      if (HAPPENS.has(nodes[at].kind)) continue;
      if (!this.linesOf[at].some((line) => events.has(this.data.lines[line].s) || events.has(this.data.lines[line].o))) {
        shown.delete(at);
      }
    }
  }

  /** The nodes that the network draws: the first, and those that somebody asked for. */
  /** @param {State} state @param {Set<number>} shown @returns {Set<number>} */
  drawn(state, shown) {
    const limit = state.n || (state.around || this.data.mode.length || state.from || state.to ? Infinity : FIRST);
    /** @type {Set<number>} */ const drawn = new Set();
    for (const [at] of this.data.nodes.entries()) {
      if (drawn.size >= limit) break;
      if (shown.has(at) && this.hasMark(at)) drawn.add(at);
    }
    const wanted = [...state.with, ...state.path, state.around, state.sel, ...Object.keys(state.pin)];
    const line = this.line(state.sel.replace(/^line:/, ''));
    const claim = this.claim(state.sel);
    const asked = wanted.flatMap((id) => this.nodeAt.get(id) ?? []);
    if (line) asked.push(line.s, line.o);
    if (claim) asked.push(...this.namedBy(claim));
    for (const at of asked) if (shown.has(at) && this.hasMark(at)) drawn.add(at);
    return drawn;
  }

  /**
   * True for a node that the network can draw: one with a line, and, under the lens "disputed", one of
   * which numbers are disputed, though no line says so.
   * @param {number} at
   */
  hasMark(at) {
    return this.linesOf[at].length > 0 || (this.data.lens.id === 'disputed' && this.data.nodes[at].disputed);
  }
}

/** Kinds that take place, at a date. */
export const HAPPENS = new Set(['event', 'series', 'prospect']);

/**
 * First and last day that a date may touch, '' where it reaches for ever. An end that is open on purpose
 * (`1988/..`) does; one that nobody states (`1988-07/`) says of no later day that it still went on, so that the
 * date touches no day after the latest on which it may have begun. Likewise for beginnings.
 * @param {Pick<import('./records').Date, 'bounds' | 'edtf'>} date @returns {[string, string]}
 */
export function span({ bounds: [first, begun, ending, last], edtf }) {
  return [first || (edtf.startsWith('../') ? '' : ending), last || (edtf.endsWith('/..') ? '' : begun)];
}

/** True when days from a first to a last may lie in a span; '' reaches for ever. */
/** @param {readonly [string, string]} days @param {string} from @param {string} to */
export function overlaps([first, last], from, to) {
  return (!to || !first || first <= to) && (!from || !last || last >= from);
}
