/**
 * Light or dark, and the colours of the stylesheet for what is drawn on a canvas.
 * @module
 */

const KEY = 'explorer-theme';

/** 'system', 'light' or 'dark'. */
export function theme() {
  return document.documentElement.dataset.theme ?? 'system';
}

/** @param {string} name */
export function setTheme(name) {
  if (name === 'light' || name === 'dark') document.documentElement.dataset.theme = name;
  else delete document.documentElement.dataset.theme;
  try {
    localStorage.setItem(KEY, name);
  } catch {
    // a browser that keeps nothing: the choice holds for this page
  }
  for (const listener of listeners) listener();
}

/** @type {Set<() => void>} */
const listeners = new Set();

/** Be told when the colours change. @param {() => void} listener @returns {() => void} */
export function onTheme(listener) {
  const media = matchMedia('(prefers-color-scheme: dark)');
  listeners.add(listener);
  media.addEventListener('change', listener);
  return () => {
    listeners.delete(listener);
    media.removeEventListener('change', listener);
  };
}

/** Take up what was chosen the last time. */
export function restoreTheme() {
  try {
    const kept = localStorage.getItem(KEY);
    if (kept === 'light' || kept === 'dark') document.documentElement.dataset.theme = kept;
  } catch {
    // as above
  }
}

/**
 * A colour of the stylesheet as the browser has it now: `colour('actor')` → `rgb(36, 99, 168)`.
 * @param {string} name
 */
export function colour(name) {
  const probe = document.createElement('span');
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

/** Whether network and timeline are lists: by choice, or as is usual on a small screen. @param {{ as: string }} state */
export const listFirst = ({ as }) => (as ? as === 'list' : narrow());

/** What `as` is to be so that they are that. @param {boolean} list */
export const listed = (list) => (list === narrow() ? '' : list ? 'list' : 'picture');

/** A phone's screen, as in the stylesheet. @returns {boolean} */
export const narrow = () => matchMedia('(max-width: 48rem)').matches;

/** @returns {boolean} */
export const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
