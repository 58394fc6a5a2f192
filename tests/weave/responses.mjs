// The shapes of responses. Those of the calls that the package weave has come from the package: its types are generated from W&B's OpenAPI document.
// It does not have the newer calls. What the document requires of their responses (wandb/weave, sdks/node/weave.openapi.json, read in its version
// 047f937de0) stands here in the notation of JSON Schema; the response of statistics follows W&B's generated client (resources/feedback.ts).
// requests.mjs has the members of the requests.
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { createGenerator } from 'ts-json-schema-generator';

const types = fileURLToPath(new URL('node_modules/weave/dist/generated/traceServerApi.d.ts', import.meta.url));
const generator = createGenerator({ path: types, skipTypeCheck: true, additionalProperties: true, topRef: false });

const integer = { type: 'integer' };
const map = (values) => ({ type: 'object', additionalProperties: values });
const list = (items) => ({ type: 'array', items });
const nullable = (schema) => ({ anyOf: [schema, { type: 'null' }] });
const object = (required, optional = {}) => ({ type: 'object', required: Object.keys(required), properties: { ...required, ...optional } });

const text = { type: 'string' };
const time = { type: 'string', format: 'date-time' };
const created = object({ id: text, created_at: time, wb_user_id: text, payload: { type: 'object' } });
const newer = {
  FeedbackCreateBatchRes: object({ res: list(created) }),
  FeedbackPayloadSchemaRes: object({}, {
    paths: list({ ...object({ json_path: text }, { value_type: { enum: ['numeric', 'boolean', 'categorical'] } }), additionalProperties: false }),
  }),
  FeedbackAggregateRes: object({ after_ms: integer, before_ms: integer }, {
    time_bucket_seconds: nullable(integer),
    buckets: list(object({ total_count: integer, scored_count: integer }, {
      time_bucket_start_ms: nullable(integer),
      group: map(text),
      tag_counts: map(integer),
      rating_counts: map(integer),
      rating_sums: map({ type: 'number' }),
    })),
  }),
  FeedbackStatsRes: object({ start: time, end: time, granularity: integer, timezone: text }, {
    buckets: list({ type: 'object' }),
    window_stats: nullable(map(map(nullable({ type: 'number' })))),
  }),
};

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
const checks = new Map();

/** Throws unless a value is what the type or schema of this name says. */
export function check(name, value) {
  if (!checks.has(name)) checks.set(name, ajv.compile(newer[name] ?? generator.createSchema(name)));
  const fits = checks.get(name);
  if (!fits(value)) throw new Error(`${name}: ${ajv.errorsText(fits.errors)}: ${JSON.stringify(value)}`);
  return value;
}
