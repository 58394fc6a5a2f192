-- The public evaluator: files of people without an account, what the judge said of them, and when all of it goes.
CREATE TABLE evaluator_sessions (
  no          INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  file_name   TEXT NOT NULL,
  file_bytes  BIGINT NOT NULL,
  upload      TEXT NOT NULL,
  total       INTEGER NOT NULL,
  state       TEXT NOT NULL,
  scoring     TEXT,
  outcome     TEXT,
  error       TEXT,
  started_at  BIGINT,
  taken       INTEGER NOT NULL DEFAULT 0,
  lease_until BIGINT,
  created_at  BIGINT NOT NULL,
  expires_at  BIGINT NOT NULL
);
CREATE INDEX evaluator_sessions_waiting ON evaluator_sessions (started_at, no) WHERE state = 'scoring';
CREATE INDEX evaluator_sessions_by_end ON evaluator_sessions (expires_at, file_bytes);

-- Beside the narrow rows, which are written several times.
CREATE TABLE evaluator_files (
  no      INTEGER PRIMARY KEY REFERENCES evaluator_sessions (no) ON DELETE CASCADE,
  content BLOB NOT NULL
);

CREATE TABLE evaluator_rows (
  session_no BIGINT NOT NULL REFERENCES evaluator_sessions (no) ON DELETE CASCADE,
  row_number INTEGER NOT NULL,
  result     BLOB NOT NULL,
  PRIMARY KEY (session_no, row_number)
);

-- Whether anyone may see the customer's average score, as a badge.
ALTER TABLE customers ADD COLUMN badge INTEGER NOT NULL DEFAULT 0;
