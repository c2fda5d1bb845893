/** What the page asks: one version of the data, and errors in the server's words. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Api } from '../../../src/kg/explorer/static/js/api.js';

/** An Api whose server answers these, one after the other. @param {[number, unknown, string?][]} answers */
function asking(...answers) {
  /** @type {string[]} */ const asked = [];
  const api = new Api(async (address) => {
    asked.push(String(address));
    const [status, body, version] = /** @type {[number, unknown, string?]} */ (answers.shift());
    return new Response(JSON.stringify(body), { status, headers: version ? { 'data-version': version } : {} });
  });
  return { api, asked };
}

test('answers of one version go through, and each is asked once', async () => {
  const { api, asked } = asking([200, { total: 1 }, 'a'], [200, { total: 2 }, 'a'], [200, { ours: true }]);
  let told = 0;
  api.newer = () => (told += 1);
  assert.deepEqual(await api.get('near', { of: 'actor:x', lens: '' }), { total: 1 });
  assert.deepEqual(await api.get('near', { of: 'actor:x' }), { total: 1 });
  assert.deepEqual(await api.get('speakers'), { total: 2 });
  assert.deepEqual(await api.json('/health'), { ours: true });
  assert.deepEqual(asked, ['/api/v1/near?of=actor%3Ax', '/api/v1/speakers', '/health']);
  assert.equal(told, 0);
  assert.equal(api.version, 'a');
});

test('an answer of another version is refused, and said once', async () => {
  const { api } = asking([200, { total: 1 }, 'a'], [200, { total: 2 }, 'b'], [404, { detail: 'gone' }, 'b']);
  let told = 0;
  api.newer = () => (told += 1);
  await api.get('speakers');
  await assert.rejects(api.get('figures'), { status: 409, message: /published anew/ });
  await assert.rejects(api.get('near', { of: 'actor:gone' }), { status: 409 });
  assert.equal(told, 1);
  assert.deepEqual(await api.get('speakers'), { total: 1 }, 'what is kept is still of the first version');
});

test("an error is in the server's words, and not kept", async () => {
  const { api } = asking([404, { detail: 'No entity is called x.', cure: 'Did you mean y?' }, 'a'], [200, { id: 'y' }, 'a']);
  await assert.rejects(api.get('near', { of: 'x' }), { status: 404, message: 'No entity is called x.', cure: 'Did you mean y?' });
  assert.deepEqual(await api.get('near', { of: 'x' }), { id: 'y' });
});
