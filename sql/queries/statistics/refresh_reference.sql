-- Tells the planner what a new reference has brought.
SELECT refresh_reference_statistics()
