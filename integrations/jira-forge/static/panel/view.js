// Renders the panel as a tree of plain values, [tag, attributes, ...children], which tests can inspect without a browser.

const BANDS = {
  healthy: 'Healthy',
  'needs-review': 'Needs review',
  'at-risk': 'At risk',
};

const DIMENSIONS = [
  ['independent', 'Independent'],
  ['negotiable', 'Negotiable'],
  ['valuable', 'Valuable'],
  ['estimable', 'Estimable'],
  ['small', 'Small'],
  ['testable', 'Testable'],
];

/**
 * @param {{ score: any, progress: any, gate: number }} state as returned by the resolver
 * @param {{ locale: string, timeZone: string }} reader
 */
export function view({ score, progress, gate }, reader) {
  const parts = [...problem(score, progress), ...judgement(score, gate, reader), ...waiting(score, progress)];
  const waits = progress?.status === 'waiting' || progress?.status === 'retrying';
  const label = typeof score?.overall === 'number' || score?.state === 'failed' ? 'Score again' : 'Score now';
  return [...parts, ['button', { type: 'button', id: 'judge', ...(waits ? { 'aria-describedby': 'progress' } : {}) }, label]];
}

/** @returns true while a score may arrive soon and polling is worthwhile */
export function isWaiting({ progress }) {
  return progress?.status === 'waiting' || progress?.status === 'retrying';
}

function problem(score, progress) {
  if (progress?.status === 'refused') return [['p', { class: 'problem', role: 'status' }, `The ticket could not be sent: ${progress.reason}`]];
  if (progress?.status === 'ignored') return [['p', { class: 'quiet' }, `The server did not accept the ticket: ${progress.reason}`]];
  if (score?.state !== 'failed') return [];
  const earlier = typeof score.overall === 'number' ? ' The score below is for an earlier version of the text.' : '';
  return [['p', { class: 'problem', role: 'status' }, `Scoring failed: ${score.error}.${earlier}`]];
}

function judgement(score, gate, reader) {
  if (typeof score?.overall !== 'number') return [];
  const limit = score.gate_at ?? gate;
  const parts = [
    [
      'p',
      { class: 'overall' },
      ['strong', {}, one(score.overall)],
      ['span', {}, 'of 10'],
      ['span', { class: `band ${score.band}` }, BANDS[score.band] ?? score.band],
      ...(score.gate === 'below' ? [['span', { class: 'problem' }, `Below the quality gate of ${one(limit)}`]] : []),
    ],
    ['ul', { class: 'dimensions' }, ...DIMENSIONS.map(([key, name]) => dimension(name, score.scores?.[key]))],
  ];
  if (score.recommendations?.length > 0) {
    parts.push(['h2', {}, 'What to do'], ['ol', { class: 'recommendations' }, ...score.recommendations.map((text) => ['li', {}, text])]);
  }
  const judged = Date.parse(score.judged_at);
  if (!Number.isNaN(judged)) parts.push(['p', { class: 'quiet' }, `Scored ${time(judged, reader)}`]);
  return parts;
}

function waiting(score, progress) {
  if (progress?.status === 'waiting') return [['p', { class: 'quiet', id: 'progress', role: 'status' }, 'Scoring; the score will appear here.']];
  if (progress?.status === 'retrying') {
    return [['p', { class: 'quiet', id: 'progress', role: 'status' }, `Retrying soon: ${progress.reason}`]];
  }
  return score || progress ? [] : [['p', { class: 'quiet' }, 'Not scored yet.']];
}

function dimension(name, value) {
  return ['li', {}, ['span', {}, name], ['meter', { min: 0, max: 10, value, 'aria-label': name }], ['span', {}, `${value}`]];
}

function one(number) {
  return number.toFixed(1);
}

function time(milliseconds, { locale, timeZone }) {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(milliseconds);
}
