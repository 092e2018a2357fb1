-- Names of guests who left long ago are forgotten.
CREATE INDEX reservations_to_forget ON reservations (changed_at)
  WHERE status = 'checked-out' AND client_name <> '';
