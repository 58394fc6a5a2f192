-- What an attempt sent and what came back. NULL for attempts of earlier versions.
ALTER TABLE delivery_attempts ADD COLUMN url TEXT;
ALTER TABLE delivery_attempts ADD COLUMN request_headers TEXT;
ALTER TABLE delivery_attempts ADD COLUMN response_headers TEXT;

-- 1 for a test callback, which reports no ticket. NULL for all others, so that their rows stay as they are.
ALTER TABLE deliveries ADD COLUMN is_test INTEGER;
CREATE INDEX deliveries_tests ON deliveries (created_at) WHERE is_test IS NOT NULL;
