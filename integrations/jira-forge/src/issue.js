// Converts an issue from Jira's REST API v3 into the body of an evaluate request.

/** The fields to read besides the acceptance criteria. */
export const FIELDS = ['summary', 'description', 'issuetype', 'issuelinks', 'parent', 'subtasks', 'labels'];

/**
 * Only what is scored leaves Jira: no reporters, dates, status or comments, and only the text of a mention.
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
  // Like Jira's `expand=names`, so that the server can identify a field by id or name.
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

// Removes account ids from the mentions in an Atlassian document.
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
