// The few calls of Jira's REST API v3 that the app makes.
import { PROPERTY_KEY } from './score.js';

/** Jira did not answer as hoped; `retry` tells whether asking later may help. */
export class JiraError extends Error {
  constructor(what, status) {
    super(`Jira answered ${status} when asked to ${what}`);
    this.status = status;
    this.retry = status === 429 || status >= 500;
  }
}

/**
 * @param {(path: any, init?: object) => Promise<any>} request `requestJira` of the app or of the user who looks
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
    /** @returns the issue with the named fields; null when it is gone or not visible */
    readIssue: (idOrKey, fields) => read('read an issue', route`/rest/api/3/issue/${idOrKey}?fields=${fields.join(',')}`),

    /** @returns every field of the site */
    readFields: async () => (await read('list the fields', route`/rest/api/3/field`)) ?? [],

    /** @returns the score property; null when there is none */
    readScore: async (idOrKey) =>
      (await read('read an issue property', route`/rest/api/3/issue/${idOrKey}/properties/${PROPERTY_KEY}`))?.value ?? null,

    /** @returns false when the issue is gone or not visible */
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
