// Client for the Vindex server: two requests, with their results as values.

// Forge ends a function after 25 seconds. Sending, registering and sending again must fit, with time left to queue another attempt.
const TIMEOUT_MILLISECONDS = 5_000;
const MAX_WAIT_SECONDS = 900;

/**
 * @typedef {{ kind: 'queued', requestId: string }
 *   | { kind: 'ignored', reason: string }
 *   | { kind: 'registered', secret: string | null }
 *   | { kind: 'unknown' }
 *   | { kind: 'wrong-secret' }
 *   | { kind: 'later', seconds: number | null, reason: string }
 *   | { kind: 'refused', reason: string }} Answer
 */

/**
 * @param {{ url: string, apiKey: string | undefined, fetch: typeof fetch, clock: () => number }} options
 */
export function vindexServer({ url, apiKey, fetch, clock }) {
  async function post(path, headers, body) {
    let answer;
    try {
      answer = await fetch(`${url}${path}`, {
        method: 'POST',
        headers: { Accept: 'application/json', 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
      });
    } catch (error) {
      return { later: { kind: 'later', seconds: null, reason: `could not reach the Vindex server: ${error.message}` } };
    }
    if (answer.status === 408 || answer.status === 429 || answer.status >= 500) {
      const seconds = waitSeconds(answer.headers.get('Retry-After'), clock());
      return { later: { kind: 'later', seconds, reason: `the Vindex server returned ${answer.status}` } };
    }
    return { status: answer.status, body: await json(answer) };
  }

  return {
    /** @returns {Promise<Answer>} registered (with a secret if a new one was generated), later, or refused */
    async register(body) {
      if (!apiKey) return { kind: 'refused', reason: 'the API key is not set: forge variables set --encrypt VINDEX_API_KEY' };
      const { later, status, body: answer } = await post('/api/v1/register/jiraforge', { Authorization: `Bearer ${apiKey}` }, body);
      if (later) return later;
      if (status === 200 || status === 201) return { kind: 'registered', secret: answer?.shared_secret ?? null };
      return refused('registering', status, answer);
    },

    /** @returns {Promise<Answer>} queued, ignored, unknown, wrong-secret, later, or refused */
    async evaluate(body, secret) {
      const { later, status, body: answer } = await post('/api/v1/evaluate/jiraforge', { 'X-Vindex-Secret': secret }, body);
      if (later) return later;
      if (status === 202 && answer?.status === 'ignored') return { kind: 'ignored', reason: answer.reason ?? 'no reason was given' };
      if (status === 202) return { kind: 'queued', requestId: answer?.requestId ?? '' };
      if (status === 401) return { kind: 'unknown' };
      if (status === 403) return { kind: 'wrong-secret' };
      return refused('sending the issue', status, answer);
    },
  };
}

/** @returns the value of Retry-After in whole seconds, given as seconds or as an HTTP date (RFC 9110, 10.2.3); null if invalid */
export function waitSeconds(header, nowMilliseconds) {
  const text = (header ?? '').trim();
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text), MAX_WAIT_SECONDS);
  const date = Date.parse(text);
  if (text === '' || Number.isNaN(date)) return null;
  return Math.min(Math.max(Math.ceil((date - nowMilliseconds) / 1000), 0), MAX_WAIT_SECONDS);
}

async function json(answer) {
  try {
    return await answer.json();
  } catch {
    return null;
  }
}

function refused(what, status, answer) {
  const detail = typeof answer?.detail === 'string' ? `: ${answer.detail.slice(0, 300)}` : '';
  return { kind: 'refused', reason: `the Vindex server returned ${status} for ${what}${detail}` };
}
