-- What Lightspeed recorded compared with what is here, of some business dates: how far it has come, and what came of it.
CREATE TABLE reconciliations (
  property_id text COLLATE "C" NOT NULL,
  reconciliation_id bigint NOT NULL,
  from_date text COLLATE "C" NOT NULL,
  to_date text COLLATE "C" NOT NULL,
  -- `running`, `complete`, `incomplete` or `failed`
  status text COLLATE "C" NOT NULL,
  failure text COLLATE "C",
  -- Null: the schedule.
  started_by text COLLATE "C",
  started_at bigint NOT NULL,
  finished_at bigint,
  -- Ids of the business locations that are compared.
  locations text COLLATE "C" NOT NULL,
  -- Where to go on.
  stage bigint NOT NULL,
  position text COLLATE "C" NOT NULL,
  sales_read bigint NOT NULL,
  receipts_read bigint NOT NULL,
  -- Who runs it, until when at the latest.
  lease_holder text COLLATE "C",
  lease_until bigint,
  PRIMARY KEY (property_id, reconciliation_id)
);
CREATE INDEX reconciliations_by_date ON reconciliations (property_id, from_date, reconciliation_id);
CREATE INDEX reconciliations_running ON reconciliations (property_id, reconciliation_id) WHERE status = 'running';

-- Whether Lightspeed says that it has all of a date.
CREATE TABLE reconciliation_days (
  property_id text COLLATE "C" NOT NULL,
  reconciliation_id bigint NOT NULL,
  business_location_id text COLLATE "C" NOT NULL,
  business_date text COLLATE "C" NOT NULL,
  data_complete bigint NOT NULL,
  PRIMARY KEY (property_id, reconciliation_id, business_location_id, business_date)
);

-- Both sides by outcome and by payment method.
CREATE TABLE reconciliation_totals (
  property_id text COLLATE "C" NOT NULL,
  reconciliation_id bigint NOT NULL,
  business_location_id text COLLATE "C" NOT NULL,
  business_date text COLLATE "C" NOT NULL,
  section text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  times bigint NOT NULL,
  lightspeed_payments bigint NOT NULL,
  lightspeed_tips bigint NOT NULL,
  lightspeed_tax bigint NOT NULL,
  here_payments bigint NOT NULL,
  here_tips bigint NOT NULL,
  here_tax bigint NOT NULL,
  PRIMARY KEY (property_id, reconciliation_id, business_location_id, business_date, section, name)
);

-- Every bill but those that match.
CREATE TABLE reconciliation_items (
  property_id text COLLATE "C" NOT NULL,
  reconciliation_id bigint NOT NULL,
  item_key text COLLATE "C" NOT NULL,
  outcome text COLLATE "C" NOT NULL,
  reason text COLLATE "C",
  business_location_id text COLLATE "C" NOT NULL,
  business_date text COLLATE "C" NOT NULL,
  closed_at bigint,
  sale_type text COLLATE "C",
  uuid text COLLATE "C",
  fisc_id text COLLATE "C",
  receipt_number text COLLATE "C",
  receipt_id bigint,
  refused_id bigint,
  refund_id bigint,
  lightspeed_payments bigint NOT NULL,
  lightspeed_tips bigint NOT NULL,
  lightspeed_tax bigint NOT NULL,
  here_payments bigint NOT NULL,
  here_tips bigint NOT NULL,
  here_tax bigint NOT NULL,
  -- Both sides by payment method.
  methods text COLLATE "C" NOT NULL,
  PRIMARY KEY (property_id, reconciliation_id, item_key)
);

-- Receipts that a sale was found for; emptied when the reconciliation is through.
CREATE TABLE reconciliation_matches (
  property_id text COLLATE "C" NOT NULL,
  reconciliation_id bigint NOT NULL,
  receipt_id bigint NOT NULL,
  item_key text COLLATE "C" NOT NULL,
  PRIMARY KEY (property_id, reconciliation_id, receipt_id)
);

-- Sales are looked up among refused receipts as well.
CREATE INDEX refused_receipts_by_uuid ON refused_receipts (property_id, uuid) WHERE uuid IS NOT NULL;
CREATE INDEX refused_receipts_by_fisc ON refused_receipts (property_id, fisc_id) WHERE fisc_id IS NOT NULL;
