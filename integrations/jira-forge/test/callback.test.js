import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bandOf } from '../src/score.js';
import { failed, NOW, scored, signedCallback, world } from './fakes.js';
import { story } from './issues.js';

const SECRET = 'the first secret of 24 letters';
const OLD = 'an older secret of 24 letters';
const HOUR = 3_600_000;
const start = (more = {}) => world({ issues: { 'SHOP-7': story }, secret: { current: SECRET, since: NOW - 90 * HOUR }, ...more });
const send = async (made, body, options = {}) => {
  const answer = await made.app.onCallback(signedCallback(body, { secret: SECRET, ...options }));
  return { status: answer.statusCode, body: JSON.parse(answer.body), headers: answer.headers };
};
const property = (made) => made.jira.properties.get('SHOP-7');
const at = (snapshot_at, more = {}) => scored({ job_id: `job ${snapshot_at}`, ticket: { ...scored().ticket, snapshot_at }, created_at: snapshot_at, ...more });

test('a score becomes the issue property that JQL searches', async () => {
  const made = start();
  made.store.values.set('progress:SHOP-7', { status: 'waiting', request_id: 'req_01950000-0000-7000-8000-000000000001', at: NOW });
  assert.deepEqual((await send(made, scored())).body, { status: 'written' });
  assert.deepEqual(property(made), {
    job_id: '01950000-0000-7000-8000-000000000001',
    snapshot_at: '2026-03-02T09:59:00Z',
    state: 'scored',
    overall: 5.2,
    band: 'needs-review',
    gate: 'below',
    gate_at: 7,
    scores: { independent: 6, negotiable: 5, valuable: 7, estimable: 4, small: 5, testable: 4 },
    recommendations: ['Say how much an invoice may be at most.'],
    judged_at: '2026-03-02T09:59:11Z',
    judge: 'rubric-1',
  });
  assert.deepEqual(made.jira.calls.at(-1), { as: 'app', method: 'PUT', path: '/rest/api/3/issue/SHOP-7/properties/vindex.score' });
  assert.equal(made.store.values.has('progress:SHOP-7'), false);
});

test('the bands begin at 5.0 and 7.0, the gate where the setting says', async () => {
  assert.deepEqual([0, 4.9, 5, 6.9, 7, 10].map(bandOf), ['at-risk', 'at-risk', 'needs-review', 'needs-review', 'healthy', 'healthy']);
  for (const [setting, gate, gateAt] of [[undefined, 'passed', 7], ['8', 'below', 8], ['7.5', 'passed', 7.5], ['eleven', 'passed', 7], ['11', 'passed', 7]]) {
    const made = start({ env: { VINDEX_QUALITY_GATE: setting } });
    await send(made, scored({ overall_score: 7.5 }));
    assert.deepEqual([property(made).gate, property(made).gate_at], [gate, gateAt], String(setting));
  }
});

test('nothing is believed without a valid signature, and nothing of Jira is touched', async () => {
  const made = start();
  const good = signedCallback(scored(), { secret: SECRET });
  const stranger = signedCallback(scored(), { secret: 'some other secret of 24+' });
  const changed = { ...good, body: good.body.replace('5.2', '9.2') };
  const late = signedCallback(scored(), { secret: SECRET, at: NOW / 1000 - 301 });
  const bare = { ...good, headers: {} };
  for (const request of [stranger, changed, late, bare]) assert.equal((await made.app.onCallback(request)).statusCode, 401);
  assert.equal((await world({ issues: { 'SHOP-7': story } }).app.onCallback(good)).statusCode, 401, 'no secret stored');
  assert.deepEqual(made.jira.calls, []);
});

test('header names may come in any case', async () => {
  const made = start();
  const request = signedCallback(scored(), { secret: SECRET });
  request.headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]));
  assert.equal((await made.app.onCallback(request)).statusCode, 200);
});

test('the signature covers the body as it came, odd spacing and all', async () => {
  const made = start();
  const text = JSON.stringify(scored({ ticket: { ...scored().ticket, title: 'Über “Rechnung” 🧾' } }), null, 3).replaceAll('\n', '\r\n');
  assert.equal((await send(made, scored(), { text })).status, 200);
});

test('during a rotation callbacks with the old secret are accepted for a day and an hour', async () => {
  const made = start({ secret: { current: SECRET, previous: OLD, since: NOW - 24 * HOUR } });
  assert.equal((await send(made, at('2026-03-02T09:00:00Z'), { secret: OLD })).status, 200);
  assert.equal((await send(made, at('2026-03-02T09:30:00Z'))).status, 200);
  made.now += HOUR;
  assert.equal((await send(made, at('2026-03-02T10:30:00Z'), { secret: OLD, at: made.now / 1000 })).status, 401);
});

test('the same callback twice is acknowledged and written once', async () => {
  const made = start();
  await send(made, scored());
  const before = made.jira.calls.length;
  assert.deepEqual(await send(made, scored()).then(({ status, body }) => [status, body.status]), [200, 'repeated']);
  assert.ok(made.jira.calls.slice(before).every((call) => call.method === 'GET'));
});

test('a replay of an older snapshot does not replace a newer score', async () => {
  const made = start();
  await send(made, at('2026-03-02T09:59:00Z', { overall_score: 8 }));
  const { status, body } = await send(made, at('2026-03-02T09:58:59Z', { overall_score: 2 }));
  assert.deepEqual([status, body.status], [200, 'ignored']);
  assert.equal(property(made).overall, 8);
});

test('in whatever order callbacks come, the newest snapshot is shown in the end', async () => {
  const bodies = [1, 2, 3, 4].map((minute) => at(`2026-03-02T09:0${minute}:00Z`, { overall_score: minute }));
  for (const order of permutations(bodies)) {
    const made = start();
    for (const body of order) assert.equal((await send(made, body)).status, 200);
    assert.equal(property(made).overall, 4, order.map((body) => body.overall_score).join());
  }
});

test('what is waited for ends with its own job, shown or not, and with no other', async () => {
  const made = start();
  const waitFor = (job) => made.store.values.set('progress:SHOP-7', { status: 'waiting', request_id: `req_${job}`, at: NOW });
  waitFor('newer');
  await send(made, scored());
  assert.equal(made.store.values.has('progress:SHOP-7'), true, 'the newer text is still waited for');
  waitFor('older');
  await send(made, at('2026-03-02T09:00:00Z', { job_id: 'older' }));
  assert.equal(made.store.values.has('progress:SHOP-7'), false, 'a stale callback ends its own waiting');
});

test('a second score of the same snapshot is shown if it is newer', async () => {
  const made = start();
  const ticket = scored().ticket;
  await send(made, scored({ job_id: 'b', ticket, overall_score: 6, created_at: '2026-03-02T09:59:20Z' }));
  assert.equal((await send(made, scored({ job_id: 'a', ticket, overall_score: 5, created_at: '2026-03-02T09:59:10Z' }))).body.status, 'ignored');
  assert.equal((await send(made, scored({ job_id: 'c', ticket, overall_score: 7, created_at: '2026-03-02T09:59:30Z' }))).body.status, 'written');
  assert.equal(property(made).overall, 7);
});

test('a property that someone dated into the future does not block scores for ever', async () => {
  const made = start();
  made.jira.properties.set('SHOP-7', { state: 'scored', job_id: 'x', overall: 10, snapshot_at: '9999-01-01T00:00:00Z' });
  assert.equal((await send(made, scored())).body.status, 'written');
  for (const odd of ['text', 7, [], { snapshot_at: 'soon' }]) {
    made.jira.properties.set('SHOP-7', odd);
    assert.equal((await send(made, scored())).body.status, 'written');
  }
});

test('a failed judging is shown, with the score before it when there is one', async () => {
  const first = start();
  assert.equal((await send(first, failed())).body.status, 'written');
  assert.deepEqual([property(first).state, property(first).error, property(first).overall], ['failed', 'the language model did not answer', undefined]);

  const second = start();
  await send(second, scored());
  await send(second, failed());
  assert.deepEqual([property(second).state, property(second).overall, property(second).band], ['failed', 5.2, 'needs-review']);
  await send(second, at('2026-03-02T09:59:50Z'));
  assert.deepEqual([property(second).state, property(second).error], ['scored', undefined]);
});

test('a failure of the text that already has a score changes nothing', async () => {
  const made = start();
  await send(made, scored());
  assert.equal((await send(made, failed({ ticket: scored().ticket }))).body.status, 'ignored');
  assert.equal(property(made).state, 'scored');
});

test('what cannot be read is refused by name', async () => {
  const made = start();
  for (const [body, reason] of [
    [scored({ job_id: '' }), /job_id/],
    [scored({ ticket: { ...scored().ticket, key: '../../myself' } }), /ticket\.key/],
    [scored({ ticket: { ...scored().ticket, snapshot_at: undefined } }), /snapshot_at/],
    [scored({ overall_score: 11 }), /overall_score/],
    [scored({ overall_score: '5.2' }), /overall_score/],
    [scored({ invest_scores: { ...scored().invest_scores, small: null } }), /invest_scores\.small/],
    [scored({ invest_scores: undefined }), /invest_scores\.independent/],
  ]) {
    const answer = await send(made, body);
    assert.equal(answer.status, 400);
    assert.match(answer.body.detail, reason);
  }
  for (const text of ['not JSON', 'null', '[]', '7']) assert.equal((await send(made, scored(), { text })).status, 400, text);
  assert.deepEqual(made.jira.calls, []);
});

test('only a POST with a body of sensible size is looked at', async () => {
  const made = start();
  const request = signedCallback(scored(), { secret: SECRET });
  const get = await made.app.onCallback({ ...request, method: 'GET' });
  assert.deepEqual([get.statusCode, get.headers.Allow], [405, ['POST']]);
  assert.equal((await made.app.onCallback({ ...request, body: undefined })).statusCode, 400);
  assert.equal((await send(made, scored(), { text: JSON.stringify(scored({ title: 'x'.repeat(300_000) })) })).status, 413);
});

test('a property never outgrows what Jira takes', async () => {
  const made = start();
  const recommendations = Array.from({ length: 9 }, () => 'é'.repeat(9000));
  assert.equal((await send(made, scored({ top_recommendations: recommendations }))).status, 200);
  assert.equal(property(made).recommendations.length, 5);
  assert.ok(property(made).recommendations.every((text) => text.length === 1000 && text.endsWith('…')));
});

test('an issue that is gone is acknowledged, a busy Jira asks for another delivery, and 410 is never given', async () => {
  const gone = start({ issues: {} });
  assert.deepEqual((await send(gone, scored())).body.reason, 'the issue was deleted or is hidden from the app');

  const busy = start();
  for (const [jira, expected] of [[429, 503], [500, 503], [503, 503], [403, 500], [410, 500]]) {
    busy.jira.down = jira;
    const answer = await send(busy, scored());
    assert.equal(answer.status, expected, `Jira ${jira}`);
    if (expected === 503) assert.deepEqual(answer.headers['Retry-After'], ['60']);
  }
});

function permutations(list) {
  if (list.length < 2) return [list];
  return list.flatMap((first, index) => permutations(list.toSpliced(index, 1)).map((rest) => [first, ...rest]));
}
