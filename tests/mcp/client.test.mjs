// Drives the tools with the protocol's own client: over standard input and output, and over HTTP.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { program, startServer } from '../node/server.mjs';

const ticket = {
  key: 'SHOP-7',
  summary: 'As a shopper I want to see the shipping cost before I pay so that I am not surprised',
  description: 'The basket shows the cost for the chosen country.\n\n## Acceptance criteria\n- The cost is shown within 2 seconds.',
};
let server;
let address;
let apiKey;

before(async () => {
  server = await startServer('mcp');
  address = server.address;
  apiKey = await server.createKey('Kolibri', ['scores:write', 'scores:read', 'feedback:read']);
});

after(() => server?.stop());

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
