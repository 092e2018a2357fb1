-- What Lightspeed recorded compared with what is here, of some business dates: how far it has come, and what came of it.
CREATE TABLE reconciliations (
  property_id TEXT NOT NULL,
  reconciliation_id INTEGER NOT NULL,
  from_date TEXT NOT NULL,
  to_date TEXT NOT NULL,
  -- `running`, `complete`, `incomplete` or `failed`
  status TEXT NOT NULL,
  failure TEXT,
  -- Null: the schedule.
  started_by TEXT,
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  -- Ids of the business locations that are compared.
  locations TEXT NOT NULL,
  -- Where to go on.
  stage INTEGER NOT NULL,
  position TEXT NOT NULL,
  sales_read INTEGER NOT NULL,
  receipts_read INTEGER NOT NULL,
  -- Who runs it, until when at the latest.
  lease_holder TEXT,
  lease_until INTEGER,
  PRIMARY KEY (property_id, reconciliation_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX reconciliations_by_date ON reconciliations (property_id, from_date, reconciliation_id);
CREATE INDEX reconciliations_running ON reconciliations (property_id, reconciliation_id) WHERE status = 'running';

-- Whether Lightspeed says that it has all of a date.
CREATE TABLE reconciliation_days (
  property_id TEXT NOT NULL,
  reconciliation_id INTEGER NOT NULL,
  business_location_id TEXT NOT NULL,
  business_date TEXT NOT NULL,
  data_complete INTEGER NOT NULL,
  PRIMARY KEY (property_id, reconciliation_id, business_location_id, business_date)
) STRICT, WITHOUT ROWID;

-- Both sides by outcome and by payment method.
CREATE TABLE reconciliation_totals (
  property_id TEXT NOT NULL,
  reconciliation_id INTEGER NOT NULL,
  business_location_id TEXT NOT NULL,
  business_date TEXT NOT NULL,
  section TEXT NOT NULL,
  name TEXT NOT NULL,
  times INTEGER NOT NULL,
  lightspeed_payments INTEGER NOT NULL,
  lightspeed_tips INTEGER NOT NULL,
  lightspeed_tax INTEGER NOT NULL,
  here_payments INTEGER NOT NULL,
  here_tips INTEGER NOT NULL,
  here_tax INTEGER NOT NULL,
  PRIMARY KEY (property_id, reconciliation_id, business_location_id, business_date, section, name)
) STRICT, WITHOUT ROWID;

-- Every bill but those that match.
CREATE TABLE reconciliation_items (
  property_id TEXT NOT NULL,
  reconciliation_id INTEGER NOT NULL,
  item_key TEXT NOT NULL,
  outcome TEXT NOT NULL,
  reason TEXT,
  business_location_id TEXT NOT NULL,
  business_date TEXT NOT NULL,
  closed_at INTEGER,
  sale_type TEXT,
  uuid TEXT,
  fisc_id TEXT,
  receipt_number TEXT,
  receipt_id INTEGER,
  refused_id INTEGER,
  refund_id INTEGER,
  lightspeed_payments INTEGER NOT NULL,
  lightspeed_tips INTEGER NOT NULL,
  lightspeed_tax INTEGER NOT NULL,
  here_payments INTEGER NOT NULL,
  here_tips INTEGER NOT NULL,
  here_tax INTEGER NOT NULL,
  -- Both sides by payment method.
  methods TEXT NOT NULL,
  PRIMARY KEY (property_id, reconciliation_id, item_key)
) STRICT, WITHOUT ROWID;

-- Receipts that a sale was found for; emptied when the reconciliation is through.
CREATE TABLE reconciliation_matches (
  property_id TEXT NOT NULL,
  reconciliation_id INTEGER NOT NULL,
  receipt_id INTEGER NOT NULL,
  item_key TEXT NOT NULL,
  PRIMARY KEY (property_id, reconciliation_id, receipt_id)
) STRICT, WITHOUT ROWID;

-- Sales are looked up among refused receipts as well.
CREATE INDEX refused_receipts_by_uuid ON refused_receipts (property_id, uuid) WHERE uuid IS NOT NULL;
CREATE INDEX refused_receipts_by_fisc ON refused_receipts (property_id, fisc_id) WHERE fisc_id IS NOT NULL;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('reconciliations', 'reconciliations', '5000 5000 1'),
  ('reconciliations', 'reconciliations_by_date', '5000 5000 3 1'),
  ('reconciliations', 'reconciliations_running', '3 3 1'),
  ('reconciliation_days', 'reconciliation_days', '20000 20000 4 2 1'),
  ('reconciliation_totals', 'reconciliation_totals', '200000 200000 40 20 10 5 1'),
  ('reconciliation_items', 'reconciliation_items', '500000 500000 100 1'),
  ('reconciliation_matches', 'reconciliation_matches', '1000000 1000000 1000000 1'),
  ('refused_receipts', 'refused_receipts_by_uuid', '50000 50000 1'),
  ('refused_receipts', 'refused_receipts_by_fisc', '50000 50000 1');
ANALYZE sqlite_schema;
