/**
 * Ask: questions that are ready, as forms, and SPARQL; answers as table, network, timeline, map, bars.
 * @module
 */

import { fill, h } from '../dom.js';
import { query as words } from '../api.js';
import { declared, makeEditor } from './ask/editor.js';
import { questionForm, questionList } from './ask/form.js';
import { fromJson, fromTriples, wantedView } from './ask/results.js';
import { Answer } from './ask/answer.js';

/** @typedef {import('../context.js').Context} Context */
/** @typedef {import('../context.js').View} View */
/** @typedef {import('../records').ReadyQuery} Query */

const FIRST = `#defaultView:Timeline
SELECT ?event ?label ?begin WHERE {
  ?event a ae:Event ; rdfs:label ?label ; sem:hasEarliestBeginTimeStamp ?begin .
}
ORDER BY ?begin
LIMIT 50`;

/** Questions that a new reader may begin with: as one would ask them, and their names in the catalogue. */
const STARTERS = [
  ['Which numbers are disputed?', 'figures/disputed'], ['Who predicts what?', 'claims/predictions'], ['Who demands what?', 'claims/demands'],
  ['Who blames whom for what?', 'speakers/blame'], ['What is said to have caused or inspired what?', 'causes/explanations'],
  ['Who calls whom what?', 'names/who-calls-whom'], ['What happened at a place, or within it?', 'places/events-at'], ['Who reports what others say?', 'speakers/who-reports-whom'],
];

/** @param {HTMLElement} host @param {Context} context @returns {View} */
export function mount(host, context) {
  return new Ask(host, context);
}

class Ask {
  /** @param {HTMLElement} host @param {Context} context */
  constructor(host, context) {
    this.host = host;
    this.context = context;
    this.side = h('div', { class: 'ask-side' });
    this.work = h('div', { class: 'ask-work' });
    this.answerHost = h('section', { class: 'answer', 'aria-label': 'Answer' });
    this.answer = new Answer(this.answerHost, context);
    this.note = h('p', { class: 'quiet', hidden: true }, 'Questions are asked under the lens; kinds of claim and a span of time that are chosen above do not narrow them.');
    fill(host, h('div', { class: 'ask' }, this.side, h('div', { class: 'ask-main' }, this.note, this.work, this.answerHost)));
    /** @type {Query[]} */ this.queries = [];
    this.turn = 0;
    void this.start();
  }

  /** Say what does not narrow the questions. */
  narrowed() {
    const { mode, from, to } = this.context.store.state;
    this.note.hidden = !mode.length && !from && !to;
  }

  async start() {
    this.narrowed();
    const found = await this.context.api.get('catalogue');
    this.queries = found.queries;
    this.restore();
    this.host.dataset.ready = 'true';
  }

  /** @param {Set<string>} changes */
  update(changes) {
    if (changes.has('ask') && this.context.store.state.ask !== this.mine) this.restore();
    if (changes.has('lens')) this.again?.();
    if (changes.has('visible') || changes.has('model')) this.narrowed();
    this.answer.update(changes);
  }

  /** What the address says: `events/all?type=x`, or `sparql:` and a query; none for the list. */
  restore() {
    const { ask } = this.context.store.state;
    this.mine = ask;
    if (ask.startsWith('sparql:')) {
      void this.edit(ask.slice(7), true);
      return;
    }
    // What was asked has a question mark, also where nothing stands behind it.
    const [name, given] = ask.split('?');
    const query = this.queries.find((item) => item.name === name);
    if (query) this.form(query, Object.fromEntries(new URLSearchParams(given)), given !== undefined || !query.parameters.length);
    else this.welcome();
  }

  /** @param {string} ask */
  remember(ask) {
    this.mine = ask;
    this.context.store.set({ ask });
  }

  /** @param {string} current */
  list(current) {
    fill(this.side, h('button', { type: 'button', onclick: () => void this.edit(FIRST, false) }, 'Write SPARQL'),
      questionList(this.queries, current, (query) => this.choose(query)));
  }

  /** A question whose parameters all have a value, or need none, is answered at once. @param {Query} query */
  choose(query) {
    this.remember(query.name);
    this.form(query, {}, query.parameters.every((item) => !item.required || item.default));
  }

  welcome() {
    this.list('');
    this.answer.clear();
    const found = STARTERS.flatMap(([asked, name]) => this.queries.filter((query) => query.name === name).map((query) => ({ asked, query })));
    fill(this.work, h('div', { class: 'welcome' }, h('h2', {}, 'Ask the graph'),
      h('p', { class: 'quiet' }, `${this.queries.length} questions are ready: the list is sorted by topic and can be searched. Each answer is a table; where it names entities, a network can show what joins them, a timeline those with a date, and a map those with a place. You can also write your own in SPARQL.`),
      h('h3', {}, 'To begin with'),
      h('ul', { class: 'starters' }, ...found.map(({ asked, query }) => h('li', {}, h('button', { type: 'button', class: 'starter', onclick: () => { this.choose(query); this.work.querySelector('h2')?.focus(); } }, h('strong', {}, asked), asked === `${query.summary}?` ? null : h('small', {}, query.summary)))))));
  }

  /** @param {Query} query @param {Record<string, string>} values @param {boolean} run */
  form(query, values, run) {
    this.list(query.name);
    const ask = (/** @type {Record<string, string>} */ given) => {
      const asked = Object.fromEntries(Object.entries(given).filter(([, value]) => value));
      this.remember(`${query.name}?${new URLSearchParams(asked)}`);
      const address = () => `/queries/${query.name}${words({ ...asked, lens: this.context.store.state.lens, format: 'json' })}`;
      void this.run(() => this.context.api.fetch(address(), { headers: { accept: 'application/sparql-results+json' } }), query.view, query.query, true);
    };
    fill(this.work, questionForm(this.context, query, values, ask, () => void this.edit(query.query, false)));
    this.answer.clear();
    if (run) ask(Object.keys(values).length ? values : Object.fromEntries(query.parameters.map((item) => [item.name, item.default])));
  }

  /** @param {string} text @param {boolean} run */
  async edit(text, run) {
    this.list('');
    this.answer.clear();
    const box = h('div', { class: 'editor' });
    const go = () => this.sparql();
    fill(this.work, h('h2', {}, 'SPARQL'), box, h('p', { class: 'buttons' }, h('button', { type: 'button', onclick: go }, 'Run'), h('small', {}, 'Control Enter runs it, Control Space completes. A comment #defaultView:Table, Graph, Timeline or Map chooses how the answer is shown.')));
    try {
      const terms = await this.context.api.get('terms');
      this.editor = await makeEditor(box, terms, declared(text, terms.prefixes), go);
    } catch {
      const area = h('textarea', { rows: 12, spellcheck: 'false', 'aria-label': 'SPARQL query', value: text });
      fill(box, area);
      this.editor = { get: () => area.value, mark: () => undefined };
    }
    if (run) go();
  }

  /** Where SPARQL is asked under the lens. */
  address() {
    const { lens } = this.context.store.state;
    return lens ? `/lens/${encodeURIComponent(lens)}/sparql` : '/sparql';
  }

  sparql() {
    const text = this.editor?.get() ?? '';
    this.remember(`sparql:${text}`);
    const graph = /^\s*(?:(?:#[^\n]*|prefix\s+\S*\s*<[^>]*>|base\s*<[^>]*>)\s*)*(?:construct|describe)\b/i.test(text);
    void this.run(() => this.context.api.fetch(this.address(), {
      method: 'POST', headers: { 'content-type': 'application/sparql-query', accept: graph ? 'application/n-triples' : 'application/sparql-results+json' }, body: text,
    }), graph ? 'network' : 'table', text);
  }

  /** @param {() => Promise<Response>} ask @param {string} view @param {string} text @param {boolean} [ready] whether it is a question of the catalogue */
  async run(ask, view, text, ready = false) {
    const turn = ++this.turn;
    this.again = () => void this.run(ask, view, text, ready);
    this.answer.waiting();
    try {
      const answer = await ask();
      const isJson = (answer.headers.get('content-type') ?? '').includes('json');
      const result = isJson ? fromJson(await answer.json()) : fromTriples(await answer.text());
      if (turn === this.turn) await this.answer.show(result, wantedView(text, view), { text: ready ? '' : text, address: this.address() });
    } catch (error) {
      if (turn !== this.turn) return;
      const problem = /** @type {import('../api.js').ApiError} */ (error);
      if (problem.line) this.editor?.mark(problem.line);
      this.answer.fail(problem);
    }
  }

  resize() {
    this.answer.resize();
  }

  /** @param {'png' | 'svg'} kind */
  picture(kind) {
    return this.answer.picture(kind);
  }

  destroy() {
    this.turn += 1;
    this.answer.clear();
    delete this.host.dataset.ready;
    fill(this.host);
  }
}
