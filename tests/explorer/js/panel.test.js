import assert from 'node:assert/strict';
import { test } from 'node:test';
import { happened, headingOf, sectionOf } from '../../../src/kg/explorer/static/js/shell/panel/happened.js';
import { by, chain } from '../../../src/kg/explorer/static/js/shell/panel/said.js';
import { dayOf } from '../../../src/kg/explorer/static/js/days.js';
import { pointText } from '../../../src/kg/explorer/static/js/words.js';
import { Model } from '../../../src/kg/explorer/static/js/model.js';
import { EMPTY, Store } from '../../../src/kg/explorer/static/js/state.js';

const node = (id, more = {}) => ({ id, kind: id.split(':')[0], label: id, when: [], where: [], disputed: false, ...more });
const at = (place, claims, group = 'edges', relation = 'place') => ({ place, claims, group, relation });
const day = (date, claims) => ({ date, claims, group: 'edges', relation: 'date' });
const model = (data) => new Model(/** @type {any} */ ({ lens: { id: '', label: '' }, mode: [], lines: [], props: [], claims: [], dates: [], places: [], nodes: [], ...data }));
const places = [
  { id: 'place:city', label: 'City', within: ['place:land'] }, { id: 'place:house', label: 'House', within: ['place:city', 'place:land'] }, { id: 'place:land', label: 'Land', within: [] },
];
const dates = [
  { id: 'date:year', label: '1988', bounds: ['1988-01-01', '1988-01-01', '1988-12-31', '1988-12-31'] },
  { id: 'date:summer', label: 'summer', bounds: ['1988-06-01', '1988-06-30', '1988-08-01', '1988-08-31'] },
  { id: 'date:open', label: 'since July', bounds: ['1988-07-01', '1988-07-31', '', ''] },
];

test('at a place happened what is put there and what is put in a place within it, once each, the earliest first', () => {
  const found = happened(model({ places, dates, nodes: [
    node('event:late', { where: [at(0, [2])], when: [day(0, [])] }),
    node('event:early', { where: [at(1, [0]), at(0, [1, 0])], when: [day(1, [])] }),
    node('event:elsewhere', { where: [at(2, [3])] }),
    node('event:feared', { where: [at(0, [4], 'prediction')] }),
  ] }), 'place:city');
  assert.deepEqual(found.map(({ node: { id }, at: where, claims, groups }) => [id, where, claims, groups]), [
    ['event:late', '', [2], ['edges']], ['event:early', 'House', [0, 1], ['edges']], ['event:feared', '', [4], ['prediction']],
  ]);
});

test('no heading says that something happened which is only predicted, headed there, based there, or a prospect', () => {
  const of = (/** @type {string} */ kind, group = 'edges', relation = 'place') => sectionOf(kind, { group, relation });
  assert.deepEqual([of('event'), of('event', 'interpretations'), of('event', 'edges', 'destination'), of('actor', 'edges', 'basedIn'), of('prospect')], ['here', 'here', 'headed', 'based', 'apart']);
  assert.deepEqual(['prediction', 'demand', 'hypothesis', 'aside', 'denial', 'doubt', 'open'].map((group) => of('event', group)), ['apart', 'apart', 'apart', 'apart', 'contested', 'contested', 'contested']);
  assert.equal(of('actor', 'prediction', 'basedIn'), 'apart');
  const [feared, wanted] = happened(model({ places, nodes: [node('event:feared', { where: [at(0, [1], 'prediction'), at(0, [2], 'demand')] }), node('prospect:wanted', { where: [at(0, [3], 'hypothesis')] })] }), 'place:city');
  assert.equal(headingOf('apart', [feared, wanted], true), 'Not said to have happened: only predicted, demanded or supposed');
  assert.deepEqual(feared.claims, [1, 2]);
  assert.equal(headingOf('apart', [{ ...feared, node: /** @type {any} */ (node('actor:a')) }], true), 'Not said to be so: only predicted or demanded');
  assert.equal(headingOf('apart', [{ ...wanted, groups: ['edges'] }], true), 'Not said to have happened: only a prospect');
  assert.match(headingOf('contested', [{ ...feared, groups: ['denial'] }], true), /^Only denied: others may say/);
  assert.equal(headingOf('here', [], false), 'What is given this date');
});

test('what is reported and predicted of one place stands once, as reported', () => {
  const [both] = happened(model({ places, nodes: [node('event:a', { where: [at(0, [1], 'prediction'), at(0, [2])] })] }), 'place:city');
  assert.deepEqual([both.section, both.claims, both.groups], ['here', [2], ['edges']]);
});

test('in a year lies what cannot reach out of it', () => {
  const found = happened(model({ dates, nodes: [node('event:summer', { when: [day(1, [0])] }), node('event:open', { when: [day(2, [1])] })] }), 'date:year');
  assert.deepEqual(found.map(({ node: { id }, at: when }) => [id, when]), [['event:summer', 'summer']]);
});

test('claims go by speaker, the chain of reporting told', () => {
  const claims = [{ id: 'a', props: [], voices: [['A', 0], [' says', -1]] }, { id: 'b', props: [], voices: [['A', 0], [' reports that ', -1], ['B', 1], [' says', -1]] }, { id: 'c', props: [], voices: [['A', 0], [' denies', -1]] }];
  const found = model({ claims, nodes: [] });
  const groups = by(/** @type {any} */ (claims), (claim) => chain(found.speakers(claim)));
  assert.deepEqual(groups.map(([name, made]) => [name, made.map(({ id }) => id)]), [['A', ['a', 'c']], ['B, in the words of A', ['b']]]);
});

test('that something is said to occur is told as a sentence', () => {
  const found = model({ props: [{ s: -1, o: -1, subject: 'X', label: 'occurs', relation: 'occurs', object: 'yes' }], claims: [{ id: 'a', voices: [], props: [0] }] });
  assert.deepEqual(found.content(found.data.claims[0]), [['X', 'takes place', '']]);
});

test('under the lens "disputed" the network draws what only numbers dispute', () => {
  const nodes = [node('event:a', { disputed: true }), node('event:b')];
  const drawn = (id) => [...model({ nodes, lens: { id, label: '' } }).visible(structuredClone(EMPTY)).drawn];
  assert.deepEqual([drawn('disputed'), drawn('')], [[0], []]);
});

test('a year, a month or a day is typed', () => {
  assert.deepEqual(['2019', '2019-11', '2019-11-15', ' 2020-2 ', ''].map((text) => [dayOf(text, false), dayOf(text, true)]), [
    ['2019-01-01', '2019-12-31'], ['2019-11-01', '2019-11-30'], ['2019-11-15', '2019-11-15'], ['2020-02-01', '2020-02-29'], ['', ''],
  ]);
  assert.deepEqual(['yesterday', '2019-13', '2019-02-30', '2019-00', '15.11.2019', '0000'].map((text) => dayOf(text, false)), [null, null, null, null, null, null]);
});

test('a point is written as people write it', () => {
  assert.equal(pointText('POINT(51.42151 35.69439)'), '35.694° N, 51.422° E');
  assert.equal(pointText('POINT (-3.7 -40.4)'), '40.400° S, 3.700° W');
  assert.equal(pointText('Tehran'), '');
});

test('a quiet choice adds no page to the history of the browser', () => {
  /** @type {boolean[]} */ const pushed = [];
  const store = new Store(structuredClone(EMPTY), (_, push) => pushed.push(push));
  store.set({ sel: 'start' }, { quiet: true });
  store.set({ sel: 'shown' });
  assert.deepEqual(pushed, [false, true]);
});
