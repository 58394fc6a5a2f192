import { ConnectionFailedError, IncompleteResponseError, readError, TimedOutError, VindexError } from './errors.js';
import { Attempts, defaultRetries, type RetryPolicy } from './retries.js';
import { randomId } from './rows.js';

export { withId, withIds } from './rows.js';

export interface ClientOptions {
  /** The address of the server, such as `https://vindex.example.com`. */
  url: string;
  /** An API key, `vx_…`; without one, only operations that need none. */
  apiKey?: string | undefined;
  /** Time for one attempt, in milliseconds: until the response has been read, or of a stream until it begins. Default 60,000. */
  timeoutMs?: number | undefined;
  retries?: Partial<RetryPolicy> | undefined;
  /** Replaces the global fetch. */
  fetch?: typeof fetch | undefined;
}

export interface CallOptions {
  /** Cancels the call, and a retry that it waits for. */
  signal?: AbortSignal | undefined;
  /** Replaces the client's timeout. */
  timeoutMs?: number | undefined;
}

export interface KeyedCallOptions extends CallOptions {
  /** 1 to 255 visible ASCII characters; by default a random one, so that retries never execute the request twice. */
  idempotencyKey?: string | undefined;
}

/** A request of an operation. */
export interface ApiRequest {
  method: string;
  path: string;
  query?: object;
  body?: unknown;
  content?: BodyInit;
  contentType?: string;
  file?: Blob;
  fileName?: string;
  secret?: string;
  /** It has an idempotency key. */
  keyed?: boolean;
  /** Executing it twice has the same effect as once. */
  repeatable?: boolean;
}

/** Connections, retries and errors of a client. */
export class Transport {
  readonly #address: string;
  readonly #apiKey: string | undefined;
  readonly #timeoutMs: number;
  readonly #fetch: typeof fetch;
  readonly #retries: RetryPolicy;

  constructor(options: ClientOptions) {
    const url = new URL(options.url);
    if (!/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
      throw new TypeError('url must be an address such as https://vindex.example.com, without user name and password');
    if (options.apiKey !== undefined) visible('apiKey', options.apiKey);
    this.#address = url.origin + url.pathname.replace(/\/+$/, '');
    this.#apiKey = options.apiKey;
    this.#timeoutMs = options.timeoutMs ?? 60_000;
    this.#fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
    this.#retries = { ...defaultRetries, ...options.retries };
  }

  /** The address of the server. */
  get url(): string {
    return this.#address;
  }

  protected json<T>(request: ApiRequest, options: CallOptions): Promise<T> {
    return this.call(request, options, async (response) => parse<T>(await response.text()));
  }

  protected text(request: ApiRequest, options: CallOptions): Promise<string> {
    return this.call(request, options, (response) => response.text());
  }

  protected async nothing(request: ApiRequest, options: CallOptions): Promise<void> {
    await this.call(request, options, (response) => response.text());
  }

  protected stream(request: ApiRequest, options: CallOptions): Promise<ReadableStream<Uint8Array>> {
    return this.call(request, options, (response) => Promise.resolve(response.body ?? new Blob([]).stream()), true);
  }

  protected async *lines<T>(request: ApiRequest, options: CallOptions): AsyncGenerator<T> {
    for await (const line of readLines(await this.stream(request, options))) yield parse<T>(line);
  }

  protected async *pages<Q extends { cursor?: string | undefined }, T>(
    query: Q,
    fetchPage: (query: Q) => Promise<{ items: T[]; next_cursor: string | null }>,
  ): AsyncGenerator<T> {
    for (let asked = query; ; ) {
      const page = await fetchPage(asked);
      yield* page.items;
      if (page.next_cursor === null) return;
      // A cursor continues a list by itself.
      asked = { ...asked, cursor: page.next_cursor, skip: undefined } as Q;
    }
  }

  protected attempts(): Attempts {
    return new Attempts(this.#retries);
  }

  protected async call<T>(
    request: ApiRequest,
    options: KeyedCallOptions,
    read: (response: Response) => Promise<T>,
    streamed = false,
    attempts = this.attempts(),
  ): Promise<T> {
    const init = this.#init(request, options);
    const once = request.content instanceof ReadableStream;
    for (;;) {
      try {
        return await this.#attempt(request, init, options, read, streamed);
      } catch (error) {
        const repeatable = request.repeatable === true || request.keyed === true;
        if (once || !(error instanceof VindexError) || !(await attempts.again(error, repeatable, options.signal))) throw error;
      }
    }
  }

  #init(request: ApiRequest, options: KeyedCallOptions): RequestInit {
    const headers: Record<string, string> = { accept: '*/*' };
    if (request.secret !== undefined) headers['x-vindex-secret'] = visible('secret', request.secret);
    else if (this.#apiKey !== undefined) headers['authorization'] = `Bearer ${this.#apiKey}`;
    if (request.keyed) headers['idempotency-key'] = options.idempotencyKey ?? randomId();
    const init: RequestInit & { duplex?: 'half' } = { method: request.method, headers, redirect: 'manual', credentials: 'omit', cache: 'no-store' };
    if (request.body !== undefined) {
      headers['content-type'] = 'application/json';
      init.body = JSON.stringify(request.body);
    } else if (request.file) {
      const form = new FormData();
      form.append('file', request.file, request.fileName);
      init.body = form;
    } else if (request.content !== undefined) {
      headers['content-type'] = request.contentType!;
      init.body = request.content;
      if (request.content instanceof ReadableStream) init.duplex = 'half';
    }

    return init;
  }

  async #attempt<T>(
    request: ApiRequest,
    init: RequestInit,
    options: CallOptions,
    read: (response: Response) => Promise<T>,
    streamed: boolean,
  ): Promise<T> {
    const { signal } = options;
    signal?.throwIfAborted();
    const controller = new AbortController();
    const cancel = () => controller.abort(signal?.reason);
    signal?.addEventListener('abort', cancel, { once: true });
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      controller.abort();
    }, options.timeoutMs ?? this.#timeoutMs);
    const name = `${request.method} ${request.path}`;
    let responded = false;
    try {
      const response = await this.#fetch(this.#address + request.path + queryText(request.query), { ...init, signal: controller.signal });
      if (!response.ok) throw await this.#refused(name, response);
      responded = true;
      return await read(response);
    } catch (error) {
      if (error instanceof VindexError) throw error;
      signal?.throwIfAborted();
      if (timedOut) throw new TimedOutError(`${name}: the server did not respond in time`);
      if (responded) throw new IncompleteResponseError(`${name}: the response broke off`);
      throw new ConnectionFailedError(`${name}: ${reason(error)}`);
    } finally {
      clearTimeout(timer);
      // A stream is still read, and can still be cancelled.
      if (!streamed) signal?.removeEventListener('abort', cancel);
    }
  }

  async #refused(name: string, response: Response): Promise<VindexError> {
    let text = await response.text().catch(() => '');
    if (this.#apiKey !== undefined) text = text.replaceAll(this.#apiKey, '[key]');
    // Browsers hide the status of a redirect.
    const status = response.type === 'opaqueredirect' ? 302 : response.status;
    return readError(name, status, text, response.headers.get('retry-after'), Date.now());
  }
}

/** A part of a path. */
export function segment(value: string): string {
  // URLs with these mean another path.
  if (['', '.', '..'].includes(value)) throw new TypeError(`an id must not be ${JSON.stringify(value)}`);
  return encodeURIComponent(value);
}

/** Lines of a response, without the empty ones. */
export async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let ended = false;
  try {
    while (!ended) {
      const part = await reader.read().catch((error: unknown) => {
        if (error instanceof Error && error.name === 'AbortError') throw error;
        throw new IncompleteResponseError('the response broke off');
      });
      ended = part.done;
      const lines = (rest + decoder.decode(part.value, { stream: !ended })).split('\n');
      rest = ended ? '' : (lines.pop() ?? '');
      for (const line of lines) if (line.trim() !== '') yield line;
    }
  } finally {
    if (!ended) await reader.cancel().catch(() => undefined);
  }
}

/** Reads JSON of a response. */
export function parse<T>(text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new VindexError('the response is not JSON; is this the address of a Vindex server?');
  }
}

// fetch would repeat the value in its message.
function visible(name: string, value: string): string {
  if (!/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value)) throw new TypeError(`${name} must be printable ASCII characters`);
  return value;
}

function queryText(query: object = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== null).map(([name, value]) => [name, String(value)]);
  return pairs.length > 0 ? `?${new URLSearchParams(pairs).toString()}` : '';
}

function reason(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : null;
  return code === null ? 'the connection failed' : `the connection failed (${code})`;
}
