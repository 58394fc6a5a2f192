-- Names this database's numbering of changes; a restore gives it another name, since the numbers then no longer mean the same rows.
CREATE TABLE numbering (
  incarnation TEXT NOT NULL PRIMARY KEY
);
INSERT INTO numbering (incarnation) VALUES (lower(hex(randomblob(16))));

-- Heaps of feedback, made by their first row. A project's change takes its number from sequence in its own transaction, so that number order is commit order.
-- A project's no is never used again: of a company deleted and made again, the projects are others.
CREATE TABLE projects (
  no             INTEGER PRIMARY KEY AUTOINCREMENT,
  company_id     TEXT NOT NULL,
  name           TEXT NOT NULL,
  sequence       BIGINT NOT NULL DEFAULT 0,
  complete_since BIGINT NOT NULL DEFAULT 0,
  row_count      BIGINT NOT NULL DEFAULT 0,
  UNIQUE (company_id, name)
);

-- no is the project's no in the high bits and the change's number in the low 40: whoever follows a project's changes reads one range of the table itself.
CREATE TABLE feedback (
  no             INTEGER PRIMARY KEY,
  project_no     BIGINT NOT NULL,
  created_at     BIGINT NOT NULL,
  id             TEXT NOT NULL,
  feedback_type  TEXT NOT NULL,
  trigger_ref    TEXT,
  weave_ref      TEXT NOT NULL,
  wb_user_id     TEXT NOT NULL,
  creator        TEXT,
  annotation_ref TEXT,
  runnable_ref   TEXT,
  call_ref       TEXT,
  queue_id       TEXT,
  extras         TEXT,
  payload        BLOB NOT NULL
);
CREATE UNIQUE INDEX feedback_by_id ON feedback (project_no, id);

-- Rows that went. no is numbered as in feedback.
CREATE TABLE feedback_removals (
  no             INTEGER PRIMARY KEY,
  row_no         BIGINT NOT NULL,
  row_created_at BIGINT NOT NULL,
  removed_at     BIGINT NOT NULL
);
CREATE INDEX feedback_removals_by_time ON feedback_removals (removed_at);

-- code: every score gets its row
-- An index that is built over rows that are there costs a fraction of one that they are added to.
CREATE INDEX feedback_by_time ON feedback (project_no, created_at, id);
CREATE INDEX feedback_by_ref ON feedback (project_no, weave_ref);
-- By type, and the newest of each trigger without reading the rest.
CREATE INDEX feedback_by_trigger ON feedback (project_no, feedback_type, trigger_ref, created_at);
