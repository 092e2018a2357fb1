-- Instants are integer milliseconds UTC, money is integer minor units, ids are our own time-ordered 63-bit numbers,
-- exact decimals and documents are text, yes and no are 1 and 0. Text is ordered by its bytes, whatever the database's
-- own order is. Every key begins with the property, so that a property can be moved or partitioned as a whole. Rows of
-- receipts, bills, postings, flags, links, attempts and states are only ever added.

CREATE TABLE installation (
  name text COLLATE "C" NOT NULL PRIMARY KEY,
  value bigint NOT NULL
);

INSERT INTO installation (name, value) VALUES
  ('settings_revision', 1), -- rises with every change of keys, tokens, settings and closed dates
  ('id_lead_ms', 60000);    -- the most that ids were ever ahead of the clock: bounds for reading by time

-- The real write that must succeed before the store is writable; empty afterwards.
CREATE TABLE write_probe (
  content bytea NOT NULL
);

-- One number per process that makes ids; the one taken longest ago is given out next.
CREATE TABLE writers (
  writer bigint NOT NULL PRIMARY KEY,
  taken_at bigint NOT NULL
);

-- — the hotel —

CREATE TABLE properties (
  property_id text COLLATE "C" NOT NULL PRIMARY KEY,
  document text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  directory_version bigint NOT NULL,
  created_at bigint NOT NULL
);

CREATE TABLE business_locations (
  property_id text COLLATE "C" NOT NULL REFERENCES properties,
  business_location_id text COLLATE "C" NOT NULL,
  document text COLLATE "C" NOT NULL,
  position bigint NOT NULL,
  retired bigint NOT NULL,
  PRIMARY KEY (property_id, business_location_id)
);
-- Unique in the installation: a key's location names its hotel.
CREATE UNIQUE INDEX business_locations_by_id ON business_locations (business_location_id);

CREATE TABLE api_keys (
  property_id text COLLATE "C" NOT NULL,
  key_id text COLLATE "C" NOT NULL,
  business_location_id text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  digest text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL,
  revoked_at bigint,
  PRIMARY KEY (property_id, key_id),
  FOREIGN KEY (property_id, business_location_id) REFERENCES business_locations
);
CREATE UNIQUE INDEX api_keys_by_digest ON api_keys (digest);

CREATE TABLE management_tokens (
  digest text COLLATE "C" NOT NULL PRIMARY KEY,
  name text COLLATE "C" NOT NULL,
  scopes text COLLATE "C" NOT NULL,
  properties text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL,
  revoked_at bigint
);

CREATE TABLE house_accounts (
  property_id text COLLATE "C" NOT NULL REFERENCES properties,
  folio_id text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  searchable bigint NOT NULL,
  blocked bigint NOT NULL,
  credit_limit bigint,
  charged_when_set bigint NOT NULL,
  retired bigint NOT NULL,
  folded_id text COLLATE "C" NOT NULL,
  folded_name text COLLATE "C" NOT NULL,
  PRIMARY KEY (property_id, folio_id)
);

-- Known for ever once seen.
CREATE TABLE reservations (
  property_id text COLLATE "C" NOT NULL REFERENCES properties,
  reservation_id text COLLATE "C" NOT NULL,
  room_id text COLLATE "C" NOT NULL,
  room_description text COLLATE "C" NOT NULL,
  client_name text COLLATE "C" NOT NULL,
  status text COLLATE "C" NOT NULL,
  blocked bigint NOT NULL,
  credit_limit bigint,
  charged_when_set bigint NOT NULL,
  -- Without case and accents, for search.
  folded_room text COLLATE "C" NOT NULL,
  folded_description text COLLATE "C" NOT NULL,
  folded_name text COLLATE "C" NOT NULL,
  changed_at bigint NOT NULL,
  PRIMARY KEY (property_id, reservation_id)
);
CREATE INDEX reservations_by_status ON reservations (property_id, status);

-- Guest folios and house accounts. Clearing accounts never: they end at zero, and would be one hot row.
CREATE TABLE folio_balances (
  property_id text COLLATE "C" NOT NULL,
  folio_id text COLLATE "C" NOT NULL,
  balance bigint NOT NULL,
  -- Σ bill amounts without tips: what a credit limit is measured by.
  charged bigint NOT NULL,
  PRIMARY KEY (property_id, folio_id)
) WITH (fillfactor = 70);

-- A date without a row is open.
CREATE TABLE business_dates (
  property_id text COLLATE "C" NOT NULL,
  business_date text COLLATE "C" NOT NULL,
  status text COLLATE "C" NOT NULL,
  closed_at bigint,
  PRIMARY KEY (property_id, business_date)
);

-- Every transaction with bills of a hotel locks one of its gates; who closes a date or changes settings locks them all,
-- and so has no bill between facts and posting. Several, so that instances do not queue up behind each other.
CREATE TABLE charge_gates (
  property_id text COLLATE "C" NOT NULL REFERENCES properties,
  gate bigint NOT NULL,
  PRIMARY KEY (property_id, gate)
);

-- Locked by name while bills that concern each other are decided: a chain, or a folio not seen yet. Nothing refers to
-- them; old ones are forgotten.
CREATE TABLE charge_locks (
  property_id text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  taken_at bigint NOT NULL,
  PRIMARY KEY (property_id, name)
);
CREATE INDEX charge_locks_by_time ON charge_locks (taken_at);

-- — receipts —

CREATE TABLE receipts (
  property_id text COLLATE "C" NOT NULL,
  receipt_id bigint NOT NULL,
  receipt_number text COLLATE "C",
  uuid text COLLATE "C",
  fisc_id text COLLATE "C",
  initial_account_id text COLLATE "C",
  idempotency_key text COLLATE "C",
  business_location_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  gross bigint NOT NULL,
  tax bigint NOT NULL,
  tips bigint NOT NULL,
  service_charge bigint NOT NULL,
  business_date text COLLATE "C" NOT NULL,
  opened_at bigint,
  closed_at bigint NOT NULL,
  received_at bigint NOT NULL,
  table_name text COLLATE "C",
  covers text COLLATE "C",
  device_id text COLLATE "C",
  owner_id text COLLATE "C",
  owner_name text COLLATE "C",
  revenue_center_id text COLLATE "C",
  revenue_center_name text COLLATE "C",
  chain_root text COLLATE "C",
  content_version bigint NOT NULL,
  content_digest bytea NOT NULL,
  lines_digest bytea NOT NULL,
  lines text COLLATE "C" NOT NULL,
  payments text COLLATE "C" NOT NULL,
  from_refused_id bigint,
  PRIMARY KEY (property_id, receipt_id)
);
CREATE INDEX receipts_by_date ON receipts (property_id, business_date, receipt_id);
CREATE INDEX receipts_by_received ON receipts (property_id, received_at, receipt_id);
CREATE INDEX receipts_by_number ON receipts (property_id, receipt_number, receipt_id) WHERE receipt_number IS NOT NULL;

-- As received, the key in it masked. Expires; digests and postings stay.
CREATE TABLE receipt_bodies (
  property_id text COLLATE "C" NOT NULL,
  receipt_id bigint NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (property_id, receipt_id)
);

-- By what a bill is known again, for ever.
--   uuid, fisc     the till's own, within the property; a fiscal id may be used again: occurrence 1, 2, …
--   key, content   location, a slash, and the idempotency key or the content digest
--   root           receipts whose chain has another root than their own fiscal id
-- The chain of root R is: fisc rows and root rows with value R whose receipt has chain_root R.
CREATE TABLE identities (
  property_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  value text COLLATE "C" NOT NULL,
  occurrence bigint NOT NULL,
  receipt_id bigint NOT NULL,
  PRIMARY KEY (property_id, kind, value, occurrence)
);

-- — folios —

CREATE TABLE bills (
  property_id text COLLATE "C" NOT NULL,
  receipt_id bigint NOT NULL,
  bill_no bigint NOT NULL,
  cause text COLLATE "C" NOT NULL,
  folio_id text COLLATE "C" NOT NULL,
  reservation_id text COLLATE "C",
  amount bigint NOT NULL,
  gratuity bigint NOT NULL,
  -- Its postings have the ids first_posting_id, first_posting_id + 1024, …
  first_posting_id bigint NOT NULL,
  posting_count bigint NOT NULL,
  closed_at bigint NOT NULL,
  -- The receipt's: a busy folio must find the bills that look alike without reading the others.
  lines_digest bytea NOT NULL,
  PRIMARY KEY (property_id, receipt_id, bill_no)
);
-- Guest folios only: finds bills that look alike.
CREATE INDEX bills_by_guest_folio ON bills (property_id, folio_id, lines_digest, closed_at)
  WHERE reservation_id IS NOT NULL;

CREATE TABLE postings (
  property_id text COLLATE "C" NOT NULL,
  posting_id bigint NOT NULL,
  receipt_id bigint NOT NULL,
  folio_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  line_no bigint,
  description text COLLATE "C" NOT NULL,
  quantity text COLLATE "C" NOT NULL,
  net bigint NOT NULL,
  tax bigint NOT NULL,
  gross bigint NOT NULL,
  taxes text COLLATE "C" NOT NULL,
  transaction_code text COLLATE "C",
  sku text COLLATE "C",
  accounting_group_id text COLLATE "C",
  accounting_group_name text COLLATE "C",
  business_location_id text COLLATE "C" NOT NULL,
  revenue_center_id text COLLATE "C",
  staff_id text COLLATE "C",
  method_code text COLLATE "C",
  method_name text COLLATE "C",
  exact_gross text COLLATE "C",
  business_date text COLLATE "C" NOT NULL,
  posted_at bigint NOT NULL,
  PRIMARY KEY (property_id, posting_id)
);
CREATE INDEX postings_by_folio ON postings (property_id, folio_id, posting_id);
CREATE INDEX postings_by_date ON postings (property_id, business_date, posting_id);

-- — what is said about receipts, refused receipts, bills and postings —

-- Raised or cleared; what stands is the latest row per subject, folio, posting and flag. event_id: the receipt,
-- refused receipt or act that caused it.
CREATE TABLE flags (
  property_id text COLLATE "C" NOT NULL,
  subject_id bigint NOT NULL,
  flag_id bigint NOT NULL,
  subject_type text COLLATE "C" NOT NULL,
  folio_id text COLLATE "C",
  posting_id bigint,
  flag text COLLATE "C" NOT NULL,
  action text COLLATE "C" NOT NULL,
  detail text COLLATE "C",
  event_id bigint NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (property_id, subject_id, flag_id)
);

-- Linked or unlinked; what stands is the latest row per kind and from_id.
CREATE TABLE links (
  property_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  from_id bigint NOT NULL,
  link_id bigint NOT NULL,
  to_type text COLLATE "C" NOT NULL,
  to_id bigint NOT NULL,
  action text COLLATE "C" NOT NULL,
  event_id bigint NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (property_id, kind, from_id, link_id)
);

-- — refused receipts —

CREATE TABLE refused_receipts (
  property_id text COLLATE "C" NOT NULL,
  refused_id bigint NOT NULL,
  -- Digest of location, uuid, fiscal id and content; of location and masked bytes where it could not be read.
  refused_key bytea NOT NULL,
  business_location_id text COLLATE "C" NOT NULL,
  readable bigint NOT NULL,
  received_at bigint NOT NULL,
  size_bytes bigint NOT NULL,
  faults text COLLATE "C" NOT NULL,
  business_date text COLLATE "C" NOT NULL,
  closed_at bigint NOT NULL,
  receipt_number text COLLATE "C",
  uuid text COLLATE "C",
  fisc_id text COLLATE "C",
  idempotency_key text COLLATE "C",
  kind text COLLATE "C",
  gross bigint,
  tips bigint,
  chain_root text COLLATE "C",
  content_version bigint,
  content_digest bytea,
  lines_digest bytea,
  payments text COLLATE "C",
  PRIMARY KEY (property_id, refused_id)
);
CREATE UNIQUE INDEX refused_receipts_by_key ON refused_receipts (property_id, refused_key);
CREATE INDEX refused_receipts_by_root ON refused_receipts (property_id, chain_root) WHERE chain_root IS NOT NULL;
CREATE INDEX refused_receipts_by_date ON refused_receipts (property_id, business_date, refused_id);

CREATE TABLE refused_bodies (
  property_id text COLLATE "C" NOT NULL,
  refused_id bigint NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (property_id, refused_id)
);

CREATE TABLE refused_attempts (
  property_id text COLLATE "C" NOT NULL,
  refused_id bigint NOT NULL,
  attempt_no bigint NOT NULL,
  reason text COLLATE "C" NOT NULL,
  http_status bigint NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (property_id, refused_id, attempt_no)
);

-- What stands is the latest row.
CREATE TABLE refused_states (
  property_id text COLLATE "C" NOT NULL,
  refused_id bigint NOT NULL,
  state_no bigint NOT NULL,
  status text COLLATE "C" NOT NULL,
  reason text COLLATE "C" NOT NULL,
  receipt_id bigint,
  event_id bigint NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (property_id, refused_id, state_no)
);

-- What it would put on guest folios: finds refused bills that look alike.
CREATE TABLE refused_bills (
  property_id text COLLATE "C" NOT NULL,
  refused_id bigint NOT NULL,
  reservation_id text COLLATE "C" NOT NULL,
  total bigint NOT NULL,
  closed_at bigint NOT NULL,
  lines_digest bytea NOT NULL,
  PRIMARY KEY (property_id, refused_id, reservation_id)
);
CREATE INDEX refused_bills_by_reservation ON refused_bills (property_id, reservation_id, lines_digest, closed_at);

-- How many were kept a day, where that is bounded (revoked keys).
CREATE TABLE refused_quotas (
  property_id text COLLATE "C" NOT NULL,
  business_location_id text COLLATE "C" NOT NULL,
  reason text COLLATE "C" NOT NULL,
  day text COLLATE "C" NOT NULL,
  kept bigint NOT NULL,
  PRIMARY KEY (property_id, business_location_id, reason, day)
);

-- — acts of persons and programs —

-- One hash chain per property (`*`: acts that concern the whole installation).
CREATE TABLE trail (
  property_id text COLLATE "C" NOT NULL,
  seq bigint NOT NULL,
  at bigint NOT NULL,
  actor text COLLATE "C" NOT NULL,
  act text COLLATE "C" NOT NULL,
  details text COLLATE "C" NOT NULL,
  previous bytea NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (property_id, seq)
);

CREATE TABLE idempotent_requests (
  property_id text COLLATE "C" NOT NULL,
  act text COLLATE "C" NOT NULL,
  idempotency_key text COLLATE "C" NOT NULL,
  request_digest text COLLATE "C" NOT NULL,
  answer bytea NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (property_id, act, idempotency_key)
);

CREATE TABLE provisionings (
  provisioning_id bigint NOT NULL PRIMARY KEY,
  file_digest text COLLATE "C" NOT NULL,
  changes bigint NOT NULL,
  actor text COLLATE "C" NOT NULL,
  at bigint NOT NULL
);

CREATE TABLE lightspeed_accounts (
  property_id text COLLATE "C" NOT NULL,
  business_location_id text COLLATE "C" NOT NULL,
  document text COLLATE "C" NOT NULL,
  PRIMARY KEY (property_id, business_location_id),
  FOREIGN KEY (property_id, business_location_id) REFERENCES business_locations
);

-- AES-256-GCM; the key comes from the environment.
CREATE TABLE secrets (
  property_id text COLLATE "C" NOT NULL,
  business_location_id text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  sealed bytea NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (property_id, business_location_id, name)
);
