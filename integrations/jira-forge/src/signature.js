// Verifies that a callback comes from the server that shares this installation's secret.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Allowed clock difference in seconds, in either direction. */
export const TOLERANCE_SECONDS = 300;

const SIGNATURE = /^sha256=([0-9a-f]{64})$/i;

/**
 * Verifies `X-Vindex-Signature` and `X-Vindex-Timestamp` over the raw body.
 * @param {{ signature: string[], timestamp: string[] }} headers every value of each header
 * @param {string} body the raw body
 * @param {string[]} secrets the current secrets; two during a rotation
 * @param {number} nowSeconds Unix time
 * @returns {{ ok: true } | { ok: false, reason: string }}
 */
export function verify({ signature, timestamp }, body, secrets, nowSeconds) {
  if (timestamp.length !== 1 || !/^\d{1,12}$/.test(timestamp[0])) return refused('X-Vindex-Timestamp is missing or invalid');
  if (Math.abs(nowSeconds - Number(timestamp[0])) > TOLERANCE_SECONDS) {
    return refused(`X-Vindex-Timestamp is more than ${TOLERANCE_SECONDS} seconds off`);
  }
  const given = signature
    .flatMap((value) => value.split(','))
    .map((part) => SIGNATURE.exec(part.trim()))
    .filter((match) => match !== null)
    .map((match) => Buffer.from(match[1], 'hex'));
  if (given.length === 0) return refused('X-Vindex-Signature is missing or invalid');
  if (secrets.length === 0) return refused('this installation has no shared secret yet');

  const signed = Buffer.from(`${timestamp[0]}.${body}`, 'utf8');
  // Compares every pair without leaving early, so that timing does not reveal which one matched.
  let matches = 0;
  for (const secret of secrets) {
    const expected = createHmac('sha256', secret).update(signed).digest();
    for (const candidate of given) matches += timingSafeEqual(expected, candidate) ? 1 : 0;
  }
  return matches > 0 ? { ok: true } : refused('the signature does not match');
}

function refused(reason) {
  return { ok: false, reason };
}
