-- Keeps two loads apart until the transaction ends.
SELECT pg_advisory_xact_lock(hashtextextended('outreach.reference', 0))
