/**
 * A button that opens a small window beside itself: closed by Escape, by a click outside, and by
 * moving on; the focus goes in and comes back.
 * @module
 */

import { fill, h } from '../dom.js';

export class Popup {
  /**
   * @param {HTMLButtonElement} button
   * @param {string} label what a screen reader calls the window
   * @param {() => Promise<(Node | null)[]> | (Node | null)[]} content made each time it is opened
   */
  constructor(button, label, content) {
    this.button = button;
    this.content = content;
    this.window = h('div', { class: 'popup', role: 'dialog', 'aria-label': label, hidden: true });
    this.element = h('div', { class: 'popup-place' }, button, this.window);
    button.setAttribute('aria-haspopup', 'dialog');
    button.setAttribute('aria-expanded', 'false');
    button.addEventListener('click', () => (this.window.hidden ? this.open() : this.close()));
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !this.window.hidden) {
        event.stopPropagation();
        this.close();
      }
    });
    this.element.addEventListener('focusout', (event) => {
      const to = /** @type {Node | null} */ (event.relatedTarget);
      if (to && !this.element.contains(to)) this.close();
    });
    document.addEventListener('pointerdown', (event) => {
      if (!this.element.contains(/** @type {Node} */ (event.target))) this.close();
    });
  }

  async open() {
    this.window.hidden = false;
    this.button.setAttribute('aria-expanded', 'true');
    fill(this.window, h('p', { class: 'quiet' }, 'Loading…'));
    try {
      fill(this.window, ...(await this.content()));
    } catch (error) {
      fill(this.window, h('p', { class: 'problem', role: 'alert' }, /** @type {Error} */ (error).message));
    }
    const first = this.window.querySelector('input, select, button, a');
    if (first instanceof HTMLElement && this.element.contains(document.activeElement)) first.focus();
  }

  /** What had the focus in it leaves it to the button. */
  close() {
    if (this.window.contains(document.activeElement)) this.button.focus();
    this.window.hidden = true;
    this.button.setAttribute('aria-expanded', 'false');
  }
}
