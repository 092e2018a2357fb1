-- What the planner must know to find the guests to forget by the time they left, instead of looking at all who ever left.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('reservations', 'reservations_to_forget', '2000 1'),
  ('idempotent_requests', 'idempotent_requests_by_time', '2000 1');
ANALYZE sqlite_schema;
