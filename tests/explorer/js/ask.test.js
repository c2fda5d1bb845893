import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bars, csvOf, entities, fromJson, fromTriples, wantedView } from '../../../src/kg/explorer/static/js/views/ask/results.js';
import { declared } from '../../../src/kg/explorer/static/js/views/ask/editor.js';
import { kindsOf } from '../../../src/kg/explorer/static/js/views/ask/form.js';

const ID = 'https://w3id.org/actors-events/id/';
const answer = {
  head: { vars: ['event', 'label', 'claims'] },
  results: { bindings: [
    { event: { type: 'uri', value: `${ID}event/a` }, label: { type: 'literal', value: 'A', 'xml:lang': 'en' }, claims: { type: 'literal', value: '3' } },
    { event: { type: 'uri', value: `${ID}event/a` }, label: { type: 'literal', value: '=HYPERLINK("x")' }, claims: { type: 'literal', value: '-1' } },
    { event: { type: 'uri', value: `${ID}claim/c` } },
  ] },
};

test('rows, with the entities that a picture can show', () => {
  const result = fromJson(answer);
  assert.deepEqual(entities(result), ['event:a']);
  assert.deepEqual(result.rows[0].label, { type: 'text', value: 'A', id: '', lang: 'en' });
});

test('yes or no', () => assert.equal(fromJson({ head: {}, boolean: false }).truth, false));

test('bars of a column of numbers', () => {
  assert.deepEqual(bars(fromJson(answer))?.[0], { label: 'A', value: 3, id: 'event:a' });
  assert.equal(bars(fromJson({ head: { vars: ['x'] }, results: { bindings: [{ x: { type: 'literal', value: 'word' } }] } })), null);
});

test('triples', () => {
  const text = `<${ID}actor/m> <http://www.w3.org/2000/01/rdf-schema#label> "a \\"b\\"\\u0041"@en .\n`;
  const [row] = fromTriples(text).rows;
  assert.deepEqual([row.subject.id, row.object.value, row.object.lang], ['actor:m', 'a "b"A', 'en']);
});

test('the view: a comment, a header, the usual', () => {
  assert.equal(wantedView('#defaultView:Map\nSELECT'), 'map');
  assert.equal(wantedView('#defaultView:Graph\n#+ view: table'), 'network');
  assert.equal(wantedView('#+ view: timeline\nSELECT'), 'timeline');
  assert.equal(wantedView('#defaultView:Nonsense'), 'table');
});

test('CSV defuses formulas and keeps numbers', () => {
  const text = csvOf(fromJson(answer));
  assert.match(text, /"'=HYPERLINK\(""x""\)",-1\r\n/);
});

test('prefixes that are used are declared, words in strings and IRIs are not', () => {
  const prefixes = { ae: 'urn:ae#', rdfs: 'urn:rdfs#', x: 'urn:x#' };
  assert.equal(declared('SELECT * { ?s a ae:Event ; rdfs:label "x:y" . <urn:x:z> ?p ?o } # x:w', prefixes), 'PREFIX ae: <urn:ae#>\nPREFIX rdfs: <urn:rdfs#>\nSELECT * { ?s a ae:Event ; rdfs:label "x:y" . <urn:x:z> ?p ?o } # x:w');
  assert.equal(declared('PREFIX ae: <urn:other>\nSELECT * { ?s a ae:E }', prefixes).startsWith('PREFIX ae: <urn:other>'), true);
});

test('kinds that a parameter takes', () => {
  assert.deepEqual(kindsOf('event|series|prospect'), ['event', 'series', 'prospect']);
  assert.deepEqual(kindsOf('integer'), []);
});
