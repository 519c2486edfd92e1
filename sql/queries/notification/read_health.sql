-- How many messages wait, wait for an answer for more than a day, and are dead; and how long the first has waited.
SELECT queued, unanswered, dead, oldest_seconds FROM outbox_health()
