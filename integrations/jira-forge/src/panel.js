// The issue panel's requests.
import { getProgress, isOf } from './progress.js';
import { send } from './sending.js';

const PAUSE_MILLISECONDS = 10_000;

/** @returns the score property (as visible to the current user) and the state of the request in progress */
export async function panelState(app, jiraOfUser, key) {
  const [score, progress] = await Promise.all([jiraOfUser.readScore(key), getProgress(app, key)]);
  // A fast callback can arrive before the request is recorded as waiting.
  const done = score !== null && isOf(progress, score.job_id);
  return { score, progress: done ? null : progress, gate: app.settings.gate };
}

/** Sends the issue again; a second press within seconds has no effect. */
export async function judgeAgain(app, jiraOfUser, cloudId, key) {
  const progress = await getProgress(app, key);
  const pressedTwice = progress?.status === 'waiting' && app.clock() - progress.at < PAUSE_MILLISECONDS;
  // Only users who can see the issue can have it scored.
  if (!pressedTwice && (await jiraOfUser.readIssue(key, ['summary'])) !== null) {
    await send(app, { kind: 'send', cloudId, issue: key, attempt: 1 });
  }
  return panelState(app, jiraOfUser, key);
}
