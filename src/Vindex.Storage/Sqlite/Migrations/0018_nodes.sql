-- The processes that use this database: with SQLite one at most. beat grows while a node lives; clock_ms is how far its clock is ahead of the database's.
CREATE TABLE nodes (
  id             TEXT NOT NULL PRIMARY KEY,
  home           TEXT NOT NULL,
  host           TEXT NOT NULL,
  version        TEXT NOT NULL,
  address        TEXT,
  settings       TEXT NOT NULL,
  started_at     INTEGER NOT NULL,
  seen_at        INTEGER NOT NULL,
  beat           INTEGER NOT NULL,
  clock_ms       INTEGER NOT NULL,
  changes_behind INTEGER
);

-- Work that one node at a time does for all.
CREATE TABLE duties (
  name       TEXT NOT NULL PRIMARY KEY,
  node       TEXT NOT NULL,
  held_until INTEGER NOT NULL
);

-- What was used of limits that nodes share, by the hash of what is limited. A row counts until it ends.
CREATE TABLE limit_uses (
  no      INTEGER PRIMARY KEY AUTOINCREMENT,
  limited TEXT NOT NULL,
  units   INTEGER NOT NULL,
  ends_at INTEGER NOT NULL
);
CREATE INDEX limit_uses_by_limited ON limit_uses (limited, ends_at);
CREATE INDEX limit_uses_by_end ON limit_uses (ends_at);

-- Which node has a lease; NULL for leases from before, which end by their time alone.
ALTER TABLE jobs ADD COLUMN node TEXT;
ALTER TABLE deliveries ADD COLUMN node TEXT;
ALTER TABLE evaluator_sessions ADD COLUMN node TEXT;
ALTER TABLE rescores ADD COLUMN node TEXT;
ALTER TABLE deletions ADD COLUMN node TEXT;
