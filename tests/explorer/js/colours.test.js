import assert from 'node:assert/strict';
import { test } from 'node:test';
import { colours } from '../../../src/kg/explorer/static/js/views/text/colours.js';

const claim = (id, speaker, kind, more = {}) => ({ id, speaker, kind, source: 0, quotes: [[0, 1, 'x', 1]], reporting: false, ...more });
const claims = [
  ...Array.from({ length: 10 }, (_, n) => claim(`claim:${n}`, `actor:${n}`, 'report')), claim('claim:again', 'actor:9', 'denial'),
  claim('claim:cited', 'actor:1', 'report', { quotes: [] }), claim('claim:elsewhere', 'actor:1', 'report', { source: 1 }), claim('claim:only', 'actor:1', 'report', { reporting: true }),
];
const model = {
  data: { sources: [{ id: 'source:a' }, { id: 'source:b' }], claims },
  node: () => undefined,
  claim: (id) => claims.find((item) => item.id === id),
};
const visible = { claims: new Set(claims.keys()) };

test('by how it is meant: what is quoted in this source, the most frequent first', () => {
  const { legend, of } = colours(model, visible, 'kind', 'source:a');
  assert.deepEqual(legend.map(({ colour, count }) => [colour, count]), [['tone-report', 10], ['tone-denial', 1]]);
  assert.equal(of('claim:again'), 'tone-denial');
});

test('by speaker: eight have a colour, all others share one and are counted', () => {
  const { legend, of } = colours(model, visible, 'speaker', 'source:a');
  assert.equal(legend.length, 9);
  assert.deepEqual([legend[0].label, legend[0].count, legend[8].label, legend[8].count], ['actor:9', 2, 'other speakers', 2]);
  assert.equal(of('claim:again'), 'tone-0');
  assert.equal(of('claim:unknown'), 'tone-rest');
});

test('what the filters leave out is not counted', () => {
  const { legend } = colours(model, { claims: new Set([0]) }, 'kind', 'source:a');
  assert.deepEqual(legend.map(({ count }) => count), [1]);
});
