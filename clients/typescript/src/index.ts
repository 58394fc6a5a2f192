export { VindexClient } from './client.js';
export type { BatchOptions, BatchResult, ImportOptions, ImportResult } from './client.js';
export {
  ApiError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  ConnectionFailedError,
  ImportInterruptedError,
  IncompleteResponseError,
  InvalidFieldsError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitedError,
  ServerError,
  SignatureError,
  TimedOutError,
  TooLargeError,
  UnavailableError,
  VindexError,
} from './errors.js';
export type { Refusal } from './errors.js';
export type * from './generated/models.js';
export type * from './generated/operations.js';
export type { Json, JsonObject } from './json.js';
export type { RetryPolicy } from './retries.js';
export type { CallOptions, ClientOptions, KeyedCallOptions } from './transport.js';
export { verifyCallback } from './webhooks.js';
export type { Callback, FailedCallback, ScoredCallback, VerifyOptions } from './webhooks.js';
