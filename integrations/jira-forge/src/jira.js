// Calls of Jira's REST API v3.
import { PROPERTY_KEY } from './score.js';

/** An error response from Jira; `retry` says whether a later attempt may succeed. */
export class JiraError extends Error {
  constructor(what, status) {
    super(`Jira returned ${status} on the request to ${what}`);
    this.status = status;
    this.retry = status === 429 || status >= 500;
  }
}

/**
 * @param {(path: any, init?: object) => Promise<any>} request `requestJira` of the app or the current user
 * @param {(parts: TemplateStringsArray, ...values: any[]) => any} route Forge's tag for safe paths
 */
export function jiraApi(request, route) {
  async function read(what, path) {
    const answer = await request(path, { headers: { Accept: 'application/json' } });
    if (answer.status === 404) return null;
    if (!answer.ok) throw new JiraError(what, answer.status);
    return answer.json();
  }

  return {
    /** @returns the issue with the named fields; null if it was deleted or is not visible */
    readIssue: (idOrKey, fields) => read('read an issue', route`/rest/api/3/issue/${idOrKey}?fields=${fields.join(',')}`),

    /** @returns every field of the site */
    readFields: async () => (await read('list the fields', route`/rest/api/3/field`)) ?? [],

    /** @returns the score property; null if there is none */
    readScore: async (idOrKey) =>
      (await read('read an issue property', route`/rest/api/3/issue/${idOrKey}/properties/${PROPERTY_KEY}`))?.value ?? null,

    /** @returns false if the issue was deleted or is not visible */
    async writeScore(idOrKey, value) {
      const answer = await request(route`/rest/api/3/issue/${idOrKey}/properties/${PROPERTY_KEY}`, {
        method: 'PUT',
        headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
        body: JSON.stringify(value),
      });
      if (answer.status === 404) return false;
      if (!answer.ok) throw new JiraError('write an issue property', answer.status);
      return true;
    },
  };
}
