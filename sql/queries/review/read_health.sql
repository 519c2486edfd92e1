-- How many reviews wait, and how long the first has waited.
SELECT open, oldest_seconds FROM review_health()
