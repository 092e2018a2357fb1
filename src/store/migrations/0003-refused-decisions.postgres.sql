-- Who decided a state of a refused receipt, and why. A state without a row came about by what a till sent.
CREATE TABLE refused_decisions (
  property_id text COLLATE "C" NOT NULL,
  refused_id bigint NOT NULL,
  state_no bigint NOT NULL,
  actor text COLLATE "C" NOT NULL,
  note text COLLATE "C",
  PRIMARY KEY (property_id, refused_id, state_no)
);
