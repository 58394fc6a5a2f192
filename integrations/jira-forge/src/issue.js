// Turns an issue, as Jira's REST API v3 gives it, into the body that the server judges.

/** The fields that are read besides those with acceptance criteria. */
export const FIELDS = ['summary', 'description', 'issuetype', 'issuelinks', 'parent', 'subtasks', 'labels'];

/**
 * Only what is judged leaves Jira: no people, no dates, no status, no comments.
 * @param {string} cloudId the Jira site
 * @param {{ key: string, fields: Record<string, any> }} issue
 * @param {string[]} criteriaIds ids of the custom fields with acceptance criteria
 */
export function evaluateBody(cloudId, issue, criteriaIds) {
  const given = issue.fields ?? {};
  const fields = {
    summary: given.summary ?? '',
    description: given.description ?? null,
    issuetype: { name: given.issuetype?.name ?? '' },
  };
  for (const id of criteriaIds) {
    if (given[id] !== undefined && given[id] !== null) fields[id] = given[id];
  }
  const links = (given.issuelinks ?? []).map(link).filter((each) => each !== null);
  if (links.length > 0) fields.issuelinks = links;
  if (given.parent) fields.parent = related(given.parent);
  if (given.subtasks?.length > 0) fields.subtasks = given.subtasks.map(related);
  if (given.labels?.length > 0) fields.labels = given.labels;
  return { cloudId, issue: { key: issue.key, fields } };
}

function link(each) {
  const { name, inward, outward } = each.type ?? {};
  const type = { name, inward, outward };
  if (each.outwardIssue) return { type, outwardIssue: related(each.outwardIssue) };
  if (each.inwardIssue) return { type, inwardIssue: related(each.inwardIssue) };
  return null;
}

function related(issue) {
  return {
    key: issue.key,
    fields: { summary: issue.fields?.summary ?? '', issuetype: { name: issue.fields?.issuetype?.name ?? '' } },
  };
}
