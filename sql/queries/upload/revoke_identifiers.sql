-- Closes the identifiers of people whose enrolment is undone; their temporary IDs resolve as revoked.
--   $1  person_ids  uuid[]
SELECT revoke_identifiers($1::uuid[], 'upload undone')
