-- Lets one process at a time begin or take over a run.
SELECT pg_advisory_xact_lock(hashtextextended('outreach.reconcile', 0))
