-- Waits until no other program migrates this database; the lock ends with the transaction.
SELECT pg_advisory_xact_lock(hashtextextended('outreach.migrate', 0))
