-- Bills that came more than a day after they were closed, by the time they were closed: all others are found by when they
-- were received.
CREATE INDEX receipts_late ON receipts (property_id, closed_at, receipt_id) WHERE received_at > closed_at + 86400000;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('receipts', 'receipts_late', '50000 50000 1 1');
ANALYZE sqlite_schema;
