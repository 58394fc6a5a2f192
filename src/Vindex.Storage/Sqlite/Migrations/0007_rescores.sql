-- Runs that judge a company's latest tickets again. The transaction that stores a batch of scores moves the position and the counters, so that an interrupted
-- run continues where it was and judges nothing twice.
CREATE TABLE rescores (
  no               INTEGER PRIMARY KEY,
  id               TEXT NOT NULL UNIQUE,
  company_id       TEXT NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
  customer_id      TEXT,
  model            TEXT NOT NULL,
  callbacks        INTEGER NOT NULL,
  started_by       TEXT NOT NULL,
  created_at       BIGINT NOT NULL,
  total            BIGINT NOT NULL,
  state            TEXT NOT NULL,
  position_at      BIGINT NOT NULL DEFAULT -1,
  position_id      TEXT NOT NULL DEFAULT '',
  rescored         BIGINT NOT NULL DEFAULT 0,
  changed          BIGINT NOT NULL DEFAULT 0,
  up_to_date       BIGINT NOT NULL DEFAULT 0,
  skipped          BIGINT NOT NULL DEFAULT 0,
  before_tenths    BIGINT NOT NULL DEFAULT 0,
  after_tenths     BIGINT NOT NULL DEFAULT 0,
  taken            INTEGER NOT NULL DEFAULT 0,
  lease_until      BIGINT,
  finished_at      BIGINT,
  error            TEXT
);
CREATE INDEX rescores_by_company ON rescores (company_id, no);
CREATE UNIQUE INDEX rescores_running ON rescores (company_id) WHERE state = 'running';

-- What was judged beside the text (context, cut fields), so that a ticket can be judged again as it was; null when there was nothing.
ALTER TABLE score_details ADD COLUMN inputs TEXT;
