// Registers this installation with the server and stores the shared secret.

const SECRET_KEY = 'shared-secret';
// The server accepts the old secret for another 24 hours; callbacks signed just before that may arrive a little later.
const OVERLAP_MILLISECONDS = 25 * 60 * 60 * 1000;
// Many events can get the same 403 at once; one rotation is enough for all of them.
const ROTATION_PAUSE_MILLISECONDS = 60 * 1000;

/** @returns {Promise<string | null>} the secret to send events with */
export async function currentSecret({ store }) {
  return (await store.getSecret(SECRET_KEY))?.current ?? null;
}

/** @returns {Promise<string[]>} the secrets that callbacks may currently be signed with, newest first */
export async function liveSecrets({ store, clock }) {
  const stored = await store.getSecret(SECRET_KEY);
  if (!stored) return [];
  const overlaps = stored.previous && clock() - stored.since < OVERLAP_MILLISECONDS;
  return overlaps ? [stored.current, stored.previous] : [stored.current];
}

/**
 * Registers, or registers again: on install, on upgrade, and when the server no longer knows this installation or its secret.
 * @param {{ server: any, store: any, clock: () => number, callbackUrl: () => Promise<string> }} app
 * @param {{ cloudId: string, rotate?: boolean, failedSecret?: string | null }} how `failedSecret`: the one that was just rejected
 * @returns {Promise<import('./server.js').Answer>} registered, later, or refused
 */
export async function register(app, { cloudId, rotate = false, failedSecret = null }) {
  const before = await app.store.getSecret(SECRET_KEY);
  if (failedSecret !== null && before) {
    // Another event was faster; use its secret.
    if (before.current !== failedSecret) return { kind: 'registered', secret: null };
    if (rotate && before.previous && app.clock() - before.since < ROTATION_PAUSE_MILLISECONDS) {
      return { kind: 'later', seconds: 60, reason: 'the shared secret was just changed and is already rejected' };
    }
  }

  const callbackUrl = await app.callbackUrl();
  let answer = await app.server.register(registrationBody(cloudId, callbackUrl, rotate));
  // The server does not return the secret of an existing installation. If ours is lost, request a new one.
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
