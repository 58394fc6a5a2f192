// Records what happens to an issue between its change and its score, for the panel.

const LIFE = { ttl: { unit: 'DAYS', value: 7 } };

/** @typedef {{ status: 'waiting' | 'retrying' | 'ignored' | 'refused', reason?: string, request_id?: string, at: number }} Progress */

export async function setProgress({ store, clock }, key, progress) {
  await store.set(keyOf(key), { ...progress, at: clock() }, LIFE);
}

/** @returns {Promise<Progress | null>} */
export async function getProgress({ store }, key) {
  return (await store.get(keyOf(key))) ?? null;
}

/** @returns true if this is the job in progress, and not one for an earlier text */
export function isOf(progress, jobId) {
  return progress?.request_id === `req_${jobId}`;
}

/** Clears the state once the job has ended. */
export async function endProgress(app, key, jobId) {
  if (isOf(await getProgress(app, key), jobId)) await app.store.delete(keyOf(key));
}

function keyOf(key) {
  return `progress:${key}`;
}
