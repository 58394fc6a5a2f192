// Receives what a server sends over loopback, and verifies it as receivers do: with the public packages of Standard Webhooks and Svix, and, for key pairs,
// which these do not know, with node:crypto. Needs the built program; VINDEX_DLL names another one.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createPublicKey, verify } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import * as standard from 'standardwebhooks';
import * as svix from 'svix';

const program = process.env.VINDEX_DLL ?? fileURLToPath(new URL('../../src/Vindex.Cli/bin/Release/net10.0/vindex.dll', import.meta.url));
const adminKey = 'an-admin-key-of-more-than-32-characters';
const libraries = [
  ['standardwebhooks', standard.Webhook],
  ['svix', svix.Webhook],
];
const received = [];
let arrived = () => {};
let receiver;
let receiverUrl;
let folder;
let server;
let address;
let apiKey;

before(async () => {
  receiver = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ path: request.url, headers: request.headers, body: Buffer.concat(chunks) });
      response.writeHead(204).end();
      arrived();
    });
  });
  await new Promise((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  receiverUrl = `http://127.0.0.1:${receiver.address().port}`;
  folder = await mkdtemp(join(tmpdir(), 'vindex-webhooks-'));
  const settings = ['--Callbacks:AllowHttp=true', '--Callbacks:AllowedNetworks=127.0.0.0/8', '--Logging:Level=error'];
  server = spawn('dotnet', [program, 'serve', '--data', folder, '--urls', 'http://127.0.0.1:0', ...settings], {
    env: { ...process.env, VINDEX_ADMIN_KEY: adminKey },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  address = await new Promise((resolve, reject) => {
    let written = '';
    server.stdout.on('data', (chunk) => {
      written += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(written);
      if (found) resolve(found[0]);
    });
    server.once('exit', (code) => reject(new Error(`the server ended with code ${code}`)));
  });
  const company = await post(adminKey, '/admin/companies', { name: 'Kolibri' });
  const scopes = ['scores:write', 'scores:read', 'feedback:read', 'feedback:write', 'installations:write'];
  apiKey = (await post(adminKey, `/admin/companies/${company.company_id}/keys`, { name: 'hooks', scopes })).api_key;
});

after(async () => {
  if (server) {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await ended;
  }
  receiver?.closeAllConnections();
  receiver?.close();
  await rm(folder, { recursive: true, force: true });
});

async function post(key, path, body, headers = {}) {
  const response = await fetch(address + path, {
    method: 'POST',
    headers: { ...(key ? { authorization: `Bearer ${key}` } : {}), 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body ?? {}),
  });
  assert.ok(response.ok, `${path}: ${response.status} ${response.ok ? '' : await response.text()}`);
  return response.json();
}

/** The request that has arrived at a path; the runner's time limit ends the wait. */
async function at(path) {
  for (;;) {
    const found = received.find((request) => request.path === path);
    if (found) return found;
    await new Promise((resolve) => (arrived = resolve));
  }
}

const score = (key) => post(apiKey, '/v1/score', { ticket_data: { key, summary: 'As a shopper I want to see the shipping cost so that I am not surprised' } });

/** Written after the specification: `v1a,` and the base64 of an Ed25519 signature of id, timestamp and body with dots between. */
function verifyWithPublicKey(publicKey, headers, body, now = Date.now() / 1000) {
  if (!(Math.abs(now - Number(headers['webhook-timestamp'])) <= 300)) return false;
  const prefix = Buffer.from('302a300506032b6570032100', 'hex');
  const key = createPublicKey({ key: Buffer.concat([prefix, Buffer.from(publicKey.slice('whpk_'.length), 'base64')]), format: 'der', type: 'spki' });
  const signed = Buffer.concat([Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.`), body]);
  return headers['webhook-signature']
    .split(' ')
    .filter((part) => part.startsWith('v1a,'))
    .some((part) => verify(null, signed, key, Buffer.from(part.slice('v1a,'.length), 'base64')));
}

function tampered(body) {
  const changed = Buffer.from(body);
  changed[changed.length - 2] ^= 1;
  return changed;
}

function verifiedByLibraries({ headers, body }, secret, otherSecret) {
  for (const [name, Webhook] of libraries) {
    const webhook = new Webhook(secret);
    assert.deepEqual(webhook.verify(body.toString(), headers), JSON.parse(body.toString()), name);
    assert.throws(() => webhook.verify(tampered(body).toString(), headers), /No matching signature/, name);
    assert.throws(() => new Webhook(otherSecret).verify(body.toString(), headers), /No matching signature/, name);
    assert.throws(() => webhook.verify(body.toString(), { ...headers, 'webhook-id': 'another' }), /No matching signature/, name);
    const old = String(Number(headers['webhook-timestamp']) - 600);
    assert.throws(() => webhook.verify(body.toString(), { ...headers, 'webhook-timestamp': old }), /timestamp too old/, name);
  }
}

const unknownSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

test('the callback of an installation is verified by the public packages', { timeout: 60_000 }, async () => {
  const registered = await post(apiKey, '/api/v1/register/generic', { external_id: 'shop', callback_url: `${receiverUrl}/callback` });
  const ticket = { external_id: 'shop', ticket_data: { key: 'SHOP-1', summary: 'Show the shipping cost before payment' } };
  await post(null, '/api/v1/evaluate/generic', ticket, { 'x-vindex-secret': registered.shared_secret });
  const request = await at('/callback');
  assert.equal(JSON.parse(request.body).ticket.key, 'SHOP-1');
  verifiedByLibraries(request, registered.shared_secret, unknownSecret);
});

test('the event of a webhook with a shared secret is verified by the public packages', { timeout: 60_000 }, async () => {
  const hook = await post(apiKey, '/portal/webhooks', { url: `${receiverUrl}/hmac`, types: ['score.created'] });
  await score('SHOP-2');
  const request = await at('/hmac');
  assert.equal(JSON.parse(request.body).type, 'score.created');
  verifiedByLibraries(request, hook.secret, unknownSecret);
});

test('the event of a webhook with a key pair is verified by its public key', { timeout: 60_000 }, async () => {
  const hook = await post(apiKey, '/portal/webhooks', { url: `${receiverUrl}/pair`, types: ['feedback.created'], signing: 'ed25519' });
  const other = await post(apiKey, '/portal/webhooks', { url: `${receiverUrl}/other`, types: ['alert.fired'], signing: 'ed25519' });
  const row = { project_id: 'kolibri/stories', weave_ref: 'weave:///kolibri/stories/call/1', feedback_type: 'wandb.note.1', payload: { note: '✓ fine' } };
  await post(apiKey, '/feedback/create', row);
  const { headers, body } = await at('/pair');
  assert.equal(JSON.parse(body).data.payload.note, '✓ fine');
  assert.ok(verifyWithPublicKey(hook.public_key, headers, body));
  assert.ok(!verifyWithPublicKey(hook.public_key, headers, tampered(body)));
  assert.ok(!verifyWithPublicKey(other.public_key, headers, body));
  assert.ok(!verifyWithPublicKey(hook.public_key, { ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) - 600) }, body));
  assert.ok(!verifyWithPublicKey(hook.public_key, headers, body, Date.now() / 1000 + 600));
});

test('with both signatures and during a rotation, old and new keys verify', { timeout: 60_000 }, async () => {
  const old = await post(apiKey, '/portal/webhooks', { url: `${receiverUrl}/both`, signing: 'both', types: ['alert.fired'] });
  const now = await post(apiKey, `/portal/webhooks/${old.webhook_id}/rotate`);
  await post(apiKey, `/portal/webhooks/${old.webhook_id}/test`);
  const request = await at('/both');
  assert.equal(request.headers['webhook-signature'].split(' ').length, 4);
  for (const keys of [old, now]) {
    verifiedByLibraries(request, keys.secret, unknownSecret);
    assert.ok(verifyWithPublicKey(keys.public_key, request.headers, request.body));
  }
});
