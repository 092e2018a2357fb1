-- Counted anew, so that the planner knows how many guests are left to forget; it keeps its own statistics from then on.
ANALYZE reservations;
