-- Writes the doses of many callers, each where what its decision rests on still stands.
--   $1  accounts       uuid[]
--   $2  organisations  uuid[]  one for each account
--   $3  roles          text[]  the role that each acts in
--   $4  keys           text[]  the idempotency key of each request
--   $5  ids            text[]  the ID that each presents, canonical form
--   $6  states         text[]  the state that the ID was seen in
--   $7  bases          text[]  as read_recipients answered
--   $8  members        text[]  the people of the group, each an array of uuid
--   $9  doses          text[]  each an object of JSON: version, nhs_number, audit, request_sha256, response
SELECT place, is_permitted, is_done
FROM record_doses(
    $1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
ORDER BY place
