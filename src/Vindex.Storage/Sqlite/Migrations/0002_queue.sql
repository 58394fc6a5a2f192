-- The asynchronous way: installations, the queue of jobs, the outbox of deliveries. Partial indexes hold only what waits or is under way, so that their size
-- follows the work at hand, not what was ever done.
CREATE TABLE installations (
  customer_id          TEXT NOT NULL PRIMARY KEY REFERENCES customers (id) ON DELETE CASCADE,
  company_id           TEXT NOT NULL,
  source               TEXT NOT NULL,
  external_id          TEXT NOT NULL,
  callback_url         TEXT,
  display_name         TEXT,
  settings             TEXT NOT NULL,
  secret               BLOB NOT NULL,
  previous_secret      BLOB,
  previous_valid_until BIGINT,
  failing_since        BIGINT,
  disabled_at          BIGINT,
  disabled_reason      TEXT,
  created_at           BIGINT NOT NULL
);
CREATE UNIQUE INDEX installations_by_external_id ON installations (external_id, source, company_id);
CREATE INDEX installations_by_company ON installations (company_id, created_at, customer_id);

CREATE TABLE jobs (
  no            INTEGER PRIMARY KEY,
  id            TEXT NOT NULL UNIQUE,
  company_id    TEXT NOT NULL,
  customer_id   TEXT NOT NULL,
  ticket_id     TEXT NOT NULL,
  ticket_key    TEXT NOT NULL,
  title         TEXT NOT NULL,
  created_at    BIGINT NOT NULL,
  state         TEXT NOT NULL,
  due_at        BIGINT NOT NULL,
  attempts      INTEGER NOT NULL DEFAULT 0,
  taken         INTEGER NOT NULL DEFAULT 0,
  lease_until   BIGINT,
  finished_at   BIGINT,
  score_no      BIGINT REFERENCES scores (no) ON DELETE CASCADE,
  superseded_by TEXT,
  error         TEXT
);
CREATE INDEX jobs_by_company ON jobs (company_id);
CREATE INDEX jobs_by_score ON jobs (score_no) WHERE score_no IS NOT NULL;
CREATE INDEX jobs_without_score ON jobs (finished_at) WHERE finished_at IS NOT NULL AND score_no IS NULL;
CREATE INDEX jobs_queued ON jobs (company_id, due_at, no) WHERE state = 'queued';
CREATE INDEX jobs_queued_by_due ON jobs (due_at) WHERE state = 'queued';
CREATE INDEX jobs_queued_by_ticket ON jobs (ticket_id, customer_id) WHERE state = 'queued';
CREATE INDEX jobs_running_by_ticket ON jobs (ticket_id, customer_id) WHERE state = 'running';
CREATE INDEX jobs_running_by_lease ON jobs (lease_until) WHERE state = 'running';

-- What a worker needs of a ticket; gone when the job is finished.
CREATE TABLE job_payloads (
  no      INTEGER PRIMARY KEY REFERENCES jobs (no) ON DELETE CASCADE,
  payload BLOB NOT NULL
);

-- Whose turn it is: the company that was served longest ago. The transaction that queues or leases a job keeps the count.
CREATE TABLE job_turns (
  company_id TEXT NOT NULL PRIMARY KEY REFERENCES companies (id) ON DELETE CASCADE,
  waiting    BIGINT NOT NULL,
  turn       BIGINT NOT NULL
);
CREATE INDEX job_turns_waiting ON job_turns (turn, company_id) WHERE waiting > 0;

CREATE TABLE deliveries (
  no                    INTEGER PRIMARY KEY,
  id                    TEXT NOT NULL UNIQUE,
  company_id            TEXT NOT NULL,
  customer_id           TEXT NOT NULL,
  job_id                TEXT NOT NULL,
  score_no              BIGINT REFERENCES scores (no) ON DELETE CASCADE,
  endpoint_id           TEXT,
  url                   TEXT NOT NULL,
  lane                  TEXT NOT NULL,
  created_at            BIGINT NOT NULL,
  status                TEXT NOT NULL,
  run                   INTEGER NOT NULL,
  attempts              INTEGER NOT NULL,
  taken                 INTEGER NOT NULL,
  due_at                BIGINT,
  lease_until           BIGINT,
  finished_at           BIGINT,
  last_status_code      INTEGER,
  last_response_time_ms INTEGER,
  last_error            TEXT
);
CREATE INDEX deliveries_by_company_time ON deliveries (company_id, created_at, id, customer_id);
CREATE INDEX deliveries_by_job ON deliveries (job_id);
CREATE INDEX deliveries_by_score ON deliveries (score_no) WHERE score_no IS NOT NULL;
CREATE INDEX deliveries_undelivered ON deliveries (company_id, status, created_at, id, customer_id) WHERE status <> 'delivered';
CREATE INDEX deliveries_pending ON deliveries (lane, due_at, no) WHERE status = 'pending';
CREATE INDEX deliveries_delivering ON deliveries (lease_until) WHERE status = 'delivering';

-- Beside the narrow rows, which are written several times.
CREATE TABLE delivery_bodies (
  no   INTEGER PRIMARY KEY REFERENCES deliveries (no) ON DELETE CASCADE,
  body BLOB NOT NULL
);

CREATE TABLE delivery_attempts (
  no               INTEGER PRIMARY KEY,
  delivery_no      BIGINT NOT NULL REFERENCES deliveries (no) ON DELETE CASCADE,
  run              INTEGER NOT NULL,
  number           INTEGER NOT NULL,
  started_at       BIGINT NOT NULL,
  response_time_ms INTEGER NOT NULL,
  status_code      INTEGER,
  response_excerpt TEXT,
  error            TEXT,
  UNIQUE (delivery_no, run, number)
);

-- The keys that seal secrets, each wrapped by a key that is kept outside of the store and of its backups.
CREATE TABLE key_ring (
  no      INTEGER PRIMARY KEY,
  name    TEXT NOT NULL UNIQUE,
  element TEXT NOT NULL
);

ALTER TABLE score_details ADD COLUMN content_hash TEXT;
