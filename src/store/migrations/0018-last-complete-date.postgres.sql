-- The last business date of which a hotel is proved complete: asked every minute, of all hotels.
CREATE INDEX reconciliations_complete ON reconciliations (property_id, to_date) WHERE status = 'complete' AND heals = 1;
