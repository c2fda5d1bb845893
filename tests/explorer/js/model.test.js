import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Model, overlaps, span } from '../../../src/kg/explorer/static/js/model.js';
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
  dates: [{ edtf: '1981-06-20', bounds: ['1981-06-20', '1981-06-20', '1981-06-20', '1981-06-20'] }, { edtf: '', bounds: ['2019-11-01', '2019-11-15', '', ''] }],
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

const dateOf = (/** @type {string} */ edtf, /** @type {string[]} */ ...bounds) => span(/** @type {any} */ ({ edtf, bounds }));

test('an end that nobody states reaches no later day than the latest on which it may have begun', () => {
  assert.deepEqual(dateOf('1988-07/', '1988-07-01', '1988-07-31', '', ''), ['1988-07-01', '1988-07-31']);
  assert.deepEqual(dateOf('/1988-07', '', '', '1988-07-01', '1988-07-31'), ['1988-07-01', '1988-07-31']);
  assert.deepEqual(dateOf('1988', '1988-01-01', '1988-12-31', '1988-01-01', '1988-12-31'), ['1988-01-01', '1988-12-31']);
});

test('an end that is open on purpose reaches for ever', () => {
  assert.deepEqual(dateOf('1988-07/..', '1988-07-01', '1988-07-31', '', ''), ['1988-07-01', '']);
  assert.deepEqual(dateOf('../1988-07', '', '', '1988-07-01', '1988-07-31'), ['', '1988-07-31']);
  assert.ok(overlaps(['', ''], '1900-01-01', '1900-01-02'));
  assert.ok(overlaps(['1981-01-01', ''], '2020-01-01', ''));
  assert.ok(!overlaps(['1981-01-01', '1981-12-31'], '1982-01-01', ''));
});

test('an event passes a span when one of its datings does', () => {
  const executed = node('event:executed', [{ date: 0 }, { date: 1 }]);
  const model = new Model(/** @type {any} */ ({ ...data, nodes: [executed], lines: [], props: [], claims: [], dates: [{ edtf: '1988-07/', bounds: ['1988-07-01', '1988-07-31', '', ''] }, { edtf: '1990', bounds: ['1990-01-01', '1990-12-31', '1990-01-01', '1990-12-31'] }] }));
  const within = (/** @type {string} */ from, /** @type {string} */ to) => model.visible({ ...EMPTY, from, to }).nodes.size;
  assert.deepEqual([within('1988-07-20', '1988-07-21'), within('1990-02-01', ''), within('2015-01-01', '2016-12-31')], [1, 1, 0]);
});

test('words of a claim', () => {
  const model = new Model(/** @type {any} */ (data));
  assert.equal(model.attribution(model.data.claims[0]), 'X says');
  assert.deepEqual(model.content(model.data.claims[1]), [['new', 'by', 'b']]);
  assert.ok(model.disputed(model.data.claims[1]));
});
