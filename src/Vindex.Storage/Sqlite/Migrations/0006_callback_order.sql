-- Callbacks of one ticket to one URL keep their order; see DeliveryLifecycle. Deliveries learn their ticket, and who superseded them.
ALTER TABLE deliveries ADD COLUMN ticket_id TEXT NOT NULL DEFAULT '';
ALTER TABLE deliveries ADD COLUMN superseded_by TEXT;
UPDATE deliveries SET ticket_id = COALESCE((SELECT j.ticket_id FROM jobs j WHERE j.id = deliveries.job_id), job_id);

-- Only what waits or is under way, so that its size follows the work at hand.
CREATE INDEX deliveries_unfinished_by_ticket ON deliveries (ticket_id, customer_id, no) WHERE finished_at IS NULL;

-- Retries that earlier versions left waiting beside newer callbacks of the same ticket.
UPDATE deliveries SET status = 'superseded', due_at = NULL, finished_at = created_at,
       superseded_by = (SELECT n.id FROM deliveries n
                        WHERE n.finished_at IS NULL AND n.ticket_id = deliveries.ticket_id AND n.customer_id = deliveries.customer_id
                          AND n.url = deliveries.url AND n.run = 1 AND n.no > deliveries.no ORDER BY n.no DESC LIMIT 1)
WHERE status = 'pending' AND run = 1 AND attempts > 0
  AND EXISTS (SELECT 1 FROM deliveries n
              WHERE n.finished_at IS NULL AND n.ticket_id = deliveries.ticket_id AND n.customer_id = deliveries.customer_id
                AND n.url = deliveries.url AND n.run = 1 AND n.no > deliveries.no);

-- A change of an installation names the version it was made from, so that two changes at once cannot overwrite each other.
ALTER TABLE installations ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
UPDATE installations SET disabled_reason = 'manual' WHERE disabled_reason = 'by_hand';
