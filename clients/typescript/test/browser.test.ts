import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { folder, listen, startServer } from './server.js';

const chromium = ['chromium', 'chromium-browser'].find((name) => spawnSync(name, ['--version']).status === 0);

const page = (url: string, key: string) => `<!doctype html><title>Client</title><script type="module">
import { NotFoundError, VindexClient, verifyCallback } from '/dist/index.js';
const client = new VindexClient({ url: ${JSON.stringify(url)}, apiKey: ${JSON.stringify(key)} });
const found = {};
try {
  found.score = (await client.score({ ticket_data: { key: 'WEB-1', summary: 'Export orders' } })).overall_score;
  found.batch = [];
  for await (const result of client.scoreBatch([{ ticket_data: { summary: 'a' } }, { ticket_data: {} }])) found.batch.push(result.error?.code ?? 'scored');
  found.listed = [];
  for await (const item of client.iterateScores({ limit: 1 })) found.listed.push(item.ticket.key);
  found.imported = (await client.importFeedback('acme/web', [{ weave_ref: 'r', feedback_type: 't', payload: {} }])).imported;
  found.missing = await client.getScore('unknown').catch((error) => error instanceof NotFoundError);
  found.unsigned = await verifyCallback('secret', {}, '{}').catch((error) => error.name);
} catch (error) {
  found.error = String(error);
}

await fetch('/result', { method: 'POST', body: JSON.stringify(found) });
</script>`;

test('the client works in a browser', { skip: chromium === undefined && 'there is no chromium on the PATH' }, async () => {
  const server = await startServer();
  const profile = await mkdtemp(join(tmpdir(), 'vindex-chromium-'));
  try {
    let report: (text: string) => void;
    const reported = new Promise<string>((resolve) => (report = resolve));
    await listen(
      (request, response) => {
        if (request.url === '/result') report(request.body);
        const script = /^\/(dist\/[\w/]+\.js)$/.exec(request.url)?.[1];
        response.setHeader('content-type', script ? 'text/javascript' : 'text/html');
        if (script) void readFile(join(folder, script)).then((text) => response.end(text));
        else response.end(page(server.url, server.key));
      },
      async (url) => {
        const browser = spawn(chromium!, ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', `--user-data-dir=${profile}`, '--remote-debugging-port=0', url], { stdio: 'ignore' });
        const ended = new Promise((resolve) => browser.once('exit', resolve));
        const text = await Promise.race([reported, ended.then((code) => assert.fail(`the browser ended with code ${String(code)}`))]);
        browser.kill();
        await ended;
        const { score, listed, ...found } = JSON.parse(text) as Record<string, unknown>;
        assert.deepEqual(found, { batch: ['scored', 'invalid_fields'], imported: 1, missing: true, unsigned: 'SignatureError' });
        assert.equal(typeof score, 'number');
        assert.equal((listed as string[]).length, 2);
      },
    );
  } finally {
    await server.stop();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});
