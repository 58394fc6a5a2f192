-- Which companies have queued jobs, as a column that changes rarely. With "waiting" in the condition of the index, each new count was a new entry of it, and
-- each lease read all that had become invalid since the last VACUUM.
ALTER TABLE job_turns ADD COLUMN waits BOOLEAN NOT NULL GENERATED ALWAYS AS (waiting > 0) STORED;
DROP INDEX job_turns_waiting;
CREATE INDEX job_turns_waiting ON job_turns (turn, company_id) WHERE waits;
