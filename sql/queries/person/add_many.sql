-- Adds people; their details, identifiers and employments follow in the same transaction.
--   $1  person_ids  uuid[]
INSERT INTO person (person_id, created_by, created_for)
SELECT person_id, acting_account(), acting_organisation() FROM unnest($1::uuid[]) AS person_id
