-- The last business date of which a hotel is proved complete: asked every minute, of all hotels.
CREATE INDEX reconciliations_complete ON reconciliations (property_id, to_date) WHERE status = 'complete' AND heals = 1;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('reconciliations', 'reconciliations_complete', '5000 5000 1');
ANALYZE sqlite_schema;
