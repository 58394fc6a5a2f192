// The web trigger: verifies a callback and writes its score to the issue.
import { JiraError } from './jira.js';
import { endProgress } from './progress.js';
import { liveSecrets } from './registration.js';
import { decide, propertyValue, readCallback } from './score.js';
import { verify } from './signature.js';

// A callback with five recommendations has a few kilobytes.
const MAX_BODY = 256 * 1024;

/**
 * The server retries after 4xx and 5xx. Never return 410, which would disable callbacks.
 * @param {object} app see `createApp`
 * @param {{ method: string, headers: Record<string, string[]>, body?: string }} request as provided by Forge
 */
export async function receive(app, request) {
  if (request.method !== 'POST') return answer(405, { detail: 'use POST' }, { Allow: ['POST'] });
  const body = request.body ?? '';
  if (body === '') return answer(400, { detail: 'the body is empty' });
  if (body.length > MAX_BODY) return answer(413, { detail: `the body is longer than ${MAX_BODY} characters` });

  const headers = {
    signature: valuesOf(request.headers, 'x-vindex-signature'),
    timestamp: valuesOf(request.headers, 'x-vindex-timestamp'),
  };
  const checked = verify(headers, body, await liveSecrets(app), Math.floor(app.clock() / 1000));
  if (!checked.ok) return answer(401, { detail: checked.reason });

  const read = readCallback(body, app.settings.gate);
  if (!read.ok) return answer(400, { detail: read.reason });
  try {
    return answer(200, await store(app, read.record));
  } catch (error) {
    if (!(error instanceof JiraError)) throw error;
    return error.retry ? answer(503, { detail: error.message }, { 'Retry-After': ['60'] }) : answer(500, { detail: error.message });
  }
}

async function store(app, record) {
  const stored = await app.jira.readScore(record.key);
  const decision = decide(stored, record, app.clock());
  const written = decision !== 'write' || (await app.jira.writeScore(record.key, propertyValue(stored, record)));
  await endProgress(app, record.key, record.job_id);
  // Deliberately 2xx: a retry cannot write to a deleted issue.
  if (!written) return { status: 'ignored', reason: 'the issue was deleted or is hidden from the app' };
  if (decision === 'stale') return { status: 'ignored', reason: 'the issue shows a newer score' };
  return { status: decision === 'write' ? 'written' : 'repeated' };
}

function valuesOf(headers, name) {
  return Object.entries(headers ?? {})
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]) => value);
}

function answer(statusCode, body, headers = {}) {
  return { statusCode, headers: { 'Content-Type': ['application/json'], ...headers }, body: JSON.stringify(body) };
}
