import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shownOf, wholeSize } from '../../../src/kg/explorer/static/js/views/network/whole.js';

const DATA = /** @type {any} */ ({
  kinds: ['actor', 'event', 'place'], ids: ['actor:a', 'event:b', 'place:c', 'actor:d'], kind: [0, 1, 2, 0], lines: [0, 1, 1, 2, 1, 3],
});

test('the whole map shows everything', () => {
  assert.deepEqual(shownOf(DATA, [], []), { nodes: [0, 1, 2, 3], lines: [0, 1, 2] });
});

test('a kind that is off and an entity that is hidden take their lines along', () => {
  assert.deepEqual(shownOf(DATA, ['place'], ['actor:d']), { nodes: [0, 1], lines: [0] });
  assert.deepEqual(shownOf(DATA, ['event', 'series'], []), { nodes: [0, 2, 3], lines: [] });
});

test('marks grow with their lines, up to a bound', () => {
  const sizes = [0, 1, 10, 100, 1_000, 100_000].map(wholeSize);
  assert.deepEqual(sizes, [...sizes].sort((a, b) => a - b));
  assert.ok(sizes[0] > 1 && sizes[5] <= 11);
});
