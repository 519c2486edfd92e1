-- Lets one transaction at a time change which model is in use.
SELECT pg_advisory_xact_lock(hashtextextended('outreach.model', 0))
