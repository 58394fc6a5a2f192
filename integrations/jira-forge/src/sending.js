// Sends one issue to the server, whatever it takes, within bounds.
import { criteriaFields } from './criteria.js';
import { evaluateBody, FIELDS } from './issue.js';
import { JiraError } from './jira.js';
import { setProgress } from './progress.js';
import { currentSecret, register } from './registration.js';

/** Tries of one issue or registration; with the waits below they span about two hours. */
export const MAX_ATTEMPTS = 16;
const FIRST_SPREAD_SECONDS = 60;
// Forge's queue delays an event by at most this.
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
    // Deleted meanwhile, or hidden from the app by issue security: nothing to judge, nobody to tell.
    if (issue === null) return { outcome: 'gone' };
    return await settle(app, job, issue.key, await deliver(app, job.cloudId, evaluateBody(job.cloudId, issue, criteria)));
  } catch (error) {
    return await failed(app, job, error);
  }
}

/** Registers, and comes back later when the server is busy. */
export async function registerInstallation(app, job) {
  try {
    const answer = await register(app, { cloudId: job.cloudId });
    if (answer.kind === 'later') return later(app, job, null, answer);
    return { outcome: answer.kind, reason: answer.reason };
  } catch (error) {
    return await failed(app, job, error);
  }
}

// One try, with at most one registration in between: 401 means that the server does not know us, 403 that the secret is not its own.
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

// Forge's own services fail with errors of many kinds; unless Jira says that asking again is useless, it is worth another try.
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
      return later(app, job, key, { seconds: 60, reason: 'the Vindex server refuses this installation although it was just registered' });
    default:
      await setProgress(app, key, { status: 'refused', reason: answer.reason });
      return { outcome: 'refused', reason: answer.reason };
  }
}

async function later(app, job, key, { seconds, reason }) {
  const done = job.attempt >= MAX_ATTEMPTS;
  if (key !== null) {
    const gaveUp = `given up after ${MAX_ATTEMPTS} tries: ${reason}`;
    await setProgress(app, key, done ? { status: 'refused', reason: gaveUp } : { status: 'retrying', reason });
  }
  if (done) return { outcome: 'given-up', reason };
  await app.queue.push({ body: { ...job, attempt: job.attempt + 1 }, delayInSeconds: delaySeconds(job.attempt, seconds, app.random()) });
  return { outcome: 'later', reason };
}

/**
 * @param {number} attempt the try that just failed, from 1
 * @param {number | null} asked what Retry-After asked for; never undercut
 * @param {number} random from 0 to 1: spreads the issues of a bulk edit widely, or they would all come back at once and be refused again
 * @returns {number} whole seconds, at most what Forge's queue allows
 */
export function delaySeconds(attempt, asked, random) {
  const spread = Math.min(FIRST_SPREAD_SECONDS * 2 ** (attempt - 1), MAX_WAIT_SECONDS);
  return Math.min(Math.ceil((asked ?? spread / 4) + random * spread), MAX_WAIT_SECONDS);
}
