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

// The values that the server's own tests compare with; both sides must keep to them.
test('the signatures that the server is tested with are believed, alone and side by side', () => {
  const title = '{"title":"Zoë"}';
  const plain = 'sha256=f2c8cb4b8a4894dc06b0927e224438015a53728e2cd52689f3ebdf6dabe0840d';
  assert.deepEqual(verify(headers(plain, '1700000000'), title, ['correct-horse-battery-staple'], 1_700_000_000), { ok: true });

  // A secret in the notation of Standard Webhooks is keyed with its text as it was handed out, prefix and all.
  const prefixed = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const other = 'sha256=2e37df5d4a028c51a7f3133d64ae1e300d2c2c900f1b1d49d4369ad2530f8964';
  assert.deepEqual(verify(headers(other, '1614265330'), '{"test": 2432232314}', [prefixed], 1_614_265_330), { ok: true });
  assert.deepEqual(verify(headers(`${'sha256=' + '0'.repeat(64)},${other}`, '1614265330'), '{"test": 2432232314}', [prefixed], 1_614_265_330), { ok: true });
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
