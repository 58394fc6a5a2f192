-- Connections to trackers. One worker at a time reads a connection: lease_until, taken (the fencing token) and node are its lease.
CREATE TABLE trackers (
  id              TEXT NOT NULL PRIMARY KEY,
  company_id      TEXT NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
  product         TEXT NOT NULL,
  name            TEXT NOT NULL,
  base_address    TEXT NOT NULL,
  credential      BLOB NOT NULL,
  sign_in         TEXT NOT NULL,
  account_id      TEXT NOT NULL,
  account_name    TEXT NOT NULL,
  hook_secret     BLOB NOT NULL,
  created_at      BIGINT NOT NULL,
  paused          INTEGER NOT NULL DEFAULT 0,
  failure         TEXT,
  failure_message TEXT,
  failing_since   BIGINT,
  retry_at        BIGINT,
  failures        INTEGER NOT NULL DEFAULT 0,
  version         BIGINT NOT NULL DEFAULT 1,
  taken           INTEGER NOT NULL DEFAULT 0,
  lease_until     BIGINT,
  leased_at       BIGINT NOT NULL DEFAULT 0,
  node            TEXT
);
CREATE INDEX trackers_by_company ON trackers (company_id, created_at, id);

-- Projects whose issues are read, in passes: pass counts the full ones, and pass_cursor says how far the current one is.
CREATE TABLE tracker_projects (
  id          TEXT NOT NULL PRIMARY KEY,
  tracker_id  TEXT NOT NULL REFERENCES trackers (id) ON DELETE CASCADE,
  company_id  TEXT NOT NULL,
  customer_id TEXT NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
  project_id  TEXT NOT NULL,
  project_key TEXT NOT NULL,
  name        TEXT NOT NULL,
  selection   TEXT NOT NULL,
  created_at  BIGINT NOT NULL,
  write_back  TEXT NOT NULL,
  write_field TEXT,
  hook_id     TEXT,
  pass        BIGINT NOT NULL,
  is_full     INTEGER NOT NULL,
  pass_cursor TEXT,
  since       BIGINT,
  started_at  BIGINT,
  mark        BIGINT,
  total       BIGINT,
  synced_at   BIGINT,
  swept_at    BIGINT,
  due_at      BIGINT NOT NULL,
  revision    BIGINT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX tracker_projects_by_tracker ON tracker_projects (tracker_id, project_id);
CREATE UNIQUE INDEX tracker_projects_by_customer ON tracker_projects (customer_id);

-- What is known of each issue. content_hash says what was judged last, so that the same text is not judged twice; write_at is when its result is to be written.
CREATE TABLE tracker_tickets (
  project_id   TEXT NOT NULL REFERENCES tracker_projects (id) ON DELETE CASCADE,
  issue_id     TEXT NOT NULL,
  tracker_id   TEXT NOT NULL,
  ticket_id    TEXT NOT NULL,
  ticket_key   TEXT NOT NULL,
  changed_at   BIGINT NOT NULL,
  pass         BIGINT NOT NULL,
  content_hash TEXT,
  score_id     TEXT,
  skipped      TEXT,
  gone_at      BIGINT,
  comment_id   TEXT,
  written      TEXT,
  write_at     BIGINT,
  write_tries  INTEGER NOT NULL DEFAULT 0,
  write_begun  INTEGER NOT NULL DEFAULT 0,
  write_error  TEXT,
  PRIMARY KEY (project_id, issue_id)
);
CREATE INDEX tracker_tickets_to_write ON tracker_tickets (tracker_id, write_at) WHERE write_at IS NOT NULL;
CREATE INDEX tracker_tickets_by_issue ON tracker_tickets (tracker_id, issue_id);

-- Issues that webhooks named, until they are read.
CREATE TABLE tracker_changes (
  project_id TEXT NOT NULL REFERENCES tracker_projects (id) ON DELETE CASCADE,
  issue_id   TEXT NOT NULL,
  tracker_id TEXT NOT NULL,
  noted_at   BIGINT NOT NULL,
  version    BIGINT NOT NULL,
  PRIMARY KEY (project_id, issue_id)
);
CREATE INDEX tracker_changes_by_tracker ON tracker_changes (tracker_id, noted_at);
