import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Model, overlaps } from '../../../src/kg/explorer/static/js/model.js';
import { EMPTY } from '../../../src/kg/explorer/static/js/state.js';

const node = (id, when = []) => ({ id, kind: id.split(':')[0], when, where: [], label: id, disputed: false });
const data = {
  lens: { id: '', label: 'Everyone' }, mode: [], around: null, counts: { nodes: { shown: 4, total: 4 } }, kinds: {}, sources: [], places: [], quantities: [],
  nodes: [node('event:old', [{ date: 0 }]), node('event:new', [{ date: 1 }]), node('actor:a'), node('actor:b'), node('event:undated')],
  lines: [
    { id: 'event:old by actor:a', s: 0, o: 2, group: 'edges', claims: [0], disputed: false },
    { id: 'event:new by actor:b', s: 1, o: 3, group: 'edges', claims: [1], disputed: false },
  ],
  props: [{ s: 0, o: 2, subject: 'old', label: 'by', object: 'a', disputed: false }, { s: 1, o: 3, subject: 'new', label: 'by', object: 'b', disputed: true }],
  claims: [{ id: 'claim:1', speaker: 'actor:x', props: [0], voices: [['X', -1], [' says', -1]] }, { id: 'claim:2', speaker: 'actor:a', props: [1], voices: [] }],
  dates: [{ bounds: ['1981-06-20', '1981-06-20', '1981-06-20', '1981-06-20'] }, { bounds: ['2019-11-01', '2019-11-15', '', ''] }],
};

test('a span of time keeps what may lie in it, and what that is joined to', () => {
  const model = new Model(/** @type {any} */ (data));
  const { nodes, lines, claims } = model.visible({ ...EMPTY, from: '2019-01-01', to: '2019-12-31' });
  assert.deepEqual([[...nodes], [...lines], [...claims]], [[1, 3], [1], [1]]);
});

test('a kind that is switched off takes its lines and claims along', () => {
  const model = new Model(/** @type {any} */ (data));
  const { lines, claims } = model.visible({ ...EMPTY, off: ['actor'] });
  assert.deepEqual([[...lines], [...claims]], [[], []]);
});

test('the network draws the first entities, and what was asked for', () => {
  const model = new Model(/** @type {any} */ (data));
  assert.deepEqual([...model.visible({ ...EMPTY, n: 1, with: ['actor:b'] }).drawn], [0, 3]);
  assert.ok(model.visible({ ...EMPTY, n: 1, sel: 'claim:2' }).drawn.has(1));
});

test('open bounds reach for ever', () => {
  assert.ok(overlaps(['', '', '', ''], '1900-01-01', '1900-01-02'));
  assert.ok(overlaps(['1981-01-01', '', '', ''], '2020-01-01', ''));
  assert.ok(!overlaps(['1981-01-01', '1981-01-01', '1981-12-31', '1981-12-31'], '1982-01-01', ''));
});

test('words of a claim', () => {
  const model = new Model(/** @type {any} */ (data));
  assert.equal(model.attribution(model.data.claims[0]), 'X says');
  assert.deepEqual(model.content(model.data.claims[1]), [['new', 'by', 'b']]);
  assert.ok(model.disputed(model.data.claims[1]));
});
