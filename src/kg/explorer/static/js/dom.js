/**
 * Elements and text. The only way by which data reaches the page: as text or as a checked attribute.
 * @module
 */

/** @typedef {string | number | Node | null | undefined | false} Child */

/**
 * An element.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, unknown>} [attributes] `class`, `aria-…`, `data-…`; `on…` listeners;
 *   properties such as `value`, `checked`, `disabled`, `hidden`. `href` takes http(s) and own
 *   addresses only.
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) put(made, name, value);
  made.append(...children.flat().filter(isShown).map(text));
  return made;
}

/** @param {HTMLElement} element @param {string} name @param {unknown} value */
function put(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith('on') && typeof value === 'function') {
    element.addEventListener(name.slice(2).toLowerCase(), /** @type {EventListener} */ (value));
  } else if (PROPERTIES.has(name)) {
    /** @type {any} */ (element)[name] = value;
  } else if (name === 'href' || name === 'src') {
    const address = link(String(value));
    if (address) element.setAttribute(name, address);
  } else {
    element.setAttribute(name, value === true ? '' : String(value));
  }
}

const PROPERTIES = new Set(['value', 'checked', 'disabled', 'hidden', 'selected', 'tabIndex', 'open', 'indeterminate']);

/** @param {Child} child @returns {child is string | number | Node} */
const isShown = (child) => child !== null && child !== undefined && child !== false;

/** @param {string | number | Node} child @returns {string | Node} */
const text = (child) => (typeof child === 'number' ? String(child) : child);

/**
 * An address that a link may have: of this server, or http(s); '' for any other.
 * @param {string} address
 */
export function link(address) {
  if (/^(?:\/(?!\/)|[?#])/.test(address)) return address;
  try {
    const url = new URL(address);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : '';
  } catch {
    return '';
  }
}

/**
 * A name or a quote, isolated from the direction of the text around it.
 * @param {string} words @param {string} [language]
 */
export function say(words, language = '') {
  return h('bdi', language ? { lang: language } : {}, words);
}

/** Whether any part of an element stands within another's height. @param {Element} element @param {Element} frame */
export function inSight(element, frame) {
  const [box, { top, bottom }] = [element.getBoundingClientRect(), frame.getBoundingClientRect()];
  return box.top < bottom && box.bottom > top;
}

/**
 * An SVG element.
 * @param {string} tag @param {Record<string, unknown>} [attributes] @param {...Child} children
 */
export function s(tag, attributes = {}, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(name, String(value));
  }
  made.append(...children.filter(isShown).map(text));
  return made;
}

/** Put other children in the place of those an element has. @param {Element} element @param {...Child} children */
export function fill(element, ...children) {
  element.replaceChildren(...children.filter(isShown).map(text));
}

/** As `fill`; what had the focus gives it to what stands in its place. @param {Element} element @param {...Child} children */
export function refill(element, ...children) {
  const stops = () => /** @type {HTMLElement[]} */ ([...element.querySelectorAll('button, summary, a, input, select')]);
  const held = stops().indexOf(/** @type {HTMLElement} */ (document.activeElement));
  fill(element, ...children);
  if (held >= 0) stops()[held]?.focus();
}

/** A number as people read it: 4,312. @param {number} n */
export const number = (n) => n.toLocaleString('en');

/** "1 claim", "4,312 claims". @param {number} n @param {string} one @param {string} [many] */
export const plural = (n, one, many = `${one}s`) => `${number(n)} ${n === 1 ? one : many}`;
