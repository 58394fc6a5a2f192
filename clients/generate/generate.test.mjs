// The generated files are those that the generator writes now, and every operation of the API is in one of the three groups.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { describe } from './description.mjs';
import { description, differing } from './generate.mjs';

const read = async (path) => JSON.parse(await readFile(new URL(path, import.meta.url), 'utf8'));

test('generated files are up to date', async () => {
  assert.deepEqual(await differing(), [], 'run node clients/generate/generate.mjs');
});

test('every operation is generated, written by hand or left out', async () => {
  const document = await read('../../tests/Vindex.Server.Tests/Snapshots/openapi.json');
  const ids = Object.values(document.paths).flatMap((item) => Object.values(item).map((operation) => operation.operationId)).filter(Boolean);
  const { operations, byHand, leftOut } = await description();
  assert.deepEqual([...operations, ...byHand].map((operation) => operation.id).concat(leftOut).sort(), ids.sort());
  assert.ok(operations.length > 100);
  assert.deepEqual(byHand.map((operation) => operation.id).sort(), ['feedback_import', 'score_batch']);
});

test('an API key can be used for everything that is generated', async () => {
  const document = await read('../../tests/Vindex.Server.Tests/Snapshots/openapi.json');
  const { operations } = await description();
  for (const { path, method } of operations) {
    const { security } = document.paths[path][method.toLowerCase()];
    assert.ok(security.length === 0 || security.some((one) => 'bearer' in one || 'installation' in one), `${method} ${path}`);
  }
});

test('every member that is named like a secret is one', async () => {
  const { secrets } = await read('names.json');
  const { models } = await description();
  const named = models.flatMap((model) => (model.members ?? []).map((member) => `${model.name}.${member.name}`)).filter((name) => /\.(api_key|.*secret|.*password|.*link|.*token)$/.test(name));
  assert.deepEqual(named.filter((name) => !secrets.includes(name)), []);
});

const names = { names: {}, by_hand: {}, left_out: [], repeatable: [], with_ids: {}, free_bodies: [], optional: [], secrets: [], types: {} };
const api = (operation, schemas = {}) => ({ components: { schemas }, paths: { '/x': { get: { operationId: 'x', tags: ['T'], security: [], responses: {}, ...operation } } } });

test('a change of the API that the generator does not know is an error', () => {
  const refused = [
    [api({ parameters: [{ in: 'header', name: 'X-New', schema: { type: 'string' } }] }), /X-New/],
    [api({ requestBody: { content: { 'application/xml': {} } } }), /x: a body of application\/xml/],
    [api({ responses: { 200: { content: { 'text/event-stream': {} } } } }), /x: a response of text\/event-stream/],
    [api({ responses: { 200: { content: { 'application/json': { schema: { type: 'array' } } } } } }), /x: a body that is no object/],
    [api({}, { FeedbackLine: { properties: { a: { oneOf: [{ type: 'string' }, { type: 'integer' }] } } } }), /FeedbackLine\.a/],
    [api({}, { FeedbackLine: { properties: { a: { type: 'file' } } } }), /"file"/],
  ];
  for (const [document, message] of refused) assert.throws(() => describe(document, names), message);
});

test('names.json names only what exists', () => {
  assert.throws(() => describe(api({}), { ...names, repeatable: ['gone'] }), /"gone"/);
  assert.throws(() => describe(api({}), { ...names, secrets: ['Key.gone'] }), /"Key\.gone"/);
});
