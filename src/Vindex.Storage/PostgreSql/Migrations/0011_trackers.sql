-- Connections to trackers. One worker at a time reads a connection: lease_until, taken (the fencing token) and node are its lease.
CREATE TABLE trackers (
  id              TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  company_id      TEXT COLLATE "C" NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
  product         TEXT COLLATE "C" NOT NULL,
  name            TEXT COLLATE "C" NOT NULL,
  base_address    TEXT COLLATE "C" NOT NULL,
  credential      BYTEA NOT NULL,
  sign_in         TEXT COLLATE "C" NOT NULL,
  account_id      TEXT COLLATE "C" NOT NULL,
  account_name    TEXT COLLATE "C" NOT NULL,
  hook_secret     BYTEA NOT NULL,
  created_at      BIGINT NOT NULL,
  paused          INTEGER NOT NULL DEFAULT 0,
  failure         TEXT COLLATE "C",
  failure_message TEXT COLLATE "C",
  failing_since   BIGINT,
  retry_at        BIGINT,
  failures        INTEGER NOT NULL DEFAULT 0,
  version         BIGINT NOT NULL DEFAULT 1,
  taken           INTEGER NOT NULL DEFAULT 0,
  lease_until     BIGINT,
  leased_at       BIGINT NOT NULL DEFAULT 0,
  node            TEXT COLLATE "C"
);
CREATE INDEX trackers_by_company ON trackers (company_id, created_at, id);

-- Projects whose issues are read, in passes: pass counts the full ones, and pass_cursor says how far the current one is.
CREATE TABLE tracker_projects (
  id          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  tracker_id  TEXT COLLATE "C" NOT NULL REFERENCES trackers (id) ON DELETE CASCADE,
  company_id  TEXT COLLATE "C" NOT NULL,
  customer_id TEXT COLLATE "C" NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
  project_id  TEXT COLLATE "C" NOT NULL,
  project_key TEXT COLLATE "C" NOT NULL,
  name        TEXT COLLATE "C" NOT NULL,
  selection   TEXT COLLATE "C" NOT NULL,
  created_at  BIGINT NOT NULL,
  write_back  TEXT COLLATE "C" NOT NULL,
  write_field TEXT COLLATE "C",
  hook_id     TEXT COLLATE "C",
  pass        BIGINT NOT NULL,
  is_full     INTEGER NOT NULL,
  pass_cursor TEXT COLLATE "C",
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
  project_id   TEXT COLLATE "C" NOT NULL REFERENCES tracker_projects (id) ON DELETE CASCADE,
  issue_id     TEXT COLLATE "C" NOT NULL,
  tracker_id   TEXT COLLATE "C" NOT NULL,
  ticket_id    TEXT COLLATE "C" NOT NULL,
  ticket_key   TEXT COLLATE "C" NOT NULL,
  changed_at   BIGINT NOT NULL,
  pass         BIGINT NOT NULL,
  content_hash TEXT COLLATE "C",
  score_id     TEXT COLLATE "C",
  skipped      TEXT COLLATE "C",
  gone_at      BIGINT,
  comment_id   TEXT COLLATE "C",
  written      TEXT COLLATE "C",
  write_at     BIGINT,
  write_tries  INTEGER NOT NULL DEFAULT 0,
  write_begun  INTEGER NOT NULL DEFAULT 0,
  write_error  TEXT COLLATE "C",
  PRIMARY KEY (project_id, issue_id)
);
CREATE INDEX tracker_tickets_to_write ON tracker_tickets (tracker_id, write_at) WHERE write_at IS NOT NULL;
CREATE INDEX tracker_tickets_by_issue ON tracker_tickets (tracker_id, issue_id);

-- Issues that webhooks named, until they are read.
CREATE TABLE tracker_changes (
  project_id TEXT COLLATE "C" NOT NULL REFERENCES tracker_projects (id) ON DELETE CASCADE,
  issue_id   TEXT COLLATE "C" NOT NULL,
  tracker_id TEXT COLLATE "C" NOT NULL,
  noted_at   BIGINT NOT NULL,
  version    BIGINT NOT NULL,
  PRIMARY KEY (project_id, issue_id)
);
CREATE INDEX tracker_changes_by_tracker ON tracker_changes (tracker_id, noted_at);
