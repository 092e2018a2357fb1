-- What a business date comes to, added up as bills are taken: a report of the day reads some hundred rows instead of its
-- postings. A row per sum and shard; whoever posts adds to a shard that no other transaction writes at the same time.
-- Sums of earlier versions are not here: a date whose sums do not count all its postings is counted from them.
CREATE TABLE day_totals (
  property_id TEXT NOT NULL,
  business_date TEXT NOT NULL,
  shard INTEGER NOT NULL,
  section TEXT NOT NULL,
  name TEXT NOT NULL,
  times INTEGER NOT NULL,
  net INTEGER NOT NULL,
  tax INTEGER NOT NULL,
  gross INTEGER NOT NULL,
  PRIMARY KEY (property_id, business_date, shard, section, name)
) STRICT, WITHOUT ROWID;

-- The report with which a date was closed, as it is answered ever after; its digest is on the trail.
CREATE TABLE night_audits (
  property_id TEXT NOT NULL,
  business_date TEXT NOT NULL,
  closed_by TEXT NOT NULL,
  gross INTEGER NOT NULL,
  net INTEGER NOT NULL,
  tax INTEGER NOT NULL,
  tips INTEGER NOT NULL,
  report TEXT NOT NULL,
  PRIMARY KEY (property_id, business_date)
) STRICT, WITHOUT ROWID;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('day_totals', 'day_totals', '200000 200000 60 60 6 1'),
  ('business_dates', 'business_dates', '4000 400 1'),
  ('night_audits', 'night_audits', '4000 400 1');
ANALYZE sqlite_schema;
