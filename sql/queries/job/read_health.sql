-- How many jobs are in each state, and how long the first of them has been due.
SELECT queued, running, dead, oldest_due_seconds FROM queue_health()
