// Drives the feedback calls of the npm package "weave" against a server: its own API client, with its own serialization, and its WeaveClient.
// Responses are checked against the package's types.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { startServer } from '../node/server.mjs';
import { check } from './responses.mjs';

// The package exports only its entry point, which asks W&B who one is.
const require = createRequire(import.meta.url);
const inside = (file) => require(fileURLToPath(new URL(`node_modules/weave/dist/${file}`, import.meta.url)));
const { Api, ContentType } = inside('generated/traceServerApi.js');
const { WeaveClient } = inside('weaveClient.js');

const project = 'kolibri/stories';
const call = `weave:///${project}/call/0198c1a2-7b3e-7000-8000-000000000001`;
let server;
let api;

before(async () => {
  server = await startServer('weave');
  api = client(await server.createKey('Kolibri', ['feedback:read', 'feedback:write']));
});

after(() => server?.stop());

// As the package creates it when one signs in.
const client = (apiKey) =>
  new Api({
    baseUrl: server.address,
    baseApiParams: { headers: { 'User-Agent': 'W&B Weave JS Client', Authorization: `Basic ${Buffer.from(`api:${apiKey}`).toString('base64')}` } },
  });

const equals = (field, value) => ({ $expr: { $eq: [{ $getField: field }, { $literal: value }] } });

const create = async (feedback) =>
  check('FeedbackCreateRes', (await api.feedback.feedbackCreateFeedbackCreatePost({ project_id: project, weave_ref: call, ...feedback })).data);

const query = async (request = {}) =>
  check('FeedbackQueryRes', (await api.feedback.feedbackQueryFeedbackQueryPost({ project_id: project, ...request })).data).result;

const purge = async (request) => check('FeedbackPurgeRes', (await api.feedback.feedbackPurgeFeedbackPurgePost({ project_id: project, ...request })).data);

// A call that the package has no method for, sent by its HTTP client.
const send = async (path, body, type) =>
  check(type, (await api.request({ path: `/feedback/${path}`, method: 'POST', body, type: ContentType.Json, format: 'json' })).data);

// The package throws the response, with what it says as its error.
async function refused(request, status) {
  const response = await request.then(() => assert.fail('accepted'), (thrown) => thrown);
  assert.equal(response.status, status, JSON.stringify(response.error));
  return response.error;
}

test('the calls that the package has for feedback are the ones that are driven here', () => {
  assert.deepEqual(Object.keys(api.feedback).sort(), [
    'feedbackCreateFeedbackCreatePost', 'feedbackPurgeFeedbackPurgePost', 'feedbackQueryFeedbackQueryPost', 'feedbackReplaceFeedbackReplacePost',
  ]);
});

test('the server answers what a client asks first', async () => {
  await api.health.readRootHealthGet();
  check('ServerInfoRes', (await api.serverInfo.serverInfoServerInfoGet()).data);
});

test('feedback is created, queried, replaced and purged', async () => {
  const reaction = await create({ feedback_type: 'wandb.reaction.1', payload: { emoji: '👍🏽' }, creator: null });
  assert.deepEqual(reaction.payload, { emoji: '👍🏽', alias: ':thumbs_up_medium_skin_tone:', detoned: '👍', detoned_alias: ':thumbs_up:' });
  const note = await create({ feedback_type: 'wandb.note.1', payload: { note: 'Zu lang, wie „immer“ …' }, creator: 'Jo' });

  const found = await query({ query: equals('feedback_type', 'wandb.note.1'), fields: ['id', 'creator', 'payload'] });
  assert.deepEqual(found, [{ id: note.id, creator: 'Jo', payload: { note: 'Zu lang, wie „immer“ …' } }]);
  const sorted = await query({ sort_by: [{ field: 'created_at', direction: 'desc' }], limit: 1, offset: 1, fields: null, query: null });
  assert.equal(sorted.length, 1);
  assert.equal(sorted[0].project_id, project);

  const replaced = check('FeedbackReplaceRes', (await api.feedback.feedbackReplaceFeedbackReplacePost({
    feedback_id: note.id, project_id: project, weave_ref: call, feedback_type: 'wandb.note.1', payload: { note: 'Kürzer' },
  })).data);
  assert.notEqual(replaced.id, note.id);
  assert.deepEqual(await query({ query: equals('id', note.id) }), []);

  assert.deepEqual(await purge({ query: { $expr: { $or: [equals('id', reaction.id).$expr, equals('id', replaced.id).$expr] } } }), {});
  assert.deepEqual(await query(), []);
});

test('the score of a call is feedback of its scorer', async () => {
  const weave = new WeaveClient(api, {}, project);
  const id = await weave.addScore('0198c1a2-0000-7000-8000-000000000002', '0198c1a2-0000-7000-8000-000000000003', `weave:///${project}/op/judge:v1`, {
    score: 0.75, passed: true, words: ['a', 'b'],
  });
  const [row] = await query({ query: equals('id', id) });
  assert.equal(row.feedback_type, 'wandb.runnable.judge');
  assert.deepEqual(row.payload.output, { score: 0.75, passed: true, words: ['a', 'b'] });
  assert.equal(row.call_ref, `weave:///${project}/call/0198c1a2-0000-7000-8000-000000000003`);
  await purge({ query: equals('id', id) });
});

test('an annotation is checked against its spec', async () => {
  const { data: spec } = await api.request({
    path: '/feedback/annotation_specs', method: 'POST', type: ContentType.Json, format: 'json',
    body: { project_id: project, name: 'tone', value_schema: { type: 'integer', minimum: 1, maximum: 5 } },
  });
  const annotation = (value) => ({ feedback_type: 'wandb.annotation.tone', annotation_ref: spec.annotation_ref, payload: { value } });
  const { id } = await create(annotation(4));
  const error = check('HTTPValidationError', await refused(create(annotation(6)), 422));
  assert.deepEqual(error.detail[0].loc, ['body', 'payload', 'value']);
  await purge({ query: equals('id', id) });
});

test('the newer calls answer what the OpenAPI document says', async () => {
  const judged = (score) => ({
    project_id: project, weave_ref: call, feedback_type: 'wandb.runnable.judge', payload: { output: { score, passed: score > 0.5 } },
    runnable_ref: `weave:///${project}/op/judge:v1`, call_ref: call, trigger_ref: `weave:///${project}/object/monitor:v1`,
    scorer_tags: ['fast'], scorer_ratings: { _rating_: score }, span_agent_name: 'agent',
  });
  const { res } = await send('batch/create', { batch: [0.25, 0.5, 1].map(judged) }, 'FeedbackCreateBatchRes');
  assert.equal(res.length, 3);
  const at = Date.parse(res[0].created_at);
  const hour = 3_600_000;
  const range = { project_id: project, start: new Date(at - hour).toISOString(), end: new Date(at + hour).toISOString() };

  const { paths } = await send('payload_schema', range, 'FeedbackPayloadSchemaRes');
  assert.deepEqual(paths, [{ json_path: 'output.passed', value_type: 'boolean' }, { json_path: 'output.score', value_type: 'numeric' }]);
  const stats = await send('stats', {
    ...range, feedback_type: 'wandb.runnable.judge', trigger_ref: `weave:///${project}/object/monitor:*`, granularity: null, timezone: 'UTC',
    metrics: [{ json_path: 'output.score', aggregations: ['avg', 'count'], percentiles: [50] }, { json_path: 'output.passed', value_type: 'boolean' }],
  }, 'FeedbackStatsRes');
  assert.deepEqual(stats.window_stats, { output_score: { avg: 1.75 / 3, count: 3, p50: 0.5 }, output_passed: { count_true: 1, count_false: 2 } });
  assert.equal(stats.buckets.reduce((sum, bucket) => sum + bucket.count, 0), 3);
  const aggregate = await send('aggregate', {
    project_id: project, after_ms: at - hour, before_ms: at + hour, time_bucket_seconds: 86_400, group_by: ['span_agent_name'],
  }, 'FeedbackAggregateRes');
  assert.equal(aggregate.buckets.reduce((sum, bucket) => sum + bucket.tag_counts.fast, 0), 3);
  assert.deepEqual(aggregate.buckets[0].group, { span_agent_name: 'agent' });
  await purge({ query: { $expr: { $or: res.map(({ id }) => equals('id', id).$expr) } } });
});

test('what is refused reaches the client as its errors', async () => {
  const invalid = check('HTTPValidationError', await refused(create({ feedback_type: 5, payload: {} }), 422));
  assert.deepEqual(invalid.detail.map(({ loc, type }) => [loc, type]), [[['body', 'feedback_type'], 'string_type']]);
  assert.equal((await refused(create({ feedback_type: 'wandb.reaction.1', payload: { emoji: 'no' } }), 400)).reason,
    'Value of emoji key in payload must be exactly one emoji');
  assert.equal((await refused(purge({ query: equals('feedback_type', 'x') }), 400)).reason, 'Can only purge feedback by specifying one or more feedback ids');
  assert.equal((await refused(create({ feedback_type: 'custom', payload: {}, project_id: 'someone-else/project' }), 404)).reason, 'Project not found');
  assert.ok((await refused(client('vx_wrong').feedback.feedbackQueryFeedbackQueryPost({ project_id: project }), 401)).reason);
});
