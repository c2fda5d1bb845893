import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Api, ApiError, pageAddress, query } from '../../../src/kg/explorer/static/js/api.js';
import { fileName } from '../../../src/kg/explorer/static/js/shell/saving.js';
import { shortened } from '../../../src/kg/explorer/static/js/shell/search.js';

/** A server that answers as told, and notes what it is asked. */
function server(status, body) {
  const asked = [];
  const api = new Api(async (address) => {
    asked.push(address);
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
  });
  return { api, asked };
}

test('an answer is kept, an error is not', async () => {
  const good = server(200, { claims: 3 });
  assert.deepEqual(await good.api.get('view', { lens: 'disputed' }), { claims: 3 });
  await good.api.get('view', { lens: 'disputed' });
  assert.deepEqual(good.asked, ['/api/v1/view?lens=disputed']);
  const bad = server(503, { detail: 'All workers are busy.', cure: 'Ask again.' });
  for (const turn of [1, 2]) {
    await assert.rejects(bad.api.get('view'), (error) => error instanceof ApiError && error.status === 503 && error.cure === 'Ask again.');
    assert.equal(bad.asked.length, turn);
  }
});

test('what the server says is wrong, and where', async () => {
  const { api } = server(400, { title: 'Bad Request', detail: 'error at 2:5', position: { line: 2, column: 5 } });
  await assert.rejects(api.fetch('/sparql'), { message: 'error at 2:5', line: 2, status: 400 });
  const bare = new Api(async () => new Response('<h1>no</h1>', { status: 502 }));
  await assert.rejects(bare.fetch('/'), { message: 'Status 502.', cure: '', line: 0 });
});

test('no connection is status 0; what was given up stays given up', async () => {
  const away = new Api(async () => { throw new TypeError('Failed to fetch'); });
  await assert.rejects(away.fetch('/'), { status: 0, message: 'The server cannot be reached.' });
  const dropped = new Api(async () => { throw new DOMException('dropped', 'AbortError'); });
  await assert.rejects(dropped.fetch('/'), { name: 'AbortError' });
});

test('the oldest answers are forgotten', async () => {
  const { api, asked } = server(200, {});
  for (let n = 0; n < 260; n += 1) await api.get('near', { of: `actor:${n}` });
  assert.ok(api.kept.size <= 201);
  await api.get('near', { of: 'actor:0' });
  assert.equal(asked.length, 261);
});

test('addresses', () => {
  assert.equal(query({ lens: '', n: 3, of: 'a b', none: undefined }), '?n=3&of=a+b');
  assert.equal(query({}), '');
  assert.equal(pageAddress('date:2017-12-28%2F2018-01-07'), '/page/date/2017-12-28%2F2018-01-07');
  assert.equal(shortened('https://w3id.org/actors-events/id/actor/mek'), 'actor:mek');
  assert.equal(shortened('https://example.org/x'), 'https://example.org/x');
});

test('a file is named after what it shows, in letters that every system takes', () => {
  const context = { store: { state: { lens: 'common:a,b', mode: ['demand'], view: 'table' } } };
  assert.equal(fileName(context, 'csv'), 'actors-events-table-common-a-b-demand.csv');
});
