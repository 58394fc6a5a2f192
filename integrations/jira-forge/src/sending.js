// Sends one issue to the server, with retries.
import { criteriaFields } from './criteria.js';
import { evaluateBody, FIELDS } from './issue.js';
import { JiraError } from './jira.js';
import { setProgress } from './progress.js';
import { currentSecret, register } from './registration.js';

/** Attempts for one issue or registration; with the delays below they span about two hours. */
export const MAX_ATTEMPTS = 16;
const FIRST_SPREAD_SECONDS = 60;
// The longest delay that Forge's queue supports.
const MAX_WAIT_SECONDS = 900;

/**
 * @param {object} app see `createApp`
 * @param {{ kind: 'send', cloudId: string, issue: string, attempt: number }} job `issue`: id or key
 * @returns {Promise<{ outcome: string, reason?: string }>} for the log
 */
export async function send(app, job) {
  try {
    const criteria = await criteriaFields(app, app.settings.criteria);
    const issue = await app.jira.readIssue(job.issue, [...FIELDS, ...criteria.map((field) => field.id)]);
    // The issue was deleted, or issue security hides it from the app.
    if (issue === null) return { outcome: 'gone' };
    return await settle(app, job, issue.key, await deliver(app, job.cloudId, evaluateBody(job.cloudId, issue, criteria)));
  } catch (error) {
    return await failed(app, job, error);
  }
}

/** Registers, and retries later if the server is busy. */
export async function registerInstallation(app, job) {
  try {
    const answer = await register(app, { cloudId: job.cloudId });
    if (answer.kind === 'later') return later(app, job, null, answer);
    return { outcome: answer.kind, reason: answer.reason };
  } catch (error) {
    return await failed(app, job, error);
  }
}

// One attempt, with at most one registration in between: 401 means an unknown installation, 403 a wrong secret.
async function deliver(app, cloudId, body) {
  let secret = await currentSecret(app);
  if (secret === null) {
    const made = await register(app, { cloudId });
    if (made.kind !== 'registered') return made;
    secret = await currentSecret(app);
    return app.server.evaluate(body, secret);
  }
  const answer = await app.server.evaluate(body, secret);
  if (answer.kind !== 'unknown' && answer.kind !== 'wrong-secret') return answer;
  const made = await register(app, { cloudId, rotate: answer.kind === 'wrong-secret', failedSecret: secret });
  if (made.kind !== 'registered') return made;
  return app.server.evaluate(body, await currentSecret(app));
}

// Forge's services fail with many kinds of errors. Retry unless Jira's response rules it out.
function failed(app, job, error) {
  if (error instanceof JiraError && !error.retry) return { outcome: 'refused', reason: error.message };
  return later(app, job, null, { seconds: null, reason: error.message });
}

async function settle(app, job, key, answer) {
  switch (answer.kind) {
    case 'queued':
      await setProgress(app, key, { status: 'waiting', request_id: answer.requestId });
      return { outcome: 'queued' };
    case 'ignored':
      await setProgress(app, key, { status: 'ignored', reason: answer.reason });
      return { outcome: 'ignored', reason: answer.reason };
    case 'later':
      return later(app, job, key, answer);
    case 'unknown':
    case 'wrong-secret':
      return later(app, job, key, { seconds: 60, reason: 'the Vindex server rejects this installation although it was just registered' });
    default:
      await setProgress(app, key, { status: 'refused', reason: answer.reason });
      return { outcome: 'refused', reason: answer.reason };
  }
}

async function later(app, job, key, { seconds, reason }) {
  const done = job.attempt >= MAX_ATTEMPTS;
  if (key !== null) {
    const gaveUp = `gave up after ${MAX_ATTEMPTS} attempts: ${reason}`;
    await setProgress(app, key, done ? { status: 'refused', reason: gaveUp } : { status: 'retrying', reason });
  }
  if (done) return { outcome: 'given-up', reason };
  await app.queue.push({ body: { ...job, attempt: job.attempt + 1 }, delayInSeconds: delaySeconds(job.attempt, seconds, app.random()) });
  return { outcome: 'later', reason };
}

/**
 * @param {number} attempt the number of the failed attempt, from 1
 * @param {number | null} asked the value of Retry-After; the delay is never shorter
 * @param {number} random from 0 to 1: spreads the issues of a bulk edit, which would otherwise be retried at the same time and rejected again
 * @returns {number} whole seconds, at most what Forge's queue allows
 */
export function delaySeconds(attempt, asked, random) {
  const spread = Math.min(FIRST_SPREAD_SECONDS * 2 ** (attempt - 1), MAX_WAIT_SECONDS);
  return Math.min(Math.ceil((asked ?? spread / 4) + random * spread), MAX_WAIT_SECONDS);
}
