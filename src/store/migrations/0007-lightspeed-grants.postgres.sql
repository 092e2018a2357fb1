-- The location whose tokens are used; null: its own.
ALTER TABLE lightspeed_accounts ADD COLUMN granted_to text COLLATE "C";

-- How the tokens of a location stand; the tokens themselves are secrets. Times are milliseconds UTC.
CREATE TABLE lightspeed_grants (
  property_id text COLLATE "C" NOT NULL,
  business_location_id text COLLATE "C" NOT NULL,
  -- Rises with each set of tokens: tokens got with older ones are not kept.
  generation bigint NOT NULL,
  -- SHA-256 of the refresh token that provisioning gave: the same one elsewhere is the same grant.
  seed_digest text COLLATE "C",
  renewed_at bigint NOT NULL,
  access_expires_at bigint,
  refresh_expires_at bigint,
  -- Who renews, until when at the latest.
  lease_holder text COLLATE "C",
  lease_until bigint,
  dead_since bigint,
  death text COLLATE "C",
  PRIMARY KEY (property_id, business_location_id),
  FOREIGN KEY (property_id, business_location_id) REFERENCES lightspeed_accounts
);

INSERT INTO lightspeed_grants (property_id, business_location_id, generation, renewed_at)
SELECT s.property_id, s.business_location_id, 0, s.at FROM secrets s
JOIN lightspeed_accounts a ON a.property_id = s.property_id AND a.business_location_id = s.business_location_id
WHERE s.name = 'refreshToken';
