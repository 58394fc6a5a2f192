-- Deletions that run in the background, slice by slice: of a customer's data, of a project, of selected scores. The transaction that deletes a slice moves the
-- counters, so that the report is exact however often a run is interrupted. They stay as the report of what was deleted.
CREATE TABLE deletions (
  no          INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  company_id  TEXT NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
  kind        TEXT NOT NULL,
  target      TEXT NOT NULL,
  started_by  TEXT NOT NULL,
  created_at  BIGINT NOT NULL,
  last_row    BIGINT NOT NULL DEFAULT 0,
  state       TEXT NOT NULL,
  scores      BIGINT NOT NULL DEFAULT 0,
  feedback    BIGINT NOT NULL DEFAULT 0,
  jobs        BIGINT NOT NULL DEFAULT 0,
  deliveries  BIGINT NOT NULL DEFAULT 0,
  taken       INTEGER NOT NULL DEFAULT 0,
  lease_until BIGINT,
  finished_at BIGINT
);
CREATE INDEX deletions_by_company ON deletions (company_id);
CREATE INDEX deletions_running ON deletions (no) WHERE state = 'running';
