-- What was given back here. Amounts are positive. Its bills, with the cause `refund`, and postings are the sale's own. A
-- reversal of the till is a refund too, and has its receipt's row.
CREATE TABLE refunds (
  property_id TEXT NOT NULL,
  refund_id INTEGER NOT NULL,
  -- The sale it takes back.
  receipt_id INTEGER NOT NULL,
  -- `full`, `line`, `quantity`, `amount` or `tip`
  kind TEXT NOT NULL,
  business_location_id TEXT NOT NULL,
  business_date TEXT NOT NULL,
  total_discount INTEGER NOT NULL,
  -- Hundredths of a percent.
  discount_percentage INTEGER NOT NULL,
  sub_total INTEGER NOT NULL,
  tax_amount INTEGER NOT NULL,
  -- With the tip.
  total_amount INTEGER NOT NULL,
  tip_amount INTEGER NOT NULL,
  -- Settled outside: on no guest folio.
  external INTEGER NOT NULL,
  reason TEXT,
  external_key TEXT,
  -- What it takes of which line and posting.
  lines TEXT NOT NULL,
  -- Its postings have the ids first_posting_id, first_posting_id + 1024, …
  first_posting_id INTEGER NOT NULL,
  posting_count INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (property_id, refund_id)
) STRICT;
CREATE INDEX refunds_by_receipt ON refunds (property_id, receipt_id);
CREATE INDEX refunds_by_date ON refunds (property_id, business_date, refund_id);
CREATE INDEX receipts_reversing ON receipts (property_id, business_date, receipt_id) WHERE kind = 'reversal';

-- A refund without a row is posted. What stands is the latest row.
CREATE TABLE refund_states (
  property_id TEXT NOT NULL,
  refund_id INTEGER NOT NULL,
  state_no INTEGER NOT NULL,
  -- `posted` or `reversed`
  status TEXT NOT NULL,
  -- What was given back twice: the till took back what had been settled outside.
  over_refunded INTEGER NOT NULL,
  -- The receipt whose arrival caused it.
  event_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (property_id, refund_id, state_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX refund_states_by_time ON refund_states (property_id, at);

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('refunds', 'sqlite_autoindex_refunds_1', '50000 50000 1'),
  ('refunds', 'refunds_by_receipt', '50000 50000 1'),
  ('refunds', 'refunds_by_date', '50000 50000 30 1'),
  ('receipts', 'receipts_reversing', '150000 150000 100 1'),
  ('refund_states', 'refund_states', '5000 5000 1 1'),
  ('refund_states', 'refund_states_by_time', '5000 5000 1 1 1');
ANALYZE sqlite_schema;
