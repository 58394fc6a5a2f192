import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWaiting, view } from '../static/panel/view.js';
import { CONTEXT, failed, NOW, scored, signedCallback, world } from './fakes.js';
import { CRITERIA, story } from './issues.js';

const SECRET = 'the first secret of 24 letters';
const READER = { locale: 'en-GB', timeZone: 'Europe/Berlin' };
const inPanel = { context: { ...CONTEXT, extension: { issue: { key: 'SHOP-7', id: '10107' } } } };
const queued = { status: 202, body: { status: 'queued', requestId: 'req_1' } };
const start = (answers = []) =>
  world({ issues: { 'SHOP-7': story }, fields: [CRITERIA], secret: { current: SECRET, since: 0 }, answers });

/** All words of a tree, one line a node that holds text. */
function words(nodes) {
  return nodes.flatMap((node) => (typeof node === 'string' ? [node] : words(node.slice(2))));
}
function all(nodes, tag) {
  return nodes.filter(Array.isArray).flatMap((node) => [...(node[0] === tag ? [node] : []), ...all(node.slice(2), tag)]);
}
const shown = (state) => words(view(state, READER)).join('\n');

test('an issue nobody has judged says so and offers to', async () => {
  const state = await start().app.panel.state(inPanel);
  assert.deepEqual(state, { score: null, progress: null, gate: 7 });
  assert.equal(shown(state), 'Not scored yet.\nScore now');
});

test('a score shows overall, band in words, gate, dimensions, recommendations and time', async () => {
  const made = start();
  await made.app.onCallback(signedCallback(scored(), { secret: SECRET }));
  const state = await made.app.panel.state(inPanel);
  assert.equal(
    shown(state),
    [
      '5.2', 'of 10', 'Needs review', 'Below the quality gate of 7.0',
      'Independent', '6', 'Negotiable', '5', 'Valuable', '7', 'Estimable', '4', 'Small', '5', 'Testable', '4',
      'What to do', 'Say how much an invoice may be at most.',
      'Scored 2 Mar 2026, 10:59', 'Score again',
    ].join('\n'),
  );
  const meters = all(view(state, READER), 'meter');
  assert.deepEqual(meters.map(([, attributes]) => attributes.value), [6, 5, 7, 4, 5, 4]);
  assert.ok(meters.every(([, attributes]) => attributes['aria-label'] && attributes.max === 10));
});

test('a score at the gate shows no warning and whole numbers keep their decimal', () => {
  const score = { state: 'scored', overall: 7, band: 'healthy', gate: 'passed', scores: {}, recommendations: [] };
  const text = shown({ score, progress: null, gate: 7 });
  assert.match(text, /^7\.0\nof 10\nHealthy\nIndependent/);
  assert.doesNotMatch(text, /gate|help most|Judged /);
});

test('a failure is shown in words, and the earlier score with it', async () => {
  const made = start();
  await made.app.onCallback(signedCallback(failed(), { secret: SECRET }));
  assert.equal(shown(await made.app.panel.state(inPanel)), 'Scoring failed: the language model did not answer.\nScore again');

  const both = start();
  await both.app.onCallback(signedCallback(scored(), { secret: SECRET }));
  await both.app.onCallback(signedCallback(failed(), { secret: SECRET }));
  assert.match(shown(await both.app.panel.state(inPanel)), /did not answer\. The score below is for an earlier version of the text\.\n5\.2/);
});

test('what is on its way, was not accepted or could not be sent is shown', () => {
  const state = (progress) => ({ score: null, progress, gate: 7 });
  assert.match(shown(state({ status: 'waiting' })), /^Scoring;/);
  assert.match(shown(state({ status: 'retrying', reason: 'the Vindex server returned 503' })), /^Retrying soon: .*503/);
  assert.match(shown(state({ status: 'ignored', reason: 'epics are not scored' })), /did not accept the ticket: epics are not scored/);
  assert.match(shown(state({ status: 'refused', reason: 'returned 422' })), /could not be sent: returned 422/);
  assert.deepEqual(['waiting', 'retrying', 'ignored', 'refused'].map((status) => isWaiting({ progress: { status } })), [true, true, false, false]);
  assert.equal(isWaiting({ progress: null }), false);
});

test('judge again sends the issue of the signed context, whatever the browser says', async () => {
  const made = start([queued]);
  const state = await made.app.panel.judge({ ...inPanel, payload: { key: 'SECRET-1' } });
  assert.equal(made.server.requests[0].body.issue.key, 'SHOP-7');
  assert.deepEqual(state.progress, { status: 'waiting', request_id: 'req_1', at: NOW });
});

test('pressing twice sends once, pressing again later sends again', async () => {
  const made = start([queued, queued]);
  await made.app.panel.judge(inPanel);
  made.now += 9_000;
  await made.app.panel.judge(inPanel);
  assert.equal(made.server.requests.length, 1);
  made.now += 2_000;
  await made.app.panel.judge(inPanel);
  assert.equal(made.server.requests.length, 2);
});

test('a callback that is quicker than the note of waiting for it is believed', async () => {
  const made = start();
  await made.app.onCallback(signedCallback(scored(), { secret: SECRET }));
  made.store.values.set('progress:SHOP-7', { status: 'waiting', request_id: `req_${scored().job_id}`, at: NOW });
  assert.equal((await made.app.panel.state(inPanel)).progress, null);
  made.store.values.set('progress:SHOP-7', { status: 'waiting', request_id: 'req_another', at: NOW });
  assert.equal((await made.app.panel.state(inPanel)).progress.status, 'waiting');
});

test('whoever cannot see the issue can neither read its score nor have it judged', async () => {
  const hidden = world({ issues: {}, secret: { current: SECRET, since: 0 } });
  hidden.jira.properties.set('SHOP-7', { overall: 9 });
  const state = await hidden.app.panel.judge(inPanel);
  assert.equal(state.score, null);
  assert.equal(hidden.server.requests.length, 0);
  assert.ok(hidden.jira.calls.every((call) => call.as === 'user'));
});

test('text is never markup: the tree holds strings, not HTML', () => {
  const score = { state: 'scored', overall: 3, band: 'at-risk', gate: 'below', scores: {}, recommendations: ['<img src=x onerror=alert(1)>'] };
  const items = all(view({ score, progress: null, gate: 7 }, READER), 'li').map((item) => item[2]);
  assert.ok(items.includes('<img src=x onerror=alert(1)>'));
});
