-- 1 where a later score of the same ticket exists. NULL for a ticket's latest score, so that the many rows that are the only one stay as they are.
ALTER TABLE scores ADD COLUMN superseded INTEGER;

-- A ticket's newest score is the last entry of its range.
DROP INDEX scores_by_ticket;
CREATE INDEX scores_by_ticket ON scores (ticket_id, customer_id, created_at);

UPDATE scores SET superseded = 1
WHERE EXISTS (SELECT 1 FROM scores n
              WHERE n.ticket_id = scores.ticket_id AND n.customer_id = scores.customer_id AND (n.created_at, n.id) > (scores.created_at, scores.id));

-- The latest scores by time, with all that is summed.
CREATE INDEX scores_latest
  ON scores (company_id, created_at, id, customer_id, overall_tenths, independent, negotiable, valuable, estimable, small, testable)
  WHERE superseded IS NULL;
