-- Answers kept for repeats are forgotten after a time.
CREATE INDEX idempotent_requests_by_time ON idempotent_requests (at);
