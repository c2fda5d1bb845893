import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMPTY, Store, differences, paired, pairs, read, write } from '../../../src/kg/explorer/static/js/state.js';

const FULL = {
  ...EMPTY, view: 'map', second: 'timeline', lens: 'common:mek,irgc', mode: ['prediction', 'demand'], around: 'actor:mek', hops: 3,
  with: ['event:a', 'actor:b'], sel: 'line:event:a place place:tehran edges', hide: ['actor:x'], pin: { 'actor:mek': [12, -7] }, off: ['date'],
  from: '1988-01-01', to: '2020-06-20', days: '1988-06-01_1988-09-30', camera: '0.4_0.6_0.5', as: 'list', n: 80, whole: '1', size: 'betweenness', color: 'community', path: ['event:a', 'event:b'],
  source: 'source:s', left: 'actor:l', right: 'actor:r', find: 'a & b', sort: '-quote', only: 'meant=demand&source=A%2C+B', told: 'speaker=A&kind=demand', by: 'speaker', lanes: 'actor', at: '51_35_4', ask: 'query:events/in_place?place=tehran',
};

test('a state comes back from its address', () => {
  assert.deepEqual(read(`?${write(FULL)}`), FULL);
});

test('what is as usual is not in the address', () => {
  assert.equal(write(structuredClone(EMPTY)), '');
});

test('an address that means nothing gives the usual state', () => {
  assert.deepEqual(read('?hops=-1&n=x&from=yesterday&path=one&pin=a@b&hops=99999999999'), structuredClone(EMPTY));
});

test('days of an address may be months or years', () => {
  const { from, to } = read('?from=2019&to=2020-02');
  assert.deepEqual([from, to], ['2019-01-01', '2020-02-29']);
});

test('steps are undone and redone, a new step ends what could be redone', () => {
  const store = new Store(structuredClone(EMPTY));
  store.set({ lens: 'disputed' });
  store.set({ hide: ['actor:x'] });
  assert.equal(store.undo(), true);
  assert.deepEqual([store.state.lens, store.state.hide], ['disputed', []]);
  store.redo();
  assert.deepEqual(store.state.hide, ['actor:x']);
  store.undo();
  store.set({ mode: ['demand'] });
  assert.equal(store.redo(), false);
});

test('a quiet change is no step; listeners hear what has changed', () => {
  const store = new Store(structuredClone(EMPTY));
  /** @type {string[][]} */ const heard = [];
  const stop = store.listen((_, changes) => heard.push([...changes]));
  store.set({ from: '1988-01-01' }, { quiet: true });
  store.set({ from: '1988-01-01' });
  stop();
  store.set({ to: '1989-01-01' });
  assert.deepEqual(heard, [['from']]);
  assert.equal(store.past.length, 1);
});

test('differences names keys', () => {
  assert.deepEqual([...differences(FULL, { ...FULL, pin: {} })], ['pin']);
});

test('every key comes back', () => {
  for (const key of /** @type {(keyof typeof EMPTY)[]} */ (Object.keys(EMPTY))) assert.notDeepEqual(FULL[key], EMPTY[key], key);
});

test('what the claims in the panel are narrowed to goes with what is selected', () => {
  const store = new Store({ ...structuredClone(EMPTY), sel: 'shown', told: 'kind=demand' });
  store.set({ view: 'map' });
  assert.equal(store.state.told, 'kind=demand');
  store.set({ sel: 'actor:mek' });
  assert.equal(store.state.told, '');
});

test('values by name come back, whatever stands in them', () => {
  const values = { source: 'A & B, 100 % =', speaker: 'خامنه‌ای' };
  assert.deepEqual(pairs(paired({ ...values, kind: '' })), values);
});
