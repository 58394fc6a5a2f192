import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { inspect } from 'node:util';
import * as vindex from '../src/index.js';
import { toLine } from '../src/rows.js';
import { all, fake } from './server.js';

const key = 'vx_0123456789ab_a-secret-that-must-not-be-shown';
const busy = JSON.stringify({ code: 'engine_busy', detail: 'The scoring engine is busy; try again shortly.' });
const limited = JSON.stringify({ code: 'rate_limited', detail: 'Too many requests.' });

function clientOf(url: string, policy: Partial<vindex.RetryPolicy> = {}) {
  const slept: number[] = [];
  const sleep = (seconds: number) => {
    slept.push(seconds);
    return Promise.resolve();
  };
  return { slept, client: new vindex.VindexClient({ url, apiKey: key, retries: { random: () => 0, sleep, ...policy } }) };
}

test('Retry-After is honored for 429 and 503', async () => {
  const answers = [{ status: 429, body: limited, headers: { 'retry-after': '7' } }, { status: 503, body: busy, headers: { 'retry-after': '2' } }, { body: '{"score_id":"s1"}' }];
  await fake(answers, async (url, received) => {
    const { client, slept } = clientOf(url);
    assert.equal((await client.score({ ticket_data: { summary: 'x' } })).score_id, 's1');
    assert.deepEqual(slept, [7, 2]);
    assert.equal(new Set(received.map((request) => request.headers['idempotency-key'])).size, 1);
  });
});

test('a longer delay than allowed is an error at once', async () => {
  await fake([{ status: 429, body: limited, headers: { 'retry-after': '3600' } }], async (url, received) => {
    const { client, slept } = clientOf(url);
    await assert.rejects(client.getSummary(), (error) => error instanceof vindex.RateLimitedError && error.retryAfter === 3600);
    assert.deepEqual([slept.length, received.length], [0, 1]);
  });
});

test('a date as Retry-After', async () => {
  await fake([{ status: 503, body: busy, headers: { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' } }, {}], async (url) => {
    const { client, slept } = clientOf(url);
    await client.getSummary();
    assert.deepEqual(slept, [0]);
  });
});

test('delays without Retry-After double and end; jitter lengthens them', async () => {
  await fake([{ status: 502, body: '<html>' }], async (url, received) => {
    const low = clientOf(url, { attempts: 4, base: 1 });
    await assert.rejects(low.client.getSummary(), vindex.ServerError);
    assert.deepEqual([low.slept, received.length], [[0.5, 1, 2], 4]);
    const high = clientOf(url, { attempts: 3, base: 1, random: () => 1 });
    await assert.rejects(high.client.getSummary(), vindex.ServerError);
    assert.deepEqual(high.slept, [1, 2]);
  });
});

test('what may have been executed is not sent again', async () => {
  const unknown = JSON.stringify({ code: 'store_unavailable', detail: 'try again' });
  for (const answer of [{ status: 502, body: '' }, { status: 503, body: unknown }, { body: '{', cut: true }]) {
    await fake([answer], async (url, received) => {
      await assert.rejects(clientOf(url).client.createCompany({ name: 'Acme' }), vindex.VindexError);
      assert.equal(received.length, 1);
    });
  }

  await fake([{ status: 503, body: busy }, { status: 201, body: '{"company_id":"c"}' }], async (url) => {
    assert.equal((await clientOf(url).client.createCompany({ name: 'Acme' })).company_id, 'c');
  });
});

test('feedback gets an id, so that it can be sent again', async () => {
  await fake([{ body: '{', cut: true }, { body: '{"id":"f"}' }], async (url, received) => {
    await clientOf(url).client.createFeedback({ project_id: 'acme/x', weave_ref: 'r', feedback_type: 't', payload: {} });
    const [first, second] = received.map((request) => (JSON.parse(request.body) as { id: string }).id);
    assert.ok(first);
    assert.equal(first, second);
  });
});

test('a batch that breaks off is continued with the same key and body', async () => {
  const scored = '{"index":0,"status":200,"score_id":"s0","overall_score":1}\n';
  const failed = '{"index":1,"status":422,"code":"invalid_fields","detail":"ticket_data.summary: is required"}\n';
  const answers = [{ body: scored, cut: true }, { body: scored }, { body: failed + scored + '{"done":true,"scored":1,"failed":1}\n' }];
  await fake(answers, async (url, received) => {
    const results = await all(clientOf(url).client.scoreBatch([{ ticket_data: { summary: 'a' } }, { ticket_data: { summary: '' } }]));
    assert.equal(received.length, 3);
    assert.equal(new Set(received.map((request) => `${request.headers['idempotency-key']} ${request.body}`)).size, 1);
    assert.deepEqual(results.map((result) => result.index), [0, 1]);
    assert.deepEqual(results[0]!.score, { score_id: 's0', overall_score: 1 });
    assert.ok(results[1]!.error instanceof vindex.InvalidFieldsError);
  });
});

test('tickets that found the server busy are sent again', async () => {
  const answers = [
    { body: '{"index":0,"status":503,"code":"engine_busy","detail":"busy"}\n{"done":true}\n' },
    { body: '{"index":0,"status":200,"score_id":"s0"}\n{"done":true}\n' },
  ];
  await fake(answers, async (url) => {
    const [result] = await all(clientOf(url).client.scoreBatch([{ ticket_data: { summary: 'a' } }]));
    assert.deepEqual([result!.score, result!.error], [{ score_id: 's0' }, null]);
  });
});

test('batches are split by number and by size', async () => {
  const lines = Array.from({ length: 1000 }, (_, index) => `{"index":${index},"status":200,"score_id":"s${index}"}\n`).join('');
  await fake([{ body: lines + '{"done":true}\n' }], async (url, received) => {
    const { client } = clientOf(url);
    const small = Array.from({ length: 2500 }, (_, number) => ({ ticket_data: { summary: `${number}` } }));
    assert.deepEqual((await all(client.scoreBatch(small))).map((result) => result.index), [...small.keys()]);
    assert.deepEqual(received.map((request) => request.body.split('\n').length), [1000, 1000, 500]);
    received.length = 0;
    const large = Array.from({ length: 5 }, () => ({ ticket_data: { summary: 'x', description: 'y'.repeat(3 << 20) } }));
    assert.equal((await all(client.scoreBatch(large))).length, 5);
    assert.equal(received.length, 3);
    assert.ok(received.every((request) => request.body.length <= 8 << 20));
  });
});

test('a stream that breaks off is an error', async () => {
  await fake([{ body: '{"id":"a"}\n', cut: true }], async (url) => {
    const rows = clientOf(url).client.exportFeedback({ project_id: 'acme/x' });
    assert.deepEqual((await rows.next()).value, { id: 'a' });
    await assert.rejects(rows.next(), vindex.IncompleteResponseError);
  });
});

test('both forms of errors are read', async () => {
  const problem = { code: 'invalid_fields', detail: 'name: is required.', errors: { name: ['is required'] }, trace_id: 't1' };
  const entry = { type: 'missing', loc: ['body', 'batch', 3, 'payload'], msg: 'Field required', input: { card: '4111' } };
  const reason = { reason: 'Project not found', error_type: 'NotFound', detail: 'Project not found' };
  const cases: [number, unknown, string, object][] = [
    [422, problem, 'invalid_fields', { name: ['is required'] }],
    [422, { detail: [entry] }, 'invalid_fields', { 'batch.3.payload': ['Field required'] }],
    [404, reason, 'NotFound', {}],
    [418, 'teapot', 'http_418', {}],
    [302, '', 'http_302', {}],
  ];
  for (const [status, body, code, errors] of cases) {
    await fake([{ status, body: typeof body === 'string' ? body : JSON.stringify(body) }], async (url) => {
      const error = await clientOf(url).client.getSummary().catch((caught: unknown) => caught);
      assert.ok(error instanceof vindex.ApiError);
      assert.deepEqual([error.status, error.code, error.errors], [status, code, errors]);
      assert.doesNotMatch(error.message, /4111/);
      assert.match(error.message, /^GET \/portal\/scores\/summary: /);
    });
  }
});

test('each status has its type', async () => {
  const types = {
    400: vindex.BadRequestError,
    401: vindex.AuthenticationError,
    403: vindex.PermissionDeniedError,
    404: vindex.NotFoundError,
    409: vindex.ConflictError,
    413: vindex.TooLargeError,
    422: vindex.InvalidFieldsError,
    429: vindex.RateLimitedError,
    500: vindex.ServerError,
    503: vindex.UnavailableError,
  };
  for (const [status, type] of Object.entries(types)) {
    await fake([{ status: Number(status), body: '' }], async (url) => {
      const error = await clientOf(url, { attempts: 1 }).client.getSummary().catch((caught: unknown) => caught);
      assert.equal((error as Error).constructor, type);
      assert.equal((error as Error).name, type.name);
    });
  }
});

test('the key is in no text', async () => {
  const echo = JSON.stringify({ code: 'x', detail: `Unknown header: Bearer ${key}` });
  await fake([{ status: 400, body: echo }], async (url, received) => {
    const { client } = clientOf(url);
    const error = await client.getSummary().catch((caught: unknown) => caught);
    assert.equal(received[0]!.headers.authorization, `Bearer ${key}`);
    for (const text of [inspect(client, { showHidden: true, depth: 9 }), JSON.stringify(client), String(client), inspect(error), JSON.stringify(error)])
      assert.doesNotMatch(text, /a-secret/);
  });
  assert.throws(() => clientOf('http://127.0.0.1').client && new vindex.VindexClient({ url: 'http://127.0.0.1', apiKey: `${key}\n` }), (error) => !/a-secret/.test(String(error)));
});

test('the secret of an event replaces the key', async () => {
  await fake([{ status: 202, body: '{"status":"queued"}' }], async (url, received) => {
    await clientOf(url).client.sendEvent('jiraforge', 'whsec_c2VjcmV0', {});
    assert.equal(received[0]!.headers.authorization, undefined);
    assert.equal(received[0]!.headers['x-vindex-secret'], 'whsec_c2VjcmV0');
  });
});

test('no connection, and no response in time', async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const { client, slept } = clientOf(url, { attempts: 2 });
  await assert.rejects(client.getSummary({}, { timeoutMs: 20 }), vindex.TimedOutError);
  assert.equal(slept.length, 1);
  const stop = new AbortController();
  const cancelled = client.getSummary({}, { signal: stop.signal });
  stop.abort(new Error('no longer needed'));
  await assert.rejects(cancelled, /no longer needed/);
  silent.close();
  silent.unref();
  await fake([{}], (gone) => Promise.resolve(gone)).then((gone) =>
    assert.rejects(clientOf(gone, { attempts: 1 }).client.getSummary(), (error) => error instanceof vindex.ConnectionFailedError && /ECONNREFUSED/.test(error.message)));
});

test('a wait for a retry can be cancelled', async () => {
  await fake([{ status: 429, body: limited, headers: { 'retry-after': '50' } }], async (url) => {
    const client = new vindex.VindexClient({ url, apiKey: key });
    const stop = new AbortController();
    const call = client.getSummary({}, { signal: stop.signal });
    setTimeout(() => stop.abort(new Error('no longer needed')), 50);
    await assert.rejects(call, /no longer needed/);
  });
});

test('ids cannot lead to another path', async () => {
  await fake([{}], async (url, received) => {
    const { client } = clientOf(url);
    await client.getScore('../a?b/ü');
    assert.equal(received[0]!.url, '/portal/scores/..%2Fa%3Fb%2F%C3%BC');
    for (const value of ['', '.', '..']) assert.throws(() => client.getScore(value), TypeError);
  });
});

test('a page that is no JSON is an error of its own', async () => {
  await fake([{ body: '<html>' }], async (url) => assert.rejects(clientOf(url).client.getSummary(), /not JSON/));
});

test('lines of text keep their bytes', () => {
  assert.equal(toLine('{"a": 1.0, "big": 1e400}\n', 'i-1'), '{"id":"i-1","a": 1.0, "big": 1e400}');
  assert.equal(toLine('{"id": null}', 'i-1'), '{"id":"i-1","id": null}');
  assert.equal(toLine('\uFEFF{}\r\n', 'i-1'), '{"id":"i-1"}');
  assert.equal(toLine('{"id": "own"}', 'i-1'), '{"id": "own"}');
  assert.equal(toLine('not json', 'i-1'), 'not json');
  assert.equal(toLine(' \n', 'i-1'), null);
});
