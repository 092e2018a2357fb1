-- A day's postings by the time they were booked, found in the index alone: of a day of 20,000 a page is some hundred.
CREATE INDEX postings_by_date_and_time ON postings (property_id, business_date, posted_at, posting_id);
DROP INDEX postings_by_date;
