/**
 * The state of the page, all of which is in its address; undo and redo.
 * @module
 */

import { dayOf } from './days.js';

/**
 * @typedef {object} State
 * @property {string} view the view in the main pane, a key of `VIEWS`
 * @property {string} second the view beside it, or ''
 * @property {string} lens written form of the lens; '' for everyone
 * @property {string[]} mode kinds of claim that are looked at; none for all
 * @property {string} around id of the entity in the middle of an ego view
 * @property {number} hops how far that reaches
 * @property {string[]} with ids of entities that are shown besides
 * @property {string} sel what the panel shows: id of an entity, a claim or a line; `start` for questions to begin with, `shown` for what is said in the picture
 * @property {string[]} hide ids of entities that are hidden
 * @property {Record<string, [number, number]>} pin entities that were moved, with their place
 * @property {string[]} off kinds of entity that the legend has switched off
 * @property {string} from first day of the span of time, or ''
 * @property {string} to last day of it, or ''
 * @property {string} days days that the timeline looks at, `FIRST_LAST`, or '' for all of the span
 * @property {string} lanes what the lanes of the timeline are: '' (type) or 'actor'
 * @property {string} at what the map looks at: longitude, latitude and scale, or ''
 * @property {string} camera where the network was moved to: x, y and ratio, or '' for where it stands by itself
 * @property {string} as 'list' or 'picture' where network and timeline are to be that; '' for what is usual on the screen
 * @property {number} n so many entities are drawn in the network; 0 for the usual number
 * @property {string} whole '1' when the network draws every entity at once, else ''
 * @property {string} size what the size of a mark tells: '' (lines) or 'betweenness'
 * @property {string} color what the colour of a mark tells: '' (kind) or 'community'
 * @property {string[]} path two entities whose connection is shown, or none
 * @property {string} source id of the source whose text is shown
 * @property {string} left a side of the comparison
 * @property {string} right the other one
 * @property {string} find words that the table is filtered by
 * @property {string} sort column that the table is sorted by, with a minus from the last to the first; '' for the order of the text
 * @property {string} only values of columns that the table is narrowed to, as in a query: `meant=demand&source=…`
 * @property {string} told to whom and what the claims in the panel are narrowed: `speaker=…&kind=…`; goes with what is selected
 * @property {string} by what the colours of the text tell: '' (how it is meant) or 'speaker'
 * @property {string} ask what the view "Ask" holds, in its own form
 */

/** @type {Readonly<State>} */
export const EMPTY = Object.freeze({
  view: 'network', second: '', lens: '', mode: [], around: '', hops: 1, with: [], sel: '', hide: [], pin: {}, off: [],
  from: '', to: '', days: '', lanes: '', at: '', camera: '', as: '', n: 0, whole: '', size: '', color: '', path: [], source: '', left: '', right: '', find: '', sort: '', only: '', told: '', by: '', ask: '',
});

const LISTS = /** @type {const} */ (['mode', 'with', 'hide', 'off', 'path']);
const NUMBERS = /** @type {const} */ (['hops', 'n']);
const WORDS = /** @type {const} */ ([
  'view', 'second', 'lens', 'around', 'sel', 'from', 'to', 'days', 'lanes', 'at', 'camera', 'as', 'whole', 'size', 'color', 'source', 'left', 'right', 'find', 'sort', 'only', 'told', 'by', 'ask',
]);
/** Changes of these are steps that can be undone; of the others, only the last state counts. */
const STEPS = new Set(['lens', 'mode', 'around', 'hops', 'with', 'hide', 'pin', 'off', 'path', 'from', 'to', 'n', 'whole']);
const MOST = 500;

/** What keys the server is asked by: another value of one of these needs other data. */
export const DATA_KEYS = ['lens', 'mode', 'around', 'hops', 'with', 'size', 'color'];

/** The state as the part of an address after `?`; what is as usual is left out. @param {State} state */
export function write(state) {
  const words = new URLSearchParams();
  for (const key of WORDS) if (state[key] !== EMPTY[key]) words.set(key, state[key]);
  for (const key of NUMBERS) if (state[key] !== EMPTY[key]) words.set(key, String(state[key]));
  for (const key of LISTS) if (state[key].length) words.set(key, state[key].join(','));
  const pins = Object.entries(state.pin).map(([id, [x, y]]) => `${id}@${Math.round(x)}_${Math.round(y)}`);
  if (pins.length) words.set('pin', pins.join(','));
  return words.toString().replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%40', '@').replaceAll('%3D', '=');
}

/** The state that an address tells; what it cannot mean is left as usual. @param {string} search @returns {State} */
export function read(search) {
  const words = new URLSearchParams(search);
  /** @type {State} */
  const state = structuredClone(EMPTY);
  for (const key of WORDS) state[key] = words.get(key) ?? EMPTY[key];
  for (const key of NUMBERS) {
    const n = Number(words.get(key));
    if (Number.isInteger(n) && n > 0 && n <= 100_000) state[key] = n;
  }
  for (const key of LISTS) state[key] = list(words.get(key));
  for (const pin of list(words.get('pin'))) {
    const found = /^(.+)@(-?\d+)_(-?\d+)$/.exec(pin);
    if (found) state.pin[found[1]] = [Number(found[2]), Number(found[3])];
  }
  state.from = dayOf(state.from, false) ?? '';
  state.to = dayOf(state.to, true) ?? '';
  if (state.path.length !== 2) state.path = [];
  state.hops = Math.min(4, state.hops);
  return state;
}

/** @param {string | null} text */
const list = (text) => (text ? text.split(',').filter(Boolean).slice(0, MOST) : []);

/** @typedef {(state: State, changes: Set<string>) => void} Listener */

/** Holds the state, tells who listens what has changed, and remembers the steps. */
export class Store {
  /** @param {State} state @param {(address: string, push: boolean) => void} [remember] puts the address in place */
  constructor(state, remember = () => {}) {
    this.state = state;
    this.remember = remember;
    /** @type {State[]} */ this.past = [];
    /** @type {State[]} */ this.future = [];
    /** @type {Set<Listener>} */ this.listeners = new Set();
  }

  /** @param {Listener} listener @returns {() => void} stops listening */
  listen(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Change something.
   * @param {Partial<State>} patch
   * @param {{ quiet?: boolean }} [how] quiet: no step of its own, nor one of the browser's (while something is dragged)
   */
  set(patch, how = {}) {
    const next = { ...this.state, ...patch };
    if (next.sel !== this.state.sel && !('told' in patch)) next.told = '';
    const changes = differences(this.state, next);
    if (!changes.size) return;
    const step = !how.quiet && [...changes].some((key) => STEPS.has(key));
    if (step) {
      this.past = [...this.past.slice(-99), this.state];
      this.future = [];
    }
    this.move(next, changes, step || (!how.quiet && (changes.has('view') || changes.has('sel'))));
  }

  /** Take another state as it is: the browser has gone back or forward. @param {State} state */
  restore(state) {
    const changes = differences(this.state, state);
    if (changes.size) this.move(state, changes, null);
  }

  undo() {
    const state = this.past.pop();
    if (!state) return false;
    this.future.push(this.state);
    this.move(state, differences(this.state, state), true);
    return true;
  }

  redo() {
    const state = this.future.pop();
    if (!state) return false;
    this.past.push(this.state);
    this.move(state, differences(this.state, state), true);
    return true;
  }

  /** @param {State} state @param {Set<string>} changes @param {boolean | null} push */
  move(state, changes, push) {
    this.state = state;
    if (push !== null) this.remember(write(state), push);
    for (const listener of [...this.listeners]) listener(state, changes);
  }
}

/** Values by name, as a key of the state holds them. @param {string} text @returns {Record<string, string>} */
export const pairs = (text) => Object.fromEntries(new URLSearchParams(text));

/** The same the other way round; empty values are left out. @param {Record<string, string>} values */
export const paired = (values) => new URLSearchParams(Object.entries(values).filter(([, value]) => value)).toString();

/** Names of what differs. @param {State} a @param {State} b @returns {Set<string>} */
export function differences(a, b) {
  const keys = /** @type {(keyof State)[]} */ (Object.keys(EMPTY));
  return new Set(keys.filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key])));
}
