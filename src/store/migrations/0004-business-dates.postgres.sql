-- What a business date comes to, added up as bills are taken: a report of the day reads some hundred rows instead of its
-- postings. A row per sum and shard; the shard is the gate that a batch of bills passes alone. Sums of earlier versions
-- are not here: a date whose sums do not count all its postings is counted from them.
CREATE TABLE day_totals (
  property_id text COLLATE "C" NOT NULL,
  business_date text COLLATE "C" NOT NULL,
  shard bigint NOT NULL,
  section text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  times bigint NOT NULL,
  net bigint NOT NULL,
  tax bigint NOT NULL,
  gross bigint NOT NULL,
  PRIMARY KEY (property_id, business_date, shard, section, name)
) WITH (fillfactor = 50);

-- The report with which a date was closed, as it is answered ever after; its digest is on the trail.
CREATE TABLE night_audits (
  property_id text COLLATE "C" NOT NULL,
  business_date text COLLATE "C" NOT NULL,
  closed_by text COLLATE "C" NOT NULL,
  gross bigint NOT NULL,
  net bigint NOT NULL,
  tax bigint NOT NULL,
  tips bigint NOT NULL,
  report text COLLATE "C" NOT NULL,
  PRIMARY KEY (property_id, business_date)
);
