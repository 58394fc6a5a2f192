// Decides whether an issue event changes the text that is scored.

// Depending on the field and its age, Jira reports a change under the field's id or its English name.
const JUDGED = new Set([
  'summary',
  'description',
  'issuetype',
  'issue type',
  'link',
  'issuelinks',
  'parent',
  'issueparentassociation',
  'epic link',
  'epic child',
  'labels',
]);

/**
 * @param {{ eventType?: string, changelog?: { items?: { field?: string, fieldId?: string }[] } }} event
 * @param {string[] | null} criteriaFields ids and names of the acceptance criteria fields; null if Jira did not provide them
 * @returns {boolean} true if the ticket must be scored (again)
 */
export function isAboutText(event, criteriaFields) {
  if (event.eventType !== 'avi:jira:updated:issue') return true;
  const items = event.changelog?.items;
  // An update without details may have changed the text. The server does not score the same text twice.
  if (!Array.isArray(items) || criteriaFields === null) return true;
  const criteria = new Set(criteriaFields.map((field) => field.toLowerCase()));
  return items.some((item) =>
    [item.field, item.fieldId]
      .filter((name) => typeof name === 'string')
      .map((name) => name.toLowerCase())
      .some((name) => JUDGED.has(name) || criteria.has(name)),
  );
}
