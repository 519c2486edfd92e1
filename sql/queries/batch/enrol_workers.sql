-- Enrols the new workers of many callers, each where what its decision rests on still stands.
--   $1  accounts       uuid[]
--   $2  organisations  uuid[]  one for each account
--   $3  roles          text[]  the role that each acts in
--   $4  keys           text[]  the idempotency key of each request
--   $5  employers      uuid[]
--   $6  refs           text[]  the employer's own reference, or NULL
--   $7  wanted         text[]  the worker's blocking keys, each an array of bigint
--   $8  bases          text[]  as read_enrolments answered
--   $9  workers        text[]  each an object of JSON: the rows to add, audit, request_sha256, response
SELECT place, is_permitted, is_done
FROM enrol_workers(
    $1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[])
ORDER BY place
