-- Who judges a company's tickets (JSON, opaque to the store) and the sealed key of its own model. NULL: the offline judge.
ALTER TABLE companies ADD COLUMN judging TEXT;
ALTER TABLE companies ADD COLUMN model_key BLOB;

-- What models used, by month in UTC; costs in billionths. An empty company_id is the public evaluator.
CREATE TABLE model_use (
  company_id    TEXT NOT NULL,
  month         TEXT NOT NULL,
  calls         BIGINT NOT NULL,
  input_tokens  BIGINT NOT NULL,
  output_tokens BIGINT NOT NULL,
  cost_nanos    BIGINT NOT NULL,
  PRIMARY KEY (company_id, month)
);

-- How often a model gave no score, by reason.
CREATE TABLE model_failures (
  company_id TEXT NOT NULL,
  month      TEXT NOT NULL,
  connection TEXT NOT NULL,
  reason     TEXT NOT NULL,
  count      BIGINT NOT NULL,
  last_at    BIGINT NOT NULL,
  PRIMARY KEY (company_id, month, connection, reason)
);
