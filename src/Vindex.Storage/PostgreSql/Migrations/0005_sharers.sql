-- The setting is called no_one.
UPDATE dashboard_sharing SET sharers = 'no_one' WHERE sharers = 'nobody';
