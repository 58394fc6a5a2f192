// The real entry with the real packages of Forge, over a false runtime: what reaches Atlassian and the operator is what is looked at.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, mock, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { CALLBACK_URL, CLOUD_ID, CONTEXT, scored } from './fakes.js';
import { CRITERIA, story } from './issues.js';

const SECRET = 'the first secret of 24 letters';
const folder = mkdtempSync(join(tmpdir(), 'vindex-wiring-'));
const calls = [];
const kept = new Map();
const realFetch = globalThis.fetch;
let property;
let forge;

const answer = (status, body) =>
  new Response(body === undefined ? null : JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

// Forge's own services.
function atlassian({ type, provider, remote }, path, { method = 'GET', body } = {}) {
  const given = body === undefined ? undefined : JSON.parse(body);
  calls.push({ to: type === 'kvs' ? 'kvs' : remote, as: provider, method, path, body: given });
  if (type === 'kvs') return store(path, given);
  if (path === '/graphql') return answer(200, { data: { createWebTriggerUrl: { url: CALLBACK_URL } } });
  if (path.startsWith('/webhook/queue/publish')) return answer(201, {});
  if (path === '/rest/api/3/field') return answer(200, [CRITERIA]);
  if (path.includes('/properties/')) {
    if (method === 'PUT') property = given;
    return method === 'PUT' ? answer(201, {}) : property === undefined ? answer(404, {}) : answer(200, { value: property });
  }
  return answer(200, story);
}

function store(path, { key, value }) {
  const place = `${path.includes('/secret/') ? 'secret' : 'plain'} ${key}`;
  if (path.endsWith('/set')) kept.set(place, value);
  if (path.endsWith('/delete')) kept.delete(place);
  if (!path.endsWith('/get')) return answer(204);
  return kept.has(place) ? answer(200, { key, value: kept.get(place) }) : answer(404, { code: 'KEY_NOT_FOUND', message: 'no such key' });
}

// The operator's server; everything else is unreachable.
let serverAnswers = [];
function outside(url, init) {
  calls.push({ to: new URL(url).origin, method: init.method, path: new URL(url).pathname, headers: init.headers, body: JSON.parse(init.body) });
  return Promise.resolve(serverAnswers.shift() ?? Promise.reject(new Error('nothing there')));
}

before(async () => {
  const timer = { measure: () => ({ stop() {} }) };
  globalThis.__forge_runtime__ = {
    contextAri: CONTEXT.installContext,
    appContext: { appId: 'app', environmentId: 'environment', appVersion: '1.0.0' },
    metrics: { counter: () => ({ incr() {} }), timing: () => timer },
    proxy: { token: 'token', url: 'https://proxy.example.net' },
    tracing: { traceId: 'trace', spanId: 'span' },
  };
  globalThis.__forge_fetch__ = (...call) => Promise.resolve(atlassian(...call));
  globalThis.fetch = outside;
  // The app's log would only stand between the results.
  mock.method(console, 'info', () => {});
  process.env.VINDEX_API_KEY = 'vx_test';

  const operator = {
    name: 'operator',
    setup(bundle) {
      bundle.onResolve({ filter: /\/operator\.js$/ }, () => ({ path: 'operator', namespace: 'operator' }));
      bundle.onLoad({ filter: /.*/, namespace: 'operator' }, () => ({ contents: "export const operatorUrl = 'https://vindex.example.com';" }));
    },
  };
  const outfile = join(folder, 'app.cjs');
  await build({
    entryPoints: [new URL('../src/index.js', import.meta.url).pathname],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    plugins: [operator],
    logLevel: 'error',
  });
  forge = (await import(pathToFileURL(outfile).href)).default;
});

after(() => {
  rmSync(folder, { recursive: true });
  globalThis.fetch = realFetch;
});

test('installed, an issue created, the score accepted, the panel opened', async () => {
  serverAnswers = [answer(201, { customer_id: 'acme', shared_secret: SECRET }), answer(202, { status: 'queued', requestId: `req_${scored().job_id}` })];

  await forge.onLifecycle({ id: 'installation' }, CONTEXT);
  const trigger = calls.find((call) => call.path === '/graphql');
  assert.deepEqual([trigger.as, trigger.body.variables.input.triggerKey], ['app', 'callback']);
  const registration = calls.find((call) => call.path === '/api/v1/register/jiraforge');
  assert.equal(registration.headers.Authorization, 'Bearer vx_test');
  assert.equal(registration.body.callback_url, CALLBACK_URL);
  assert.equal(kept.get('secret shared-secret').current, SECRET);

  await forge.onIssue({ eventType: 'avi:jira:created:issue', issue: { id: story.id, key: story.key } }, CONTEXT);
  const reading = calls.find((call) => call.path.startsWith('/rest/api/3/issue/SHOP-7?'));
  assert.deepEqual([reading.to, reading.as], ['jira', 'app']);
  const evaluation = calls.find((call) => call.path === '/api/v1/evaluate/jiraforge');
  assert.equal(evaluation.headers['X-Vindex-Secret'], SECRET);
  assert.equal(evaluation.body.cloudId, CLOUD_ID);
  assert.equal(kept.get('plain progress:SHOP-7').status, 'waiting');

  const at = Math.floor(Date.now() / 1000);
  const body = JSON.stringify(scored());
  const signature = createHmac('sha256', SECRET).update(`${at}.${body}`).digest('hex');
  const accepted = await forge.onCallback({
    method: 'POST',
    headers: { 'x-vindex-signature': [`sha256=${signature}`], 'x-vindex-timestamp': [`${at}`] },
    body,
  });
  assert.equal(accepted.statusCode, 200, accepted.body);
  assert.equal(property.overall, 5.2);
  assert.equal(kept.has('plain progress:SHOP-7'), false);

  const shown = await forge.panel(
    { call: { functionKey: 'state' }, context: { cloudId: CLOUD_ID, extension: { issue: { key: 'SHOP-7' } } } },
    { installContext: CONTEXT.installContext },
  );
  assert.equal(shown.score.overall, 5.2);
  assert.equal(calls.findLast((call) => call.path.includes('/properties/')).as, 'user');
});

test('a server that is away puts the issue into Forge\'s queue', async () => {
  serverAnswers = [];
  await forge.onIssue({ eventType: 'avi:jira:created:issue', issue: { id: story.id, key: story.key } }, CONTEXT);
  const { queueName, payload } = calls.findLast((call) => call.path.startsWith('/webhook/queue/publish')).body;
  assert.equal(queueName, 'later');
  assert.deepEqual(payload[0].body, { kind: 'send', cloudId: CLOUD_ID, issue: 'SHOP-7', attempt: 2 });
  assert.ok(payload[0].delayInSeconds >= 15);
});
