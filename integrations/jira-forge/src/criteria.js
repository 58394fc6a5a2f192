// Finds the custom fields with acceptance criteria. People know their names; Jira's API needs their ids.

const CACHE_KEY = 'criteria-fields';
const CACHE_MILLISECONDS = 60 * 60 * 1000;

/** @param {string | undefined} setting comma-separated names or ids */
export function wantedCriteria(setting) {
  const wanted = (setting ?? '').split(',').map((part) => part.trim()).filter((part) => part !== '');
  return wanted.length > 0 ? wanted : ['Acceptance Criteria'];
}

/**
 * @returns {Promise<{ id: string, name: string }[]>} the configured custom fields of the site, cached for an hour
 */
export async function criteriaFields({ jira, store, clock }, wanted) {
  const cached = await store.get(CACHE_KEY);
  if (cached && cached.for === wanted.join() && clock() - cached.at < CACHE_MILLISECONDS) return cached.fields;
  const names = new Set(wanted.map((name) => name.toLowerCase()));
  const fields = (await jira.readFields())
    .filter((field) => field.custom && (names.has(field.id.toLowerCase()) || names.has(field.name.toLowerCase())))
    .map(({ id, name }) => ({ id, name }));
  await store.set(CACHE_KEY, { for: wanted.join(), at: clock(), fields });
  return fields;
}
