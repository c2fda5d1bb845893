import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axisOf, grouped, place, range, ticks } from '../../../src/kg/explorer/static/js/views/compare/figures.js';
import { looks } from '../../../src/kg/explorer/static/js/views/map/legend.js';
import { countryNames } from '../../../src/kg/explorer/static/js/views/map/countries.js';
import { apartIn, cluster, inside, placesOfNames, precisionOf, spotsOf, things } from '../../../src/kg/explorer/static/js/views/map/spots.js';
import { csv, filtered, rowsOf, sorted } from '../../../src/kg/explorer/static/js/views/table/rows.js';
import { isBroken, lineColour, sizeOf } from '../../../src/kg/explorer/static/js/views/network/style.js';
import { Boxes, boxOf, placeNames, placeRelations } from '../../../src/kg/explorer/static/js/placing.js';
import { Model } from '../../../src/kg/explorer/static/js/model.js';
import { link } from '../../../src/kg/explorer/static/js/dom.js';

const base = { lens: { id: '', label: '' }, mode: [], around: null, counts: {}, kinds: {}, sources: [{ id: 'source:s', label: 'S', quoted: true }], quantities: [], lines: [], props: [], claims: [], dates: [], places: [] };
const node = (id, more = {}) => ({ id, kind: id.split(':')[0], type: 'protest', label: id, short: id, when: [], where: [], disputed: false, degree: 4, ...more });
const model = (data) => new Model(/** @type {any} */ ({ ...base, ...data }));

test('a country is no point; a place that borrows a point is none either', () => {
  assert.equal(precisionOf('country'), 'area');
  const data = model({
    nodes: [node('event:a', { where: [{ place: 0, claims: [], group: 'edges' }, { place: 1, claims: [], group: 'edges' }, { place: 2, claims: [], group: 'edges' }] })],
    places: [{ id: 'place:city', label: 'City', precision: 'city', lon: 1, lat: 1, at: '', within: [] }, { id: 'place:house', label: 'House', precision: 'building', lon: 1, lat: 1, at: 'City', within: ['place:city'] }, { id: 'place:x', label: 'X', precision: 'city', lon: null, lat: null, at: '', within: [] }],
  });
  const { spots, nowhere } = spotsOf(data, [0]);
  assert.deepEqual(spots.map(({ id, precision }) => [id, precision]), [['place:city', 'point'], ['place:house', 'area']]);
  assert.deepEqual(nowhere.map(({ id }) => id), ['place:x']);
  assert.deepEqual(inside(data, spots, spots[0]).map(({ id }) => id), ['place:house']);
});

test('a mark of what nobody says has happened has a broken outline, one of which only some is so a broken ring', () => {
  const where = (/** @type {string} */ group) => [{ place: 0, claims: [], group, relation: 'place' }];
  const data = model({
    nodes: [node('event:a', { where: where('edges') }), node('event:b', { where: where('prediction') }), node('prospect:c', { where: where('edges') })],
    places: [{ id: 'place:city', label: 'City', precision: 'city', lon: 1, lat: 1, at: '', within: [] }],
  });
  const of = (/** @type {number[]} */ ...nodes) => {
    const [item] = cluster(spotsOf(data, nodes).spots, () => [0, 0], () => 10);
    return looks(false, apartIn(item), things(item));
  };
  assert.deepEqual([of(0), of(1), of(2), of(1, 2), of(0, 1), of(0, 2)], ['spot point', 'spot point apart', 'spot point apart', 'spot point apart', 'spot point partly', 'spot point partly']);
});

test('a country is named where there is room: in its outline, in the frame, over nothing else, and once', () => {
  const country = (/** @type {string} */ name, x = 50, wide = 60) => ({ name, x, y: 50, wide, high: 40 });
  const names = (/** @type {any[]} */ countries, k = 1, taken = new Boxes(), named = new Set()) => countryNames(countries, { k, apply: ([x, y]) => [x, y] }, { width: 200, height: 100 }, taken, named).map(({ name }) => name);
  assert.deepEqual(names([country('Iran'), country('Oman', 120), country('Peru', 195), country('Wide', 60), country('Tiny', 160, 20)]), ['Iran', 'Oman']);
  assert.deepEqual(names([country('Tiny', 160, 20)], 4), ['Tiny']);
  assert.deepEqual(names([country('Iran')], 1, new Boxes(), new Set(['Iran'])), []);
  assert.deepEqual(names([country('Iran')], 1, new Boxes([{ x0: 40, y0: 40, x1: 60, y1: 60 }])), []);
});

test('places that would touch are one mark, a point and an area never', () => {
  const spot = (id, precision, x) => ({ id, label: id, precision, x, things: [{ apart: false }] });
  const found = cluster(/** @type {any} */ ([spot('a', 'point', 0), spot('b', 'point', 5), spot('c', 'area', 5), spot('d', 'point', 100)]), (one) => [/** @type {any} */ (one).x, 0], () => 10);
  assert.deepEqual(found.map(({ spots }) => spots.map(({ id }) => id)), [['a', 'b'], ['c'], ['d']]);
  const places = placesOfNames(found);
  assert.equal(places.size, 3);
  assert.notDeepEqual(places.get(found[0]), places.get(found[1]));
});

const table = model({
  nodes: [node('event:e')],
  props: [{ s: 0, o: -1, subject: 'Killings', relation: 'count', label: 'count', object: 'about 1,500', disputed: true }],
  claims: [{ id: 'claim:1', props: [0], voices: [['=cmd', -1]], kind: 'denial', quotes: [[0, 3, 'he said "no"', 1]], source: 0, locator: 'p. 3', reporting: false }, { id: 'claim:2', props: [0], voices: [], kind: 'report', quotes: [], source: 0, locator: '', reporting: true }],
});

test('rows of claims, without those that only report', () => {
  const rows = rowsOf(table, [0, 1]);
  assert.equal(rows.length, 1);
  assert.equal(rows[0].cells.meant, 'denied');
  assert.equal(filtered(rows, 'KILL 1,500').length, 1);
  assert.equal(filtered(rows, 'kill nothing').length, 0);
  assert.equal(filtered(rows, '', { meant: 'reported' }).length, 0);
  assert.deepEqual(sorted(rows, 'subject', true), rows);
  assert.match(csv(rows), /claim:1,'=cmd,denied,Killings,count,"about 1,500","he said ""no""","S, p. 3",yes\r\n$/);
});

test('ranges on one axis; open ends reach its end', () => {
  const figure = (lower, upper, more = {}) => /** @type {any} */ ({ subject: 'S', subject_id: 'event:s', disputed: false, quantity: { lower, upper, counted: 'killed' }, ...more });
  const figures = [figure(304, null), figure(1350, 1650)];
  const axis = axisOf(figures);
  assert.equal(axis.log, false);
  assert.deepEqual(range(axis, figures[0]), [place(axis, 304), 1]);
  assert.equal(axisOf([figure(10, 20), figure(5000, 6000)]).log, true);
  assert.equal(grouped([...figures, figure(1, 2, { subject_id: 'event:t', disputed: true })])[0].id, 'event:t');
  assert.ok(ticks(axis).every((value) => value <= axis.to));
});

test('what is not said to be so never looks like a report', () => {
  const line = (group, disputed = false) => /** @type {any} */ ({ group, disputed });
  assert.deepEqual(['edges', 'interpretations', 'prediction', 'denial'].map((group) => lineColour(line(group))), ['line', 'interpretation', 'prediction', 'disputed']);
  assert.deepEqual(['edges', 'interpretations', 'prediction'].map((group) => isBroken(line(group))), [false, true, true]);
  assert.equal(lineColour(line('edges', true)), 'disputed');
  assert.ok(sizeOf(/** @type {any} */ ({ ...node('actor:a'), betweenness: 0.5 }), 'betweenness', 0.5) > 17);
});

test('links lead to this server or to http(s), nowhere else', () => {
  assert.deepEqual(['/page', '?x', '#y', 'https://a.example/'].map(link), ['/page', '?x', '#y', 'https://a.example/']);
  assert.deepEqual(['javascript:alert(1)', '//evil.example', 'data:text/html,x', 'not an address'].map(link), ['', '', '', '']);
});

test('what is drawn at the place of another is one mark with it', () => {
  const spot = (/** @type {string} */ id, /** @type {string} */ precision) => ({ place: 0, id, label: id, precision, things: [{}] });
  const found = cluster(/** @type {any} */ ([spot('building', 'area'), spot('city', 'point'), spot('country', 'area')]), ({ id }) => [id === 'country' ? 8 : 0, 0], () => 10);
  assert.deepEqual(found.map(({ spots }) => spots.map(({ id }) => id)), [['city', 'building'], ['country']]);
});

const name = (id, x, y, more = {}) => ({ id, x, y, size: 5, width: 60, height: 14, rank: 0, force: false, ...more });
const overlap = (a, b) => Math.min(a.x1, b.x1) - Math.max(a.x0, b.x0) > 0 && Math.min(a.y1, b.y1) - Math.max(a.y0, b.y0) > 0;

test('names lie on no other name and on no mark; the more important keeps the usual place', () => {
  const items = [name('minor', 0, 0, { rank: 1 }), name('major', 10, 24), name('far', 400, 400)];
  const places = placeNames(items);
  assert.deepEqual(places.get('major'), { dx: 0, dy: 9, align: 'center' });
  const boxes = items.map((item) => boxOf(item, /** @type {any} */ (places.get(item.id))));
  assert.ok(!overlap(boxes[0], boxes[1]));
  assert.ok(!overlap(boxes[0], { x0: 4, y0: 18, x1: 16, y1: 30 }));
});

test('a name without room is left out, unless it must be there', () => {
  const crowd = Array.from({ length: 60 }, (_, at) => name(`n${at}`, (at % 8) * 12, Math.floor(at / 8) * 12, { rank: at }));
  const places = placeNames(crowd);
  assert.ok(places.size < 60);
  assert.ok(!places.has('n30'));
  assert.ok(placeNames(crowd.map((item) => (item.id === 'n30' ? { ...item, force: true } : item))).has('n30'));
});

test('names are not cut off by the edge of the frame, where their marks are in it', () => {
  const frame = { width: 300, height: 200 };
  const at = (/** @type {number} */ x, /** @type {number} */ y) => placeNames([name('a', x, y)], undefined, frame).get('a');
  assert.deepEqual(at(150, 100), { dx: 0, dy: 9, align: 'center' });
  for (const [x, y] of [[8, 100], [292, 100], [150, 195], [8, 195], [292, 8]]) {
    const place = at(x, y);
    assert.ok(place, `${x}, ${y}`);
    const box = boxOf(name('a', x, y), place);
    assert.ok(box.x0 >= 0 && box.y0 >= 0 && box.x1 <= 300 && box.y1 <= 200, `${x}, ${y}`);
  }
  assert.deepEqual(at(-50, 100), { dx: 0, dy: 9, align: 'center' });
});

test('names keep away from signs on lines', () => {
  const badge = new Boxes([{ x0: -30, y0: 8, x1: 30, y1: 24 }]);
  assert.notDeepEqual(placeNames([name('a', 0, 0)], badge).get('a'), placeNames([name('a', 0, 0)]).get('a'));
});

test('a relation stands on its line where there is room, or nowhere', () => {
  const line = { id: 'l', a: { x: 0, y: 0 }, b: { x: 200, y: 0 }, width: 20, height: 10 };
  assert.equal(placeRelations([line], new Boxes()).get('l'), 0.5);
  const taken = new Boxes([{ x0: 90, y0: -5, x1: 110, y1: 5 }]);
  const part = placeRelations([line], taken).get('l') ?? 0.5;
  assert.ok(Math.abs(part - 0.5) * 200 >= 16);
  assert.equal(placeRelations([line], new Boxes([{ x0: 0, y0: -5, x1: 200, y1: 5 }])).size, 0);
});
