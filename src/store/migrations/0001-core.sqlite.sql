-- Instants are integer milliseconds UTC, money is integer minor units, ids are our own time-ordered 63-bit numbers,
-- exact decimals and documents are text. Every key begins with the property, so that a property can be moved or
-- partitioned as a whole. Rows of receipts, bills, postings, flags, links, attempts and states are only ever added.

CREATE TABLE installation (
  name TEXT NOT NULL PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO installation (name, value) VALUES
  ('settings_revision', 1), -- rises with every change of keys, tokens, settings and closed dates
  ('id_lead_ms', 60000);    -- the most that ids were ever ahead of the clock: bounds for reading by time

-- The real write that must succeed before the store is writable; as large as a batch of bills, and empty afterwards.
CREATE TABLE write_probe (
  content BLOB NOT NULL
) STRICT;

-- One number per process that makes ids; the one taken longest ago is given out next.
CREATE TABLE writers (
  writer INTEGER NOT NULL PRIMARY KEY,
  taken_at INTEGER NOT NULL
) STRICT;

-- — the hotel —

CREATE TABLE properties (
  property_id TEXT NOT NULL PRIMARY KEY,
  document TEXT NOT NULL,
  version INTEGER NOT NULL,
  directory_version INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE business_locations (
  property_id TEXT NOT NULL REFERENCES properties,
  business_location_id TEXT NOT NULL,
  document TEXT NOT NULL,
  position INTEGER NOT NULL,
  retired INTEGER NOT NULL,
  PRIMARY KEY (property_id, business_location_id)
) STRICT, WITHOUT ROWID;
-- Unique in the installation: a key's location names its hotel.
CREATE UNIQUE INDEX business_locations_by_id ON business_locations (business_location_id);

CREATE TABLE api_keys (
  property_id TEXT NOT NULL,
  key_id TEXT NOT NULL,
  business_location_id TEXT NOT NULL,
  name TEXT NOT NULL,
  digest TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER,
  PRIMARY KEY (property_id, key_id),
  FOREIGN KEY (property_id, business_location_id) REFERENCES business_locations
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX api_keys_by_digest ON api_keys (digest);

CREATE TABLE management_tokens (
  digest TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  properties TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE house_accounts (
  property_id TEXT NOT NULL REFERENCES properties,
  folio_id TEXT NOT NULL,
  name TEXT NOT NULL,
  searchable INTEGER NOT NULL,
  blocked INTEGER NOT NULL,
  credit_limit INTEGER,
  charged_when_set INTEGER NOT NULL,
  retired INTEGER NOT NULL,
  folded_id TEXT NOT NULL,
  folded_name TEXT NOT NULL,
  PRIMARY KEY (property_id, folio_id)
) STRICT, WITHOUT ROWID;

-- Known for ever once seen.
CREATE TABLE reservations (
  property_id TEXT NOT NULL REFERENCES properties,
  reservation_id TEXT NOT NULL,
  room_id TEXT NOT NULL,
  room_description TEXT NOT NULL,
  client_name TEXT NOT NULL,
  status TEXT NOT NULL,
  blocked INTEGER NOT NULL,
  credit_limit INTEGER,
  charged_when_set INTEGER NOT NULL,
  -- Without case and accents, for search.
  folded_room TEXT NOT NULL,
  folded_description TEXT NOT NULL,
  folded_name TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (property_id, reservation_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX reservations_by_status ON reservations (property_id, status);

-- Guest folios and house accounts. Clearing accounts never: they end at zero, and would be one hot row.
CREATE TABLE folio_balances (
  property_id TEXT NOT NULL,
  folio_id TEXT NOT NULL,
  balance INTEGER NOT NULL,
  -- Σ bill amounts without tips: what a credit limit is measured by.
  charged INTEGER NOT NULL,
  PRIMARY KEY (property_id, folio_id)
) STRICT, WITHOUT ROWID;

-- A date without a row is open.
CREATE TABLE business_dates (
  property_id TEXT NOT NULL,
  business_date TEXT NOT NULL,
  status TEXT NOT NULL,
  closed_at INTEGER,
  PRIMARY KEY (property_id, business_date)
) STRICT, WITHOUT ROWID;

-- — receipts —

CREATE TABLE receipts (
  property_id TEXT NOT NULL,
  receipt_id INTEGER NOT NULL,
  receipt_number TEXT,
  uuid TEXT,
  fisc_id TEXT,
  initial_account_id TEXT,
  idempotency_key TEXT,
  business_location_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  gross INTEGER NOT NULL,
  tax INTEGER NOT NULL,
  tips INTEGER NOT NULL,
  service_charge INTEGER NOT NULL,
  business_date TEXT NOT NULL,
  opened_at INTEGER,
  closed_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  table_name TEXT,
  covers TEXT,
  device_id TEXT,
  owner_id TEXT,
  owner_name TEXT,
  revenue_center_id TEXT,
  revenue_center_name TEXT,
  chain_root TEXT,
  content_version INTEGER NOT NULL,
  content_digest BLOB NOT NULL,
  lines_digest BLOB NOT NULL,
  lines TEXT NOT NULL,
  payments TEXT NOT NULL,
  from_refused_id INTEGER,
  PRIMARY KEY (property_id, receipt_id)
) STRICT;
CREATE INDEX receipts_by_date ON receipts (property_id, business_date, receipt_id);
CREATE INDEX receipts_by_received ON receipts (property_id, received_at, receipt_id);
CREATE INDEX receipts_by_number ON receipts (property_id, receipt_number, receipt_id) WHERE receipt_number IS NOT NULL;

-- As received, the key in it masked. Expires; digests and postings stay.
CREATE TABLE receipt_bodies (
  property_id TEXT NOT NULL,
  receipt_id INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (property_id, receipt_id)
) STRICT;

-- By what a bill is known again, for ever.
--   uuid, fisc     the till's own, within the property; a fiscal id may be used again: occurrence 1, 2, …
--   key, content   location, a slash, and the idempotency key or the content digest
--   root           receipts whose chain has another root than their own fiscal id
-- The chain of root R is: fisc rows and root rows with value R whose receipt has chain_root R.
CREATE TABLE identities (
  property_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  occurrence INTEGER NOT NULL,
  receipt_id INTEGER NOT NULL,
  PRIMARY KEY (property_id, kind, value, occurrence)
) STRICT, WITHOUT ROWID;

-- — folios —

CREATE TABLE bills (
  property_id TEXT NOT NULL,
  receipt_id INTEGER NOT NULL,
  bill_no INTEGER NOT NULL,
  cause TEXT NOT NULL,
  folio_id TEXT NOT NULL,
  reservation_id TEXT,
  amount INTEGER NOT NULL,
  gratuity INTEGER NOT NULL,
  -- Its postings have the ids first_posting_id, first_posting_id + 1024, …
  first_posting_id INTEGER NOT NULL,
  posting_count INTEGER NOT NULL,
  closed_at INTEGER NOT NULL,
  -- The receipt's: a busy folio must find the bills that look alike without reading the others.
  lines_digest BLOB NOT NULL,
  PRIMARY KEY (property_id, receipt_id, bill_no)
) STRICT, WITHOUT ROWID;
-- Guest folios only: finds bills that look alike.
CREATE INDEX bills_by_guest_folio ON bills (property_id, folio_id, lines_digest, closed_at)
  WHERE reservation_id IS NOT NULL;

CREATE TABLE postings (
  property_id TEXT NOT NULL,
  posting_id INTEGER NOT NULL,
  receipt_id INTEGER NOT NULL,
  folio_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  line_no INTEGER,
  description TEXT NOT NULL,
  quantity TEXT NOT NULL,
  net INTEGER NOT NULL,
  tax INTEGER NOT NULL,
  gross INTEGER NOT NULL,
  taxes TEXT NOT NULL,
  transaction_code TEXT,
  sku TEXT,
  accounting_group_id TEXT,
  accounting_group_name TEXT,
  business_location_id TEXT NOT NULL,
  revenue_center_id TEXT,
  staff_id TEXT,
  method_code TEXT,
  method_name TEXT,
  exact_gross TEXT,
  business_date TEXT NOT NULL,
  posted_at INTEGER NOT NULL,
  PRIMARY KEY (property_id, posting_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX postings_by_folio ON postings (property_id, folio_id, posting_id);
CREATE INDEX postings_by_date ON postings (property_id, business_date, posting_id);

-- — what is said about receipts, refused receipts, bills and postings —

-- Raised or cleared; what stands is the latest row per subject, folio, posting and flag. event_id: the receipt,
-- refused receipt or act that caused it.
CREATE TABLE flags (
  property_id TEXT NOT NULL,
  subject_id INTEGER NOT NULL,
  flag_id INTEGER NOT NULL,
  subject_type TEXT NOT NULL,
  folio_id TEXT,
  posting_id INTEGER,
  flag TEXT NOT NULL,
  action TEXT NOT NULL,
  detail TEXT,
  event_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (property_id, subject_id, flag_id)
) STRICT, WITHOUT ROWID;

-- Linked or unlinked; what stands is the latest row per kind and from_id.
CREATE TABLE links (
  property_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  from_id INTEGER NOT NULL,
  link_id INTEGER NOT NULL,
  to_type TEXT NOT NULL,
  to_id INTEGER NOT NULL,
  action TEXT NOT NULL,
  event_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (property_id, kind, from_id, link_id)
) STRICT, WITHOUT ROWID;

-- — refused receipts —

CREATE TABLE refused_receipts (
  property_id TEXT NOT NULL,
  refused_id INTEGER NOT NULL,
  -- Digest of location, uuid, fiscal id and content; of location and masked bytes where it could not be read.
  refused_key BLOB NOT NULL,
  business_location_id TEXT NOT NULL,
  readable INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL,
  faults TEXT NOT NULL,
  business_date TEXT NOT NULL,
  closed_at INTEGER NOT NULL,
  receipt_number TEXT,
  uuid TEXT,
  fisc_id TEXT,
  idempotency_key TEXT,
  kind TEXT,
  gross INTEGER,
  tips INTEGER,
  chain_root TEXT,
  content_version INTEGER,
  content_digest BLOB,
  lines_digest BLOB,
  payments TEXT,
  PRIMARY KEY (property_id, refused_id)
) STRICT;
CREATE UNIQUE INDEX refused_receipts_by_key ON refused_receipts (property_id, refused_key);
CREATE INDEX refused_receipts_by_root ON refused_receipts (property_id, chain_root) WHERE chain_root IS NOT NULL;
CREATE INDEX refused_receipts_by_date ON refused_receipts (property_id, business_date, refused_id);

CREATE TABLE refused_bodies (
  property_id TEXT NOT NULL,
  refused_id INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (property_id, refused_id)
) STRICT;

CREATE TABLE refused_attempts (
  property_id TEXT NOT NULL,
  refused_id INTEGER NOT NULL,
  attempt_no INTEGER NOT NULL,
  reason TEXT NOT NULL,
  http_status INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (property_id, refused_id, attempt_no)
) STRICT, WITHOUT ROWID;

-- What stands is the latest row.
CREATE TABLE refused_states (
  property_id TEXT NOT NULL,
  refused_id INTEGER NOT NULL,
  state_no INTEGER NOT NULL,
  status TEXT NOT NULL,
  reason TEXT NOT NULL,
  receipt_id INTEGER,
  event_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (property_id, refused_id, state_no)
) STRICT, WITHOUT ROWID;

-- What it would put on guest folios: finds refused bills that look alike.
CREATE TABLE refused_bills (
  property_id TEXT NOT NULL,
  refused_id INTEGER NOT NULL,
  reservation_id TEXT NOT NULL,
  total INTEGER NOT NULL,
  closed_at INTEGER NOT NULL,
  lines_digest BLOB NOT NULL,
  PRIMARY KEY (property_id, refused_id, reservation_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX refused_bills_by_reservation ON refused_bills (property_id, reservation_id, lines_digest, closed_at);

-- How many were kept a day, where that is bounded (revoked keys).
CREATE TABLE refused_quotas (
  property_id TEXT NOT NULL,
  business_location_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  day TEXT NOT NULL,
  kept INTEGER NOT NULL,
  PRIMARY KEY (property_id, business_location_id, reason, day)
) STRICT, WITHOUT ROWID;

-- — acts of persons and programs —

-- One hash chain per property (`*`: acts that concern the whole installation).
CREATE TABLE trail (
  property_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  act TEXT NOT NULL,
  details TEXT NOT NULL,
  previous BLOB NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (property_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotent_requests (
  property_id TEXT NOT NULL,
  act TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  request_digest TEXT NOT NULL,
  answer BLOB NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (property_id, act, idempotency_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE provisionings (
  provisioning_id INTEGER NOT NULL PRIMARY KEY,
  file_digest TEXT NOT NULL,
  changes INTEGER NOT NULL,
  actor TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE lightspeed_accounts (
  property_id TEXT NOT NULL,
  business_location_id TEXT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (property_id, business_location_id),
  FOREIGN KEY (property_id, business_location_id) REFERENCES business_locations
) STRICT, WITHOUT ROWID;

-- AES-256-GCM; the key comes from the environment.
CREATE TABLE secrets (
  property_id TEXT NOT NULL,
  business_location_id TEXT NOT NULL,
  name TEXT NOT NULL,
  sealed BLOB NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (property_id, business_location_id, name)
) STRICT, WITHOUT ROWID;

-- What a large hotel's tables look like, told to the planner once and for all: without it SQLite takes the property for
-- as selective as a key, and reads all of a hotel where an index would have told. Plans then depend on no data.
-- Rows in all, then rows alike in the index's first column, in its first two, …
ANALYZE writers;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('receipts', 'sqlite_autoindex_receipts_1', '5000000 5000000 1'),
  ('receipts', 'receipts_by_date', '5000000 5000000 3000 1'),
  ('receipts', 'receipts_by_received', '5000000 5000000 1 1'),
  ('receipts', 'receipts_by_number', '5000000 5000000 2 1'),
  ('receipt_bodies', 'sqlite_autoindex_receipt_bodies_1', '5000000 5000000 1'),
  ('identities', 'identities', '12000000 12000000 5000000 1 1'),
  ('bills', 'bills', '5500000 5500000 1 1'),
  ('bills', 'bills_by_guest_folio', '4000000 4000000 40 2 1'),
  ('postings', 'postings', '35000000 35000000 1'),
  ('postings', 'postings_by_folio', '35000000 35000000 200 1'),
  ('postings', 'postings_by_date', '35000000 35000000 20000 1'),
  ('flags', 'flags', '1000000 1000000 2 1'),
  ('links', 'links', '1000000 1000000 500000 1 1'),
  ('refused_receipts', 'sqlite_autoindex_refused_receipts_1', '50000 50000 1'),
  ('refused_receipts', 'refused_receipts_by_key', '50000 50000 1'),
  ('refused_receipts', 'refused_receipts_by_root', '50000 50000 1'),
  ('refused_receipts', 'refused_receipts_by_date', '50000 50000 30 1'),
  ('refused_bodies', 'sqlite_autoindex_refused_bodies_1', '50000 50000 1'),
  ('refused_attempts', 'refused_attempts', '60000 60000 1 1'),
  ('refused_states', 'refused_states', '60000 60000 1 1'),
  ('refused_bills', 'refused_bills', '50000 50000 1 1'),
  ('refused_bills', 'refused_bills_by_reservation', '50000 50000 5 1 1'),
  ('reservations', 'reservations', '100000 100000 1'),
  ('reservations', 'reservations_by_status', '100000 100000 1000 1'),
  ('folio_balances', 'folio_balances', '100000 100000 1'),
  ('trail', 'trail', '100000 100000 1');
ANALYZE sqlite_schema;
