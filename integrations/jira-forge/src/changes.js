// Decides whether an issue event is about the text that is judged.

// Jira writes the same change under a field's id, or under the English name of it, depending on the field and its age.
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
 * @param {string[] | null} criteriaFields ids and names of the fields that hold acceptance criteria; null when Jira would not say
 * @returns {boolean} true when the ticket must be judged (again)
 */
export function isAboutText(event, criteriaFields) {
  if (event.eventType !== 'avi:jira:updated:issue') return true;
  const items = event.changelog?.items;
  // An update that does not say what changed may have changed the text; the server does not judge the same text twice.
  if (!Array.isArray(items) || criteriaFields === null) return true;
  const criteria = new Set(criteriaFields.map((field) => field.toLowerCase()));
  return items.some((item) =>
    [item.field, item.fieldId]
      .filter((name) => typeof name === 'string')
      .map((name) => name.toLowerCase())
      .some((name) => JUDGED.has(name) || criteria.has(name)),
  );
}
