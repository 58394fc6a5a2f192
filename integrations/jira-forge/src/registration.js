// Makes this installation known to the server and keeps the secret that both sides share.

const SECRET_KEY = 'shared-secret';
// The server takes the old secret for 24 hours more; callbacks signed just before its end may still be on their way.
const OVERLAP_MILLISECONDS = 25 * 60 * 60 * 1000;
// Many events may meet the same 403 at once; one rotation is enough for all of them.
const ROTATION_PAUSE_MILLISECONDS = 60 * 1000;

/** @returns {Promise<string | null>} the secret to send events with */
export async function currentSecret({ store }) {
  return (await store.getSecret(SECRET_KEY))?.current ?? null;
}

/** @returns {Promise<string[]>} the secrets that callbacks may be signed with now, newest first */
export async function liveSecrets({ store, clock }) {
  const stored = await store.getSecret(SECRET_KEY);
  if (!stored) return [];
  const overlaps = stored.previous && clock() - stored.since < OVERLAP_MILLISECONDS;
  return overlaps ? [stored.current, stored.previous] : [stored.current];
}

/**
 * Registers, or registers again: on install, on upgrade, and when the server does not know us or our secret any more.
 * @param {{ server: any, store: any, clock: () => number, callbackUrl: () => Promise<string> }} app
 * @param {{ cloudId: string, rotate?: boolean, failedSecret?: string | null }} how `failedSecret`: the one that was just refused
 * @returns {Promise<import('./server.js').Answer>} registered, later, or refused
 */
export async function register(app, { cloudId, rotate = false, failedSecret = null }) {
  const before = await app.store.getSecret(SECRET_KEY);
  if (failedSecret !== null && before) {
    // Another event was quicker: its secret is the one to use.
    if (before.current !== failedSecret) return { kind: 'registered', secret: null };
    if (rotate && before.previous && app.clock() - before.since < ROTATION_PAUSE_MILLISECONDS) {
      return { kind: 'later', seconds: 60, reason: 'the shared secret was changed a moment ago and is refused already' };
    }
  }

  const callbackUrl = await app.callbackUrl();
  let answer = await app.server.register(registrationBody(cloudId, callbackUrl, rotate));
  // The server had us already and keeps its secret to itself; when ours is lost, only a new one helps.
  if (answer.kind === 'registered' && answer.secret === null && !before) {
    answer = await app.server.register(registrationBody(cloudId, callbackUrl, true));
    if (answer.kind === 'registered' && answer.secret === null) {
      return { kind: 'refused', reason: 'the Vindex server rotated the secret but did not return it' };
    }
  }
  if (answer.kind === 'registered' && answer.secret !== null) {
    await app.store.setSecret(SECRET_KEY, {
      current: answer.secret,
      since: app.clock(),
      ...(before ? { previous: before.current } : {}),
    });
  }
  return answer;
}

/** The body of POST /api/v1/register/jiraforge. */
export function registrationBody(cloudId, callbackUrl, rotate) {
  return {
    external_id: cloudId,
    callback_url: callbackUrl,
    display_name: 'Jira',
    ...(rotate ? { rotate: true } : {}),
  };
}
