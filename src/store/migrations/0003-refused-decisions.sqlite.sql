-- Who decided a state of a refused receipt, and why. A state without a row came about by what a till sent.
CREATE TABLE refused_decisions (
  property_id TEXT NOT NULL,
  refused_id INTEGER NOT NULL,
  state_no INTEGER NOT NULL,
  actor TEXT NOT NULL,
  note TEXT,
  PRIMARY KEY (property_id, refused_id, state_no)
) STRICT, WITHOUT ROWID;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('refused_decisions', 'refused_decisions', '50000 50000 1 1');
ANALYZE sqlite_schema;
