-- 1: what is missing here is recovered; 0: it is only told.
ALTER TABLE reconciliations ADD COLUMN heals INTEGER NOT NULL DEFAULT 0;
