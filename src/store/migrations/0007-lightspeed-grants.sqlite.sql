-- The location whose tokens are used; null: its own.
ALTER TABLE lightspeed_accounts ADD COLUMN granted_to TEXT;

-- How the tokens of a location stand; the tokens themselves are secrets. Times are milliseconds UTC.
CREATE TABLE lightspeed_grants (
  property_id TEXT NOT NULL,
  business_location_id TEXT NOT NULL,
  -- Rises with each set of tokens: tokens got with older ones are not kept.
  generation INTEGER NOT NULL,
  -- SHA-256 of the refresh token that provisioning gave: the same one elsewhere is the same grant.
  seed_digest TEXT,
  renewed_at INTEGER NOT NULL,
  access_expires_at INTEGER,
  refresh_expires_at INTEGER,
  -- Who renews, until when at the latest.
  lease_holder TEXT,
  lease_until INTEGER,
  dead_since INTEGER,
  death TEXT,
  PRIMARY KEY (property_id, business_location_id),
  FOREIGN KEY (property_id, business_location_id) REFERENCES lightspeed_accounts
) STRICT, WITHOUT ROWID;

INSERT INTO lightspeed_grants (property_id, business_location_id, generation, renewed_at)
SELECT s.property_id, s.business_location_id, 0, s.at FROM secrets s
JOIN lightspeed_accounts a ON a.property_id = s.property_id AND a.business_location_id = s.business_location_id
WHERE s.name = 'refreshToken';
