-- 1: what is missing here is recovered; 0: it is only told.
ALTER TABLE reconciliations ADD COLUMN heals bigint NOT NULL DEFAULT 0;
