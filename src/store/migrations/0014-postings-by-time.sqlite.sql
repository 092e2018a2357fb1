-- A day's postings by the time they were booked, found in the index alone: of a day of 20,000 a page is some hundred.
CREATE INDEX postings_by_date_and_time ON postings (property_id, business_date, posted_at, posting_id);
DROP INDEX postings_by_date;

DELETE FROM sqlite_stat1 WHERE idx = 'postings_by_date';
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('postings', 'postings_by_date_and_time', '35000000 35000000 20000 10 1');
ANALYZE sqlite_schema;
