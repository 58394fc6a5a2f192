// A server with a folder of its own, for the checks in Node.js. Needs the built program; VINDEX_DLL names another one.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The program, to be run with "dotnet". */
export const program = process.env.VINDEX_DLL ?? fileURLToPath(new URL('../../src/Vindex.Cli/bin/Release/net10.0/vindex.dll', import.meta.url));

const adminKey = 'an-admin-key-of-more-than-32-characters';

/** Starts a server on a free port; the name is part of its folder's. */
export async function startServer(name) {
  const folder = await mkdtemp(join(tmpdir(), `vindex-${name}-`));
  const server = spawn('dotnet', [program, 'serve', '--data', folder, '--urls', 'http://127.0.0.1:0', '--Logging:Level=error'], {
    env: { ...process.env, VINDEX_ADMIN_KEY: adminKey },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await new Promise((resolve, reject) => {
    let written = '';
    server.stdout.on('data', (chunk) => {
      written += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(written);
      if (found) resolve(found[0]);
    });
    server.once('exit', (code) => reject(new Error(`the server ended with code ${code}`)));
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

  return {
    address,
    /** Creates a company and a key of it with these scopes. */
    async createKey(companyName, scopes) {
      const company = await post('/admin/companies', { name: companyName });
      return (await post(`/admin/companies/${company.company_id}/keys`, { name, scopes })).api_key;
    },
    async stop() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
