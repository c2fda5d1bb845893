/**
 * The tour: one real question about the story that is loaded, answered in under a minute. It does what
 * a user would do.
 * @module
 */

import { fill, h, plural } from '../dom.js';
import { grouped, numberOf } from '../views/compare/figures.js';

/** @typedef {import('../context.js').Context} Context */
/** @typedef {import('../records').Figure} Figure */

const KEY = 'explorer-tour';
/** What the tour does is no step of its user's: nothing of it is undone later. */
const QUIET = { quiet: true };

/**
 * @typedef {{ title: string, says: string, does: (context: Context) => void }} Step
 */

/**
 * The steps for a story: its most disputed number, the words of it, all numbers, the lens.
 * @param {Context} context @returns {Promise<Step[]>}
 */
async function steps({ api, model, store }) {
  // Under a lens or a mode the page may not hold it yet: the steps look at everything.
  const partial = Boolean(store.state.lens || store.state.mode.length || store.state.around);
  const { figures } = /** @type {import('../records').Figures} */ (await api.get('figures'));
  const disputed = grouped(figures).filter((item) => (partial || model.nodeAt.has(item.id)) && item.figures.some((figure) => figure.disputed));
  const group = disputed.find((item) => item.figures.some(({ kind }) => kind === 'denial')) ?? disputed[0];
  const quoted = group?.figures.find((figure) => partial ? figure.words : model.claim(figure.claim)?.quotes.length) ?? group?.figures[0];
  const plain = { view: 'network', lens: '', mode: [], around: '', path: [], from: '', to: '', hide: [], off: [] };
  /** @type {Step[]} */ const first = !group || !quoted ? [] : [
    { title: `How many were ${group.counted}, and who says so?`, says: `“${group.subject}”. The panel shows every number that anybody gives: ${plural(group.figures.length, 'claim')}. What is disputed is marked in red.`, does: ({ store }) => store.set({ ...plain, sel: group.id }, QUIET) },
    { title: 'Whose words are these?', says: `A click on a claim opens what it rests on. Here: ${quoted.attribution} ${quoted.words ? `“${quoted.words}”` : numberOf(quoted)}. Below it stand those who say the same, and those who deny it.`, does: ({ store }) => store.set({ ...plain, view: 'text', sel: quoted.claim }, QUIET) },
    { title: 'The answer: it depends on who is asked', says: `${told(group.figures)} A bar that fades has no end that anybody states; the struck one is a denial.`, does: ({ store }) => store.set({ ...plain, view: 'compare', left: '', right: '', sel: group.id }, QUIET) },
  ];
  return [...first,
    { title: 'Look through somebody’s eyes', says: '“According to” narrows every view to what one speaker says, or to what is disputed: as now. “Meant as” beside it shows predictions or demands, drawn apart from reports.', does: ({ store }) => store.set({ ...plain, lens: 'disputed', sel: 'shown' }, QUIET) },
  ];
}

/** What each says, in a sentence. @param {Figure[]} figures */
const told = (figures) => `${figures.slice(0, 4).map((figure) => `${figure.attribution} ${figure.words ? `“${figure.words}”` : numberOf(figure)}`).join('; ')}${figures.length > 4 ? `; and ${figures.length - 4} more` : ''}.`;

/** @param {Context} context */
export async function start(context) {
  const usable = await steps(context);
  document.querySelector('.tour')?.remove();
  let at = 0;
  const before = { ...context.store.state };
  const box = h('section', { class: 'tour', 'aria-label': 'Tour', tabIndex: -1 });
  const end = () => {
    box.remove();
    context.store.set({ ...before, sel: before.sel === 'start' ? 'start' : '' }, QUIET);
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

/** At the first visit the panel shows questions to begin with, and offers the tour. @param {Context} context */
export function offer(context) {
  if (location.search) return;
  try {
    if (localStorage.getItem(KEY)) return;
    localStorage.setItem(KEY, 'offered');
  } catch {
    return; // a browser that keeps nothing would be asked each time
  }
  context.store.set({ sel: 'start' }, { quiet: true });
}
