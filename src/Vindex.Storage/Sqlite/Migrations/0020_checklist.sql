-- The checklist of first steps. Companies of earlier versions are past them: their owners can still show it. Their gate counts as decided if it was changed.
ALTER TABLE companies ADD COLUMN gate_decided INTEGER NOT NULL DEFAULT 0;
ALTER TABLE companies ADD COLUMN checklist TEXT NOT NULL DEFAULT 'hidden';
UPDATE companies SET gate_decided = 1 WHERE quality_gate_tenths <> 70;
