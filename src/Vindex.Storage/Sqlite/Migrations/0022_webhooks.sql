-- Webhook endpoints of companies. Lists (event types, customers, …) are one entry a line; NULL is no restriction. Headers and secrets are encrypted by the server.
CREATE TABLE webhooks (
  id                   TEXT NOT NULL PRIMARY KEY,
  company_id           TEXT NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
  kind                 TEXT NOT NULL,
  url                  TEXT,
  description          TEXT,
  types                TEXT,
  customers            TEXT,
  projects             TEXT,
  feedback_types       TEXT,
  headers              BLOB,
  signing              TEXT NOT NULL,
  secret               BLOB NOT NULL,
  previous_secret      BLOB,
  previous_valid_until BIGINT,
  failing_since        BIGINT,
  disabled_at          BIGINT,
  disabled_reason      TEXT,
  version              BIGINT NOT NULL,
  created_at           BIGINT NOT NULL
);
CREATE INDEX webhooks_by_company ON webhooks (company_id);

-- What happened, as it is sent. Numbered in the order of commits within a company, and never with the same number again: receivers that poll go by it.
CREATE TABLE webhook_events (
  no          INTEGER PRIMARY KEY AUTOINCREMENT,
  id          TEXT NOT NULL UNIQUE,
  company_id  TEXT NOT NULL,
  customer_id TEXT,
  score_no    BIGINT REFERENCES scores (no) ON DELETE CASCADE,
  type        TEXT NOT NULL,
  created_at  BIGINT NOT NULL,
  body        BLOB NOT NULL
);
CREATE INDEX webhook_events_by_company ON webhook_events (company_id);
CREATE INDEX webhook_events_by_time ON webhook_events (created_at);
CREATE INDEX webhook_events_by_score ON webhook_events (score_no) WHERE score_no IS NOT NULL;
CREATE INDEX webhook_events_by_customer ON webhook_events (customer_id) WHERE score_no IS NULL;

-- What an endpoint that is polled has. Without a reference to the endpoint: what is left of a deleted one is deleted batch by batch.
CREATE TABLE webhook_feed (
  webhook_id TEXT NOT NULL,
  event_no   BIGINT NOT NULL REFERENCES webhook_events (no) ON DELETE CASCADE,
  PRIMARY KEY (webhook_id, event_no)
);
CREATE INDEX webhook_feed_by_event ON webhook_feed (event_no);

CREATE TABLE webhook_deliveries (
  no                    INTEGER PRIMARY KEY,
  webhook_id            TEXT NOT NULL,
  event_no              BIGINT NOT NULL REFERENCES webhook_events (no) ON DELETE CASCADE,
  status                TEXT NOT NULL,
  run                   INTEGER NOT NULL,
  attempts              INTEGER NOT NULL,
  taken                 INTEGER NOT NULL,
  due_at                BIGINT,
  lease_until           BIGINT,
  node                  TEXT,
  finished_at           BIGINT,
  last_status_code      INTEGER,
  last_response_time_ms INTEGER,
  last_error            TEXT,
  UNIQUE (event_no, webhook_id)
);
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook_id, no);
CREATE INDEX webhook_deliveries_pending ON webhook_deliveries (webhook_id, due_at, no) WHERE status = 'pending';
CREATE INDEX webhook_deliveries_delivering ON webhook_deliveries (lease_until) WHERE status = 'delivering';

CREATE TABLE webhook_attempts (
  no               INTEGER PRIMARY KEY,
  delivery_no      BIGINT NOT NULL REFERENCES webhook_deliveries (no) ON DELETE CASCADE,
  run              INTEGER NOT NULL,
  number           INTEGER NOT NULL,
  started_at       BIGINT NOT NULL,
  response_time_ms INTEGER NOT NULL,
  status_code      INTEGER,
  response_excerpt TEXT,
  error            TEXT,
  url              TEXT,
  request_headers  TEXT,
  response_headers TEXT,
  UNIQUE (delivery_no, run, number)
);
