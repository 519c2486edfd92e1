-- Keeps whoever begins a run, takes one over or stops one waiting until the transaction ends. The next in line after
-- them, unlike one who shares a row: a process that waits is not passed by again and again.
SELECT pg_advisory_xact_lock_shared(hashtextextended('outreach.reconcile', 0))
