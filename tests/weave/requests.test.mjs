// The bodies that the server takes, and how it describes them, against what W&B's OpenAPI document says (requests.mjs).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startServer } from '../node/server.mjs';
import { read, requests, wrong } from './requests.mjs';

const project = 'kolibri/bodies';
const call = `weave:///${project}/call/0198c1a2-7b3e-7000-8000-000000000001`;
const monitored = {
  project_id: project, weave_ref: call, feedback_type: 'wandb.agent_monitor', payload: { output: { score: 0.5 } },
  runnable_ref: `weave:///${project}/op/judge:v1`, call_ref: call, trigger_ref: `weave:///${project}/object/monitor:v1`,
  creator: 'Jo', queue_id: '', scorer_tags: ['fast'], scorer_tag_reasons: { fast: 'under a second' }, scorer_tag_confidences: { fast: 0.9 },
  scorer_ratings: { _rating_: 0.5 }, scorer_rating_reasons: { _rating_: 'so-so' }, scorer_rating_confidences: { _rating_: 1 },
  span_agent_name: 'agent', span_agent_version: '1', span_status_code: 'OK', span_conversation_id: 'c', span_trace_id: 't', scorer_trace_id: 's',
  wb_user_id: 'someone',
};
const byId = { $expr: { $eq: [{ $getField: 'id' }, { $literal: 'none' }] } };

// A body of each call with every member that its kind of row can have.
const full = {
  create: { ...monitored, id: 'row' },
  'batch/create': { batch: [monitored] },
  replace: { ...monitored, id: 'row', feedback_id: 'row' },
  purge: { project_id: project, query: byId },
  query: { project_id: project, fields: ['id'], query: byId, sort_by: [{ field: 'created_at', direction: 'desc' }], limit: 1, offset: 0 },
  payload_schema: {
    project_id: project, start: '2026-01-01T00:00:00Z', end: '2026-02-01T00:00:00Z', feedback_type: 'a', trigger_ref: 'b', sample_limit: 10,
  },
  stats: {
    project_id: project, start: '2026-01-01T00:00:00Z', end: '2026-02-01T00:00:00Z', feedback_type: 'a', trigger_ref: 'b', granularity: 86_400,
    timezone: 'UTC', metrics: [{ json_path: 'output.score', value_type: 'numeric', aggregations: ['avg'], percentiles: [50] }],
  },
  aggregate: {
    project_id: project, after_ms: 0, before_ms: 86_400_000, time_bucket_seconds: 3600, feedback_types: ['a'], tags: ['b'], rating_min: 0, rating_max: 1,
    monitor_ids: ['c*'], scorer_ids: ['d'], span_agent_names: ['e'], span_types: ['agent_turn'], group_by: ['scorer_id'],
  },
};

// Only annotations have this member, and they have none of the scorer's.
const annotation = {
  project_id: project, weave_ref: call, feedback_type: 'wandb.annotation.tone', payload: { value: 1 }, annotation_ref: `weave:///${project}/object/tone:v1`,
};

let server;
let key;

before(async () => {
  server = await startServer('requests');
  key = await server.createKey('Kolibri', ['feedback:read', 'feedback:write']);
});

after(() => server?.stop());

async function send(path, body) {
  const response = await fetch(`${server.address}/feedback/${path}`, {
    method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

async function accepted(path, body) {
  const response = await send(path, body);
  assert.equal(response.status, 200, `${path} ${JSON.stringify(body)}: ${JSON.stringify(response.body)}`);
}

// The error names the member, or something in it.
async function refused(path, body, member) {
  const response = await send(path, body);
  assert.equal(response.status, 422, `${path} ${JSON.stringify(body)}: ${JSON.stringify(response.body)}`);
  assert.ok(response.body.detail.some(({ loc }) => loc[0] === 'body' && loc[1] === member), `${path} ${member}: ${JSON.stringify(response.body)}`);
}

const without = (body, member) => Object.fromEntries(Object.entries(body).filter(([name]) => name !== member));

for (const [path, members] of Object.entries(requests)) {
  const types = Object.entries(members).map(([name, notation]) => ({ name, ...read(notation) }));
  const required = types.filter((member) => member.isRequired).map((member) => member.name);

  test(`POST /feedback/${path} takes every member of W&B's document, and needs only those that it requires`, async () => {
    const known = path === 'create' || path === 'replace' ? [...Object.keys(full[path]), 'annotation_ref'] : Object.keys(full[path]);
    assert.deepEqual(known.sort(), Object.keys(members).sort());
    await accepted(path, full[path]);
    if (known.includes('annotation_ref')) await accepted(path, path === 'replace' ? { ...annotation, feedback_id: 'none' } : annotation);
    for (const { name, isRequired, isNullable } of types) {
      if (isRequired) await refused(path, without(full[path], name), name);
      // The references belong to the kind of row.
      else if (isNullable && !(name.endsWith('_ref') && 'payload' in members)) await accepted(path, { ...full[path], [name]: null });
    }
  });

  test(`POST /feedback/${path} refuses values of other types, and says where`, async () => {
    for (const { name, type } of types) {
      if (name !== 'wb_user_id') await refused(path, { ...full[path], [name]: wrong[type] }, name);
    }
  });

  test(`the description of POST /feedback/${path} has these members`, async () => {
    const description = await (await fetch(`${server.address}/openapi/v1.json`)).json();
    const schema = description.paths[`/feedback/${path}`].post.requestBody.content['application/json'].schema;
    const { properties, required: described } = description.components.schemas[schema.$ref.split('/').at(-1)];
    assert.deepEqual(described.toSorted(), required.toSorted());
    // Statistics take more here: calendar, compare, filter, group_by.
    for (const { name } of types) assert.ok(name in properties, name);
  });
}
