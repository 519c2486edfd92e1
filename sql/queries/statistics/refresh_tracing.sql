-- Tells the planner what a large run has brought.
SELECT refresh_tracing_statistics()
