-- Times are Unix milliseconds, scores are tenths. Every row carries its company. What is unique is unique together with the company or over all companies,
-- never with a time, so that tables can be partitioned by company and old rows deleted without re-laying anything.
PRAGMA application_id = 1450075256;

CREATE TABLE companies (
  id                  TEXT NOT NULL PRIMARY KEY,
  slug                TEXT NOT NULL UNIQUE,
  name                TEXT NOT NULL,
  default_customer_id TEXT NOT NULL,
  quality_gate_tenths INTEGER NOT NULL,
  time_zone           TEXT,
  retention_days      INTEGER,
  created_at          BIGINT NOT NULL
);
CREATE INDEX companies_by_time ON companies (created_at, id);

-- Companies whose rows in scores are still to be deleted. Whatever reads scores leaves these out.
CREATE TABLE company_deletions (
  company_id TEXT NOT NULL PRIMARY KEY
);

-- The counters make unfiltered totals cost nothing; the transaction that writes or deletes a score keeps them.
CREATE TABLE customers (
  id                 TEXT NOT NULL PRIMARY KEY,
  company_id         TEXT NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
  name               TEXT NOT NULL,
  created_at         BIGINT NOT NULL,
  score_count        BIGINT NOT NULL DEFAULT 0,
  overall_tenths_sum BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX customers_by_company ON customers (company_id, created_at, id);

CREATE TABLE api_keys (
  id                   TEXT NOT NULL PRIMARY KEY,
  company_id           TEXT NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
  name                 TEXT NOT NULL,
  scopes               TEXT NOT NULL,
  customer_ids         TEXT,
  secret_hash          BLOB NOT NULL,
  previous_secret_hash BLOB,
  previous_valid_until BIGINT,
  created_at           BIGINT NOT NULL,
  expires_at           BIGINT
);
CREATE INDEX api_keys_by_company ON api_keys (company_id, created_at, id);

CREATE TABLE profiles (
  company_id TEXT NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
  name       TEXT NOT NULL,
  document   TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (company_id, name)
);

-- Narrow rows: what lists show, and folded copies of what is searched. Texts are in score_details.
CREATE TABLE scores (
  no             INTEGER PRIMARY KEY,
  company_id     TEXT NOT NULL,
  id             TEXT NOT NULL,
  customer_id    TEXT NOT NULL,
  ticket_id      TEXT NOT NULL,
  ticket_key     TEXT NOT NULL,
  title          TEXT NOT NULL,
  key_folded     TEXT NOT NULL,
  title_folded   TEXT NOT NULL,
  overall_tenths INTEGER NOT NULL,
  independent    INTEGER NOT NULL,
  negotiable     INTEGER NOT NULL,
  valuable       INTEGER NOT NULL,
  estimable      INTEGER NOT NULL,
  small          INTEGER NOT NULL,
  testable       INTEGER NOT NULL,
  created_at     BIGINT NOT NULL
);
CREATE UNIQUE INDEX scores_by_id ON scores (id, company_id);
-- By time, for lists newest first, retention and (they hold all that is summed) charts.
CREATE INDEX scores_by_company_time ON scores (company_id, created_at, id, overall_tenths, independent, negotiable, valuable, estimable, small, testable);
CREATE INDEX scores_by_customer_time ON scores (company_id, customer_id, created_at, id, overall_tenths, independent, negotiable, valuable, estimable, small, testable);
CREATE INDEX scores_by_time ON scores (created_at, id, company_id, overall_tenths, independent, negotiable, valuable, estimable, small, testable);
-- By score, for lists best first. A company's list is merged out of its customers': every index whose entries land on scattered pages makes each commit
-- write more (measured: of 31 KiB of log a score in commits of 64, twelve were three indexes by score, and ten the two below while they were wide).
CREATE INDEX scores_by_customer_overall ON scores (company_id, customer_id, overall_tenths, id);
CREATE INDEX scores_by_overall ON scores (overall_tenths, id, company_id, customer_id);
-- One ticket's history; one key. Few rows each, sorted when asked for.
CREATE INDEX scores_by_ticket ON scores (ticket_id, customer_id);
CREATE INDEX scores_by_key ON scores (key_folded, company_id);

CREATE TABLE score_details (
  no                  INTEGER PRIMARY KEY REFERENCES scores (no) ON DELETE CASCADE,
  company_id          TEXT NOT NULL,
  job_id              TEXT NOT NULL,
  issue_type          TEXT,
  snapshot_at         BIGINT NOT NULL,
  source              TEXT NOT NULL,
  profile             TEXT NOT NULL,
  provider            TEXT NOT NULL,
  model               TEXT NOT NULL,
  started_at          BIGINT NOT NULL,
  completed_at        BIGINT NOT NULL,
  duration_ms         DOUBLE PRECISION NOT NULL,
  description         TEXT,
  acceptance_criteria TEXT,
  detail              TEXT NOT NULL
);

-- owner is an API key, which is a company's. The answer goes with its score.
CREATE TABLE idempotency (
  owner     TEXT NOT NULL,
  key       TEXT NOT NULL,
  body_hash BLOB NOT NULL,
  begun_at  BIGINT NOT NULL,
  answer    BLOB,
  score_no  BIGINT REFERENCES scores (no) ON DELETE CASCADE,
  PRIMARY KEY (owner, key)
);
CREATE INDEX idempotency_by_time ON idempotency (begun_at);
CREATE INDEX idempotency_by_score ON idempotency (score_no) WHERE score_no IS NOT NULL;

CREATE TABLE audit (
  no         INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  at         BIGINT NOT NULL,
  company_id TEXT,
  actor      TEXT NOT NULL,
  action     TEXT NOT NULL,
  target     TEXT,
  detail     TEXT
);
CREATE INDEX audit_by_time ON audit (at, id);
CREATE INDEX audit_by_company_time ON audit (company_id, at, id);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
