import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import * as vindex from '../src/index.js';
import { all, folder, listen, startServer, type Received } from './server.js';

const ticket = { key: 'SHOP-7', summary: 'As a shopper I want to see the shipping cost before I pay so that I am not surprised' };
let server: Awaited<ReturnType<typeof startServer>>;
let client: vindex.VindexClient;

before(async () => {
  server = await startServer();
  client = new vindex.VindexClient({ url: server.url, apiKey: server.key });
});

after(() => server.stop());

const count = async (project: string) => (await client.queryFeedback({ project_id: project, limit: 0 })).total_count;

async function caught<T extends vindex.VindexError>(type: new (...given: never[]) => T, call: Promise<unknown>): Promise<T> {
  const error = await call.then(() => null, (reason: unknown) => reason);
  assert.ok(error instanceof type, `expected ${type.name}, got ${String(error)}`);
  return error;
}

/** A client that loses the responses to these imports, which the server has executed. */
function losing(lost: number[], attempts: number): vindex.VindexClient {
  let made = 0;
  return new vindex.VindexClient({
    url: server.url,
    apiKey: server.key,
    retries: { attempts, sleep: () => Promise.resolve() },
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      if (!lost.includes(++made)) return response;
      await response.text();
      throw new TypeError('fetch failed');
    },
  });
}

test('a score is returned, stored and repeated', async () => {
  const first = await client.score({ ticket_data: ticket }, { details: 'true' }, { idempotencyKey: 'typescript-1' });
  const again = await client.score({ ticket_data: ticket }, { details: 'true' }, { idempotencyKey: 'typescript-1' });
  assert.equal(first.score_id, again.score_id);
  assert.ok(first.findings);
  const record = await client.getScore(first.score_id);
  assert.deepEqual([record.overall_score, record.ticket.key], [first.overall_score, 'SHOP-7']);
  const other = client.score({ ticket_data: { summary: 'Other' } }, { details: 'true' }, { idempotencyKey: 'typescript-1' });
  assert.equal((await caught(vindex.InvalidFieldsError, other)).code, 'idempotency_other_body');
});

test('a batch keeps its order, and a bad ticket fails alone', async () => {
  const tickets = Array.from({ length: 25 }, (_, number) => ({ ticket_data: { key: `B-${number}`, summary: `Export number ${number}` } }));
  tickets[7] = { ticket_data: {} as never };
  const results = await all(client.scoreBatch(tickets, { size: 10 }));
  assert.deepEqual(results.map((result) => result.index), [...tickets.keys()]);
  assert.deepEqual(results.filter((result) => result.score === null).map((result) => result.index), [7]);
  assert.ok(results[7]!.error instanceof vindex.InvalidFieldsError);
  assert.deepEqual(results[7]!.error.errors, { 'ticket_data.summary': ['is required'] });
  assert.equal((await client.getScore(results[24]!.score!.score_id)).ticket.key, 'B-24');
});

test('pages are read to the end', async () => {
  const tickets = Array.from({ length: 11 }, (_, number) => ({ ticket_data: { key: `PAGE-${number}`, summary: 'Import orders' } }));
  assert.ok((await all(client.scoreBatch(tickets))).every((result) => result.error === null));
  const found = await all(client.iterateScores({ project: 'PAGE', limit: 3 }));
  assert.deepEqual(found.map((item) => item.ticket.key).sort(), tickets.map((given) => given.ticket_data.key).sort());
  assert.deepEqual(await all(client.iterateDeliveries({ status: 'failed', limit: 1 })), []);
  assert.ok((await all(server.admin.iterateCompanies({ limit: 1 }))).length >= 2);
  const file = await new Response(await client.exportScores({ project: 'PAGE', format: 'ndjson' })).text();
  assert.equal(file.trim().split('\n').length, 11);
});

test('feedback is created, queried, counted and removed', async () => {
  let id = '';
  for (const stars of [2, 4, 5]) {
    const row = { project_id: 'acme/answers', weave_ref: 'story-1', feedback_type: 'survey', payload: { stars } };
    id = (await client.createFeedback(row)).id;
  }

  const query = { project_id: 'acme/answers', query: { $expr: { $gte: [{ $getField: 'payload.stars' }, { $literal: 4 }] } } };
  assert.deepEqual((await all(client.iterateFeedback(query, { page: 1 }))).map((row) => row['payload']), [{ stars: 4 }, { stars: 5 }]);
  assert.equal((await all(client.iterateFeedback({ project_id: 'acme/answers', limit: 2 }, { page: 1 }))).length, 2);
  const stats = await client.getFeedbackStats({
    project_id: 'acme/answers',
    start: '2020-01-01T00:00:00Z',
    end: '2100-01-01T00:00:00Z',
    granularity: 31536000,
    metrics: [{ json_path: 'stars', aggregations: ['sum', 'count'] }],
  });
  assert.deepEqual(stats.window_stats, { stars: { sum: 11, count: 3 } });
  await client.purgeFeedback({ project_id: 'acme/answers', query: { $expr: { $eq: [{ $getField: 'id' }, { $literal: id }] } } });
  assert.equal(await count('acme/answers'), 2);
});

function* rows() {
  for (let number = 1; number < 95; number++)
    yield number === 33 ? '{broken' : { weave_ref: 'r', feedback_type: 't', payload: { number } };
}

test('an interrupted import is continued', async () => {
  const stopped = await caught(vindex.ImportInterruptedError, losing([3], 1).importFeedback('acme/import', rows(), { segment: 20 }));
  assert.deepEqual([stopped.lines, stopped.imported, stopped.rejected], [40, 39, 1]);
  assert.equal(await count('acme/import'), 59);
  const rest = await client.importFeedback('acme/import', rows(), { segment: 20, start: stopped.lines, importId: stopped.importId });
  assert.deepEqual([rest.lines, rest.imported, rest.rejected], [94, 54, 0]);
  assert.equal(await count('acme/import'), 93);
});

test('an import repeats what was lost, and numbers the lines of the whole', async () => {
  const lines = Array.from({ length: 10 }, () => ['{"weave_ref": "r", "feedback_type": "t", "payload": {"n": 1.0}}\n', '\n', '{"weave_ref": "r"}\n']).flat();
  const progress: number[] = [];
  const result = await losing([1, 3], 4).importFeedback('acme/lines', lines, { segment: 7, onProgress: (stored) => progress.push(stored.lines) });
  assert.deepEqual([result.imported, result.rejected, await count('acme/lines')], [10, 10, 10]);
  assert.deepEqual(result.errors.map((error) => error.line), [3, 6, 9, 12, 15, 18, 21, 24, 27, 30]);
  assert.deepEqual(progress, [10, 21, 30]);
  assert.equal((await all(client.exportFeedback({ project_id: 'acme/lines' }))).length, 10);
});

test('a callback arrives and is verified', async () => {
  let arrived: (received: Received) => void;
  const first = new Promise<Received>((resolve) => (arrived = resolve));
  const respond = (received: Received, response: { writeHead: (status: number) => { end: () => void } }) => {
    arrived(received);
    response.writeHead(204).end();
  };
  await listen(respond, async (url) => {
    const registered = await client.registerInstallation('jiraforge', { external_id: 'site-1', callback_url: `${url}/hook` });
    const secret = registered.shared_secret!;
    const event = { cloudId: 'site-1', issue: { key: 'CB-1', fields: { summary: 'Pay by invoice', issuetype: { name: 'Story' } } } };
    const answer = await client.sendEvent('jiraforge', secret, event);
    const { headers, body } = await first;
    const callback = await vindex.verifyCallback(secret, headers, body);
    assert.equal(callback.body.ticket.key, 'CB-1');
    assert.equal(answer.requestId, `req_${callback.body.job_id}`);
    assert.equal(callback.id, headers['webhook-id']);
    const own = await vindex.verifyCallback(secret, { ...headers, 'webhook-signature': undefined }, body);
    assert.deepEqual(own.body, callback.body);
    await assert.rejects(vindex.verifyCallback(secret, headers, `${body} `), vindex.SignatureError);
    await caught(vindex.PermissionDeniedError, client.sendEvent('jiraforge', 'whsec_d3Jvbmc=', event));
  });
});

test('another company sees 404', async () => {
  const { score_id: id } = await client.score({ ticket_data: ticket });
  const other = new vindex.VindexClient({ url: server.url, apiKey: server.otherKey });
  await caught(vindex.NotFoundError, other.getScore(id));
  assert.equal((await caught(vindex.NotFoundError, other.queryFeedback({ project_id: 'acme/scores' }))).detail, 'Project not found');
  assert.deepEqual(await all(other.iterateScores()), []);
});

test('each error of the server has its type', async () => {
  const row = { project_id: 'acme/errors', weave_ref: 'r', feedback_type: 'wandb.note.1', payload: { note: '' } };
  await caught(vindex.BadRequestError, client.createFeedback(row));
  const extra = { ...row, extra: 1 };
  assert.deepEqual(Object.keys((await caught(vindex.InvalidFieldsError, client.createFeedback(extra))).errors), ['extra']);
  const missing = await caught(vindex.InvalidFieldsError, client.score({ ticket_data: {} as never }));
  assert.deepEqual(missing.errors, { 'ticket_data.summary': ['is required'] });
  await caught(vindex.TooLargeError, client.proposeRewrite({ ticket_data: { summary: 'x', description: 'y'.repeat(2 << 20) } }));
  await caught(vindex.ConflictError, server.admin.createCompany({ name: 'Acme', slug: 'acme' }));
  await caught(vindex.PermissionDeniedError, client.listCompanies());
  await caught(vindex.AuthenticationError, new vindex.VindexClient({ url: server.url, apiKey: 'vx_000000000000_wrong' }).listScores());
  const hasty = new vindex.VindexClient({ url: server.url, apiKey: await server.newKey(server.company.company_id), retries: { attempts: 1 } });
  const calls = Array.from({ length: 31 }, () => hasty.score({ ticket_data: { summary: 'Again' } }));
  const limited = await caught(vindex.RateLimitedError, Promise.all(calls));
  assert.ok(limited.retryAfter! > 0);
  await Promise.allSettled(calls);
});

test('changes clear and leave out', async () => {
  const id = server.company.company_id;
  const changed = await server.admin.changeCompany(id, { retention_days: 400, timezone: 'Europe/Berlin' });
  assert.deepEqual([changed.retention_days, changed.timezone], [400, 'Europe/Berlin']);
  const cleared = await server.admin.changeCompany(id, { retention_days: null });
  assert.deepEqual([cleared.retention_days, cleared.timezone], [null, 'Europe/Berlin']);
});

test('files, texts, streams and empty responses', async () => {
  const upload = await client.uploadBacklog(new Blob(['Key,Summary\nA-1,Export\n']), 'back log.csv');
  assert.deepEqual([upload.rows, upload.file_name], [1, 'back log.csv']);
  const { score_id: id } = await client.score({ ticket_data: ticket });
  assert.match(await client.getWorkOrder(id), /# /);
  await client.deleteScore(id);
  await caught(vindex.NotFoundError, client.getScore(id));
  assert.equal((await new vindex.VindexClient({ url: server.url }).getReadiness()).status, 'ok');
  const archive = await server.admin.exportCompany(server.company.company_id);
  assert.equal((await server.admin.importCompany(archive)).complete, true);
});

test('the examples of the documentation run', async () => {
  const data = await mkdtemp(join(tmpdir(), 'vindex-examples-'));
  try {
    await writeFile(join(data, 'feedback.ndjson'), '{"weave_ref": "SHOP-7", "feedback_type": "survey", "payload": {"stars": 4}}\n'.repeat(3));
    for (const name of ['readme', 'docs']) {
      const env = { ...process.env, VINDEX_URL: server.url, VINDEX_KEY: await server.newKey(server.company.company_id) };
      const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, `build/examples/${name}.js`)], { cwd: data, env, encoding: 'utf8' });
      assert.equal(status, 0, stdout + stderr);
      assert.notEqual(stdout.trim(), '');
    }
  } finally {
    await rm(data, { recursive: true, force: true });
  }
});

test('the package contains what it needs and no more', () => {
  const { status, stdout, stderr } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: folder, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  const paths = files.map((file) => file.path);
  for (const path of ['README.md', 'package.json', 'dist/index.js', 'dist/index.d.ts']) assert.ok(paths.includes(path), path);
  assert.ok(paths.every((path) => path.startsWith('dist/') || ['README.md', 'package.json'].includes(path)), paths.join());
});
