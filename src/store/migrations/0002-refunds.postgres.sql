-- What was given back here. Amounts are positive. Its bills, with the cause `refund`, and postings are the sale's own. A
-- reversal of the till is a refund too, and has its receipt's row.
CREATE TABLE refunds (
  property_id text COLLATE "C" NOT NULL,
  refund_id bigint NOT NULL,
  -- The sale it takes back.
  receipt_id bigint NOT NULL,
  -- `full`, `line`, `quantity`, `amount` or `tip`
  kind text COLLATE "C" NOT NULL,
  business_location_id text COLLATE "C" NOT NULL,
  business_date text COLLATE "C" NOT NULL,
  total_discount bigint NOT NULL,
  -- Hundredths of a percent.
  discount_percentage bigint NOT NULL,
  sub_total bigint NOT NULL,
  tax_amount bigint NOT NULL,
  -- With the tip.
  total_amount bigint NOT NULL,
  tip_amount bigint NOT NULL,
  -- Settled outside: on no guest folio.
  external bigint NOT NULL,
  reason text COLLATE "C",
  external_key text COLLATE "C",
  -- What it takes of which line and posting.
  lines text COLLATE "C" NOT NULL,
  -- Its postings have the ids first_posting_id, first_posting_id + 1024, …
  first_posting_id bigint NOT NULL,
  posting_count bigint NOT NULL,
  created_at bigint NOT NULL,
  PRIMARY KEY (property_id, refund_id)
);
CREATE INDEX refunds_by_receipt ON refunds (property_id, receipt_id);
CREATE INDEX refunds_by_date ON refunds (property_id, business_date, refund_id);
CREATE INDEX receipts_reversing ON receipts (property_id, business_date, receipt_id) WHERE kind = 'reversal';

-- A refund without a row is posted. What stands is the latest row.
CREATE TABLE refund_states (
  property_id text COLLATE "C" NOT NULL,
  refund_id bigint NOT NULL,
  state_no bigint NOT NULL,
  -- `posted` or `reversed`
  status text COLLATE "C" NOT NULL,
  -- What was given back twice: the till took back what had been settled outside.
  over_refunded bigint NOT NULL,
  -- The receipt whose arrival caused it.
  event_id bigint NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (property_id, refund_id, state_no)
);
CREATE INDEX refund_states_by_time ON refund_states (property_id, at);
