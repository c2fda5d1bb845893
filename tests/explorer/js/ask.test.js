import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bars, claimsIn, columnsOf, csvOf, entities, fromJson, fromTriples, linked, speakerless, wantedView } from '../../../src/kg/explorer/static/js/views/ask/results.js';
import { declared } from '../../../src/kg/explorer/static/js/views/ask/editor.js';
import { kindsOf } from '../../../src/kg/explorer/static/js/views/ask/form.js';
import { namesIn, sayable, triplesOf, whoSaysSo } from '../../../src/kg/explorer/static/js/views/ask/pattern.js';
import { lineWords } from '../../../src/kg/explorer/static/js/views/ask/pictured.js';
import { idsFor } from '../../../src/kg/explorer/static/js/views/compare/sides.js';

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

test('a name leads to the entity beside it, or to that of its name which the claim in its row names', () => {
  const uri = (/** @type {string} */ value) => ({ type: 'uri', value: ID + value });
  const words = (/** @type {string} */ value) => ({ type: 'literal', value });
  const result = linked(fromJson({ head: { vars: ['office', 'officeLabel', 'speakerLabel', 'quote', 'claim'] }, results: { bindings: [
    { office: uri('actor/o'), officeLabel: words('Office'), speakerLabel: words('S'), quote: words('O'), claim: uri('claim/c') },
  ] } }), new Map([['claim:c', new Map([['S', 'actor:s']])]]));
  assert.deepEqual(Object.values(result.rows[0]).map(({ id }) => id), ['actor:o', 'actor:o', 'actor:s', '', 'claim:c']);
  assert.deepEqual(columnsOf(result), ['officeLabel', 'speakerLabel', 'quote', 'claim']);
  assert.deepEqual([entities(result), claimsIn(result)], [['actor:o', 'actor:s'], ['claim:c']]);
  assert.equal(speakerless(result), false);
  assert.equal(speakerless(fromJson({ head: { vars: ['s'] }, results: { bindings: [{ s: uri('event/e') }] } })), true);
});

const PREFIXES = { ae: 'urn:ae#', event: 'urn:event/', actor: 'urn:actor/', rdf: 'urn:rdf#', rdfs: 'urn:rdfs#', oa: 'urn:oa#', prov: 'urn:prov#', dcterms: 'urn:dc#' };

test('the triples of a plain ASK, with prefixes of its own', () => {
  const found = triplesOf('# ASK { }\nPREFIX x: <urn:actor/>\nASK WHERE { event:a ae:perpetrator x:b , <urn:actor/c> ; a ae:Event ; . event:d ae:count "a } b"@en }', PREFIXES);
  assert.deepEqual(found.map(({ s, p, o }) => [s.iri, p.iri, o.iri || o.text]), [
    ['urn:event/a', 'urn:ae#perpetrator', 'urn:actor/b'], ['urn:event/a', 'urn:ae#perpetrator', 'urn:actor/c'],
    ['urn:event/a', 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type', 'urn:ae#Event'], ['urn:event/d', 'urn:ae#count', '"a } b"@en'],
  ]);
  assert.equal(sayable(found, PREFIXES).length, 3);
});

test('no triples of an ASK that says more than they do', () => {
  for (const text of ['SELECT * { ?s ?p ?o }', 'ASK { ?s ae:p ?o FILTER (?o > 1) }', 'ASK { event:a ae:p/ae:q ?o }', 'ASK { { event:a ae:p ?o } UNION { } }', 'ASK { [] ae:p ?o }', 'ASK { event:a ae:p', 'ASK FROM <urn:g> { event:a ae:p ?o }']) {
    assert.deepEqual(triplesOf(text, PREFIXES), [], text);
  }
  assert.equal(sayable(triplesOf('ASK { ?e ae:perpetrator actor:b }', PREFIXES), PREFIXES).length, 1);
  assert.equal(sayable(triplesOf('ASK { ?e ae:perpetrator actor:b . ?e ae:place event:c }', PREFIXES), PREFIXES).length, 0);
});

test('who says so is asked by IRI, whatever the prefixes of the query stand for', () => {
  const query = whoSaysSo(triplesOf('PREFIX ae: <urn:ae#> ASK { ?e ae:perpetrator actor:b }', PREFIXES), PREFIXES);
  assert.match(query, /VALUES \(\?s \?p \?o\) \{ \(UNDEF <urn:ae#perpetrator> <urn:actor\/b>\) \}/);
});

test('the names in a query, as they are written', () => {
  const names = namesIn('PREFIX my: <urn:ae#>\nSELECT ?s { ?s a my:Nothing ; ae:p "ae:no" . } # ae:neither', PREFIXES);
  assert.deepEqual([...names], [['urn:ae#Nothing', 'my:Nothing'], ['urn:ae#p', 'ae:p']]);
});

test('kinds of line are told apart in words', () => {
  assert.equal(lineWords(new Set(['edges', 'interpretations', 'prediction'])), 'Full lines are reported by somebody. Broken lines are only interpreted or predicted.');
  assert.equal(lineWords(new Set(['edges'])), 'Full lines are reported by somebody.');
});

test('ids that a side of the comparison may have', () => {
  assert.deepEqual(idsFor('mek'), ['actor:mek', 'source:mek']);
  assert.deepEqual([idsFor('actor:mek'), idsFor('place:iran')], [['actor:mek'], []]);
});
