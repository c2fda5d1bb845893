/**
 * The text of a source as it was written: every passage that is evidence is marked, and leads to the
 * claims that rest on it; the margin is the coverage ledger.
 * @module
 */

import { fill, h, inSight, number, plural, say } from '../dom.js';
import { calm } from '../theme.js';
import { meant } from '../words.js';
import { shortened } from '../shell/search.js';
import { sentence } from '../shell/panel/parts.js';
import { colours } from './text/colours.js';

/** @typedef {import('../context.js').Context} Context */
/** @typedef {import('../context.js').View} View */

/** @param {HTMLElement} host @param {Context} context @returns {View} */
export function mount(host, context) {
  return new TextView(host, context);
}

class TextView {
  /** @param {HTMLElement} host @param {Context} context */
  constructor(host, context) {
    this.host = host;
    this.context = context;
    const { store } = context;
    this.sources = h('select', { id: 'text-source', onchange: () => store.set({ source: this.sources.value }) });
    this.by = h('select', { id: 'text-colours', onchange: () => store.set({ by: this.by.value }) }, h('option', { value: '' }, 'how it is meant'), h('option', { value: 'speaker' }, 'speaker'));
    this.head = h('div', { class: 'text-head' });
    this.key = h('div', { class: 'text-key' });
    this.sheet = h('article', { class: 'text-sheet' });
    fill(host, h('div', { class: 'text' }, h('div', { class: 'controls' }, h('label', { for: 'text-source' }, 'Source'), this.sources, h('label', { for: 'text-colours' }, 'Colours tell'), this.by), this.head, this.key, this.sheet));
    this.shown = '';
    /** @type {any} */ this.page = null;
    this.sheet.addEventListener('keydown', (event) => this.keys(event));
    this.update(new Set(['model', 'sel']));
  }

  /** @param {Set<string>} changes */
  update(changes) {
    if (changes.has('model') || changes.has('source')) this.choose();
    if (changes.has('sel')) void this.follow();
    if (['visible', 'model', 'by'].some((key) => changes.has(key))) {
      this.legend();
      if (this.page && !this.page.text?.length) this.cited();
      this.paint();
    }
    if (changes.has('sel') || changes.has('hover')) this.mark();
  }

  /** Which source is shown: the chosen one, that of the selected claim, or the first with a text. */
  choose() {
    const { model, store } = this.context;
    const { sources } = model.data;
    if (!sources.length) {
      fill(this.sheet, h('p', { class: 'empty' }, 'Nothing to read here: the data holds no claim, so no source.'));
      return;
    }
    const claim = model.claim(store.state.sel);
    const wanted = store.state.source || (claim ? sources[claim.source].id : '') || (sources.find((item) => item.quoted) ?? sources[0]).id;
    fill(this.sources, ...[...sources].sort((a, b) => Number(b.quoted) - Number(a.quoted)).map((item) => h('option', { value: item.id, selected: item.id === wanted }, `${item.label}${item.quoted ? '' : ' (cited only)'}`)));
    if (wanted !== this.shown) void this.show(wanted);
  }

  /** A claim is selected elsewhere: go to its source and passage; of what else is selected, to the first passage about it. */
  async follow() {
    const { model, store } = this.context;
    const claim = model.claim(store.state.sel);
    if (!claim) return this.seeSelected();
    const source = model.data.sources[claim.source].id;
    if (source !== this.shown) await this.show(source);
    this.sources.value = source;
    const passage = this.passages(claim.id)[0];
    if (passage && !this.host.contains(document.activeElement)) passage.scrollIntoView({ block: 'center', behavior: calm() ? 'auto' : 'smooth' });
    else passage?.scrollIntoView({ block: 'nearest' });
  }

  /** Bring a passage about what is selected into sight, unless one is. */
  seeSelected() {
    this.mark();
    const runs = /** @type {HTMLElement[]} */ ([...this.sheet.querySelectorAll('.passage-run.selected')]);
    if (!runs.some((run) => inSight(run, this.host)) && !this.host.contains(document.activeElement)) runs[0]?.scrollIntoView({ block: 'center', behavior: calm() ? 'auto' : 'smooth' });
  }

  /** @param {string} source */
  async show(source) {
    this.shown = source;
    delete this.host.dataset.ready;
    fill(this.sheet, h('p', { class: 'waiting' }, 'Loading the text…'));
    try {
      const page = await this.context.api.page(source);
      if (this.shown !== source) return;
      this.page = page;
      this.heading();
      this.legend();
      if (page.text?.length) this.write();
      else this.cited();
      this.paint();
      this.mark();
      this.host.dataset.ready = source;
      void this.follow();
    } catch (error) {
      if (this.shown === source) fill(this.sheet, h('p', { class: 'problem', role: 'alert' }, /** @type {Error} */ (error).message));
    }
  }

  heading() {
    const { page } = this;
    const by = (page.authors ?? []).map((/** @type {any} */ item) => item.label).join(', ');
    const when = (page.published ?? []).map((/** @type {any} */ item) => item.label).join(', ');
    fill(this.head, h('h2', {}, say(page.label)), h('p', { class: 'quiet' }, say([by, ...(page.publishers ?? []).map((/** @type {any} */ item) => item.label), when].filter(Boolean).join(' · ')), page.published_inferred ? ' (date inferred)' : '', page.url ? [' · ', h('a', { href: page.url, rel: 'noreferrer' }, 'the source')] : null),
      page.citation ? h('p', {}, h('small', {}, say(page.citation))) : null, ...(page.rights ?? []).map((/** @type {string} */ text) => h('p', {}, h('small', {}, say(text)))));
  }

  /** The text, paragraph by paragraph, with its ledger. */
  write() {
    const { page } = this;
    fill(this.sheet, ...page.text.map((/** @type {any} */ paragraph) => h('div', { class: 'paragraph' }, ...paragraph.segments.map((/** @type {any} */ segment) => this.segment(segment)))));
    const { coverage } = page;
    this.sheet.prepend(h('p', { class: 'quiet coverage' }, `Coverage: ${coverage.evidence} of ${coverage.segments} sentences, headings and captions are evidence of ${plural(coverage.claims, 'claim')}; ${coverage.skipped} skipped with a reason, ${coverage.unaccounted} unaccounted for. The margin counts all claims, whatever the lens.`));
    if (page.language) this.sheet.lang = page.language;
  }

  /** @param {any} segment */
  segment(segment) {
    /** @type {Set<string>} */ const claims = new Set();
    const words = segment.runs.map((/** @type {any} */ run) => {
      const ids = run.claims.map((/** @type {any} */ claim) => shortened(claim.iri ?? claim));
      ids.forEach((/** @type {string} */ id) => claims.add(id));
      if (!ids.length) return run.text;
      // Claims that meet between two words leave a space or a full stop of their own, too small to be hit.
      if (!/[\p{L}\p{N}]/u.test(run.text)) return h('mark', { class: 'passage-run', 'data-claims': ids.join(' ') }, run.text);
      return h('mark', { class: 'passage-run', 'data-claims': ids.join(' '), tabIndex: 0, role: 'button', 'aria-label': `${run.text}: ${plural(ids.length, 'claim')}`, onclick: () => this.pick(ids) }, run.text);
    });
    const note = segment.skipped ? `skipped: ${segment.skipped}` : plural(claims.size, 'claim');
    return h('p', { class: `segment ${segment.kind.toLowerCase()}${segment.skipped ? ' skipped' : ''}`, dir: 'auto' },
      h('span', { class: 'ledger' }, h('span', { class: 'n' }, segment.number), ' ', note), ...words);
  }

  /** A work that is only cited: its claims with their places in it. */
  cited() {
    const { model, actions, visible } = this.context;
    const at = model.data.sources.findIndex((item) => item.id === this.shown);
    const claims = [...visible.claims].map((place) => model.data.claims[place]).filter((claim) => claim.source === at);
    fill(this.sheet, h('p', { class: 'quiet' }, `Its text is not held here: the editors have added its claims from a citation${claims.length ? '.' : '; none of them passes the lens, the mode and the filters.'}`), h('ul', {}, ...claims.map((claim) => h('li', { class: 'item', 'data-id': claim.id }, h('button', { type: 'button', class: 'open', onclick: () => actions.select(claim.id) },
      h('strong', {}, say(model.attribution(claim))), ' ', h('span', { class: `chip kind-${claim.kind}` }, meant(claim.kind)), ...model.content(claim).map((parts) => h('span', { class: 'block' }, sentence(parts)))), h('small', {}, say(claim.locator))))));
  }

  /** One claim is selected at once; of several, the next one each time. @param {string[]} ids */
  pick(ids) {
    const { store, actions, visible, model } = this.context;
    const open = ids.filter((id) => visible.claims.has(model.claimAt.get(id) ?? -1));
    const usable = open.length ? open : ids;
    const at = usable.indexOf(store.state.sel);
    actions.select(usable[(at + 1) % usable.length]);
    if (usable.length > 1) actions.announce(`Claim ${((at + 1) % usable.length) + 1} of ${usable.length} that rest on these words.`);
  }

  /** @param {string} id @returns {HTMLElement[]} */
  passages(id) {
    return /** @type {HTMLElement[]} */ ([...this.sheet.querySelectorAll('.passage-run')]).filter((run) => run.dataset.claims?.split(' ').includes(id));
  }

  legend() {
    const { model, visible } = this.context;
    const { by } = this.context.store.state;
    this.by.value = by === 'speaker' ? by : '';
    this.colours = colours(model, visible, by, this.shown);
    fill(this.key, ...this.colours.legend.map(({ label, colour, count }) => h('span', { class: 'key' }, h('span', { class: `swatch ${colour}` }), ' ', say(label), h('small', {}, ` ${number(count)}`))));
  }

  /** Colour what passes the lens and the filters, dim the rest. */
  paint() {
    if (!this.colours) return;
    const { model, visible } = this.context;
    for (const run of /** @type {NodeListOf<HTMLElement>} */ (this.sheet.querySelectorAll('.passage-run'))) {
      const ids = (run.dataset.claims ?? '').split(' ').filter((id) => visible.claims.has(model.claimAt.get(id) ?? -1));
      run.classList.toggle('dim', !ids.length);
      run.dataset.layers = String(Math.min(3, ids.length));
      for (const name of [...run.classList]) if (name.startsWith('tone-')) run.classList.remove(name);
      if (ids.length) run.classList.add(this.colours.of(ids[0]));
    }
  }

  mark() {
    const { store, hover, model } = this.context;
    const at = model.nodeAt.get(store.state.sel);
    const chosen = new Set(at === undefined ? [store.state.sel] : model.claimsOf[at].map((claim) => model.data.claims[claim].id));
    const line = model.line(store.state.sel.replace(/^line:/, ''));
    line?.claims.forEach((claim) => chosen.add(model.data.claims[claim].id));
    for (const run of /** @type {NodeListOf<HTMLElement>} */ (this.sheet.querySelectorAll('.passage-run'))) {
      const ids = (run.dataset.claims ?? '').split(' ');
      run.classList.toggle('selected', ids.some((id) => chosen.has(id)));
      run.classList.toggle('hover', ids.includes(hover));
    }
    for (const item of /** @type {NodeListOf<HTMLElement>} */ (this.sheet.querySelectorAll('li[data-id]'))) item.classList.toggle('selected', chosen.has(item.dataset.id ?? ''));
  }

  /** @param {KeyboardEvent} event */
  keys(event) {
    const runs = /** @type {HTMLElement[]} */ ([...this.sheet.querySelectorAll('.passage-run[tabindex]')]);
    const at = runs.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    if (at < 0) return;
    const next = { ArrowRight: at + 1, ArrowDown: at + 1, j: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, k: at - 1 }[event.key];
    if (next !== undefined) runs[Math.max(0, Math.min(runs.length - 1, next))].focus();
    else if (event.key === 'Enter' || event.key === ' ') this.pick((runs[at].dataset.claims ?? '').split(' '));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  destroy() {
    delete this.host.dataset.ready;
    fill(this.host);
  }
}

