// The issue property `vindex.score`, and how it is created from a callback.

export const PROPERTY_KEY = 'vindex.score';

export const DIMENSIONS = ['independent', 'negotiable', 'valuable', 'estimable', 'small', 'testable'];

// Jira allows 32,768 characters per property; five recommendations of this length leave ample room.
const MAX_RECOMMENDATIONS = 5;
const MAX_TEXT = 1000;
// Times further in the future are not trusted, so that a property edited by hand cannot block all later scores.
const MAX_AHEAD_MILLISECONDS = 300_000;

/** @returns the band of an overall score: healthy from 7.0, needs-review from 5.0, at-risk below */
export function bandOf(overall) {
  if (overall >= 7) return 'healthy';
  return overall >= 5 ? 'needs-review' : 'at-risk';
}

/**
 * Reads a callback's body.
 * @returns {{ ok: true, record: object } | { ok: false, reason: string }} the record to store, and the ticket's key
 */
export function readCallback(text, gate) {
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    return { ok: false, reason: 'the body is not JSON' };
  }
  const bad = (reason) => ({ ok: false, reason });
  if (!isText(body?.job_id)) return bad('job_id is missing');
  if (!isText(body.ticket?.key) || !/^[A-Z][A-Z0-9_]*-\d{1,12}$/i.test(body.ticket.key)) return bad('ticket.key is not an issue key');
  if (!isTime(body.ticket.snapshot_at)) return bad('ticket.snapshot_at is missing or not a time');
  const common = { key: body.ticket.key, job_id: body.job_id, snapshot_at: body.ticket.snapshot_at };

  if (body.status === 'failed') {
    return { ok: true, record: { ...common, state: 'failed', error: cut(errorText(body.error)), failed_at: body.created_at ?? null } };
  }
  if (!isScore(body.overall_score)) return bad('overall_score is not a number from 0 to 10');
  const missing = DIMENSIONS.find((dimension) => !isScore(body.invest_scores?.[dimension]));
  if (missing !== undefined) return bad(`invest_scores.${missing} is not a number from 0 to 10`);
  const recommendations = Array.isArray(body.top_recommendations) ? body.top_recommendations : [];
  return {
    ok: true,
    record: {
      ...common,
      state: 'scored',
      overall: body.overall_score,
      band: bandOf(body.overall_score),
      gate: body.overall_score >= gate ? 'passed' : 'below',
      gate_at: gate,
      scores: Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, body.invest_scores[dimension]])),
      recommendations: recommendations.filter(isText).slice(0, MAX_RECOMMENDATIONS).map(cut),
      judged_at: body.created_at ?? body.processing_metadata?.completed_at ?? null,
      judge: body.model_metadata?.model_name ?? null,
    },
  };
}

/**
 * @returns {'write' | 'repeat' | 'stale'} what to do with a record, given the current property:
 * callbacks can arrive twice and out of order, and the score of an older text must not replace that of a newer one
 */
export function decide(stored, record, nowMilliseconds) {
  if (stored === null || typeof stored !== 'object') return 'write';
  if (stored.job_id === record.job_id && stored.state === record.state) return 'repeat';
  const before = Date.parse(stored.snapshot_at);
  if (Number.isNaN(before) || before > nowMilliseconds + MAX_AHEAD_MILLISECONDS) return 'write';
  const after = Date.parse(record.snapshot_at);
  if (after !== before) return after > before ? 'write' : 'stale';
  // For the same text, the later score counts, and a failure does not replace a success.
  if (record.state === 'failed') return stored.state === 'failed' ? 'write' : 'stale';
  return Date.parse(record.judged_at) < Date.parse(stored.judged_at) ? 'stale' : 'write';
}

/** @returns the property's new value; a failure keeps the previous score, marked as such */
export function propertyValue(stored, record) {
  const { key: _, ...value } = record;
  if (record.state !== 'failed' || typeof stored?.overall !== 'number') return value;
  return { ...stored, ...value };
}

function errorText(error) {
  if (isText(error)) return error;
  return isText(error?.message) ? error.message : isText(error?.detail) ? error.detail : 'no reason was given';
}

function isText(value) {
  return typeof value === 'string' && value.trim() !== '';
}

function isScore(value) {
  return typeof value === 'number' && value >= 0 && value <= 10;
}

function isTime(value) {
  return isText(value) && !Number.isNaN(Date.parse(value));
}

function cut(text) {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT - 1)}…`;
}
