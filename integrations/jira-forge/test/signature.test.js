import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { TOLERANCE_SECONDS, verify } from '../src/signature.js';

const NOW = 1_772_445_600;
const SECRET = 'a secret of twenty-four and more';
const BODY = '{"job_id":"1","title":"Über “Rechnung” 🧾"}';
const sign = (body, { secret = SECRET, at = NOW } = {}) => `sha256=${createHmac('sha256', secret).update(`${at}.${body}`, 'utf8').digest('hex')}`;
const headers = (signature, timestamp = `${NOW}`) => ({ signature: [signature].flat(), timestamp: [timestamp].flat() });

test('a body signed with the secret is believed', () => {
  assert.deepEqual(verify(headers(sign(BODY)), BODY, [SECRET], NOW), { ok: true });
});

test('the rule is the documented one, checked against a value worked out elsewhere', () => {
  // printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac whsec_0123456789abcdef01234567
  const known = 'sha256=73895348dbc433ccb05bb67042d1800e20123fffb5c0d2415b639868f81d0665';
  assert.deepEqual(verify(headers(known, '1700000000'), '{"a":1}', ['whsec_0123456789abcdef01234567'], 1_700_000_000), { ok: true });
});

test('any one changed byte of the body is noticed', () => {
  const bytes = Buffer.from(BODY);
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at] ^= 1;
    assert.equal(verify(headers(sign(BODY)), changed.toString('utf8'), [SECRET], NOW).ok, false, `byte ${at}`);
  }
});

test('another secret, another time and a shortened signature are refused', () => {
  assert.equal(verify(headers(sign(BODY, { secret: 'another secret, long enough' })), BODY, [SECRET], NOW).ok, false);
  assert.equal(verify(headers(sign(BODY), `${NOW + 1}`), BODY, [SECRET], NOW).ok, false);
  assert.equal(verify(headers(sign(BODY).slice(0, -2)), BODY, [SECRET], NOW).ok, false);
});

test('the time may be five minutes off either way and not a second more', () => {
  for (const off of [-TOLERANCE_SECONDS, TOLERANCE_SECONDS]) {
    const at = NOW + off;
    assert.equal(verify(headers(sign(BODY, { at }), `${at}`), BODY, [SECRET], NOW).ok, true, `${off}`);
  }
  for (const off of [-TOLERANCE_SECONDS - 1, TOLERANCE_SECONDS + 1]) {
    const at = NOW + off;
    assert.match(verify(headers(sign(BODY, { at }), `${at}`), BODY, [SECRET], NOW).reason, /300 seconds off/);
  }
});

test('during a rotation the old and the new secret both count, and either may stand first', () => {
  const old = sign(BODY, { secret: 'the old secret, long enough too' });
  const live = [SECRET, 'the old secret, long enough too'];
  assert.equal(verify(headers(old), BODY, live, NOW).ok, true);
  assert.equal(verify(headers(sign(BODY)), BODY, live, NOW).ok, true);
  assert.equal(verify(headers(`${old},${sign(BODY)}`), BODY, [SECRET], NOW).ok, true);
  assert.equal(verify(headers([old, sign(BODY)]), BODY, [SECRET], NOW).ok, true);
});

test('missing, doubled and malformed headers are refused with a reason', () => {
  for (const [given, reason] of [
    [headers([], `${NOW}`), /Signature/],
    [headers('md5=00', `${NOW}`), /Signature/],
    [headers(sign(BODY), []), /Timestamp/],
    [headers(sign(BODY), [`${NOW}`, `${NOW}`]), /Timestamp/],
    [headers(sign(BODY), '-5'), /Timestamp/],
    [headers(sign(BODY), '1e9'), /Timestamp/],
    [headers(sign(BODY), ''), /Timestamp/],
  ]) {
    assert.match(verify(given, BODY, [SECRET], NOW).reason, reason);
  }
  assert.match(verify(headers(sign(BODY)), BODY, [], NOW).reason, /no shared secret/);
});
