-- Takes down a step of a decision. Who proposed what it confirms or rejects is read from the proposal.
--   $1   person_id      uuid  of the review
--   $2   review_id      uuid
--   $3   step           integer
--   $4   decision       text
--   $5   outcome        text
--   $6   reason         text
--   $7   proposal_step  integer  or NULL
--   $8   merge_id       uuid     or NULL
--   $9   exclusion_id   uuid     or NULL
--   $10  nhs_number     text     or NULL
INSERT INTO review_decision (
    person_id, review_id, step, decision, outcome, reason, proposal_step, proposed_by, merge_id, exclusion_id,
    nhs_number)
SELECT $1::uuid, $2::uuid, $3::integer, $4::text, $5::text, $6::text, $7::integer, (
           SELECT p.decided_by FROM review_decision AS p
           WHERE p.person_id = $1::uuid AND p.review_id = $2::uuid AND p.step = $7::integer),
       $8::uuid, $9::uuid, $10::text
