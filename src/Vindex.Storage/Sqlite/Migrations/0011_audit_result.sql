-- What came of an action. Until now only what was done had an entry.
ALTER TABLE audit ADD COLUMN result TEXT NOT NULL DEFAULT 'done';
