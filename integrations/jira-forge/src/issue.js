// Turns an issue, as Jira's REST API v3 gives it, into the body that the server judges.

/** The fields that are read besides those with acceptance criteria. */
export const FIELDS = ['summary', 'description', 'issuetype', 'issuelinks', 'parent', 'subtasks', 'labels'];

/**
 * Only what is judged leaves Jira: no reporters, dates, status or comments, and of a mention only its text.
 * @param {string} cloudId the Jira site
 * @param {{ key: string, fields: Record<string, any> }} issue
 * @param {{ id: string, name: string }[]} criteria the custom fields with acceptance criteria
 */
export function evaluateBody(cloudId, issue, criteria) {
  const given = issue.fields ?? {};
  const fields = {
    summary: given.summary ?? '',
    description: withoutAccounts(given.description ?? null),
    issuetype: { name: given.issuetype?.name ?? '' },
  };
  // As Jira itself does with `expand=names`: the server may know a field by its id or by its name.
  const names = {};
  for (const { id, name } of criteria) {
    if (given[id] === undefined || given[id] === null) continue;
    fields[id] = withoutAccounts(given[id]);
    names[id] = name;
  }
  const links = (given.issuelinks ?? []).map(link).filter((each) => each !== null);
  if (links.length > 0) fields.issuelinks = links;
  if (given.parent) fields.parent = related(given.parent);
  if (given.subtasks?.length > 0) fields.subtasks = given.subtasks.map(related);
  if (given.labels?.length > 0) fields.labels = given.labels;
  return { cloudId, issue: { key: issue.key, fields, ...(Object.keys(names).length > 0 ? { names } : {}) } };
}

// Atlassian Document Format is a tree; a mention holds the account it is of.
function withoutAccounts(node) {
  if (Array.isArray(node)) return node.map(withoutAccounts);
  if (node === null || typeof node !== 'object') return node;
  if (node.type === 'mention') return { type: 'mention', attrs: { text: node.attrs?.text ?? '' } };
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withoutAccounts(value)]));
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
