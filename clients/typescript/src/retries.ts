import { ApiError, ConnectionFailedError } from './errors.js';

/** How often and after which delays a request is repeated. */
export interface RetryPolicy {
  /** Attempts in all; 1 turns retries off. Default 4. */
  attempts: number;
  /** Longest delay before the second attempt, in seconds. It doubles with each attempt. Default 0.5. */
  base: number;
  /** Longest delay in seconds. If the server asks for a longer one, the error is thrown instead. Default 60. */
  longest: number;
  /** Waits so many seconds, or until the signal is aborted. */
  sleep: (seconds: number, signal?: AbortSignal) => Promise<void>;
  /** From 0 to 1; spreads the requests of several clients. */
  random: () => number;
}

export const defaultRetries: RetryPolicy = { attempts: 4, base: 0.5, longest: 60, sleep, random: Math.random };

/** Counts the attempts of one operation. */
export class Attempts {
  #made = 0;

  constructor(private readonly policy: RetryPolicy) {}

  /** Waits and returns true if the operation should be tried again. */
  async again(error: unknown, repeatable: boolean, signal?: AbortSignal): Promise<boolean> {
    this.#made++;
    if (!mayRepeat(error, repeatable)) return false;
    const delay = this.#delay(error instanceof ApiError ? error.retryAfter : null);
    if (delay === null) return false;
    await this.policy.sleep(delay, signal);
    return true;
  }

  #delay(retryAfter: number | null): number | null {
    const { attempts, base, longest, random } = this.policy;
    if (this.#made >= attempts) return null;
    if (retryAfter !== null) return retryAfter > longest ? null : retryAfter + base * random();
    return Math.min(longest, base * 2 ** (this.#made - 1)) * (0.5 + 0.5 * random());
  }
}

// Whether a request can be sent again after this error. One that is not repeatable must not have been executed.
function mayRepeat(error: unknown, repeatable: boolean): boolean {
  if (error instanceof ConnectionFailedError) return repeatable;
  if (!(error instanceof ApiError)) return false;
  if (error.status === 429) return true;
  // Rejected before it was executed, unless the store did not respond or a proxy wrote this.
  if (error.status === 503) return repeatable || !['store_unavailable', 'http_503'].includes(error.code);
  return repeatable && ([502, 504].includes(error.status) || error.code === 'idempotency_running');
}

function sleep(seconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, seconds * 1000);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
