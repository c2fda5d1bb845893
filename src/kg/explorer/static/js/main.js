/**
 * Starts the page: reads the state from the address, loads the data it asks for, mounts the shell.
 * @module
 */

import { Api } from './api.js';
import { number } from './dom.js';
import { Model } from './model.js';
import { DATA_KEYS, Store, read } from './state.js';
import { Shell } from './shell/shell.js';
import { restoreTheme } from './theme.js';

/** @typedef {import('./context.js').Context} Context */

/** So many entities are asked for; the network draws the first of them. */
const LIMIT = 300;

restoreTheme();
const api = new Api();
const store = new Store(read(location.search), (words, push) => {
  const address = `${location.pathname}${words ? `?${words}` : ''}`;
  if (push) history.pushState(null, '', address);
  else history.replaceState(null, '', address);
});
const live = /** @type {HTMLElement} */ (document.getElementById('live'));

/** @type {Model} */
// What stands before there is data; nothing that counts it is shown until then.
let model = new Model({
  lens: { id: '', label: '' }, mode: [], around: null,
  counts: { nodes: { shown: 0, total: 0 }, lines: { shown: 0, total: 0 }, claims: { shown: 0, total: 0 } },
  nodes: [], lines: [], props: [], claims: [], dates: [], places: [], quantities: [], sources: [], kinds: {},
});
let visible = model.visible(store.state);
let hover = '';
let begin = () => {};
/** @type {Promise<void>} */
const loaded = new Promise((resolve) => {
  begin = resolve;
});
let wanted = 0;

/** @type {Context} */
const context = {
  store,
  api,
  loaded,
  get model() {
    return model;
  },
  get visible() {
    return visible;
  },
  get hover() {
    return hover;
  },
  actions: {
    select: (id) => store.set({ sel: id }),
    hover: (id) => {
      if (id === hover) return;
      hover = id;
      shell.update(new Set(['hover']));
    },
    expand: (id) => shell.expand(id),
    read: () => shell.panel.focus(),
    add: (ids) => store.set({ with: [...new Set([...store.state.with, ...ids])] }),
    announce: (text) => {
      live.textContent = text;
    },
    showing: (text) => shell.counted(text),
    notify: (text, kind = 'info') => shell.notify(text, kind),
  },
};

const shell = new Shell(/** @type {HTMLElement} */ (document.getElementById('app')), context);

api.newer = () => shell.newer();

/** The face that names on canvases are measured in; whoever waits too long for it does without. */
const face = Promise.race([document.fonts.load('15px Inter'), new Promise((resolve) => { setTimeout(resolve, 1000); })]);

/** Ask the server for what the state needs; an answer that comes too late is dropped. */
async function load() {
  const turn = ++wanted;
  const { state } = store;
  shell.busy(true);
  try {
    const data = await api.get('view', {
      lens: state.lens, mode: state.mode.join(','), around: state.around, hops: state.hops > 1 ? state.hops : '',
      limit: LIMIT, with: state.with.join(','), metrics: state.size || state.color ? 1 : '',
    });
    await face;
    if (turn !== wanted) return;
    model = new Model(data);
    visible = model.visible(store.state);
    shell.fail(null);
    shell.update(new Set(['model', 'visible']));
    begin();
    const { nodes, claims } = data.counts;
    context.actions.announce(
      `${data.lens.label}: ${number(nodes.shown)} of ${number(nodes.total)} entities, ${number(claims.shown)} claims.`,
    );
  } catch (error) {
    if (turn === wanted) shell.fail(/** @type {Error} */ (error), load);
  } finally {
    if (turn === wanted) shell.busy(false);
  }
}

const VISIBLE_KEYS = ['hide', 'off', 'from', 'to', 'n', 'with', 'path', 'around', 'sel', 'pin'];

store.listen((state, changes) => {
  if (VISIBLE_KEYS.some((key) => changes.has(key))) {
    visible = model.visible(state);
    changes.add('visible');
  }
  shell.update(changes);
  if (DATA_KEYS.some((key) => changes.has(key))) void load();
});

addEventListener('popstate', () => store.restore(read(location.search)));
addEventListener('unhandledrejection', (event) => {
  context.actions.notify(event.reason?.message ?? 'Something went wrong.', 'error');
});
void load().then(() => import('./shell/tour.js')).then((module) => module.offer(context));
