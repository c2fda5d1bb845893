import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shownOf, wholeSize } from '../../../src/kg/explorer/static/js/views/network/whole.js';

const DATA = /** @type {any} */ ({
  kinds: ['actor', 'event', 'place'], ids: ['actor:a', 'event:b', 'place:c', 'actor:d'], kind: [0, 1, 2, 0], lines: [0, 1, 1, 2, 1, 3], dated: [1, 0, 364],
});
const ALL = { off: [], hide: [], from: '', to: '' };

test('the whole map shows everything', () => {
  assert.deepEqual(shownOf(DATA, ALL), { nodes: [0, 1, 2, 3], lines: [0, 1, 2] });
});

test('a kind that is off and an entity that is hidden take their lines along', () => {
  assert.deepEqual(shownOf(DATA, { ...ALL, off: ['place'], hide: ['actor:d'] }), { nodes: [0, 1], lines: [0] });
  assert.deepEqual(shownOf(DATA, { ...ALL, off: ['event', 'series'] }), { nodes: [0, 2, 3], lines: [] });
});

test('marks grow with their lines, up to a bound', () => {
  const sizes = [0, 1, 10, 100, 1_000, 100_000].map(wholeSize);
  assert.deepEqual(sizes, [...sizes].sort((a, b) => a - b));
  assert.ok(sizes[0] > 1 && sizes[5] <= 11);
});

test('a span of time leaves out what cannot lie in it, and what only that is joined to', () => {
  const data = { ...DATA, ids: [...DATA.ids, 'event:late', 'actor:late', 'event:undated'], kind: [...DATA.kind, 1, 0, 1], lines: [...DATA.lines, 4, 5, 4, 2, 6, 0], dated: [1, 0, 364, 4, 1000, null] };
  const within = (/** @type {string} */ from, /** @type {string} */ to) => shownOf(data, { ...ALL, from, to }).nodes;
  assert.deepEqual(within('1970-06-01', '1970-07-01'), [0, 1, 2, 3]);
  assert.deepEqual(within('1975-01-01', ''), [2, 4, 5]);
  assert.deepEqual(within('', '1969-12-31'), []);
  assert.deepEqual(within('', '1972-09-27'), [0, 1, 2, 3, 4, 5]);
});
