import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { criteriaFields } from '../src/criteria.js';
import { delaySeconds, MAX_ATTEMPTS } from '../src/sending.js';
import { waitSeconds } from '../src/server.js';
import { CLOUD_ID, CONTEXT, NOW, world } from './fakes.js';
import { CRITERIA, story } from './issues.js';

const SECRET = 'the first secret of 24 letters';
const created = { eventType: 'avi:jira:created:issue', issue: { id: '10107', key: 'SHOP-7' } };
const queued = { status: 202, body: { status: 'queued', requestId: 'req_1' } };
const registered = (secret) => ({ status: 200, body: { customer_id: 'c', ...(secret ? { shared_secret: secret } : {}) } });
const start = (answers, more = {}) =>
  world({ issues: { 'SHOP-7': story }, fields: [CRITERIA], secret: { current: SECRET, since: NOW - 1e9 }, answers, ...more });
const paths = (server) => server.requests.map((request) => new URL(request.url).pathname.split('/')[3]);

test('a created issue is read through the REST API and sent with the shared secret', async () => {
  const { app, server, store, jira } = start([queued]);
  await app.onIssue(created, CONTEXT);
  const [request] = server.requests;
  assert.equal(request.url, 'https://vindex.example.com/api/v1/evaluate/jiraforge');
  assert.equal(request.headers['X-Vindex-Secret'], SECRET);
  assert.equal(request.headers.Authorization, undefined);
  assert.equal(request.redirect, 'error', 'a redirect must not take the text elsewhere');
  assert.ok(jira.calls.some((call) => call.path.startsWith('/rest/api/3/issue/SHOP-7?fields=summary%2Cdescription') && call.path.endsWith('customfield_10042')));
  assert.deepEqual(store.values.get('progress:SHOP-7'), { status: 'waiting', request_id: 'req_1', at: NOW });
});

test('the body on the wire is the committed fixture', async () => {
  const { app, server } = start([queued]);
  await app.onIssue(created, CONTEXT);
  assert.equal(`${server.requests[0].text}\n`, readFileSync(new URL('../fixtures/evaluate-story.json', import.meta.url), 'utf8'));
});

test('fields with criteria are found by name or id as the setting says, and asked for once an hour', async () => {
  const fields = [CRITERIA, { id: 'customfield_10050', name: 'Definition of Done', custom: true }, { id: 'labels', name: 'Labels', custom: false }];
  const made = start([queued, queued, queued], { fields, env: { VINDEX_CRITERIA_FIELDS: 'definition of done, CUSTOMFIELD_10042,Labels' } });
  await made.app.onIssue(created, CONTEXT);
  await made.app.onIssue(created, CONTEXT);
  const lookups = () => made.jira.calls.filter((call) => call.path === '/rest/api/3/field').length;
  assert.ok(made.jira.calls.some((call) => call.path.endsWith('labels%2Ccustomfield_10042%2Ccustomfield_10050')));
  assert.equal(lookups(), 1);
  made.now += 61 * 60 * 1000;
  await made.app.onIssue(created, CONTEXT);
  assert.equal(lookups(), 2);
});

test('another setting for the criteria counts at once', async () => {
  const made = start([queued, queued]);
  await made.app.onIssue(created, CONTEXT);
  const { fields } = await made.store.get('criteria-fields');
  assert.deepEqual(fields, [{ id: CRITERIA.id, name: CRITERIA.name }]);
  await criteriaFields({ jira: { readFields: () => Promise.resolve([]) }, store: made.store, clock: () => NOW }, ['Something else']);
  assert.deepEqual((await made.store.get('criteria-fields')).fields, []);
});

test('401 registers again and sends once more', async () => {
  const { app, server, store } = start([{ status: 401, body: {} }, registered('a second secret, 24 letters'), queued]);
  await app.onIssue(created, CONTEXT);
  assert.deepEqual(paths(server), ['evaluate', 'register', 'evaluate']);
  assert.equal(server.requests[1].body.rotate, undefined);
  assert.equal(server.requests[2].headers['X-Vindex-Secret'], 'a second secret, 24 letters');
  assert.deepEqual(server.requests[2].body, server.requests[0].body);
  assert.equal(store.secrets.get('shared-secret').previous, SECRET);
});

test('403 rotates and sends once more', async () => {
  const { app, server } = start([{ status: 403, body: {} }, registered('a second secret, 24 letters'), queued]);
  await app.onIssue(created, CONTEXT);
  assert.deepEqual(paths(server), ['evaluate', 'register', 'evaluate']);
  assert.equal(server.requests[1].body.rotate, true);
  assert.equal(server.requests[2].headers['X-Vindex-Secret'], 'a second secret, 24 letters');
});

test('a server that keeps refusing is not asked in a circle', async () => {
  const { app, server, pushed } = start([{ status: 401, body: {} }, registered('a second secret, 24 letters'), { status: 401, body: {} }]);
  await app.onIssue(created, CONTEXT);
  assert.equal(server.requests.length, 3);
  assert.equal(pushed[0].delayInSeconds, 60);
});

test('of many events that meet a 403 only one rotates', async () => {
  const made = start([{ status: 403, body: {} }, queued]);
  // Another event rotates while this one waits for its answer: only the first reading of the secret still gives the old one.
  made.store.getSecret = ((original) => {
    let reads = 0;
    return (key) => (++reads === 1 ? original(key) : Promise.resolve({ current: 'rotated by another event!', previous: SECRET, since: made.now }));
  })(made.store.getSecret);
  await made.app.onIssue(created, CONTEXT);
  assert.deepEqual(paths(made.server), ['evaluate', 'evaluate']);
  assert.equal(made.server.requests[1].headers['X-Vindex-Secret'], 'rotated by another event!');
});

test('a secret that was rotated a moment ago is not rotated again at once', async () => {
  const made = start([{ status: 403, body: {} }], { secret: { current: SECRET, previous: 'an older one, 24 letters', since: NOW - 30_000 } });
  await made.app.onIssue(created, CONTEXT);
  assert.deepEqual(paths(made.server), ['evaluate']);
  assert.equal(made.pushed[0].delayInSeconds, 60);
});

test('without any secret the app registers first', async () => {
  const { app, server } = start([{ status: 201, body: { shared_secret: SECRET } }, queued], { secret: undefined });
  await app.onIssue(created, CONTEXT);
  assert.deepEqual(paths(server), ['register', 'evaluate']);
});

for (const status of [429, 503]) {
  test(`${status} waits as long as Retry-After says, then sends the text of that time`, async () => {
    const made = start([{ status, headers: { 'Retry-After': '37' } }, queued]);
    await made.app.onIssue(created, CONTEXT);
    assert.deepEqual(made.pushed, [{ body: { kind: 'send', cloudId: CLOUD_ID, issue: 'SHOP-7', attempt: 2 }, delayInSeconds: 37 }]);
    assert.equal(made.store.values.get('progress:SHOP-7').status, 'retrying');
    made.jira.issues['SHOP-7'] = { ...story, fields: { ...story.fields, summary: 'A newer summary' } };
    await made.app.onLater({ body: made.pushed[0].body });
    assert.equal(made.server.requests[1].body.issue.fields.summary, 'A newer summary');
    assert.equal(made.store.values.get('progress:SHOP-7').status, 'waiting');
  });
}

test('the tries of one issue end, and the panel can tell why', async () => {
  const made = start(Array.from({ length: MAX_ATTEMPTS }, () => ({ status: 503 })));
  await made.app.onIssue(created, CONTEXT);
  for (let next = made.pushed.shift(); next !== undefined; next = made.pushed.shift()) {
    assert.ok(next.delayInSeconds <= 900);
    await made.app.onLater({ body: next.body });
  }
  assert.equal(made.server.requests.length, MAX_ATTEMPTS);
  const { status, reason } = made.store.values.get('progress:SHOP-7');
  assert.equal(status, 'refused');
  assert.match(reason, /gave up after 16 attempts.*503/);
});

test('an answer that asking again cannot change is kept for the panel', async () => {
  const ignored = start([{ status: 202, body: { status: 'ignored', reason: 'issues of type Epic are not judged' } }]);
  await ignored.app.onIssue(created, CONTEXT);
  assert.deepEqual(ignored.store.values.get('progress:SHOP-7'), { status: 'ignored', reason: 'issues of type Epic are not judged', at: NOW });

  const refused = start([{ status: 422, body: { detail: 'summary: is blank' } }]);
  await refused.app.onIssue(created, CONTEXT);
  assert.match(refused.store.values.get('progress:SHOP-7').reason, /422.*summary: is blank/);
  assert.equal(refused.pushed.length, 0);
});

test('a deleted issue ends quietly, a busy Jira is asked again, a Jira that refuses is not', async () => {
  const gone = start([], { issues: {} });
  await gone.app.onIssue(created, CONTEXT);
  assert.deepEqual([gone.server.requests.length, gone.pushed.length], [0, 0]);

  const busy = start([]);
  busy.jira.down = 429;
  await busy.app.onIssue(created, CONTEXT);
  assert.equal(busy.pushed.length, 1);

  const refuses = start([]);
  refuses.jira.down = 403;
  await refuses.app.onIssue(created, CONTEXT);
  assert.equal(refuses.pushed.length, 0);
  assert.match(refuses.logged.at(-1), /403/);
});

test('when Jira does not say which fields hold criteria, an update is sent rather than lost', async () => {
  const made = start([queued]);
  made.jira.down = 503;
  await made.app.onIssue({ ...created, eventType: 'avi:jira:updated:issue', changelog: { items: [{ field: 'customfield_10042' }] } }, CONTEXT);
  made.jira.down = null;
  await made.app.onLater({ body: made.pushed[0].body });
  assert.equal(made.server.requests.length, 1);
});

test('no log line holds an issue\'s text or a secret', async () => {
  const made = start([{ status: 503 }, queued]);
  await made.app.onIssue(created, CONTEXT);
  await made.app.onLater({ body: made.pushed[0].body });
  assert.ok(made.logged.length > 0);
  for (const hidden of [story.fields.summary, SECRET, 'vx_test']) assert.ok(!made.logged.join('\n').includes(hidden));
});

test('waits grow, never undercut what was asked for, and stay within what the queue allows', () => {
  assert.deepEqual([1, 2, 3, 4, 5, 16].map((attempt) => delaySeconds(attempt, null, 0)), [15, 30, 60, 120, 225, 225]);
  assert.deepEqual([1, 2, 5, 16].map((attempt) => delaySeconds(attempt, null, 1)), [75, 150, 900, 900]);
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    for (const asked of [null, 0, 1, 45, 900, 5000]) {
      for (const random of [0, 0.5, 0.999]) {
        const delay = delaySeconds(attempt, asked, random);
        assert.ok(Number.isInteger(delay) && delay >= Math.min(asked ?? 1, 900) && delay <= 900);
      }
    }
  }
});

test('a bulk edit of 1,000 issues comes through a limit of 60 a minute within half an hour, and none is lost', () => {
  let seed = 7;
  const random = () => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
  const waiting = Array.from({ length: 1000 }, (_, index) => ({ at: index / 50, attempt: 1 }));
  const accepted = [];
  while (waiting.length > 0) {
    const next = waiting.reduce((first, each) => (each.at < first.at ? each : first));
    waiting.splice(waiting.indexOf(next), 1);
    const window = accepted.filter((at) => at > next.at - 60);
    if (window.length < 60) {
      accepted.push(next.at);
    } else {
      assert.ok(next.attempt < MAX_ATTEMPTS);
      const retryAfter = Math.ceil(window[0] + 60 - next.at);
      waiting.push({ at: next.at + delaySeconds(next.attempt, retryAfter, random()), attempt: next.attempt + 1 });
    }
  }
  assert.equal(accepted.length, 1000);
  assert.ok(accepted.at(-1) < 30 * 60, `${accepted.at(-1)} s`);
});

test('Retry-After is read as seconds or as a date', () => {
  assert.equal(waitSeconds('17', NOW), 17);
  assert.equal(waitSeconds(' 0 ', NOW), 0);
  assert.equal(waitSeconds(new Date(NOW + 90_000).toUTCString(), NOW), 90);
  assert.equal(waitSeconds(new Date(NOW - 90_000).toUTCString(), NOW), 0);
  assert.equal(waitSeconds('999999', NOW), 900);
  for (const odd of [null, '', 'soon', '-1']) assert.ok([null, 0].includes(waitSeconds(odd, NOW)), String(odd));
});
