import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOBODY, OTHERS, barsOf, dayNumber, dayText, density, extent, lanesBy, roomy, stack, touches } from '../../../src/kg/explorer/static/js/views/timeline/bars.js';
import { fit, labelAt, reach, shape } from '../../../src/kg/explorer/static/js/views/timeline/fuzzy.js';
import { entitiesOf, isApart, labelOf, sentence, who } from '../../../src/kg/explorer/static/js/views/timeline/saying.js';
import { Model } from '../../../src/kg/explorer/static/js/model.js';

const node = (id, more = {}) => ({ id, kind: id.split(':')[0], type: 'protest', label: id, short: id, when: [], where: [], disputed: false, degree: 4, ...more });
const when = (date, group = 'edges', claims = []) => ({ date, relation: 'date', group, claims });
const date = (...bounds) => ({ id: '', label: bounds.join('/'), edtf: '', bounds, approximate: false });
const model = (data) => new Model(/** @type {any} */ ({ nodes: [], lines: [], props: [], claims: [], dates: [], places: [], ...data }));
const bars = (...bounds) => barsOf(model({ nodes: bounds.map((_, at) => node(`event:${at}`, { when: [when(at)] })), dates: bounds.map((found) => date(...found)) }), bounds.keys()).bars;
const days = (parts) => parts.map(({ part, from, to }) => [part, dayText(from), dayText(to)]);
const WIDE = /** @type {[number, number]} */ ([dayNumber('1900-01-01'), dayNumber('2100-01-01')]);

test('a bar has the four bounds, an end that nobody states reaches no later day, what has no date is told apart', () => {
  const found = barsOf(model({
    nodes: [node('event:a', { when: [when(0)] }), node('event:b'), node('series:c', { when: [when(1)] }), node('actor:x'), node('prospect:never', { when: [when(2)] })],
    dates: [date('2019-11-01', '2019-11-10', '2019-11-20', '2019-11-30'), date('1988-07-01', '', '', ''), date('', '', '', '')],
  }), [0, 1, 2, 3, 4]);
  assert.deepEqual(found.undated.map(({ id }) => id), ['event:b', 'prospect:never']);
  const [open, bar] = found.bars;
  assert.deepEqual([bar.first, bar.begun, bar.ending, bar.last].map(dayText), ['2019-11-01', '2019-11-10', '2019-11-21', '2019-12-01']);
  assert.deepEqual([open.begun, open.ending, open.last], [Infinity, -Infinity, Infinity]);
  assert.deepEqual(extent(found.bars)?.map(dayText), ['1988-07-01', '2019-12-01']);
  assert.equal(extent([]), null);
  const day = (/** @type {string} */ text) => /** @type {[number, number]} */ ([dayNumber(text), dayNumber(text) + 1]);
  assert.ok(touches(bars(['1988-07-01', '1988-07-31', '', ''])[0], day('1988-07-31')));
  assert.ok(!touches(bars(['1988-07-01', '1988-07-31', '', ''])[0], day('1988-08-01')));
  assert.ok(!touches(bars(['', '', '1988-07-01', '1988-07-31'])[0], day('1988-06-30')));
  const purpose = barsOf(model({ nodes: [node('event:a', { when: [when(0)] })], dates: [{ ...date('1988-07-01', '1988-07-31', '', ''), edtf: '1988-07/..' }] }), [0]).bars[0];
  assert.ok(touches(purpose, day('2050-01-01')));
  assert.ok(!touches(bar, [dayNumber('2019-12-01'), dayNumber('2019-12-02')]));
});

test('solid where it certainly goes on, faded between the earliest and the latest', () => {
  const [bar] = bars(['2019-11-01', '2019-11-10', '2019-11-20', '2019-11-30']);
  assert.deepEqual(days(shape(bar, WIDE).parts), [['in', '2019-11-01', '2019-11-10'], ['sure', '2019-11-10', '2019-11-21'], ['out', '2019-11-21', '2019-12-01']]);
});

test('a day is solid; a year in which it lies somewhere is not', () => {
  const [year, day] = bars(['2019-06-20', '2019-06-20', '2019-06-20', '2019-06-20'], ['2019-01-01', '2019-12-31', '2019-01-01', '2019-12-31']);
  assert.deepEqual(days(shape(day, WIDE).parts), [['sure', '2019-06-20', '2019-06-21']]);
  assert.deepEqual(days(shape(year, WIDE).parts), [['in', '2019-01-01', '2019-01-02'], ['some', '2019-01-02', '2019-12-31'], ['out', '2019-12-31', '2020-01-01']]);
});

test('an open end fades soon, and is told; where nothing else is in sight it is drawn all the way', () => {
  const [from] = bars(['2019-11-15', '2019-11-15', '', '']);
  const [until] = bars(['', '', '1998-01-01', '1998-12-31']);
  const window = /** @type {[number, number]} */ ([dayNumber('2019-01-01'), dayNumber('2020-01-01')]);
  assert.deepEqual(days(shape(from, window).parts), [['out', '2019-11-15', '2019-12-14']]);
  assert.deepEqual(days(shape(from, [dayNumber('2022-01-01'), dayNumber('2023-01-01')]).parts), [['out', '2019-11-15', '2023-01-01']]);
  assert.deepEqual([shape(from, window).openStart, shape(from, window).openEnd], [false, true]);
  assert.deepEqual(days(shape(until, WIDE).parts), [['in', '1982-01-02', '1998-01-02'], ['out', '1998-01-02', '1999-01-01']]);
});

test('bars of a lane never cover each other; those of one entity follow each other', () => {
  const one = (id, room) => ({ id, room });
  const given = /** @type {any} */ ([one('a', [0, 50]), one('b', [20, 70]), one('c', [80, 90]), one('a', [85, 99])]);
  const { lanes, placed } = stack(given, () => ['lane'], (bar) => /** @type {any} */ (bar).room);
  assert.deepEqual(lanes, [{ name: 'lane', from: 0, rows: 2, bars: 4 }]);
  assert.deepEqual(placed.map(({ bar, row }) => [bar.id, row]), [['a', 0], ['a', 0], ['b', 1], ['c', 1]]);
  for (const [at, { bar, row }] of placed.entries()) {
    for (const other of placed.slice(at + 1)) {
      const [a, b] = [/** @type {any} */ (bar).room, /** @type {any} */ (other.bar).room];
      assert.ok(row !== other.row || a[1] <= b[0] || b[1] <= a[0]);
    }
  }
});

test('lanes by actor: one for each that a line joins, nobody last', () => {
  const data = model({
    nodes: [node('event:a', { when: [when(0)] }), node('event:b', { when: [when(0)] }), node('actor:x'), node('actor:y')],
    lines: [{ id: '1', s: 0, o: 2 }, { id: '2', s: 0, o: 3 }], dates: [date('2019-01-01', '2019-01-01', '2019-01-01', '2019-01-01')],
  });
  const found = barsOf(data, [0, 1]).bars;
  const lanes = lanesBy(found, 'actor', data);
  assert.deepEqual(found.map(lanes), [['actor:x', 'actor:y'], [NOBODY]]);
  assert.deepEqual(stack(found, lanes, () => [0, 9]).lanes.map(({ name }) => name), ['actor:x', 'actor:y', NOBODY]);
  assert.deepEqual(lanesBy(found, '', data)(found[0]), ['protest']);
  assert.notEqual(OTHERS, NOBODY);
});

test('density tells what is certain from what may be, and does not count open ends', () => {
  const found = bars(['1970-01-01', '1970-01-01', '1970-01-05', '1970-01-05'], ['1970-01-01', '1970-01-06', '1970-01-07', '1970-01-10'], ['1970-01-01', '1970-01-01', '', '']);
  assert.deepEqual(density(found, [0, 10], 2), [{ sure: 2, maybe: 1 }, { sure: 1, maybe: 0 }]);
});

test('many bars: every one is counted, and no two of a row lie on each other', () => {
  const many = bars(...Array.from({ length: 2_000 }, (_, n) => { const day = dayText((n * 7919) % 2_000); return [day, day, day, day]; }));
  assert.equal(density(many, [0, 2_000], 200).reduce((sum, { sure }) => sum + sure, 0), 2_000);
  const room = (bar) => [bar.first / 20, bar.first / 20 + 100];
  const { placed } = stack(many.slice(0, 600), (bar) => [bar.node.type], room);
  assert.equal(placed.length, 600);
  const rows = Map.groupBy ? Map.groupBy(placed, ({ row }) => row) : placed.reduce((found, item) => found.set(item.row, [...(found.get(item.row) ?? []), item]), new Map());
  for (const members of rows.values()) {
    const spans = members.map(({ bar }) => room(bar)).sort((a, b) => a[0] - b[0]);
    spans.slice(1).forEach(([start], at) => assert.ok(start >= spans[at][1]));
  }
});

test('a label begins with its bar, or ends with it where there is no room', () => {
  assert.deepEqual(labelAt(100, 110, 50, 300), { x: 100, anchor: 'start' });
  assert.deepEqual(labelAt(-80, 900, 50, 300), { x: 0, anchor: 'start' });
  assert.deepEqual(labelAt(280, 290, 50, 300), { x: 240, anchor: 'end' });
  assert.deepEqual(labelAt(10, 20, 500, 300), { x: 0, anchor: 'end' });
  for (const start of [240, 245, 250, 290, 400]) {
    const { x } = labelAt(start, 900, 50, 300);
    assert.ok(x + 50 < 300, `one that begins at ${start} ends before the frame`);
  }
  assert.deepEqual(reach(280, 290, 50, 300), [240, 290]);
  assert.equal(fit('abcdef', 4, (words) => words.length), 'abc…');
  assert.equal(fit('abc', 4, (words) => words.length), 'abc');
  assert.ok(roomy([0, 0])[0] < 0);
});

test('one of several dates says who gives it; what is not said to have happened stands apart', () => {
  const data = model({
    nodes: [node('event:a', { when: [when(0, 'edges', [0]), when(1, 'edges', [1, 2])] }), node('prospect:p', { when: [when(0)] }), node('event:c', { when: [when(0, 'prediction', [0])], disputed: true }), { ...node('date:0'), kind: 'date' }],
    props: [{ s: 2, o: 3, disputed: true }],
    dates: [{ ...date('2018-01-01', '2018-01-31', '2018-01-01', '2018-01-31'), id: 'date:0' }, date('2018-01-09', '2018-01-09', '2018-01-09', '2018-01-09')],
    claims: [{ id: 'claim:0', props: [], voices: [['A', -1], [' says', -1]] }, { id: 'claim:1', props: [], voices: [['B says', -1]] }, { id: 'claim:2', props: [], voices: [['C says', -1]] }],
    lines: [{ id: 'l', s: 0, o: 1 }],
  });
  const [first, second] = barsOf(data, [0]).bars;
  assert.ok(labelOf(data, first).startsWith('event:a · A says: 2018-01-01'));
  assert.equal(who(data, second), 'B says, and 1 other voice');
  assert.equal(labelOf(data, { ...first, claims: [], several: false }), 'event:a');
  const apart = barsOf(data, [1, 2]).bars;
  assert.deepEqual([first, ...apart].map(isApart), [false, true, true]);
  assert.match(sentence(data, apart[0]), /only predicted, not said to have happened; disputed/);
  assert.ok(!barsOf(model({ ...data.data, props: [{ s: 2, o: -1, disputed: true }] }), [2]).bars[0].disputed); // another of its claims
  assert.deepEqual([...entitiesOf(data, 'line:l')], ['event:a', 'prospect:p']);
  assert.deepEqual([...entitiesOf(data, '')], []);
});
