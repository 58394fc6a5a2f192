// Drives the tools with the protocol's own client: over standard input and output, and over HTTP.
// Needs the built program; VINDEX_DLL names another one.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const program = process.env.VINDEX_DLL ?? fileURLToPath(new URL('../../src/Vindex.Cli/bin/Release/net10.0/vindex.dll', import.meta.url));
const adminKey = 'an-admin-key-of-more-than-32-characters';
const ticket = {
  key: 'SHOP-7',
  summary: 'As a shopper I want to see the shipping cost before I pay so that I am not surprised',
  description: 'The basket shows the cost for the chosen country.\n\n## Acceptance criteria\n- The cost is shown within 2 seconds.',
};
let folder;
let server;
let address;
let apiKey;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vindex-mcp-'));
  server = spawn('dotnet', [program, 'serve', '--data', folder, '--urls', 'http://127.0.0.1:0', '--Logging:Level=error'], {
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
  const company = await post('/admin/companies', { name: 'Kolibri' });
  const scopes = ['scores:write', 'scores:read', 'feedback:read'];
  apiKey = (await post(`/admin/companies/${company.company_id}/keys`, { name: 'mcp', scopes })).api_key;
});

after(async () => {
  if (server) {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await ended;
  }
  await rm(folder, { recursive: true, force: true });
});

async function post(path, body) {
  const response = await fetch(address + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  assert.ok(response.ok, `${path}: ${response.status}`);
  return response.json();
}

async function connected(transport, use) {
  const client = new Client({ name: 'vindex-check', version: '1.0.0' });
  await client.connect(transport);
  try {
    assert.equal(client.getServerVersion().name, 'vindex');
    assert.match(client.getInstructions(), /INVEST/);
    await use(client);
  } finally {
    await client.close();
  }
}

const overHttp = (use) =>
  connected(new StreamableHTTPClientTransport(new URL('/mcp', address), { requestInit: { headers: { authorization: `Bearer ${apiKey}` } } }), use);

const overStdio = (use, args = [], env = {}) =>
  connected(new StdioClientTransport({ command: 'dotnet', args: [program, 'mcp', ...args], env: { ...process.env, ...env } }), use);

const names = async (client) => (await client.listTools()).tools.map((tool) => tool.name).sort();

async function call(client, name, args) {
  const result = await client.callTool({ name, arguments: args });
  assert.ok(!result.isError, result.content[0].text);
  return result.content[0].text;
}

async function callScoringTools(client) {
  assert.match(await call(client, 'score_ticket', ticket), /^SHOP-7 "As a shopper .+": \d+\.\d of 10 \(/);
  assert.match(await call(client, 'score_backlog', { tickets: [ticket, { summary: 'Stuff' }] }), /^2 tickets scored, average \d+\.\d of 10/);
  assert.match(await call(client, 'propose_rewrite', ticket), /## Acceptance criteria\n\n- The cost is shown within 2 seconds\./);
}

async function callStoredTools(client) {
  assert.match(await call(client, 'find_tickets', { q: 'shipping', limit: 1 }), /SHOP-7/);
  assert.match(await call(client, 'get_ticket', { key: 'SHOP-7' }), new RegExp(`${address}/app/tickets/[0-9a-f]+`));
  assert.match(await call(client, 'ask_statistics', { metric: 'testable', to: '2100-01-01', from: '2020-01-01' }), /^kolibri\/scores .+ rows; testable: avg /);
}

test('over HTTP, all tools answer', () =>
  overHttp(async (client) => {
    await callScoringTools(client);
    await callStoredTools(client);
  }));

test('over standard input and output, tickets are judged without a server', () =>
  overStdio(async (client) => {
    assert.ok(!(await names(client)).includes('find_tickets'));
    await callScoringTools(client);
  }));

test('over standard input and output with a server, its tools answer too', () =>
  overStdio(
    async (client) => {
      await callScoringTools(client);
      await callStoredTools(client);
    },
    ['--url', address],
    { VINDEX_API_KEY: apiKey },
  ));

test('a wrong argument is an error that a model can correct', () =>
  overHttp(async (client) => {
    const result = await client.callTool({ name: 'score_ticket', arguments: { title: 'Export' } });
    assert.equal(result.isError, true);
    assert.match(result.content[0].text, /title is unknown.+summary is missing/);
  }));

test('a wrong API key is refused', async () => {
  const transport = new StreamableHTTPClientTransport(new URL('/mcp', address), { requestInit: { headers: { authorization: 'Bearer vx_wrong' } } });
  await assert.rejects(new Client({ name: 'vindex-check', version: '1.0.0' }).connect(transport), /401|credential|Unauthorized/i);
});
