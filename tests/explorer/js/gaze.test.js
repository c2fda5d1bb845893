import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Gaze, read, written } from '../../../src/kg/explorer/static/js/views/network/gaze.js';

test('what is looked at comes back from an address', () => {
  assert.deepEqual(read(written({ x: 0.51234, y: -0.25, ratio: 0.0021 })), { x: 0.5123, y: -0.25, ratio: 0.0021 });
});

test('what cannot be looked at is nothing', () => {
  for (const text of ['', '1_2', '1_2_3_4', 'a_b_c', '1__2', '0.5_0.5_0', '0.5_0.5_100', '99_0_1', '0.5_0.5_Infinity']) assert.equal(read(text), null, text);
});

/** As sigma's camera, without time. */
class Camera {
  constructor() {
    this.state = { x: 0.5, y: 0.5, ratio: 1, angle: 0 };
  }

  /** @param {string} _ @param {() => void} does */
  on(_, does) {
    this.does = does;
  }

  getState = () => this.state;

  /** @param {object} look */
  setState(look) {
    this.state = { ...this.state, ...look };
    this.does?.();
  }

  /** @param {object} look */
  animate(look) {
    this.setState(look);
    return Promise.resolve();
  }
}

test('only what somebody has moved is told', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  globalThis.matchMedia = /** @type {any} */ (() => ({ matches: true }));
  /** @type {string[]} */ const told = [];
  const gaze = new Gaze((camera) => told.push(camera));
  const camera = new Camera();
  gaze.follow(camera);
  gaze.go({ x: 0.2, y: 0.3, ratio: 0.5 }, 250);
  context.mock.timers.tick(1000);
  assert.deepEqual(told, []);
  camera.setState({ x: 0.25 });
  camera.setState({ x: 0.3 });
  context.mock.timers.tick(1000);
  assert.deepEqual(told, ['0.3_0.3_0.5']);
  assert.equal(gaze.lookAt('0.3_0.3_0.5'), true);
  assert.equal(gaze.lookAt('0.6_0.6_1'), true);
  context.mock.timers.tick(1000);
  assert.deepEqual(camera.state, { x: 0.6, y: 0.6, ratio: 1, angle: 0 });
  assert.deepEqual(told, ['0.3_0.3_0.5']);
  gaze.go(Gaze.WHOLE, 0);
  context.mock.timers.tick(1000);
  assert.deepEqual(told, ['0.3_0.3_0.5', '']);
  assert.equal(gaze.lookAt('nowhere'), false);
  assert.equal(gaze.lookAt(''), true);
});
