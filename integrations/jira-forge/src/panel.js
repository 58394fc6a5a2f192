// What the issue panel asks for, and its one button.
import { getProgress, isOf } from './progress.js';
import { send } from './sending.js';

const PAUSE_MILLISECONDS = 10_000;

/** @returns the score property (as the user who looks may see it) and what is on its way */
export async function panelState(app, jiraOfUser, key) {
  const [score, progress] = await Promise.all([jiraOfUser.readScore(key), getProgress(app, key)]);
  // A quick server's callback may be here before the note that it is waited for.
  const done = score !== null && isOf(progress, score.job_id);
  return { score, progress: done ? null : progress, gate: app.settings.gate };
}

/** Sends the issue once more; a second press within seconds does nothing. */
export async function judgeAgain(app, jiraOfUser, cloudId, key) {
  const progress = await getProgress(app, key);
  const pressedTwice = progress?.status === 'waiting' && app.clock() - progress.at < PAUSE_MILLISECONDS;
  // Whoever cannot see the issue cannot have it judged either.
  if (!pressedTwice && (await jiraOfUser.readIssue(key, ['summary'])) !== null) {
    await send(app, { kind: 'send', cloudId, issue: key, attempt: 1 });
  }
  return panelState(app, jiraOfUser, key);
}
