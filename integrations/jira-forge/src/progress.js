// What happens to an issue between its change and its score, so that the panel can tell.

const LIFE = { ttl: { unit: 'DAYS', value: 7 } };

/** @typedef {{ status: 'waiting' | 'retrying' | 'ignored' | 'refused', reason?: string, request_id?: string, at: number }} Progress */

export async function setProgress({ store, clock }, key, progress) {
  await store.set(keyOf(key), { ...progress, at: clock() }, LIFE);
}

/** @returns {Promise<Progress | null>} */
export async function getProgress({ store }, key) {
  return (await store.get(keyOf(key))) ?? null;
}

export async function clearProgress({ store }, key) {
  await store.delete(keyOf(key));
}

function keyOf(key) {
  return `progress:${key}`;
}
