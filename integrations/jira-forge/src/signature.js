// Proves that a callback comes from the server that shares a secret with this installation.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the attempt's time may be from ours, in seconds, either way. */
export const TOLERANCE_SECONDS = 300;

const SIGNATURE = /^sha256=([0-9a-f]{64})$/i;

/**
 * Checks `X-Vindex-Signature` and `X-Vindex-Timestamp` over the body as it came.
 * @param {{ signature: string[], timestamp: string[] }} headers every value of each header
 * @param {string} body the raw body
 * @param {string[]} secrets those that are live; two while a rotation is under way
 * @param {number} nowSeconds Unix time
 * @returns {{ ok: true } | { ok: false, reason: string }}
 */
export function verify({ signature, timestamp }, body, secrets, nowSeconds) {
  if (timestamp.length !== 1 || !/^\d{1,12}$/.test(timestamp[0])) return refused('no usable X-Vindex-Timestamp');
  if (Math.abs(nowSeconds - Number(timestamp[0])) > TOLERANCE_SECONDS) {
    return refused(`X-Vindex-Timestamp is more than ${TOLERANCE_SECONDS} seconds off`);
  }
  const given = signature
    .flatMap((value) => value.split(','))
    .map((part) => SIGNATURE.exec(part.trim()))
    .filter((match) => match !== null)
    .map((match) => Buffer.from(match[1], 'hex'));
  if (given.length === 0) return refused('no usable X-Vindex-Signature');
  if (secrets.length === 0) return refused('this installation has no shared secret yet');

  const signed = Buffer.from(`${timestamp[0]}.${body}`, 'utf8');
  // Every pair is compared, without leaving early: the time taken tells nothing about which one matched.
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
