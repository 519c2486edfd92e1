-- Says which reference is copied, and packed by which normaliser, until the transaction ends.
--   $1  reference_id   uuid
--   $2  match_version  integer
SELECT set_config('outreach.reference', ($1::uuid)::text, true),
       set_config('outreach.match_version', ($2::integer)::text, true)
