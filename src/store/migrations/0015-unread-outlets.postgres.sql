-- Why the sales of its location could not be read; null: they were.
ALTER TABLE reconciliation_days ADD COLUMN failure text;
