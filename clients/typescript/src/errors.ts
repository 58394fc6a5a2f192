/** Base of all errors of this package. Messages never contain the API key or a secret. */
export class VindexError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The server could not be reached, or the connection broke. */
export class ConnectionFailedError extends VindexError {}

/** The server did not respond in time. */
export class TimedOutError extends ConnectionFailedError {}

/** The response ended before its last line. */
export class IncompleteResponseError extends ConnectionFailedError {}

/** A callback does not prove that it comes from Vindex. */
export class SignatureError extends VindexError {}

/** An import stopped. Call importFeedback with the same rows, `start: error.lines` and the same `importId` to continue it. */
export class ImportInterruptedError extends VindexError {
  constructor(
    message: string,
    /** Number of lines, from the first, that are stored or rejected for good. */
    readonly lines: number,
    readonly importId: string,
    readonly imported: number,
    readonly rejected: number,
    cause: unknown,
  ) {
    super(message, { cause });
  }
}

/** What a response says about an error. */
export interface Refusal {
  /** Method and path. */
  readonly request: string;
  readonly status: number;
  /** Stable, for programs: the code of a problem, or the error_type of an error under /feedback. */
  readonly code: string;
  readonly detail: string;
  /** Problems by field, for status 422. */
  readonly errors: Readonly<Record<string, string[]>>;
  /** Under this the server's log has the cause of a 500. */
  readonly traceId: string | null;
  /** Seconds that the server asks to wait. */
  readonly retryAfter: number | null;
}

/** The server rejected a request. */
export class ApiError extends VindexError implements Refusal {
  readonly request: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors: Readonly<Record<string, string[]>>;
  readonly traceId: string | null;
  readonly retryAfter: number | null;

  constructor(refusal: Refusal) {
    super(`${refusal.request}: ${refusal.status} ${refusal.code}: ${refusal.detail}`);
    this.request = refusal.request;
    this.status = refusal.status;
    this.code = refusal.code;
    this.detail = refusal.detail;
    this.errors = refusal.errors;
    this.traceId = refusal.traceId;
    this.retryAfter = refusal.retryAfter;
  }
}

/** 400: the body or the query is wrong as a whole. */
export class BadRequestError extends ApiError {}

/** 401: there is no credential, or it is no longer valid. */
export class AuthenticationError extends ApiError {}

/** 403: the credential is valid but not sufficient. */
export class PermissionDeniedError extends ApiError {}

/** 404: it does not exist, or belongs to another company. */
export class NotFoundError extends ApiError {}

/** 409: the request conflicts with the current state. */
export class ConflictError extends ApiError {}

/** 413: the body is too large. */
export class TooLargeError extends ApiError {}

/** 422: `errors` has the problems by field. */
export class InvalidFieldsError extends ApiError {}

/** 429: too many requests; see `retryAfter`. */
export class RateLimitedError extends ApiError {}

/** 5xx: the server failed. */
export class ServerError extends ApiError {}

/** 503: the server is busy or shutting down; see `retryAfter`. */
export class UnavailableError extends ServerError {}

const byStatus: Record<number, typeof ApiError> = {
  400: BadRequestError,
  401: AuthenticationError,
  403: PermissionDeniedError,
  404: NotFoundError,
  409: ConflictError,
  413: TooLargeError,
  422: InvalidFieldsError,
  429: RateLimitedError,
  503: UnavailableError,
};

type Members = Record<string, unknown>;
const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads both forms of errors, and responses of proxies, which have neither. */
export function readError(request: string, status: number, text: string, retryAfter: string | null, now: number): ApiError {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    content = null;
  }

  return refused(request, status, isObject(content) ? content : {}, readRetryAfter(retryAfter, now));
}

/** The error that these members describe. */
export function refused(request: string, status: number, content: Members, retryAfter: number | null = null): ApiError {
  const Kind = byStatus[status] ?? (status >= 500 ? ServerError : ApiError);
  const traceId = typeof content['trace_id'] === 'string' ? content['trace_id'] : null;
  return new Kind({ request, status, ...readMembers(status, content), traceId, retryAfter });
}

function readMembers(status: number, content: Members): Pick<Refusal, 'code' | 'detail' | 'errors'> {
  const { code, detail, reason, errors, error_type: type } = content;
  if (typeof code === 'string') return { code, detail: String(detail ?? ''), errors: isObject(errors) ? (errors as Record<string, string[]>) : {} };
  if (typeof reason === 'string') return { code: String(type ?? `http_${status}`), detail: reason, errors: {} };
  if (Array.isArray(detail)) return readFields(detail);
  return { code: `http_${status}`, detail: 'the response has no details', errors: {} };
}

// The form of pydantic. It repeats the value, which may be confidential: it stays out of the message.
function readFields(entries: unknown[]): Pick<Refusal, 'code' | 'detail' | 'errors'> {
  const errors: Record<string, string[]> = {};
  for (const entry of entries.filter(isObject)) {
    const location = Array.isArray(entry['loc']) ? entry['loc'].map(String) : [];
    const name = (location[0] === 'body' && location.length > 1 ? location.slice(1) : location).join('.') || 'body';
    (errors[name] ??= []).push(String(entry['msg'] ?? ''));
  }

  const detail = Object.entries(errors).map(([name, problems]) => `${name}: ${problems.join(', ')}`).join('; ');
  return { code: 'invalid_fields', detail, errors };
}

function readRetryAfter(value: string | null, now: number): number | null {
  if (value === null) return null;
  if (/^\d+$/.test(value.trim())) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, (date - now) / 1000);
}
