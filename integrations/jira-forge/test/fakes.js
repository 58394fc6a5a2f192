// Stand-ins for Forge, Jira and the server. Each keeps what was asked of it.
import { createHmac } from 'node:crypto';
import { route } from '@forge/api';
import { Queue } from '@forge/events';
import { createApp } from '../src/app.js';

export const CLOUD_ID = '11111111-2222-4333-8444-555555555555';
export const CONTEXT = { installContext: `ari:cloud:jira::site/${CLOUD_ID}` };
export const NOW = Date.parse('2026-03-02T10:00:00Z');
export const CALLBACK_URL = 'https://site.example.net/x1/callback';

/** Everything `createApp` needs, with a store, a Jira and a server behind it that the test fills and looks into. */
export function world({ env = {}, answers = [], issues = {}, fields = [], secret } = {}) {
  const made = {
    now: NOW,
    store: fakeStore(),
    jira: fakeJira(issues, fields),
    server: fakeServer(answers),
    pushed: [],
    logged: [],
  };
  if (secret !== undefined) made.store.secrets.set('shared-secret', secret);
  const log = (line) => made.logged.push(line);
  made.app = createApp({
    operatorUrl: 'https://vindex.example.com',
    env: { VINDEX_API_KEY: 'vx_test', ...env },
    fetch: made.server.fetch,
    asApp: () => ({ requestJira: made.jira.request('app') }),
    asUser: () => ({ requestJira: made.jira.request('user') }),
    route,
    store: made.store,
    // The real queue over a false wire: it refuses what Forge would refuse.
    queue: new Queue({ key: 'later' }, (_path, init) => {
      made.pushed.push(...JSON.parse(init.body).payload);
      return Promise.resolve({ ok: true, status: 201, json: () => Promise.resolve({}) });
    }),
    callbackUrl: () => Promise.resolve(CALLBACK_URL),
    clock: () => made.now,
    random: () => 0,
    log: { info: log, warn: log },
  });
  return made;
}

/** Forge's key-value store, with its rule for keys. */
function fakeStore() {
  const values = new Map();
  const secrets = new Map();
  const allowed = (key) => {
    if (!/^(?!\s+$)[a-zA-Z0-9:._\s\-#]{1,500}$/.test(key)) throw new Error(`Forge refuses the key '${key}'`);
    return key;
  };
  return {
    values,
    secrets,
    get: (key) => Promise.resolve(copy(values.get(allowed(key)))),
    set: (key, value) => Promise.resolve(void values.set(allowed(key), copy(value))),
    delete: (key) => Promise.resolve(void values.delete(allowed(key))),
    getSecret: (key) => Promise.resolve(copy(secrets.get(allowed(key)))),
    setSecret: (key, value) => Promise.resolve(void secrets.set(allowed(key), copy(value))),
  };
}

/** Jira with some issues; `down` makes the next answers fail with that status. */
function fakeJira(issues, fields) {
  const jira = { issues, properties: new Map(), calls: [], down: null };
  const answer = (status, body) => ({ ok: status < 400, status, json: () => Promise.resolve(copy(body)) });
  jira.request = (as) => (path, init = {}) => {
    const method = init.method ?? 'GET';
    jira.calls.push({ as, method, path: path.value });
    return Promise.resolve(respond(method, path.value, init.body));
  };
  function respond(method, path, body) {
    if (jira.down !== null) return answer(jira.down, {});
    if (path === '/rest/api/3/field') return answer(200, fields);
    const [, key, property] = /^\/rest\/api\/3\/issue\/([^/?]+)(?:\/properties\/([^/?]+))?/.exec(path);
    if (!(key in issues)) return answer(404, {});
    if (property === undefined) return answer(200, issues[key]);
    if (method === 'PUT') {
      if (body.length > 32768) return answer(400, {});
      jira.properties.set(key, JSON.parse(body));
      return answer(201, {});
    }
    const value = jira.properties.get(key);
    return value === undefined ? answer(404, {}) : answer(200, { key: property, value });
  }
  return jira;
}

/** The operator's server: gives the answers in turn, each `{ status, body?, headers? }` or an error to throw. */
function fakeServer(answers) {
  const server = { requests: [], answers: [...answers] };
  server.fetch = (url, init) => {
    server.requests.push({ url, headers: init.headers, redirect: init.redirect, body: JSON.parse(init.body), text: init.body });
    const next = server.answers.shift();
    if (next === undefined) throw new Error(`no answer was prepared for ${url}`);
    if (next instanceof Error) return Promise.reject(next);
    return Promise.resolve({
      status: next.status,
      headers: new Headers(next.headers),
      json: () => (next.body === undefined ? Promise.reject(new SyntaxError('no JSON')) : Promise.resolve(next.body)),
    });
  };
  return server;
}

/** A callback as the server signs it. */
export function signedCallback(body, { secret, at = NOW / 1000, text = JSON.stringify(body) }) {
  const signature = createHmac('sha256', secret).update(`${at}.${text}`, 'utf8').digest('hex');
  return {
    method: 'POST',
    path: '/x1/callback',
    headers: {
      'content-type': ['application/json'],
      'X-Vindex-Signature': [`sha256=${signature}`],
      'X-Vindex-Timestamp': [`${at}`],
      'X-Vindex-Job-Id': [body.job_id],
    },
    body: text,
  };
}

/** The record that the server calls back with. */
export function scored(overrides = {}) {
  return {
    job_id: '01950000-0000-7000-8000-000000000001',
    customer_id: 'acme_jira_8f2c',
    ticket: { id: 'SHOP-7', key: 'SHOP-7', title: 'Pay by invoice', snapshot_at: '2026-03-02T09:59:00Z' },
    invest_scores: { independent: 6, negotiable: 5, valuable: 7, estimable: 4, small: 5, testable: 4 },
    overall_score: 5.2,
    top_recommendations: ['Say how much an invoice may be at most.'],
    context_used: {},
    model_metadata: { provider: 'vindex', model_name: 'rubric-1' },
    processing_metadata: { started_at: '2026-03-02T09:59:10Z', completed_at: '2026-03-02T09:59:11Z', duration_ms: 900 },
    created_at: '2026-03-02T09:59:11Z',
    ...overrides,
  };
}

/** The record of a judging that failed for good. */
export function failed(overrides = {}) {
  return {
    job_id: '01950000-0000-7000-8000-00000000000f',
    customer_id: 'acme_jira_8f2c',
    ticket: { id: 'SHOP-7', key: 'SHOP-7', title: 'Pay by invoice', snapshot_at: '2026-03-02T09:59:30Z' },
    status: 'failed',
    error: 'the language model did not answer',
    ...overrides,
  };
}

function copy(value) {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
