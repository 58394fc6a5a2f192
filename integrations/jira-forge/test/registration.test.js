import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_ATTEMPTS } from '../src/sending.js';
import { CALLBACK_URL, CLOUD_ID, CONTEXT, NOW, world } from './fakes.js';

const answer = (status, extra = {}) => ({
  status,
  body: { customer_id: 'acme_jira_8f2c', source: 'jiraforge', external_id: CLOUD_ID, callback_url: CALLBACK_URL, ...extra },
});
const SECRET = 'the first secret of 24 letters';

test('installing registers with the API key and stores the secret only in secret storage', async () => {
  const { app, server, store, logged } = world({ answers: [answer(201, { shared_secret: SECRET })] });
  await app.onLifecycle({ id: 'installation' }, CONTEXT);
  assert.equal(server.requests.length, 1);
  const [request] = server.requests;
  assert.equal(request.url, 'https://vindex.example.com/api/v1/register/jiraforge');
  assert.equal(request.headers.Authorization, 'Bearer vx_test');
  assert.deepEqual(request.body, { external_id: CLOUD_ID, callback_url: CALLBACK_URL, display_name: 'Jira' });
  assert.deepEqual(store.secrets.get('shared-secret'), { current: SECRET, since: NOW });
  assert.equal(store.values.size, 0);
  assert.ok(!logged.join().includes(SECRET));
});

test('upgrading registers again and keeps the secret', async () => {
  const secret = { current: SECRET, since: NOW - 1000 };
  const { app, server, store } = world({ secret, answers: [answer(200)] });
  await app.onLifecycle({}, CONTEXT);
  assert.equal(server.requests[0].body.rotate, undefined);
  assert.deepEqual(store.secrets.get('shared-secret'), secret);
});

test('a secret that only the server still has is rotated', async () => {
  const { app, server, store } = world({ answers: [answer(200), answer(200, { shared_secret: SECRET })] });
  await app.onLifecycle({}, CONTEXT);
  assert.equal(server.requests[1].body.rotate, true);
  assert.equal(store.secrets.get('shared-secret').current, SECRET);
});

test('a server that is away at install is asked again later, within bounds', async () => {
  const made = world({ answers: [new Error('connect ECONNREFUSED'), { status: 503, headers: { 'Retry-After': '120' } }, answer(201, { shared_secret: SECRET })] });
  await made.app.onLifecycle({}, CONTEXT);
  assert.deepEqual(made.pushed[0], { body: { kind: 'register', cloudId: CLOUD_ID, attempt: 2 }, delayInSeconds: 15 });
  await made.app.onLater({ body: made.pushed[0].body });
  assert.deepEqual(made.pushed[1], { body: { kind: 'register', cloudId: CLOUD_ID, attempt: 3 }, delayInSeconds: 120 });
  await made.app.onLater({ body: made.pushed[1].body });
  assert.equal(made.store.secrets.get('shared-secret').current, SECRET);
  assert.equal(made.pushed.length, 2);
});

test('after the last attempt nothing is queued any more', async () => {
  const made = world({ answers: [{ status: 503 }] });
  await made.app.onLater({ body: { kind: 'register', cloudId: CLOUD_ID, attempt: MAX_ATTEMPTS } });
  assert.equal(made.pushed.length, 0);
  assert.match(made.logged[0], /given-up/);
});

test('a refused API key and a missing one are said and not tried again', async () => {
  const refused = world({ answers: [{ status: 403, body: { detail: 'the key lacks installations:write' } }] });
  await refused.app.onLifecycle({}, CONTEXT);
  assert.equal(refused.pushed.length, 0);
  assert.match(refused.logged[0], /403.*installations:write/);

  const missing = world({ env: { VINDEX_API_KEY: undefined } });
  await missing.app.onLifecycle({}, CONTEXT);
  assert.match(missing.logged[0], /forge variables set/);
});

test('an invocation without a cloud id is an error, not a registration of nothing', async () => {
  const { app } = world();
  assert.throws(() => app.onLifecycle({}, {}), /cloud id/);
  await assert.rejects(app.onIssue({ eventType: 'avi:jira:created:issue', issue: { key: 'A-1' } }, {}), /cloud id/);
});
