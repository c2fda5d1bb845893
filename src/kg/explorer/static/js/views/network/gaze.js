/**
 * Where the network is looked at, as the address tells it: where somebody has moved the picture to.
 * Where it went by itself, to what was selected, goes without saying: it goes there again.
 * @module
 */

import { calm } from '../../theme.js';

/** @typedef {{ x: number, y: number, ratio: number }} Look in the frame of the picture: its middle is 0.5, 0.5, its width 1 */

/** A camera that has not moved for so long, in milliseconds, has arrived. */
const SETTLED = 250;
/** Ratios of the camera between which it moves. */
export const NEAREST = 0.002;
export const FARTHEST = 6;

/** @param {Look} look */
export const written = ({ x, y, ratio }) => [x, y, ratio].map((value) => String(Number(value.toFixed(4)))).join('_');

/** What an address tells; null when it cannot be looked at. @param {string} text @returns {Look | null} */
export function read(text) {
  const [x, y, ratio, more] = text.split('_').map((part) => (part ? Number(part) : NaN));
  const known = [x, y, ratio].every(Number.isFinite) && more === undefined && ratio >= NEAREST && ratio <= FARTHEST;
  return known && Math.abs(x) < 10 && Math.abs(y) < 10 ? { x, y, ratio } : null;
}

export class Gaze {
  /** The whole picture. @type {Readonly<Look>} */
  static WHOLE = Object.freeze({ x: 0.5, y: 0.5, ratio: 1 });

  /** @param {(camera: string) => void} tell */
  constructor(tell) {
    this.tell = tell;
    this.own = written(Gaze.WHOLE);
    this.kept = '';
    /** @type {ReturnType<typeof setTimeout> | undefined} */ this.later = undefined;
    /** @type {any} */ this.camera = null;
  }

  /** @param {any} camera sigma's */
  follow(camera) {
    this.camera = camera;
    camera.on('updated', () => {
      clearTimeout(this.later);
      this.later = setTimeout(() => this.settled(), SETTLED);
    });
  }

  settled() {
    const now = written(this.camera.getState());
    const camera = now === this.own ? '' : now;
    if (camera === this.kept) return;
    this.kept = camera;
    this.tell(camera);
  }

  /** Go somewhere of the picture's own accord. @param {Partial<Look>} look @param {number} duration in milliseconds */
  go(look, duration) {
    this.own = written({ ...this.camera.getState(), ...look });
    void this.camera.animate(look, { duration: calm() ? 0 : duration });
  }

  /** Look where an address says; false when it says nothing. @param {string} text */
  lookAt(text) {
    if (text && text === this.kept) return true;
    const look = read(text);
    if (!look) return text === '' && this.kept === '';
    this.kept = text;
    this.camera.setState(look);
    return true;
  }

  stop() {
    clearTimeout(this.later);
  }
}
