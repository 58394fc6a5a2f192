// The members of the requests: the facts that W&B's OpenAPI document states about the eight calls for feedback (wandb/weave,
// sdks/node/weave.openapi.json, read in its version 047f937de0), as a table of our own. "!" marks the required ones, "?" those that can be null.
const row = {
  project_id: 'text!', weave_ref: 'text!', feedback_type: 'text!', payload: 'object!',
  id: 'text?', creator: 'text?', annotation_ref: 'text?', runnable_ref: 'text?', call_ref: 'text?', trigger_ref: 'text?', queue_id: 'text?',
  scorer_tags: 'texts', scorer_tag_reasons: 'texts by name', scorer_tag_confidences: 'numbers by name',
  scorer_ratings: 'numbers by name', scorer_rating_reasons: 'texts by name', scorer_rating_confidences: 'numbers by name',
  span_agent_name: 'text', span_agent_version: 'text', span_status_code: 'text', span_conversation_id: 'text', span_trace_id: 'text',
  scorer_trace_id: 'text', wb_user_id: 'text?',
};

/** The members of each call's request. */
export const requests = {
  create: row,
  'batch/create': { batch: 'rows!' },
  replace: { ...row, feedback_id: 'text!' },
  purge: { project_id: 'text!', query: 'query!' },
  query: { project_id: 'text!', fields: 'texts?', query: 'query?', sort_by: 'sorting?', limit: 'integer?', offset: 'integer?' },
  payload_schema: {
    project_id: 'text!', start: 'time!', end: 'time?', feedback_type: 'text?', trigger_ref: 'text?', sample_limit: 'integer',
  },
  stats: {
    project_id: 'text!', start: 'time!', end: 'time?', feedback_type: 'text?', trigger_ref: 'text?', granularity: 'integer?', timezone: 'text',
    metrics: 'metrics',
  },
  aggregate: {
    project_id: 'text!', after_ms: 'integer!', before_ms: 'integer!', time_bucket_seconds: 'integer?', feedback_types: 'texts', tags: 'texts',
    rating_min: 'number?', rating_max: 'number?', monitor_ids: 'texts', scorer_ids: 'texts', span_agent_names: 'texts', span_types: 'texts',
    group_by: 'texts',
  },
};

/** Values that do not have a type. */
export const wrong = {
  text: 5, object: 5, rows: 5, query: 5, sorting: 5, metrics: 5, integer: 'many', number: 'high', time: 'soon',
  texts: [5], 'texts by name': { a: 5 }, 'numbers by name': { a: 'high' },
};

/** The type of a member, whether it is required, and whether it can be null. */
export const read = (notation) => ({
  type: notation.replace(/[!?]$/, ''), isRequired: notation.endsWith('!'), isNullable: notation.endsWith('?'),
});
