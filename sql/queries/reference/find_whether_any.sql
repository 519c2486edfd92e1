-- Whether there is a reference to trace by: one row.
SELECT has_reference() AS is_there
