import { SignatureError } from './errors.js';
import type { Evidence, InvestScores, Model, Processing, TicketSnapshot } from './generated/models.js';

/** A ticket was scored. */
export interface ScoredCallback {
  job_id: string;
  customer_id: string;
  ticket: TicketSnapshot;
  invest_scores: InvestScores;
  overall_score: number;
  top_recommendations: string[];
  context_used: Evidence;
  model_metadata: Model;
  processing_metadata: Processing;
  created_at: string;
  /** True for a test of the endpoint, whose result is made up. */
  test?: boolean;
}

/** A ticket could not be scored. */
export interface FailedCallback {
  status: 'failed';
  job_id: string;
  customer_id: string;
  ticket: TicketSnapshot;
  error: string;
}

/** A callback whose signature is valid. */
export interface Callback {
  /** The delivery: the same for every attempt and replay, so that a repetition can be ignored. Null without `webhook-signature`. */
  id: string | null;
  body: ScoredCallback | FailedCallback;
}

export interface VerifyOptions {
  /** Seconds that the time of a callback may differ from this clock. Default 300. */
  tolerance?: number | undefined;
  /** The time in milliseconds since 1970; default now. */
  now?: number | undefined;
}

type HeaderValues = Headers | Record<string, string | string[] | undefined>;

const encoder = new TextEncoder();

/**
 * Returns the callback if one of its signatures is valid; throws SignatureError otherwise. Accepts both forms that Vindex sends.
 * @param secret The installation's secret; several while you change it.
 * @param headers Headers of the request, in any case.
 * @param body The bytes as received, not JSON that was parsed and written again.
 */
export async function verifyCallback(
  secret: string | string[],
  headers: HeaderValues,
  body: Uint8Array | string,
  options: VerifyOptions = {},
): Promise<Callback> {
  const header = reader(headers);
  const id = header('webhook-id');
  const signatures = header('webhook-signature');
  const isStandard = id !== '' && signatures !== '';
  const timestamp = header(isStandard ? 'webhook-timestamp' : 'x-vindex-timestamp');
  const now = (options.now ?? Date.now()) / 1000;
  if (!/^\d{1,15}$/.test(timestamp) || Math.abs(now - Number(timestamp)) > (options.tolerance ?? 300))
    throw new SignatureError('the timestamp is missing or too far from this clock');
  const bytes = typeof body === 'string' ? encoder.encode(body) : body;
  const signed = concat(encoder.encode(isStandard ? `${id}.${timestamp}.` : `${timestamp}.`), bytes);
  const given = isStandard
    ? signatures.split(/[\s,]+(?=v\d)/).filter((part) => part.startsWith('v1,')).map((part) => fromBase64(part.slice(3)))
    : header('x-vindex-signature').split(',').map((part) => fromHex(part.trim().replace(/^sha256=/, '')));

  // All of them are compared, so that the time does not show which one was valid.
  let valid = false;
  for (const one of [secret].flat()) {
    const key = await crypto.subtle.importKey('raw', isStandard ? keyOf(one) : encoder.encode(one), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
    for (const signature of given) if (signature !== null && (await crypto.subtle.verify('HMAC', key, signature, signed))) valid = true;
  }

  if (!valid) throw new SignatureError('no signature is valid for this secret');
  return { id: isStandard ? id : null, body: JSON.parse(new TextDecoder().decode(bytes)) as Callback['body'] };
}

function reader(headers: HeaderValues): (name: string) => string {
  const values = new Map<string, string>();
  const pairs = headers instanceof Headers ? [...headers] : Object.entries(headers);
  for (const [name, value] of pairs) if (value !== undefined) values.set(name.toLowerCase(), [value].flat().join(', '));
  return (name) => values.get(name) ?? '';
}

function keyOf(secret: string): Uint8Array<ArrayBuffer> {
  if (!secret.startsWith('whsec_')) return concat(encoder.encode(secret), new Uint8Array(0));
  const key = fromBase64(secret.slice('whsec_'.length));
  if (key === null) throw new TypeError('the secret begins with whsec_ but is not base64');
  return key;
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}

function fromHex(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^(?:[0-9a-f]{2})+$/i.test(text)) return null;
  return Uint8Array.from(text.match(/../g)!, (pair) => Number.parseInt(pair, 16));
}
