/**
 * A window that moves through time.
 * @module
 */

import { calm } from '../../theme.js';

/** @typedef {import('./bars.js').Span} Span */

/** Milliseconds between two steps. */
export const SPEEDS = { slow: 1_400, normal: 700, fast: 300 };

export class Player {
  /** @param {(span: Span, first: boolean) => void} show @param {() => void} changed */
  constructor(show, changed) {
    this.show = show;
    this.changed = changed;
    /** @type {any} */ this.timer = 0;
    this.speed = SPEEDS.normal;
    this.playing = false;
  }

  /**
   * @param {Span} all @param {Span | null} chosen the window to move; without one, a tenth of all time
   */
  start(all, chosen) {
    const whole = all[1] - all[0];
    const width = chosen && chosen[1] - chosen[0] < whole * 0.9 ? chosen[1] - chosen[0] : whole / 10;
    let at = chosen && chosen[1] < all[1] - 1 ? chosen[0] : all[0];
    let first = true;
    this.playing = true;
    const step = () => {
      this.show([at, Math.min(at + width, all[1])], first);
      first = false;
      if (at + width >= all[1]) return this.stop();
      // Without motion, whole windows follow each other, slowly.
      at += calm() ? width : width / 4;
      this.timer = setTimeout(step, calm() ? Math.max(1_500, this.speed * 3) : this.speed);
    };
    step();
    this.changed();
  }

  stop() {
    clearTimeout(this.timer);
    if (!this.playing) return;
    this.playing = false;
    this.changed();
  }
}
