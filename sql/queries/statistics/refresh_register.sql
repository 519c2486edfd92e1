-- Tells the planner what a file of enrolments has brought.
SELECT refresh_register_statistics()
