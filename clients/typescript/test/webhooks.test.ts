import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { SignatureError, verifyCallback, type VerifyOptions } from '../src/index.js';

const secret = `whsec_${Buffer.from('0123456789abcdef01234567').toString('base64')}`;
const old = 'an-old-secret-that-is-a-text';
const now = 1_780_000_000;
const body = '{"job_id":"j1","status":"failed","error":"ü"}';

const keyOf = (one: string) => (one.startsWith('whsec_') ? Buffer.from(one.slice(6), 'base64') : Buffer.from(one));
const standard = (one: string) => `v1,${createHmac('sha256', keyOf(one)).update(`dl_1.${now}.${body}`).digest('base64')}`;
const own = (one: string) => `sha256=${createHmac('sha256', one).update(`${now}.${body}`).digest('hex')}`;
const headers = (given: Record<string, string | string[]>) => ({ 'webhook-id': 'dl_1', 'webhook-timestamp': `${now}`, 'X-Vindex-Timestamp': `${now}`, ...given });
const verify = (given: Record<string, string | string[]>, one: string | string[] = secret, options: VerifyOptions = {}, text = body) =>
  verifyCallback(one, headers(given), text, { now: now * 1000, ...options });

test('both forms are accepted', async () => {
  const callback = await verify({ 'Webhook-Signature': standard(secret) });
  assert.deepEqual([callback.id, callback.body.job_id], ['dl_1', 'j1']);
  assert.equal((await verify({ 'X-Vindex-Signature': own(old) }, old)).id, null);
  await verify({ 'x-vindex-signature': own(secret) });
  await verify({ 'webhook-signature': standard(old) }, old);
  await verifyCallback(secret, new Headers(headers({ 'webhook-signature': standard(secret) }) as Record<string, string>), Buffer.from(body), { now: now * 1000 });
});

test('one of several signatures or secrets is enough', async () => {
  for (const one of [secret, old, [old, 'another']]) {
    await verify({ 'webhook-signature': `${standard(secret)} ${standard(old)}` }, one);
    await verify({ 'x-vindex-signature': `${own(secret)}, ${own(old)}` }, one);
    await verify({ 'webhook-signature': [standard(secret), standard(old)] }, one);
  }

  await verify({ 'webhook-signature': `v1a,AAAA ${standard(secret)}` });
});

test('everything that is signed counts', async () => {
  const good = { 'webhook-signature': standard(secret) };
  await assert.rejects(verify(good, secret, {}, `${body} `), SignatureError);
  await assert.rejects(verify({ ...good, 'webhook-id': 'dl_2' }), SignatureError);
  await assert.rejects(verify({ ...good, 'webhook-timestamp': `${now - 1}` }), SignatureError);
  await assert.rejects(verify(good, 'another-secret-0123456789'), SignatureError);
  await assert.rejects(verify({ 'x-vindex-signature': own(old) }), SignatureError);
  // A valid signature of the other form does not make up for a wrong one, because only one of them covers the id.
  await assert.rejects(verify({ 'webhook-signature': standard(old), 'x-vindex-signature': own(secret) }), SignatureError);
});

test('the time must be near', async () => {
  for (const late of [-301, 301]) {
    await assert.rejects(verify({ 'webhook-signature': standard(secret) }, secret, { now: (now + late) * 1000 }), SignatureError);
    await assert.rejects(verify({ 'x-vindex-signature': own(secret) }, secret, { now: (now + late) * 1000 }), SignatureError);
  }

  await verify({ 'webhook-signature': standard(secret) }, secret, { now: (now + 300) * 1000 });
  await verify({ 'webhook-signature': standard(secret) }, secret, { now: (now + 3000) * 1000, tolerance: 3600 });
});

test('nonsense is no signature', async () => {
  for (const nonsense of ['', 'v1', 'v1,', 'v1,%%%', 'sha256=', 'sha256=zz', 'ü']) {
    await assert.rejects(verify({ 'webhook-signature': nonsense }), SignatureError, nonsense);
    await assert.rejects(verify({ 'x-vindex-signature': nonsense }), SignatureError, nonsense);
  }

  await assert.rejects(verifyCallback(secret, {}, body), SignatureError);
  for (const timestamp of ['', '-1', '1e9', '²', ' '])
    await assert.rejects(verify({ 'x-vindex-signature': own(secret), 'X-Vindex-Timestamp': timestamp }), SignatureError, timestamp);
  await assert.rejects(verify({ 'webhook-signature': standard(secret) }, 'whsec_%%%'), TypeError);
});
