/**
 * The tour: one real question, answered in under a minute. It does what a user would do.
 * @module
 */

import { fill, h } from '../dom.js';

/** @typedef {import('../context.js').Context} Context */

const KEY = 'explorer-tour';

/**
 * @typedef {{ title: string, says: string, does: (context: Context) => void }} Step
 * @type {Step[]}
 */
const STEPS = [
  { title: 'How many were killed in November 2019, and who says so?', says: 'Let us answer this in five steps. Every line and number here is somebody’s word, never ours.', does: ({ store }) => store.set({ view: 'network', lens: '', mode: [], sel: '', around: '', path: [], from: '', to: '' }) },
  { title: 'Find the event', says: 'The search finds names and quotes, in Latin and Persian letters. It has found the event; the panel shows what is said of it.', does: ({ store }) => store.set({ sel: 'event:killings_nov_2019' }) },
  { title: 'Read the words', says: 'Each claim opens the sentence that it rests on and names who says it. Below: who says the same, and who denies it.', does: ({ store, model }) => {
    const claim = model.data.claims.find((item) => item.quotes.length && item.props.some((at) => model.data.props[at].relation === 'count' && model.data.props[at].subject.includes('November 2019')));
    store.set({ view: 'text', sel: claim?.id ?? '' });
  } },
  { title: 'Compare the figures', says: 'Ranges on one axis: what each speaker says. The struck one is a denial.', does: ({ store }) => store.set({ view: 'compare', left: '', right: '' }) },
  { title: 'Look through one lens', says: 'The lens shows only what is disputed between speakers, or what one of them says. It is always on top, beside the mode: reports, predictions, demands.', does: ({ store }) => store.set({ view: 'network', lens: 'disputed', sel: '' }) },
];

/** @param {Context} context */
export function start(context) {
  document.querySelector('.tour')?.remove();
  let at = 0;
  const before = { ...context.store.state };
  const usable = context.model.nodeAt.has('event:killings_nov_2019') ? STEPS : STEPS.slice(4);
  const box = h('section', { class: 'tour', 'aria-label': 'Tour', tabIndex: -1 });
  const end = () => {
    box.remove();
    context.store.set(before);
    document.getElementById('search')?.focus();
  };
  const show = () => {
    const step = usable[at];
    step.does(context);
    const last = at === usable.length - 1;
    const next = h('button', { type: 'button', onclick: () => { if (last) end(); else { at += 1; show(); } } }, last ? 'Begin' : 'Next');
    fill(box, h('p', { class: 'quiet' }, `${at + 1} of ${usable.length}`), h('h2', {}, step.title), h('p', {}, step.says),
      h('p', { class: 'buttons' }, next, at ? h('button', { type: 'button', onclick: () => { at -= 1; show(); } }, 'Back') : null, h('button', { type: 'button', onclick: end }, 'Leave the tour')));
    context.actions.announce(`${step.title} ${step.says}`);
    next.focus();
  };
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      end();
    }
  });
  document.body.append(box);
  show();
}

/** Offer the tour at the first visit, without standing in the way. @param {Context} context */
export function offer(context) {
  try {
    if (localStorage.getItem(KEY)) return;
    localStorage.setItem(KEY, 'offered');
  } catch {
    return; // a browser that keeps nothing would be asked each time
  }
  if (location.search) return;
  const box = h('section', { class: 'tour small', 'aria-label': 'Tour' }, h('p', {}, 'New here? A tour of under a minute answers a real question.'),
    h('p', { class: 'buttons' }, h('button', { type: 'button', onclick: () => { box.remove(); start(context); } }, 'Take the tour'), h('button', { type: 'button', onclick: () => box.remove() }, 'No, thank you')));
  document.body.append(box);
}
