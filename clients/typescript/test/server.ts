import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VindexClient } from '../src/index.js';

/** The folder of the package; this file runs from build/test. */
export const folder = fileURLToPath(new URL('../../', import.meta.url));

export const scopes = ['scores:write', 'scores:read', 'feedback:write', 'feedback:read', 'installations:write'];

const program = process.env['VINDEX_DLL'] ?? join(folder, '../../src/Vindex.Cli/bin/Release/net10.0/vindex.dll');
const adminKey = 'an-admin-key-of-more-than-32-characters';

/** A real server in a process of its own, with two companies. */
export async function startServer() {
  const data = await mkdtemp(join(tmpdir(), 'vindex-typescript-'));
  const settings = {
    VINDEX_ADMIN_KEY: adminKey,
    Vindex__Logging__Level: 'error',
    Vindex__Limits__Score__Requests: '30',
    Vindex__Server__AllowedOrigins: '*',
    Vindex__Callbacks__AllowHttp: 'true',
    Vindex__Callbacks__AllowedNetworks: '127.0.0.0/8',
  };
  const server = spawn('dotnet', [program, 'serve', '--data', data, '--urls', 'http://127.0.0.1:0'], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => server.once('exit', resolve));
  const url = await new Promise<string>((resolve, reject) => {
    let written = '';
    server.stdout.on('data', (chunk: Buffer) => {
      written += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(written);
      if (found) resolve(found[0]);
    });
    void ended.then((code) => reject(new Error(`the server ended with code ${code}`)));
  });
  const admin = new VindexClient({ url, apiKey: adminKey });
  const newKey = async (companyId: string, given = scopes) => {
    const { api_key: key } = await admin.createKey(companyId, { name: 'tests', scopes: given });
    assert.ok(key);
    return key;
  };
  const company = await admin.createCompany({ name: 'Acme', slug: 'acme' });
  const other = await admin.createCompany({ name: 'Other', slug: 'other' });
  return {
    url,
    admin,
    company,
    newKey,
    key: await newKey(company.company_id),
    otherKey: await newKey(other.company_id),
    stop: async () => {
      server.kill('SIGTERM');
      await ended;
      await rm(data, { recursive: true, force: true });
    },
  };
}

export interface Received {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** A server on loopback, stopped at the end of its use. */
export async function listen<T>(
  respond: (received: Received, response: ServerResponse) => void,
  use: (url: string, received: Received[]) => Promise<T>,
): Promise<T> {
  const all: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const received = { method: request.method!, url: request.url!, headers: request.headers, body: Buffer.concat(chunks).toString() };
      all.push(received);
      respond(received, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, all);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

export interface Answer {
  status?: number;
  body?: string;
  headers?: Record<string, string>;
  /** Promises more than it sends, and closes the connection. */
  cut?: boolean;
}

/** A server that sends prepared responses; the last one is repeated. */
export function fake<T>(answers: Answer[], use: (url: string, received: Received[]) => Promise<T>): Promise<T> {
  const remaining = [...answers];
  return listen((_, response) => {
    const { status = 200, body = '{}', headers = {}, cut = false } = remaining.length > 1 ? remaining.shift()! : remaining[0]!;
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) + (cut ? 100 : 0) });
    if (cut) response.write(body, () => response.destroy());
    else response.end(body);
  }, use);
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
