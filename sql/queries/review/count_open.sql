-- How many reviews of each kind wait, and since when the first of them does.
--   $1  today  date
SELECT r.kind, r.conflict, count(*) AS waiting_or_open,
       count(*) FILTER (WHERE review_standing(r, $1::date) = 'open') AS open,
       count(*) FILTER (WHERE review_standing(r, $1::date) = 'waiting') AS waiting,
       count(*) FILTER (WHERE review_standing(r, $1::date) = 'proposed') AS proposed,
       count(*) FILTER (WHERE r.assigned_until > now()) AS assigned,
       min(r.opened_at) AS oldest_opened_at
FROM review AS r
WHERE r.closed_at IS NULL
GROUP BY r.kind, r.conflict
ORDER BY r.kind, r.conflict NULLS FIRST
